"""Counting what changed since an earlier run while results stream by, and keeping the leads worth naming."""

import heapq
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assay.changes import NONE, Change
from assay.data.previous import Before
from assay.results import LeadResult

NAMED = 10  # leads shown by name that rose, and as many that fell


@dataclass(order=True, slots=True)
class Mover:
    """A lead that entered or left a stage. Ordered by the stage, then score, then (reversed) order in the file."""

    stage: int
    score: float
    order: int
    name: str | None = field(compare=False)
    result: LeadResult = field(compare=False, repr=False)
    change: Change = field(compare=False, repr=False)


@dataclass(slots=True)
class News:
    """`stages` names the stages in ascending order. `gone`: earlier leads that did not come by, by their stage then;
    counted by `missed`. `up` and `down`: how many leads entered or left a stage, of whom a few are named."""

    stages: tuple[str, ...]
    leads: int = 0
    changed: int = 0
    new: int = 0
    up: int = 0
    down: int = 0
    entered: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    routed: Counter[str] = field(default_factory=Counter)
    released: int = 0  # had an owner and have none now
    disqualified: Counter[bool] = field(default_factory=Counter)
    excluded: Counter[bool] = field(default_factory=Counter)
    rose: int = 0
    fell: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    entered_by_time: Counter[str] = field(default_factory=Counter)
    left_by_time: Counter[str] = field(default_factory=Counter)
    gone: Counter[str | None] = field(default_factory=Counter)
    risers: list[Mover] = field(default_factory=list)
    fallers: list[Mover] = field(default_factory=list)

    def add(self, result: LeadResult, change: Change, name: Callable[[], str | None]) -> None:
        """Count one lead; `name` gives how people know it, asked for only where it will be shown."""
        self.count(change)
        if change != NONE:
            self.name(result, change, name)

    def count(self, change: Change, leads: int = 1) -> None:
        """Count leads that changed alike."""
        self.leads += leads
        if change == NONE:
            return
        self.changed += leads
        self.new += leads * change.new
        self.up += leads * bool(change.entered)
        self.down += leads * bool(change.left)
        timed = change.cause == "time"
        for passed, all_, by_time in (
            (change.entered, self.entered, self.entered_by_time),
            (change.left, self.left, self.left_by_time),
        ):
            for stage in passed:
                all_[stage] += leads
                by_time[stage] += leads * timed
        self._count_owners(change, leads)
        for turned, counts in ((change.disqualified, self.disqualified), (change.excluded, self.excluded)):
            if turned is not None:
                counts[turned] += leads
        if change.scores is not None and None not in change.scores:
            before, after = change.scores
            self.rose += leads * ((after or 0) > (before or 0))
            self.fell += leads * ((after or 0) < (before or 0))
        if change.cause is not None:
            self.causes[change.cause] += leads

    def _count_owners(self, change: Change, leads: int) -> None:
        if change.routed is not None:
            self.routed[change.routed] += leads
        elif change.released is not None:
            self.released += leads

    def name(
        self, result: LeadResult, change: Change, name: Callable[[], str | None], order: int | None = None
    ) -> None:
        """Keep a lead that is worth naming. `order`: its place in the input; of alike leads the first counts."""
        place = self.leads if order is None else order
        if change.entered:
            self._keep(self.risers, change.entered[-1], place, result, change, name)
        if change.left:
            self._keep(self.fallers, change.left[-1], place, result, change, name)

    def _keep(
        self,
        movers: list[Mover],
        stage: str,
        order: int,
        result: LeadResult,
        change: Change,
        name: Callable[[], str | None],
    ) -> None:
        place = self.stages.index(stage), float(result.score or 0), -order
        if len(movers) == NAMED and place <= (movers[0].stage, movers[0].score, movers[0].order):
            return
        mover = Mover(*place, name(), result, change)
        (heapq.heappush if len(movers) < NAMED else heapq.heappushpop)(movers, mover)

    def missed(self, left: Mapping[str, Before]) -> None:
        """Count the leads of the earlier run that did not come by."""
        self.gone.update(before.stage for before in left.values())
