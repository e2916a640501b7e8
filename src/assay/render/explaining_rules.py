"""One rule of an explanation: its status, the arithmetic of its points, or why it gave none."""

from assay.engines.record.trace import Trace
from assay.engines.record.trace.nodes import Contribution, RuleTrace
from assay.engines.record.trace.traced import points as as_points
from assay.plan.nodes import Expr, Op, Rule
from assay.render.explaining_activities import activities_of, aged, period_name, standing
from assay.render.explaining_conditions import (
    against_activities,
    constant_amount,
    facts_against,
    lacking,
)
from assay.render.explanation import ExplainedRule
from assay.render.words import Words
from assay.render.words_values import counted, date, line, number, points

_IDLE = {"off": "switched off", "passed over": "a rule above it was taken", "beaten": "another one gave more"}


def explained_rule(words: Words, trace: Trace, rule: RuleTrace) -> ExplainedRule:
    """What a salesperson is told about a rule."""
    row = next((one.row for one in rule.contributions if one.row is not None), None) if rule.row else None
    activities, left_out = activities_of(words, trace, rule)
    return ExplainedRule(
        id=line(rule.rule.id if row is None or row.label is None else f"{rule.rule.id}: {row.label}"),
        status=rule.outcome,
        points=None if rule.points is None or not rule.fired else as_points(rule.points),
        because=_line((row.because if row is not None else None) or rule.rule.because),
        arithmetic=tuple(_arithmetic(words, trace, rule)) if rule.outcome in ("true", "beaten") else (),
        reason=_reason(words, trace, rule),
        missing=rule.missing,
        activities=activities,
        left_out=left_out,
        text=line(rule.rule.text),
        file=rule.rule.file,
        line=rule.rule.line,
    )


def _line(text: str | None) -> str | None:
    return None if text is None else line(text)


# --- why not ---------------------------------------------------------------------------------------------


def _reason(words: Words, trace: Trace, rule: RuleTrace) -> str | None:
    match rule.outcome:
        case "true":
            return None
        case "undecided":
            return _undecided(rule)
        case "not yet":
            return f"starts on {date(rule.rule.starting or 0)}"
        case "over":
            return f"ended on {date(rule.rule.until or 0)}"
        case "false":
            return _false(words, trace, rule)
        case _:
            return _IDLE[rule.outcome]


def _undecided(rule: RuleTrace) -> str:
    if rule.missing:
        return lacking(rule.missing)
    if any(one.aging is not None and one.aging.age is None for one in rule.contributions):
        return "the activity has no time, so its age is unknown"
    return "its amount is missing"


def _false(words: Words, trace: Trace, rule: RuleTrace) -> str:
    if rule.rule.kind == "match" and rule.rule.subject is not None:
        return f"{words.value(rule.rule.subject)} is {words.shown(rule.rule.subject, rule.subject)}: no row for it"
    found = rule.condition
    assert found is not None
    if found.condition.scope == "lead":
        assert found.part is not None
        return facts_against(words, trace, found.part)
    if rule.contributions:
        notes = [standing(words, rule.rule, one) for one in rule.contributions]
        return f"{counted(len(notes), 'activity')} matched, none counts: {notes[0]}"
    needed = rule.rule.times[1] if rule.rule.times else 1
    return against_activities(words, trace, found, needed)


# --- arithmetic ------------------------------------------------------------------------------------------


def _arithmetic(words: Words, trace: Trace, rule: RuleTrace) -> list[str]:
    """The steps from amounts to points, where there are any to tell."""
    counting = [one for one in rule.contributions if one.standing == "counted"]
    if rule.rule.kind in ("each", "each match"):
        steps = _of_many(words, rule.rule, counting)
    else:
        steps = _of_one(words, trace, rule, counting[0]) if counting else []
    bound = _bound(rule)
    return [*steps, bound] if bound else steps


def _of_one(words: Words, trace: Trace, rule: RuleTrace, one: Contribution) -> list[str]:
    steps = []
    if rule.row is not None and rule.rule.subject is not None:
        value = words.shown(rule.rule.subject, rule.subject)
        plain = rule.row.missing or value.strip('"') == rule.row.text.strip('"')
        row = "" if plain else f": row `{line(rule.row.text)}`"
        steps.append(f"{words.value(rule.rule.subject)} is {value}{row}")
    amount = rule.row.amount if rule.row is not None else rule.rule.amount
    if amount is not None and constant_amount(amount.value) is None and one.amount is not None:
        steps.append(f"{_formula(words, trace, amount.value)} = {number(abs(one.amount))}")
    if one.aging is not None:
        steps.append(aged(one.aging))
    return steps


def _formula(words: Words, trace: Trace, expr: Expr) -> str:
    """An amount with the values in it: "10 points × 2 full 30 days since created"."""
    if isinstance(expr, Op) and expr.op == "mul" and isinstance(expr.args[1], Op) and expr.args[1].op == "periods":
        times = trace.part(expr.args[1]).value
        since, every = expr.args[1].args
        assert isinstance(times, int)
        return f"{words.value(expr.args[0])} × {number(times)} (full {words.value(every)} since {words.value(since)})"
    return words.value(expr)


def _of_many(words: Words, rule: Rule, counting: list[Contribution]) -> list[str]:
    known = [one for one in counting if one.points is not None]
    if not known:
        return []
    total = sum(one.points or 0 for one in known)
    amounts = {one.points for one in known}
    if len(known) == 1:
        return []
    if len(amounts) == 1:
        return [f"{counted(len(known), _unit(words, rule))} × {points(known[0].points or 0)} = {points(total)}"]
    return [f"{counted(len(known), _unit(words, rule))} together: {points(total)}"]


def _unit(words: Words, rule: Rule) -> str:
    if rule.quota is None:
        return "activity"
    return period_name(words, rule)


def _bound(rule: RuleTrace) -> str | None:
    """What the rule's own `max` or `min` did."""
    if rule.earned is None or rule.points == rule.earned:
        return None
    sizes = abs(rule.earned), abs(rule.points or 0)
    if sizes[1] < sizes[0]:
        return f"{points(sizes[0])} earned, at most {points(sizes[1])} count"
    return f"{points(sizes[0])} earned, at least {points(sizes[1])} count"
