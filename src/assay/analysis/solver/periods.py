"""Calendar periods of the cells of time."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from assay.analysis.solver.abstract import Between, Setting
from assay.analysis.solver.cells import Cell
from assay.engines.record.trace.hits import calendar_period
from assay.values import DAY

_LENGTHS = {"day": 1, "week": 7, "month": 28, "quarter": 89}  # days, at least
_MANY = 100_000  # more periods than matter


@dataclass(frozen=True, slots=True)
class Spell:
    """The periods some cells of time lie in. `most`: how many there are at most; `own`: there is one, and no other cell
    has a part of it."""

    name: Hashable
    most: int
    own: bool


@dataclass(slots=True)
class Calendar:
    """The cells of time, by calendar period."""

    setting: Setting
    cells: Sequence[Cell]
    strict: bool
    _shared: dict[str, set[Hashable]] = field(default_factory=dict)

    def spell(self, cell: Cell, period: str | None, every: int | None) -> Spell | None:
        """None: without a time there is no period. Periods counted from the first activity can begin anywhere, so that
        two activities of a cell are never known to share one."""
        ends = self._ends(cell)
        if ends is None:
            return None
        if every is not None:
            return Spell(ends, min(_MANY, (ends[1] - ends[0]) // every + 2), own=ends[0] == ends[1] and self.strict)
        assert period is not None
        first, last = self._names(ends, period)
        if first == last:
            return Spell(first, 1, own=first not in self._partly(period))
        return Spell(ends, min(_MANY, (ends[1] - ends[0]) // (_LENGTHS[period] * DAY) + 2), own=False)

    def _ends(self, cell: Cell) -> tuple[int, int] | None:
        if not isinstance(cell.known.known, Between):
            return None
        if self.strict and isinstance(cell.sample, int):
            return cell.sample, cell.sample
        return cell.known.known.low, cell.known.known.high

    def _names(self, ends: tuple[int, int], period: str) -> tuple[Hashable, Hashable]:
        first, last = (calendar_period(self.setting.zone.day(moment), period) for moment in ends)
        return first, last

    def _partly(self, period: str) -> set[Hashable]:
        """Periods of which cells that hold others too have a part."""
        if period not in self._shared:
            named = [self._names(ends, period) for cell in self.cells if (ends := self._ends(cell)) is not None]
            self._shared[period] = {name for first, last in named if first != last for name in (first, last)}
        return self._shared[period]
