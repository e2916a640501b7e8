"""What a lead lacks for the next stage: the unmet parts of its condition, and what stands in the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from assay.engines.record.trace.nodes import ConditionTrace, Part, PromotionTrace, Seen
from assay.engines.record.trace.reading import reading_of
from assay.engines.record.trace.traced import Trace
from assay.engines.record.trace.values import needed_of
from assay.plan.nodes import Condition, Const, Expr, Op, Var


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a number, date, time or duration is from its bound, in its own encoding. `strict`: past the bound."""

    have: int
    bound: int
    kind: str
    strict: bool


@dataclass(frozen=True, slots=True)
class Need:
    """Something that is not so and would have to be.

    all, any   every one, or one, of `needs`
    count      `count` more of `needs`
    part       the comparison `expr`; where `negated`, that it be false. `unknown`: a value is missing
    activity   an activity that meets every one of `parts` (`count` more of them)
    """

    kind: Literal["all", "any", "count", "part", "activity"]
    needs: "tuple[Need, ...]" = ()
    expr: Expr | None = None
    parts: tuple[Expr, ...] = ()
    within: int | None = None
    negated: bool = False
    unknown: bool = False
    seen: tuple[Seen, ...] = ()
    gap: Gap | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class OtherWay:
    """A promotion that would lift the lead at least as far, and what it lacks."""

    promotion: PromotionTrace
    need: Need


@dataclass(frozen=True, slots=True)
class NextStage:
    """`stage` by its place; `need` None: its condition is true already, and what is in `blocked` is in the way."""

    stage: int
    need: Need | None
    blocked: tuple[str, ...]
    other_ways: tuple[OtherWay, ...]


def next_stage(trace: Trace) -> NextStage | None:
    """The stage above the lead's own; None at the top, without stages, and for an excluded lead."""
    place = 0 if trace.stage is None else trace.stage + 1
    if place >= len(trace.stages):
        return None
    found = trace.stages[place].condition
    need = need_of(trace, found)
    ways = (
        OtherWay(one, way)
        for one in trace.promotions
        if one.promotion.stage >= place and (way := need_of(trace, one.condition)) is not None
    )
    return NextStage(place, need, trace.disqualified, tuple(ways))


def need_of(trace: Trace, found: ConditionTrace) -> Need | None:
    """What a condition lacks; None if it is true."""
    if found.outcome == "true":
        return None
    condition = found.condition
    if condition.scope == "lead":
        return _need(trace.part(condition.test), negated=False)
    return _of_activities(trace, condition)


def _of_activities(trace: Trace, condition: Condition) -> Need:
    """The lead's own parts one by one, the others as one activity that would have to be."""
    reading = reading_of(trace)
    parts = tuple(conjuncts(trace, condition.test))
    own = [part for part in parts if not reading.on_activity(part)]
    needs = [need for part in own if (need := _need(trace.part(part), negated=False)) is not None]
    rest = tuple(part for part in parts if part not in own)
    met = any(
        all(trace.part(part, activity).value is True for part in rest)
        for activity in trace.state.kept
        if condition.within is None or (activity.time is not None and activity.time > trace.as_of - condition.within)
    )
    if not met:
        needs.append(Need("activity", parts=rest, within=condition.within))
    return needs[0] if len(needs) == 1 else Need("all", tuple(needs))


def conjuncts(trace: Trace, expr: Expr) -> Iterator[Expr]:
    """What an `and` joins, also behind the names of `let`s."""
    if isinstance(expr, Op) and expr.op == "and":
        for arg in expr.args:
            yield from conjuncts(trace, arg)
    elif isinstance(expr, Var) and expr.name in trace.state.lets and trace.state.lets[expr.name].kind == "boolean":
        yield from conjuncts(trace, trace.state.lets[expr.name].value)
    else:
        yield expr


def _need(part: Part, *, negated: bool) -> Need | None:
    """What a part lacks to be true (or, negated, to be false)."""
    if part.value is not None and part.value is not negated:
        return None
    expr = part.expr
    if isinstance(expr, Var) and part.parts:
        return _need(part.parts[0], negated=negated)
    if isinstance(expr, Op) and expr.op == "not":
        return _need(part.parts[0], negated=not negated)
    if isinstance(expr, Op) and expr.op in ("and", "or"):
        return _joined(part.parts, every=(expr.op == "and") is not negated, negated=negated)
    if isinstance(expr, Op) and expr.op == "at_least" and not negated:
        return _more(part, needed_of(expr))
    return Need(
        "part", expr=expr, negated=negated, unknown=part.value is None, seen=part.seen, gap=_gap(expr, part.seen)
    )


def _joined(parts: Iterable[Part], *, every: bool, negated: bool) -> Need:
    needs = tuple(need for part in parts if (need := _need(part, negated=negated)) is not None)
    if len(needs) == 1:
        return needs[0]
    return Need("all" if every else "any", needs)


def _more(part: Part, needed: int) -> Need:
    missing = needed - sum(one.value is True for one in part.parts)
    needs = tuple(need for one in part.parts if (need := _need(one, negated=False)) is not None)
    return Need("count", needs, count=missing)


def _gap(expr: Expr, seen: tuple[Seen, ...]) -> Gap | None:
    """The distance to a constant bound, where the value is known and the comparison is one of order."""
    if not isinstance(expr, Op) or expr.op not in ("lt", "le", "gt", "ge") or len(seen) != 1:
        return None
    if isinstance(seen[0].expr, Op) and seen[0].expr.op == "rank":
        return None  # places in a list are no distances
    bound = next((arg for arg in expr.args if isinstance(arg, Const)), None)
    have = seen[0].value
    if bound is None or not isinstance(bound.value, int) or not isinstance(have, int):
        return None
    return Gap(have, bound.value, bound.kind, expr.op in ("lt", "gt"))
