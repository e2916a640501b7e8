"""Activities by kind: of two of one kind, every rule says the same.

A lead's activities are then how many there are of each kind, however many that is; nothing depends on their order but
through their times, and those are part of the kind.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

from assay.analysis.solver.abstract import UNSURE, Abstract, Between, Setting, T, abstract, exactly, truths
from assay.analysis.solver.cells import FIRST_MOMENT, Cell, at_large
from assay.analysis.solver.circuit import Circuit, Sum
from assay.analysis.solver.cuts import Cuts
from assay.analysis.solver.names import Names
from assay.plan.nodes import ActivityField, Expr

MANY = 10_000  # activities of one kind, at most
_MOST = 1_500
_LOOKS = 20_000  # mixes of cells looked at


class TooMany(Exception):  # noqa: N818  not an error: what activities do is left open
    """More kinds of activities than are looked at."""


@dataclass(frozen=True, slots=True)
class Use:
    """Something that looks at activities. `condition` (opened; None: all) picks them; `fields` are those whose value
    matters for those picked. `spell` tells the pieces of time apart that matter, the window's edge among them."""

    names: Names
    condition: Expr | None
    within: int | None = None
    fields: tuple[Expr, ...] = ()
    spell: Cuts | None = None

    def piece(self, time: Cell) -> Cell:
        """The piece of time a cell is in, with the cell's sample."""
        known = time.known.known
        if self.spell is None or not isinstance(known, Between):
            return time
        low, high = self.spell.around(known.low)
        return Cell(Abstract(Between(low, high)), time.sample, single=low == high)


@dataclass(slots=True)
class ActivityKind:
    """`cells`: by field, `time` the one of when it happened. `present`: there is at least one."""

    circuit: Circuit
    cells: Mapping[Expr, Cell]
    time: Cell
    present: int
    _count: Sum | None = None

    @property
    def count(self) -> Sum:
        if self._count is None:
            self._count = self.circuit.number(0, MANY)
            self.circuit.hold(self._count, 1, MANY, [self.present])
            self.circuit.hold(self._count, 0, 0, [~self.present])
        return self._count

    @property
    def counted(self) -> Sum | None:
        """The count, where anything asked for it; else one is as good as many."""
        return self._count


def in_window(cell: Cell, within: int | None, as_of: int) -> bool:
    """Whether activities of these times are in the window; cells do not straddle its edge."""
    if within is None:
        return True
    return isinstance(cell.known.known, Between) and cell.known.known.low > as_of - within


def activity_kinds(
    circuit: Circuit,
    setting: Setting,
    fields: Mapping[Expr, Sequence[Cell]],
    time: Expr | None,
    times: Sequence[Cell],
    uses: Sequence[Use],
    *,
    strict: bool,
) -> list[ActivityKind]:
    """Raises TooMany."""
    marks = [_Marks(setting, use, strict, _fields_of(use)) for use in uses]
    read = {one for each in marks for one in each.fields}
    axes = {key: cells for key, cells in fields.items() if key != time and key in read}
    if prod(len(cells) for cells in axes.values()) * (len(times) if time in read else 1) > _LOOKS:
        raise TooMany
    labels = [_labels(setting, uses, moment) for moment in times]
    found: dict[Hashable, tuple[dict[Expr, Cell], Cell]] = {}
    for chosen in product(*axes.values()):
        setting.budget.spend()
        cells = dict(zip(axes, chosen, strict=True))
        if time not in read:
            seen = [one.of(cells) for one in marks]
        for moment, here in zip(times, labels, strict=True):
            if time is not None and time in read:
                cells = {**cells, time: moment}
                seen = [one.of(cells) for one in marks]
            sign = tuple([mark and label and (mark, label) for mark, label in zip(seen, here, strict=True)])
            if any(sign):
                found.setdefault(sign, (cells, moment))
        if len(found) > _MOST:
            raise TooMany
    return [ActivityKind(circuit, cells, moment, circuit.literal()) for cells, moment in found.values()]


@dataclass(slots=True)
class _Marks:
    """What a use sees of activities, times apart, as a number, by the cells it looks at; 0: it cannot pick them."""

    setting: Setting
    use: Use
    strict: bool
    fields: tuple[Expr, ...]
    seen: dict[tuple[int, ...], int] = field(default_factory=dict)
    marks: dict[Hashable, int] = field(default_factory=dict)

    def of(self, cells: Mapping[Expr, Cell]) -> int:
        key = tuple([id(cells[one]) for one in self.fields if one in cells])
        if key not in self.seen:
            mark = self._mark(cells)
            self.seen[key] = 0 if mark is None else self.marks.setdefault(mark, len(self.marks) + 1)
        return self.seen[key]

    def _mark(self, cells: Mapping[Expr, Cell]) -> Hashable:
        use = self.use
        values = tuple(cells[one] for one in use.fields if one in cells)
        if use.condition is None:
            return (values,)
        given = {one: exactly(cell.sample) if self.strict and cell.exact else cell.known for one, cell in cells.items()}
        mixed = {
            one for leaf in use.names.leaves(use.condition) if len(about := use.names.about(leaf)) > 1 for one in about
        }
        loose = {one: at_large(cells[one]) if one in mixed else value for one, value in given.items()}
        if not truths(abstract(self.setting, use.condition, lambda expr: _value(use, loose, expr))) & T:
            return None
        leaves = [
            leaf for leaf in use.names.leaves(use.condition) if any(one in cells for one in use.names.about(leaf))
        ]
        return (values, *(_leaf_mark(self.setting, use, leaf, given, cells) for leaf in leaves))


def _fields_of(use: Use) -> tuple[Expr, ...]:
    about = () if use.condition is None else use.names.about(use.condition)
    return tuple(one for one in dict.fromkeys((*about, *use.fields)) if isinstance(one, ActivityField))


def _leaf_mark(
    setting: Setting, use: Use, leaf: Expr, given: Mapping[Expr, Abstract], cells: Mapping[Expr, Cell]
) -> Hashable:
    read = use.names.about(leaf)
    if len(read) == 1:
        return truths(abstract(setting, leaf, lambda expr: _value(use, given, expr)))
    return tuple(cells[one] for one in read if one in cells)


def _value(use: Use, given: Mapping[Expr, Abstract], expr: Expr) -> Abstract | None:
    if expr in given:
        return given[expr]
    return UNSURE if expr in use.names.about(expr) else None


def _labels(setting: Setting, uses: Sequence[Use], moment: Cell) -> list[int]:
    """What each use sees of a time, as a number: 0 if it is not in its window."""
    found = []
    for use in uses:
        piece = use.piece(moment).known.known if use.spell is not None else None
        at = piece.low if isinstance(piece, Between) else FIRST_MOMENT - 1
        found.append(at - FIRST_MOMENT + 2 if in_window(moment, use.within, setting.as_of) else 0)
    return found
