"""What a change does to the leads there are: who goes from which stage to which, and whom it moves most."""

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from assay.analysis.difference.outcomes import Effect, Ladder, effects, fare
from assay.results import LeadResult

MOVERS = 8


@dataclass(order=True, slots=True)
class Mover:
    """A lead that fares differently. Ordered by how much: a stage weighs more than points."""

    stages: int
    points: float
    order: int
    name: str | None = field(compare=False)
    old: LeadResult = field(compare=False, repr=False)
    new: LeadResult = field(compare=False, repr=False)
    effects: frozenset[Effect] = field(compare=False)


@dataclass(slots=True)
class Movements:
    """Counted while leads go by; memory does not grow with them. `transitions`: from a standing to a standing
    (`Ladder.standing`). `moved`: leads whose standing changed."""

    ladder: Ladder
    leads: int = 0
    moved: int = 0
    changed: int = 0
    transitions: Counter[tuple[str, str]] = field(default_factory=Counter)
    effects: Counter[Effect] = field(default_factory=Counter)
    movers: list[Mover] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of the leads, those whose standing changed."""
        return self.moved / self.leads if self.leads else 0.0

    def add(self, old: LeadResult, new: LeadResult, name: Callable[[], str | None]) -> None:
        """Count one lead; `name` is asked for only where it will be shown."""
        self.leads += 1
        before, after = self.ladder.standing(old, old=True), self.ladder.standing(new, old=False)
        self.transitions[before, after] += 1
        self.moved += before != after
        found = effects(self.ladder, fare(old), fare(new))
        if found:
            self.changed += 1
            self.effects.update(found)
            self._remember(Mover(int(before != after), _points(old, new), -self.leads, None, old, new, found), name)

    def _remember(self, mover: Mover, name: Callable[[], str | None]) -> None:
        if len(self.movers) == MOVERS and mover <= self.movers[0]:
            return
        mover.name = name()
        (heapq.heappush if len(self.movers) < MOVERS else heapq.heappushpop)(self.movers, mover)

    def top(self) -> list[Mover]:
        """Those that moved most, first."""
        return sorted(self.movers, reverse=True)


def _points(old: LeadResult, new: LeadResult) -> float:
    """Of a lead that is disqualified all the same, nobody will ask."""
    return 0.0 if old.disqualified and new.disqualified else abs((new.score or 0) - (old.score or 0))
