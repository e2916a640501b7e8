"""Coverage: for each goal, the examples that show it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assay.model import Model
from assay.plan import plan_with_probes
from assay.plan.nodes import Expr, Plan
from assay.testing.coverage.goals import Goal, Want, goals, shows
from assay.testing.coverage.parts import Truth
from assay.testing.coverage.points import Point, points
from assay.testing.coverage.possible import Possible
from assay.testing.coverage.seen import Seen, seen
from assay.testing.examples import ExampleReport, run_planned


@dataclass(frozen=True, slots=True)
class Shown:
    """A goal with the examples that show it, by their place. `possible` False: it is known that no lead could."""

    goal: Goal
    by: tuple[int, ...]
    possible: bool = True

    @property
    def lacking(self) -> bool:
        return self.possible and not self.by


@dataclass(frozen=True, slots=True)
class Measured:
    """A point with all its goals. `acted`: how many examples made it act: true, taken, given, or held as promised."""

    point: Point
    goals: tuple[Shown, ...]
    acted: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """`plan` and `probes`: what the points' conditions are in the plan, for those who look for more examples."""

    reports: tuple[ExampleReport, ...]
    points: tuple[Measured, ...]
    plan: Plan
    probes: tuple[Expr, ...]

    @property
    def shown(self) -> int:
        return sum(bool(one.by) for point in self.points for one in point.goals)

    @property
    def of(self) -> int:
        """All that can be shown."""
        return sum(one.possible for point in self.points for one in point.goals)

    @property
    def share(self) -> Fraction:
        """From 0 to 1; 1 where there is nothing to show."""
        return Fraction(self.shown, self.of) if self.of else Fraction(1)


def measure(model: Model, as_of: int) -> Coverage:
    """Runs the examples and says what they show; `as_of` (microseconds) is for those that name no moment."""
    found = points(model)
    plan, expectations, probes = plan_with_probes(model, model.examples, found.probes)
    reports = run_planned(plan, model.examples, expectations, as_of)
    possible = Possible(plan, probes)
    measured = tuple(_measured(point, reports, probes, possible) for point in found.points)
    return Coverage(reports, measured, plan, probes)


def _measured(point: Point, reports: Sequence[ExampleReport], probes: Sequence[Expr], possible: Possible) -> Measured:
    by = shown_by(point, [seen(report.trace, point, probes) for report in reports])
    found = tuple(_shown(point, goal, by[goal], possible) for goal in goals(point))
    return Measured(point, found, _acted(point, by))


def _shown(point: Point, goal: Goal, by: tuple[int, ...], possible: Possible) -> Shown:
    return Shown(goal, by, bool(by) or possible(point, goal))


def shown_by(point: Point, found: Sequence[Seen]) -> dict[Goal, tuple[int, ...]]:
    """For each goal the places of what shows it."""
    values: list[dict[tuple[Truth, ...], list[int]]] = [defaultdict(list) for _ in point.compounds]
    outcomes: dict[Want, list[int]] = defaultdict(list)
    for place, one in enumerate(found):
        for want in one.outcomes:
            outcomes[want].append(place)
        for compound, truths in zip(values, one.values, strict=True):
            for truth in truths:
                compound[truth].append(place)
    return {goal: tuple(_places(point, goal, outcomes, values)) for goal in goals(point)}


def _places(
    point: Point, goal: Goal, outcomes: dict[Want, list[int]], values: list[dict[tuple[Truth, ...], list[int]]]
) -> Iterator[int]:
    if goal.compound is None:
        yield from outcomes[goal.want]
        return
    compound = point.compounds[goal.compound]
    yield from sorted(
        {at for truths, by in values[goal.compound].items() if shows(compound, truths, goal) for at in by}
    )


def _acted(point: Point, by: dict[Goal, tuple[int, ...]]) -> int:
    wants: tuple[Want, ...] = ("true", "effect") if point.promise is None else ("true", "false")
    return len(
        {place for goal, places in by.items() if goal.compound is None and goal.want in wants for place in places}
    )
