"""What follows from the score: reasons, grades, stages, promotions, routes, guarantees."""

from __future__ import annotations

from collections.abc import Iterator

from assay.syntax import ast, printer
from tests.naive.aggregates import in_window
from tests.naive.expressions import State, microseconds, value_of
from tests.naive.possibility import true_alone, true_of
from tests.naive.result import Result
from tests.naive.values import Moment, StageAt, Text
from tests.naive.world import reads_activity
from tests.naive.zone import datetime_of


def _true(state: State, condition: ast.Expr, within: ast.Duration | None = None) -> bool:
    """Whether a decision's condition is true: of the lead, of one of its activities, or by its lead-only parts."""
    if not reads_activity(state.world, condition):
        return value_of(state, condition) is True
    chosen = [a for a in state.kept if in_window(state, a, within)]
    return any(true_of(state, condition, a) for a in chosen) or true_alone(state, condition)


def reasons(file: ast.File, state: State, kind: type[ast.Exclude] | type[ast.Disqualify]) -> tuple[str, ...]:
    decisions = [s for s in file.statements if isinstance(s, kind)]
    return tuple(_reason(s.because, s.condition) for s in decisions if _true(state, s.condition))


def _reason(because: ast.Text | None, condition: ast.Expr) -> str:
    return because.value if because is not None else printer.expression(condition)


def grade(file: ast.File, state: State, result: Result) -> None:
    grades = [s for s in file.statements if isinstance(s, ast.Grade)]
    for given in grades:
        value = value_of(state, given.group)
        letter = next(b.letter.value for b in given.bands if b.bound is None or value >= value_of(state, b.bound))
        result.grades[given.group.name] = letter
        state.results[("grade", given.group.name)] = Text(letter)
    result.grade = "".join(result.grades.values()) if grades else None


def settle_stage(file: ast.File, state: State, result: Result, previous: str | None) -> None:
    place, by = _threshold(file, state)
    place, by = _sticky(file, state, place, by, previous)
    if result.disqualified:
        place, by = None, None
    state.results["stage"] = None if place is None else StageAt(place)
    promoted = [
        state.world.stages.index(s.stage.name)
        for s in file.statements
        if isinstance(s, ast.Promote) and not result.disqualified and _true(state, s.condition, s.within)
    ]
    if promoted and (place is None or max(promoted) > place):
        place, by = max(promoted), "promotion"
    state.results["stage"] = None if place is None else StageAt(place)
    result.stage, result.stage_by = (None, None) if place is None else (state.world.stages[place], by)


def _threshold(file: ast.File, state: State) -> tuple[int | None, str | None]:
    """The highest stage whose condition is true."""
    reached = None
    for place, stage in enumerate(s for s in file.statements if isinstance(s, ast.Stage)):
        if stage.at is not None:
            met = state.results["score"] >= value_of(state, stage.at)
        else:
            met = _true(state, stage.condition)
        reached = place if met else reached
    return reached, "threshold" if reached is not None else None


def _sticky(
    file: ast.File, state: State, place: int | None, by: str | None, previous: str | None
) -> tuple[int | None, str | None]:
    """A lead that was in a sticky stage or higher does not fall below it."""
    stages = [s for s in file.statements if isinstance(s, ast.Stage)]
    before = state.world.stages.index(previous) if previous in state.world.stages else -1
    floor = max((i for i, stage in enumerate(stages) if stage.sticky and i <= before), default=None)
    if floor is not None and (place is None or floor > place):
        return floor, "sticky"
    return place, by


def settle_route(file: ast.File, state: State, result: Result) -> None:
    state.results["route"] = None
    for route in (s for s in file.statements if isinstance(s, ast.Route)):
        if result.disqualified or not (route.condition is None or _true(state, route.condition)):
            continue
        result.route = route.to.value
        state.results["route"] = Text(route.to.value)
        if route.within is not None:
            result.respond_by = datetime_of(Moment(state.as_of.microseconds + microseconds(route.within)))
        return


def broken(file: ast.File, state: State) -> Iterator[str]:
    for guarantee in (s for s in file.statements if isinstance(s, ast.Guarantee)):
        if value_of(state, guarantee.condition) is (guarantee.kind == "never"):
            yield guarantee.because.value if guarantee.because is not None else printer.guarantee(guarantee)
