"""The exact lowest and highest points of every group and of the score."""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assay.analysis.ranges import Range, bounded, ranges
from assay.analysis.solver.budget import OutOfTime
from assay.analysis.solver.circuit import Sum, Verdict
from assay.analysis.solver.find import Prover
from assay.analysis.solver.leads import Candidate, candidate, scored
from assay.analysis.solver.space import Space
from assay.engines.record import Scorer
from assay.plan.nodes import Plan
from assay.results import LeadResult, Points
from assay.values import POINT


@dataclass(frozen=True, slots=True)
class End:
    """An end of a range, in hundredths; None: there is none. `lead`: one that was executed and gets there, so that the
    end is exact; without one no lead gets past it, but whether one gets there is not known."""

    points: int | None
    lead: Candidate | None = None

    @property
    def exact(self) -> bool:
        return self.lead is not None


@dataclass(frozen=True, slots=True)
class Reached:
    """`earned`: of a group after weight and before its bounds, of the score before those of `total`."""

    low: End
    high: End
    minimum: int | None
    maximum: int | None

    @property
    def exact(self) -> bool:
        return self.low.exact and self.high.exact

    @property
    def earned(self) -> Range:
        return Range(self.low.points, self.high.points)

    @property
    def kept(self) -> Range:
        return bounded(self.earned, self.minimum, self.maximum)


@dataclass(frozen=True, slots=True)
class Reach:
    groups: Mapping[str, Reached]
    score: Reached


def reach(prover: Prover, within: float = 10.0) -> Reach:
    """How far the groups and the score of the prover's first plan reach, over all leads that are not excluded. Where
    time runs out, or rules are larger than the solver counts, by interval arithmetic. Raises MissingSolver."""
    plan, until = prover.plans[0], time.monotonic() + within
    try:
        made = prover.space(until=until)
    except (OverflowError, OutOfTime):
        return _by_intervals(plan)
    made.circuit.budget.until = math.inf  # what is added from here on is little
    groups, total, _ = ranges(plan)
    search = _Search(made, Scorer(plan, prover.as_of), until)
    found: dict[str, Reached] = {}
    for group in plan.groups:
        earned, interval = made.plans[0].groups[group.name].earned, groups[group.name].earned
        ends = search.ends(earned, interval, _earned(group.name))
        found[group.name] = Reached(*ends, group.minimum, group.maximum)
    top = [group.name for group in plan.groups if group.parent is None]
    ends = search.ends(made.plans[0].total, total, lambda result: sum(result.groups[name].kept for name in top))
    return Reach(found, Reached(*ends, plan.total_minimum, plan.total_maximum))


def _earned(group: str) -> Callable[[LeadResult], Points]:
    return lambda result: result.groups[group].earned


def _by_intervals(plan: Plan) -> Reach:
    groups, total, _ = ranges(plan)
    found = {
        group.name: Reached(
            End(groups[group.name].earned.low), End(groups[group.name].earned.high), group.minimum, group.maximum
        )
        for group in plan.groups
    }
    return Reach(found, Reached(End(total.low), End(total.high), plan.total_minimum, plan.total_maximum))


@dataclass(slots=True)
class _Search:
    """The ends of one sum after another, until the time is up."""

    made: Space
    scorer: Scorer
    until: float

    def ends(self, earned: Sum, interval: Range, of: Callable[[LeadResult], Points]) -> tuple[End, End]:
        spelled = self.made.circuit.spelled_out(earned)
        low, high = self._end(spelled, 1, of), self._end(spelled, -1, of)
        return low or End(interval.low), high or End(interval.high)

    def _end(self, earned: Sum, sign: int, of: Callable[[LeadResult], Points]) -> End | None:
        """None: not found in time."""
        circuit, left = self.made.circuit, self.until - time.monotonic()
        if left <= 0:
            return None
        wanted = [(~self.made.plans[0].excluded,)]
        solution = circuit.answer(wanted, circuit.times(earned, sign), left)
        if solution.verdict is not Verdict.FOUND or not (solution.best or earned.fixed is not None):
            return None
        points, found = solution.of(earned), candidate(self.made, solution)
        result = scored(self.scorer, found)
        confirmed = result is not None and result.score is not None and round(of(result) * POINT) == points
        return End(points, found if confirmed else None)
