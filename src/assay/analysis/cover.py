"""Decisions that others leave nothing to: routes covered by earlier ones, stages by later ones, reasons by reasons."""

from collections.abc import Iterator, Sequence

from assay.analysis.boxes import Box, boxes, implied
from assay.analysis.definitions import Definitions
from assay.analysis.truth import implies, variables
from assay.plan.nodes import Condition, Decision, Expr, Plan

_MOST = 900  # pairs of routes held against each other; of more, each against the nearest ones above


def covered_routes(known: Definitions, plan: Plan) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each route that no lead takes, with the earlier ones that take all its leads."""
    tests = [None if route.condition is None else _about_lead(route.condition) for route in plan.routes]
    about = [frozenset[Expr]() if test is None else variables(known, test) for test in tests]
    most = max(1, _MOST // max(1, len(plan.routes)))
    for at, route in enumerate(plan.routes):
        otherwise = next((o for o in range(at) if plan.routes[o].condition is None), None)
        if otherwise is not None:
            yield at, (otherwise,)
            continue
        test = tests[at]
        if route.condition is None or test is None:
            continue
        rivals = [o for o in range(max(0, at - most), at) if tests[o] is not None and about[o] <= about[at]]
        found = _covering(known, test, rivals, tests)
        if found:
            yield at, found


def _covering(known: Definitions, test: Expr, rivals: Sequence[int], tests: Sequence[Expr | None]) -> tuple[int, ...]:
    """One rival that covers the test, else all of them if together they do."""
    others = {at: other for at in rivals if (other := tests[at]) is not None}
    for at, other in others.items():
        if implies(known, test, [other]) is not None:
            return (at,)
    if len(others) > 1 and implies(known, test, list(others.values())) is not None:
        return tuple(others)
    return ()


def _about_lead(condition: Condition) -> Expr | None:
    return condition.test if condition.scope == "lead" else None


def shadowed_stages(known: Definitions, plan: Plan) -> Iterator[tuple[int, int]]:
    """Each stage in which no lead can be, because a later one takes all it would take. Stages that leads are
    promoted to, or kept in, are left out."""
    promoted = {promotion.stage for promotion in plan.promotions}
    for at, stage in enumerate(plan.stages):
        if stage.sticky or at in promoted or stage.condition.scope != "lead":
            continue
        for later in range(at + 1, len(plan.stages)):
            other = _about_lead(plan.stages[later].condition)
            if other is not None and implies(known, stage.condition.test, [other]) is not None:
                yield at, later
                break


def shadowed_promotions(known: Definitions, plan: Plan) -> Iterator[tuple[int, int]]:
    """Each promotion with another that takes all its leads as far or further; of two that say the same the later."""
    tests = [_about_lead(one.condition) for one in plan.promotions]
    for at, one in enumerate(plan.promotions):
        test = tests[at]
        if test is None:
            continue
        for other, wider in enumerate(plan.promotions):
            rival = tests[other]
            if other == at or rival is None or wider.stage < one.stage:
                continue
            covers = implies(known, test, [rival]) is not None
            if covers and (other < at or wider.stage > one.stage or implies(known, rival, [test]) is None):
                yield at, other
                break


def implied_reasons(
    known: Definitions, before: Sequence[Decision], own: Sequence[Decision]
) -> Iterator[tuple[int, int]]:
    """Each of `own` that is true only of leads of which another of `before` or `own` is, with that other's place
    in the two together. Of two that say the same the later one is meant."""
    everything = [*before, *own]
    found = boxes(known, [one.condition.test for one in everything])
    by_sides: dict[frozenset[Expr], list[tuple[int, Box]]] = {}
    for at, box in enumerate(found.boxes):
        if box is not None and everything[at].condition.scope == "lead":
            by_sides.setdefault(frozenset(box.sides), []).append((at, box))
    for at in range(len(before), len(everything)):
        box = found.boxes[at]
        if box is not None and everything[at].condition.scope == "lead":
            other = next(_wider(at, box, by_sides), None)
            if other is not None:
                yield at - len(before), other


def _wider(at: int, box: Box, by_sides: dict[frozenset[Expr], list[tuple[int, Box]]]) -> Iterator[int]:
    for sides, members in by_sides.items():
        if sides <= box.sides.keys():
            for other, wider in members:
                if other != at and implied(box, wider) and (other < at or not implied(wider, box)):
                    yield other
