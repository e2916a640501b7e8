"""One rule of an explanation: its status, the arithmetic of its points, or why it gave none."""

from collections import Counter

from assay.engines.record.trace import Trace
from assay.engines.record.trace_nodes import Aging, Contribution, RuleTrace
from assay.engines.record.trace_result import points as as_points
from assay.plan.nodes import Decay, Expr, Op, Rule
from assay.render.explaining_conditions import (
    against_activities,
    constant_amount,
    described,
    facts_against,
    lacking,
)
from assay.render.explanation import ExplainedActivity, ExplainedRule
from assay.render.words import Words
from assay.render.words_values import age, counted, date, duration, line, moment, number, points
from assay.values import points_of

SHOWN = 5  # activities under a rule
_IDLE = {"off": "switched off", "passed over": "a rule above it was taken", "beaten": "another one gave more"}


def explained_rule(words: Words, trace: Trace, rule: RuleTrace) -> ExplainedRule:
    """What a salesperson is told about a rule."""
    row = next((one.row for one in rule.contributions if one.row is not None), None) if rule.row else None
    activities, left_out = _activities(words, trace, rule)
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
        notes = [_standing(words, rule.rule, one) for one in rule.contributions]
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
        steps.append(_aged(one.aging))
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
    return _period(words, rule)


def _bound(rule: RuleTrace) -> str | None:
    """What the rule's own `max` or `min` did."""
    if rule.earned is None or rule.points == rule.earned:
        return None
    sizes = abs(rule.earned), abs(rule.points or 0)
    if sizes[1] < sizes[0]:
        return f"{points(sizes[0])} earned, at most {points(sizes[1])} count"
    return f"{points(sizes[0])} earned, at least {points(sizes[1])} count"


def _aged(aging: Aging) -> str:
    """ "30 points, 75 days old, halving every 90 days: 16.84"."""
    if aging.age is None or aging.after is None:
        return f"{number(aging.before)} points, of unknown age"
    return f"{number(aging.before)} points, {age(aging.age)}, {_decay(aging.decay, aging)}: {points(aging.after)}"


def _decay(decay: Decay, aging: Aging) -> str:
    every = duration(decay.every)
    steps = f" ({counted(aging.steps, 'full step')})" if aging.steps else ""
    match decay.kind:
        case "halving":
            return f"halving every {every}"
        case "expiring":
            expired = aging.age is not None and aging.age >= decay.every
            return f"{'expired' if expired else 'expiring'} after {every}"
        case "losing":
            return f"losing {points(decay.losing)} every {every}{steps}"
        case "compounding":
            return f"fading {number(decay.percent)}% every {every} compounding{steps}"
        case _:
            return f"fading {number(decay.percent)}% every {every}{steps}"


# --- activities ------------------------------------------------------------------------------------------


def _activities(words: Words, trace: Trace, rule: RuleTrace) -> tuple[tuple[ExplainedActivity, ...], int]:
    """The latest ones that count, then those that do not; and how many more there are."""
    if rule.rule.kind not in ("each", "each match"):
        return _when(words, trace, rule), 0
    ranked = sorted(rule.contributions, key=lambda one: (one.standing != "counted", -(one.time or 0)))
    alike = Counter(_activity(words, trace, rule.rule, one) for one in ranked)
    shown = tuple(one.model_copy(update={"times": times}) for one, times in list(alike.items())[:SHOWN])
    return shown, len(ranked) - sum(one.times for one in shown)


def _when(words: Words, trace: Trace, rule: RuleTrace) -> tuple[ExplainedActivity, ...]:
    """For a `when` about activities, the latest that made it true."""
    found = rule.condition
    if found is None or not found.matched or not rule.fired:
        return ()
    latest = max(
        (trace.state.places[place] for place in found.matched),
        key=lambda activity: (activity.time is not None, activity.time or 0),
    )
    more = f"the latest of {len(found.matched)}" if len(found.matched) > 1 else None
    what = described(words, trace, (found.condition.test,), latest)
    when = None if latest.time is None else moment(latest.time, words.zone)
    return (ExplainedActivity(what=what, when=when, points=None, counts=True, note=more),)


def _activity(words: Words, trace: Trace, rule: Rule, one: Contribution) -> ExplainedActivity:
    assert one.place is not None
    activity = trace.state.places[one.place]
    exprs = tuple(expr for expr in (rule.condition.test if rule.condition else None, rule.subject) if expr is not None)
    counts = one.standing == "counted" and one.points is not None
    note = _standing(words, rule, one)
    if (
        note is None
        and one.aging is not None
        and one.points is not None
        and abs(one.points) != points_of(one.aging.before)
    ):
        note = _aged(one.aging)
    return ExplainedActivity(
        what=described(words, trace, exprs, activity),
        when=None if one.time is None else moment(one.time, words.zone),
        points=as_points(one.points) if counts and one.points is not None else None,
        counts=counts,
        note=note,
    )


def _standing(words: Words, rule: Rule, one: Contribution) -> str | None:
    """Why an activity does not count."""
    match one.standing:
        case "counted":
            return None if one.points is not None else "its amount is missing"
        case "once per":
            return f"a later one with the same {_name(words, rule.once_per)} counts"
        case "limit":
            return f"over the limit of {_limit(rule)}"
        case "too few":
            return f"fewer than {rule.quota.count if rule.quota else 0} in the same {_period(words, rule)}"
        case "represented":
            return f"counted with a later one of the same {_period(words, rule)}"
        case "no value":
            return f"{_name(words, rule.once_per or (rule.quota.field if rule.quota else None))} is missing"
        case "no period":
            return "it has no time"
        case "no row":
            subject = "" if rule.subject is None else words.shown(rule.subject, one.subject)
            return f"no row for {subject}"


def _name(words: Words, expr: Expr | None) -> str:
    return "value" if expr is None else words.value(expr)


def _limit(rule: Rule) -> str:
    if rule.limit is None:
        return "none"
    return f"{rule.limit.count} per {rule.limit.period or duration(rule.limit.every or 0)}"


def _period(words: Words, rule: Rule) -> str:
    if rule.quota is None:
        return "period"
    return rule.quota.period or _name(words, rule.quota.field)
