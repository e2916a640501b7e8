"""What one traced example shows: how each point came out, and what the parts of its conditions were."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assay import model as m
from assay.engines.record.trace import Trace
from assay.engines.record.trace.nodes import ActivityTrace, ConditionTrace, RuleTrace
from assay.engines.record.trace.state import within
from assay.engines.record.trace.values import evaluate
from assay.plan.nodes import Expr
from assay.testing.coverage.goals import Want
from assay.testing.coverage.parts import Truth, truth, with_activity_unknown
from assay.testing.coverage.points import Compound, Point

_RULE_OUTCOMES: Mapping[str, Want] = {"true": "true", "beaten": "true", "false": "false", "undecided": "undecided"}
_BEFORE_EXCLUSION = ("ignore", "exclude", "let")


@dataclass(frozen=True, slots=True)
class Seen:
    """`outcomes`: nothing where the point was not come to. `values`: for each compound, the truths of its parts, each
    combination once."""

    outcomes: frozenset[Want]
    values: tuple[frozenset[tuple[Truth, ...]], ...]


NOTHING: frozenset[Want] = frozenset()


def seen(trace: Trace, point: Point, probes: Sequence[Expr]) -> Seen:
    """`probes`: what `Points.probes` are in the plan of the trace."""
    if trace.excluded and not _comes_before_exclusion(point):
        return Seen(NOTHING, tuple(frozenset[tuple[Truth, ...]]() for _ in point.compounds))
    if point.kind in ("let", "ignore"):
        values = tuple(frozenset(_values(trace, compound, probes)) for compound in point.compounds)
        whole = {truth(point.compounds[0].tree, one) for one in values[0]}
        return Seen(frozenset(_want(value) for value in whole), values)
    outcomes = _outcomes(trace, point)
    if not outcomes:
        return Seen(outcomes, tuple(frozenset[tuple[Truth, ...]]() for _ in point.compounds))
    return Seen(outcomes, tuple(frozenset(_values(trace, compound, probes)) for compound in point.compounds))


def _comes_before_exclusion(point: Point) -> bool:
    if point.kind == "let":
        return all(part.phase is m.Phase.DATA for part in point.compounds[0].parts)
    return point.kind in _BEFORE_EXCLUSION


def _want(value: Truth) -> Want:
    if value is None:
        return "undecided"
    return "true" if value else "false"


def _outcomes(trace: Trace, point: Point) -> frozenset[Want]:
    match point.kind:
        case "exclude":
            return _of(trace.excludes[point.index].condition)
        case "disqualify":
            return _of(trace.disqualifies[point.index].condition)
        case "rule":
            found = _RULE_OUTCOMES.get(trace.rules[point.index].outcome)
            return NOTHING if found is None else frozenset({found})
        case "row":
            return _effect(_takes(trace.rules[point.index], point.inner))
        case "grade":
            given = trace.grades[point.index]
            return _effect(trace.plan.grades[point.index].bands[point.inner][0] == given.letter)
        case "guarantee":
            return _of(trace.guarantees[point.index].condition)
        case _:
            return NOTHING if trace.disqualified else _of_handover(trace, point)


def _of_handover(trace: Trace, point: Point) -> frozenset[Want]:
    """Stages, promotions and routes: of leads that are not disqualified."""
    match point.kind:
        case "stage":
            reached = _effect(trace.stage == point.index)
            return reached | _of(trace.stages[point.index].condition)
        case "promotion":
            promotion = trace.promotions[point.index]
            return _effect(promotion.raised) | _of(promotion.condition)
        case _:
            return _of_route(trace, point.index)


def _of_route(trace: Trace, index: int) -> frozenset[Want]:
    """Those behind the one that was taken are not come to."""
    if index >= len(trace.routes):
        return NOTHING
    route = trace.routes[index]
    if route.taken:
        return _effect(True)
    return NOTHING if route.condition is None else _of(route.condition)


def _of(condition: ConditionTrace) -> frozenset[Want]:
    return frozenset({condition.outcome})


def _effect(had: bool) -> frozenset[Want]:
    return frozenset({"effect"}) if had else NOTHING


def _takes(rule: RuleTrace, row: int) -> bool:
    wanted = rule.rule.rows[row]
    return rule.row is wanted or any(one.row is wanted for one in rule.contributions)


# --- parts -----------------------------------------------------------------------------------------------


def _values(trace: Trace, compound: Compound, probes: Sequence[Expr]) -> Iterator[tuple[Truth, ...]]:
    """The truths of the parts, wherever the condition was asked."""
    exprs = probes[compound.first : compound.first + len(compound.parts)]
    if compound.over == "lead":
        yield _truths(trace, exprs, None)
        return
    for activity in _asked(trace, compound):
        yield _truths(trace, exprs, activity)
    if compound.lone:
        yield with_activity_unknown(compound.parts, _truths(trace, exprs, None))


def _asked(trace: Trace, compound: Compound) -> Iterator[ActivityTrace]:
    """The activities it was asked of; of those alike (`times 40`) one."""
    activities = trace.state.activities if compound.over == "all" else trace.state.kept
    inside = within(activities, compound.within, trace.as_of)
    alike = {(activity.time, tuple(activity.values.values())): activity for activity in inside}
    yield from alike.values()


def _truths(trace: Trace, exprs: Sequence[Expr], activity: ActivityTrace | None) -> tuple[Truth, ...]:
    frame = trace.state.frame(activity)
    return tuple(_truth(evaluate(expr, frame)) for expr in exprs)


def _truth(value: object) -> Truth:
    return None if value is None else bool(value)
