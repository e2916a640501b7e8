"""Counting results while they stream by: what the summary shows, in memory that does not grow with leads."""

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from assay.results import LeadResult

BEST = 10  # leads shown by name, of the two highest stages that have any


@dataclass(slots=True)
class RuleTally:
    fired: int = 0
    points: float = 0


@dataclass(order=True, slots=True)
class BestLead:
    """Ordered by stage, then score, then (reversed) order in the file."""

    stage: int
    score: float
    order: int
    name: str | None = field(compare=False)
    result: LeadResult = field(compare=False, repr=False)


@dataclass(slots=True)
class Tally:
    """`stages` names the stages in ascending order."""

    stages: tuple[str, ...]
    leads: int = 0
    by_stage: Counter[str | None] = field(default_factory=Counter)
    by_promotion: int = 0
    disqualified: int = 0
    excluded: int = 0
    disqualified_by: Counter[str] = field(default_factory=Counter)
    excluded_by: Counter[str] = field(default_factory=Counter)
    routes: Counter[str] = field(default_factory=Counter)
    rules: dict[str, RuleTally] = field(default_factory=dict)
    undecided_leads: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    future_activities: int = 0
    best: dict[int, list[BestLead]] = field(default_factory=dict)

    def add(self, result: LeadResult, name: Callable[[], str | None]) -> None:
        """Count one lead; `name` gives how people know it (None: by its key alone), asked for only where
        it will be shown."""
        self.leads += 1
        self.future_activities += result.future_activities
        if result.excluded:
            self.excluded += 1
            self.excluded_by.update(result.excluded)
            return
        if result.disqualified:
            self.disqualified += 1
            self.disqualified_by.update(result.disqualified)
        else:
            self.by_stage[result.stage] += 1
            self._remember(result, name)
        self._count(result)

    def _count(self, result: LeadResult) -> None:
        self.by_promotion += result.stage_by == "promotion"
        self.broken.update(result.broken)
        if result.route:
            self.routes[result.route.to] += 1
        for fired in result.rules:
            rule = self.rules.setdefault(fired.id, RuleTally())
            rule.fired += 1
            rule.points += fired.points
        if result.undecided:
            self.undecided_leads += 1
            self.missing.update({name for rule in result.undecided for name in rule.missing})

    def _remember(self, result: LeadResult, name: Callable[[], str | None]) -> None:
        worth_a_call = result.stage is not None if self.stages else (result.score or 0) > 0
        if result.score is None or not worth_a_call:
            return
        stage = self.stages.index(result.stage) if result.stage else -1
        best = self.best.setdefault(stage, [])
        if len(best) == BEST and result.score <= best[0].score:
            return
        lead = BestLead(stage, result.score, -self.leads, name(), result)
        (heapq.heappush if len(best) < BEST else heapq.heappushpop)(best, lead)

    def top(self) -> list[BestLead]:
        """The leads to call first, best first: of the highest stage and of the one below, at least half each where
        there are so many."""
        first, second = [
            *[sorted(self.best[stage], reverse=True) for stage in sorted(self.best, reverse=True)[:2]],
            [],
            [],
        ][:2]
        return [*first[: max(BEST // 2, BEST - len(second))], *second[: max(BEST // 2, BEST - len(first))]]
