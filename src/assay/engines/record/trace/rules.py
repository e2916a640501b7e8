"""Rules: whether each fired, what it gave, and what was missing where it could not be told."""

from collections.abc import Iterable
from dataclasses import replace

from assay.engines.record.trace.conditions import condition_trace, missing_inputs
from assay.engines.record.trace.hits import contribution, contributions, row_of
from assay.engines.record.trace.nodes import ActivityTrace, RuleTrace
from assay.engines.record.trace.state import State
from assay.engines.record.trace.values import evaluate
from assay.plan.nodes import Choice, Input, Rule


def rule_trace(state: State, index: int) -> RuleTrace:
    """One rule on its own; choices are made in `chosen`."""
    rule = state.plan.rules[index]
    idle = _not_run(state, index, rule)
    if idle is not None:
        return idle
    match rule.kind:
        case "when":
            return _when(state, index, rule)
        case "match":
            return _match(state, index, rule)
        case _:
            return _each(state, index, rule)


def _not_run(state: State, index: int, rule: Rule) -> RuleTrace | None:
    today = state.zone.day(state.as_of)
    if rule.off:
        return RuleTrace(index, rule, "off")
    if rule.starting is not None and today < rule.starting:
        return RuleTrace(index, rule, "not yet")
    if rule.until is not None and today > rule.until:
        return RuleTrace(index, rule, "over")
    return None


def _when(state: State, index: int, rule: Rule) -> RuleTrace:
    assert rule.condition is not None
    assert rule.amount is not None
    condition = condition_trace(state, rule.condition, rule.times)
    if condition.outcome != "true":
        return RuleTrace(index, rule, condition.outcome, condition, missing=condition.missing)
    alone = rule.times is None and condition.part is not None and condition.part.value is True
    latest = None if rule.decay is None or alone else _latest(state, condition.matched)
    found = contribution(state, rule.amount, rule.decay, latest)
    return _given(state, RuleTrace(index, rule, "true", condition, (found,)), rule.amount.inputs)


def _latest(state: State, matched: tuple[int, ...]) -> ActivityTrace | None:
    """The activity that ages: the latest, an undated one before all others."""
    candidates = [state.places[place] for place in matched]
    return max(candidates, key=lambda a: (a.time is not None, a.time or 0), default=None)


def _match(state: State, index: int, rule: Rule) -> RuleTrace:
    assert rule.subject is not None
    subject = evaluate(rule.subject, state.frame())
    row = row_of(state, rule.rows, subject)
    trace = RuleTrace(index, rule, "false", subject=subject, row=row)
    if row is not None:
        found = replace(contribution(state, row.amount), row=row, subject=subject)
        return _given(state, replace(trace, outcome="true", contributions=(found,)), row.amount.inputs)
    if subject is None:
        return replace(trace, outcome="undecided", missing=missing_inputs(state, rule.inputs))
    return trace


def _each(state: State, index: int, rule: Rule) -> RuleTrace:
    """Undecided where the activities that could match would leave at least one that counts."""
    assert rule.condition is not None
    condition = condition_trace(state, rule.condition, per_activity=True)
    found = contributions(state, rule, condition.matched)
    trace = RuleTrace(index, rule, "true", condition, found)
    if any(one.standing == "counted" for one in found):
        return _given(state, trace, _amount_inputs(rule))
    could = condition.could != condition.matched and contributions(state, rule, condition.could)
    if could and any(one.standing == "counted" for one in could):
        return replace(trace, outcome="undecided", missing=missing_inputs(state, rule.condition.inputs))
    return replace(trace, outcome="false")


def _amount_inputs(rule: Rule) -> Iterable[Input]:
    """What decides the points of `each`, in order of appearance."""
    yield from rule.inputs
    for amount in (rule.amount, *(row.amount for row in rule.rows)):
        if amount is not None:
            yield from amount.inputs


def _given(state: State, trace: RuleTrace, inputs: Iterable[Input]) -> RuleTrace:
    """The points of a rule whose condition is true; without a known amount it is undecided."""
    known = [one.points for one in trace.contributions if one.standing == "counted" and one.points is not None]
    if not known:
        return replace(trace, outcome="undecided", missing=missing_inputs(state, inputs))
    earned = sum(known)
    return replace(trace, earned=earned, points=_bounded(earned, trace.rule))


def _bounded(points: int, rule: Rule) -> int:
    """Bounds are of the amount before its sign."""
    sign = 1 if rule.amount is None else rule.amount.sign
    amount = sign * points
    if rule.maximum is not None:
        amount = min(amount, rule.maximum)
    if rule.minimum is not None:
        amount = max(amount, rule.minimum)
    return sign * amount


def chosen(choice: Choice, traces: list[RuleTrace]) -> list[RuleTrace]:
    """The rules of a `first of` or `best of` after the choice was made; those not run stay as they are."""
    true = [trace for trace in traces if trace.fired]
    if not true:
        return traces
    if choice.kind == "first":
        return [_passed_over(trace, true[0]) for trace in traces]
    best = max(true, key=lambda trace: trace.points or 0)
    return [trace if trace is best or not trace.fired else replace(trace, outcome="beaten") for trace in traces]


def _passed_over(trace: RuleTrace, taken: RuleTrace) -> RuleTrace:
    evaluated = trace.index <= taken.index or trace.outcome in ("off", "not yet", "over")
    return trace if evaluated else RuleTrace(trace.index, trace.rule, "passed over")
