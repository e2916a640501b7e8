"""Conditions and rules of a plan on paper: in words first, then as the engine evaluates them."""

from collections.abc import Sequence

from assay.plan import words
from assay.plan.describe import describe
from assay.plan.nodes import Amount, Condition, Const, Decay, Input, Limit, Plan, Quota, Row, Rule
from assay.plan.pages import LABEL, heading, labelled, table, wrapped


def condition_lines(condition: Condition, stages: Sequence[str], indent: int) -> list[str]:
    """The test and, for one about activities, its other forms; then what it may be waiting for."""
    about_lead = condition.scope == "lead"
    forms = (
        ("test" if about_lead else "of an activity", condition.test),
        ("lead alone", condition.alone),
        ("could be", condition.possible),
        ("could be, alone", condition.possible_alone),
    )
    lines = [line for label, form in forms if form for line in labelled(label, describe(form, stages), indent)]
    if condition.within is not None:
        lines += labelled("window", f"the last {words.duration(condition.within)}", indent)
    waits = about_lead or condition.possible or condition.possible_alone
    return lines + input_lines(condition.inputs, indent) if waits else lines


def input_lines(inputs: Sequence[Input], indent: int) -> list[str]:
    return labelled("waits for", ", ".join(found.name for found in inputs), indent) if inputs else []


# --- rules ---------------------------------------------------------------------------------------------------


def rule_lines(plan: Plan, place: int, indent: int) -> list[str]:
    """A rule under its number, which is what the index calls it."""
    rule = plan.rules[place]
    stages = [stage.name for stage in plan.stages]
    lines = heading(f"[{place}] {rule.id}", _effect(rule), indent)
    inner = indent + 6
    if rule.text != rule.id:
        lines += wrapped(rule.text, inner, inner + 2)
    for sentence in _clauses(plan, rule):
        lines += wrapped(sentence, inner, inner + 2)
    if rule.condition is not None:
        lines += condition_lines(rule.condition, stages, inner)
    if rule.amount is not None and not isinstance(rule.amount.value, Const):
        lines += labelled("amount", describe(rule.amount.value, stages), inner)
        lines += input_lines(rule.amount.inputs, inner)
    return lines + _rows(rule, stages, inner)


def _effect(rule: Rule) -> str:
    if rule.off:
        return "off: checked, not run"
    return _adds(rule.amount) if rule.amount is not None else "its row decides"


def _adds(amount: Amount) -> str:
    if not isinstance(amount.value, Const):
        return "adds points" if amount.sign > 0 else "takes points"
    points = words.counted(words.decimal(abs(int(amount.value.value))), "point")
    adds = (amount.sign > 0) == (int(amount.value.value) >= 0)
    return f"{'adds' if adds else 'takes'} {points}"


def _rows(rule: Rule, stages: Sequence[str], indent: int) -> list[str]:
    if rule.subject is None:
        return []
    lines = labelled("subject", describe(rule.subject, stages), indent) + input_lines(rule.inputs, indent)
    return lines + table((_row(row, stages) for row in rule.rows), indent)


def _row(row: Row, stages: Sequence[str]) -> tuple[str, ...]:
    points = _adds(row.amount)
    if not isinstance(row.amount.value, Const):
        points += f": {describe(row.amount.value, stages)}"
    test = "" if row.test is None else f"where {describe(row.test, stages)}"
    return f"{'row':<{LABEL - 2}}", row.text, points, test


# --- clauses -------------------------------------------------------------------------------------------------


def _clauses(plan: Plan, rule: Rule) -> list[str]:
    """What a rule says beside its condition and its amount, in the order in which it is done."""
    found = [
        _choice(plan, rule),
        _days(rule),
        _times(rule),
        None if rule.once_per is None else f"only the latest of each {describe(rule.once_per)}",
        _limit(plan, rule.limit),
        _quota(plan, rule.quota),
        decay_words(rule.decay),
        _bounds(rule),
    ]
    said = [clause for clause in found if clause]
    if rule.because:
        said.append(f"because {words.text(rule.because)}")
    return ["; ".join(said)] if said else []


def _choice(plan: Plan, rule: Rule) -> str | None:
    if rule.choice is None:
        return None
    choice = plan.choices[rule.choice]
    among = ", ".join(f"[{place}]" for place in choice.rules)
    return f"only the {'first' if choice.kind == 'first' else 'best'} of {among} counts"


def _days(rule: Rule) -> str | None:
    days = [
        f"from {words.date(rule.starting)} on" if rule.starting is not None else "",
        f"until {words.date(rule.until)}, that day included" if rule.until is not None else "",
    ]
    return " ".join(filter(None, days)) or None


def _times(rule: Rule) -> str | None:
    if rule.times is None:
        return "for each activity" if rule.kind.startswith("each") and rule.quota is None else None
    kind, count = rule.times
    return f"if {kind} {words.counted(count, 'activity', 'activities')} match"


def _limit(plan: Plan, limit: Limit | None) -> str | None:
    if limit is None:
        return None
    first = "the first" if limit.count == 1 else f"the first {limit.count}"
    if limit.every is not None:
        return f"{first} in every {words.duration(limit.every)}, counted from the first match"
    return f"{first} of each {limit.period} in {plan.zone.name}"


def _quota(plan: Plan, quota: Quota | None) -> str | None:
    if quota is None:
        return None
    per = f"{quota.period} in {plan.zone.name}" if quota.field is None else describe(quota.field)
    return f"once for each {per} with at least {quota.count}"


def decay_words(decay: Decay | None) -> str | None:
    if decay is None:
        return None
    every = words.duration(decay.every)
    match decay.kind:
        case "fading":
            return f"fades by {words.percent(decay.percent)} of the original every {every}"
        case "compounding":
            return f"fades by {words.percent(decay.percent)} of what is left every {every}"
        case "losing":
            return f"loses {words.points(decay.losing)} every {every}"
        case "halving":
            return f"halves every {every}"
        case "expiring":
            return f"is gone after {every}"


def _bounds(rule: Rule) -> str | None:
    return bounds(rule.minimum, rule.maximum)


def bounds(minimum: int | None, maximum: int | None) -> str | None:
    said = [
        f"at least {words.points(minimum)}" if minimum is not None else "",
        f"at most {words.points(maximum)}" if maximum is not None else "",
    ]
    return ", ".join(filter(None, said)) or None
