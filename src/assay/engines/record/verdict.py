"""What follows from the score: grades, disqualification, stage, route, broken guarantees. Worked out by the steps
of the plan, in their order, when a result is first asked for one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from assay.engines.record import decisions as write
from assay.engines.record.joint import Cells
from assay.engines.record.layout import Context
from assay.plan.nodes import Plan
from assay.values import fold

Activities = Sequence[list[object]]
Indexes = tuple[dict[object, list[list[object]]], ...]
StageBy = Literal["threshold", "promotion", "sticky"]


@dataclass(slots=True)
class State:
    """One lead between the score and the verdict."""

    cells: Cells
    slots: list[object]
    activities: Activities
    indexes: Indexes
    groups: dict[str, tuple[int, int]]
    score: int
    previous: str | None


@dataclass(slots=True)
class Verdict:
    """Reasons and broken guarantees as texts, stage and route by their places in the plan."""

    grades: tuple[str, ...] = ()
    disqualified: tuple[str, ...] = ()
    stage: int | None = None
    stage_by: StageBy | None = None
    route: int | None = None
    broken: tuple[str, ...] = ()


VerdictStep = Callable[[State, Verdict], None]
Resolve = Callable[[str], Callable[..., object]]
Prepared = Callable[[Resolve], VerdictStep]  # functions exist only once all code is compiled


def run(functions: Sequence[str]) -> Prepared:
    """Plain code: aggregates and values."""

    def prepared(resolve: Resolve) -> VerdictStep:
        bodies = [resolve(name) for name in functions]

        def step(state: State, _: Verdict) -> None:
            for body in bodies:
                body(state.cells, state.slots, state.activities, state.indexes)

        return step

    return prepared


def _places(functions: Sequence[str], resolve: Resolve) -> Callable[[State], list[int]]:
    bodies = [resolve(name) for name in functions]

    def places(state: State) -> list[int]:
        found: list[int] = []
        for body in bodies:
            found += cast(list[int], body(state.cells, state.slots, state.activities, state.indexes))
        return found

    return places


def _first(functions: Sequence[str], resolve: Resolve) -> Callable[[State], int | None]:
    bodies = [resolve(name) for name in functions]

    def first(state: State) -> int | None:
        for body in bodies:
            place = body(state.cells, state.slots, state.activities, state.indexes)
            if place is not None:
                return cast(int, place)
        return None

    return first


def grades(context: Context, only: str) -> Prepared:
    """The grade of one group, or of all where the step names none."""
    plan = context.plan
    chosen = [
        (one.group, write.grading(one), context.slots.get(f"grade:{one.group}"))
        for one in plan.grades
        if only in ("", one.group)
    ]

    def step(state: State, verdict: Verdict) -> None:
        for group, letter_of, slot in chosen:
            letter = letter_of(state.score if group == "score" else state.groups[group][1])
            verdict.grades = (*verdict.grades, letter)
            if slot is not None:
                state.slots[slot] = fold(letter)

    return lambda _: step


def disqualify(context: Context) -> Prepared:
    plan, slot = context.plan, context.slots.get("disqualified")
    functions = write.all_true(context, [one.condition for one in plan.disqualifies])

    def prepared(resolve: Resolve) -> VerdictStep:
        places = _places(functions, resolve)

        def step(state: State, verdict: Verdict) -> None:
            verdict.disqualified = tuple(plan.disqualifies[place].reason for place in places(state))
            if slot is not None:
                state.slots[slot] = bool(verdict.disqualified)

        return step

    return prepared


def stages(context: Context) -> Prepared:
    plan = context.plan
    slots = [context.slots[name] for name in ("stage", "stage_before") if name in context.slots]
    highest_first = [(place, stage.condition) for place, stage in enumerate(plan.stages)][::-1]
    functions = write.first_true(context, highest_first)
    held = held_by(plan)

    def prepared(resolve: Resolve) -> VerdictStep:
        highest = _first(functions, resolve)

        def step(state: State, verdict: Verdict) -> None:
            if verdict.disqualified:
                return
            stage = highest(state)
            by: StageBy | None = None if stage is None else "threshold"
            floor = held.get(state.previous)
            if floor is not None and (stage is None or floor > stage):
                stage, by = floor, "sticky"
            verdict.stage, verdict.stage_by = stage, by
            for slot in slots:
                state.slots[slot] = stage

        return step

    return prepared


def held_by(plan: Plan) -> dict[str | None, int]:
    """From a previous stage to the sticky one that holds the lead: the highest not above it."""
    held: dict[str | None, int] = {}
    sticky: int | None = None
    for place, stage in enumerate(plan.stages):
        sticky = place if stage.sticky else sticky
        if sticky is not None:
            held[stage.name] = sticky
    return held


def promotions(context: Context) -> Prepared:
    plan, slot = context.plan, context.slots.get("stage")
    functions = write.all_true(context, [one.condition for one in plan.promotions])

    def prepared(resolve: Resolve) -> VerdictStep:
        places = _places(functions, resolve)

        def step(state: State, verdict: Verdict) -> None:
            if verdict.disqualified:
                return
            raised = max((plan.promotions[place].stage for place in places(state)), default=None)
            if raised is not None and (verdict.stage is None or raised > verdict.stage):
                verdict.stage, verdict.stage_by = raised, "promotion"
                if slot is not None:
                    state.slots[slot] = raised

        return step

    return prepared


def routes(context: Context) -> Prepared:
    plan, slot = context.plan, context.slots.get("route")
    functions = write.first_true(context, [(place, one.condition) for place, one in enumerate(plan.routes)])

    def prepared(resolve: Resolve) -> VerdictStep:
        first = _first(functions, resolve)

        def step(state: State, verdict: Verdict) -> None:
            if verdict.disqualified:
                return
            verdict.route = first(state)
            if slot is not None and verdict.route is not None:
                state.slots[slot] = fold(plan.routes[verdict.route].to)

        return step

    return prepared


def guarantees(context: Context) -> Prepared:
    plan = context.plan
    functions = write.broken(context, plan.guarantees)

    def prepared(resolve: Resolve) -> VerdictStep:
        places = _places(functions, resolve)

        def step(state: State, verdict: Verdict) -> None:
            verdict.broken = tuple(plan.guarantees[place].text for place in places(state))

        return step

    return prepared
