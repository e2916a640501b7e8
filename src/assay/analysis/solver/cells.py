"""The values of a field in a few cells: of all values in one, everything that is asked says the same."""

from collections.abc import Callable
from dataclasses import dataclass, field

from assay.analysis.solver.abstract import (
    ANYTHING,
    MISSING,
    Abstract,
    Between,
    Is,
    Setting,
    abstract,
    exactly,
    truths,
)
from assay.analysis.solver.cuts import Cuts, nice
from assay.analysis.solver.texts import text_samples
from assay.engines.record.trace.ops import Value
from assay.plan.nodes import ActivityField, Const, ConstSet, Expr, Field, LeadField, Op
from assay.values import LIMIT, SCALE, fold

_ORDERED = frozenset({"number", "integer", "date", "time"})
_EXACT = frozenset({"boolean", "one of"})
_FIRST_DAY, _LAST_DAY = -719_160, 2_932_890  # years 1 to 9999, a day from the ends
_DAY = 86_400_000_000
FIRST_MOMENT = _FIRST_DAY * _DAY
Asked = LeadField | ActivityField
Amount = Callable[[Between], object]


@dataclass(frozen=True, slots=True)
class Cell:
    """A class of values. `sample` is one of them. `known` is what may be said of all of them, and `exact` whether what
    is said of the sample is said of all, by everything that was asked."""

    known: Abstract
    sample: Value
    exact: bool = True
    single: bool = False  # there is only this one value in it

    @property
    def missing(self) -> bool:
        return self.known.known is None


def at_large(cell: Cell) -> Abstract:
    """What may be said of all its values, by whatever is asked: of a text without a name nothing."""
    is_text = isinstance(cell.known.known, Is) and isinstance(cell.known.known.value, str)
    return Abstract(ANYTHING) if is_text and not cell.single else cell.known


NO_VALUE = Cell(MISSING, None, single=True)


@dataclass(slots=True)
class Asking:
    """What is asked of a field: comparisons that are about nothing else, and for ordered values amounts.

    `constants` are the values people wrote down for it, in order."""

    of: Field
    key: Asked
    leaves: dict[Expr, None] = field(default_factory=dict)
    amounts: list[Amount] = field(default_factory=list)
    edges: set[int] = field(default_factory=set)  # values from which on something else may hold
    spots: set[int] = field(default_factory=set)  # values that are wanted as samples
    wanted: bool = False  # something reads it
    texts: int = 1  # different texts wanted of a cell without a name
    missing: frozenset[str] = frozenset()  # folded spellings of no value


def cells(setting: Setting, asking: Asking, *, latest: int | None = None) -> tuple[Cell, ...]:
    """All values, missing first. `latest`: of a time, the last moment that counts."""
    found = [NO_VALUE]
    kind = asking.of.kind
    if kind in _ORDERED:
        return (*found, *_ordered(setting, asking, latest))
    if kind == "boolean":
        return (*found, *(Cell(exactly(value), value, single=True) for value in (True, False)))
    if kind == "one of":
        return (
            *found,
            *(
                Cell(exactly(value), value, single=True)
                for value in dict.fromkeys(map(fold, asking.of.values))
                if value not in asking.missing
            ),
        )
    if kind == "list":
        return (*found, Cell(exactly(()), (), exact=False), Cell(Abstract(ANYTHING), None, exact=False))
    return (*found, *_texts(setting, asking))


# --- ordered values ------------------------------------------------------------------------------------------------


def _ordered(setting: Setting, asking: Asking, latest: int | None) -> list[Cell]:
    cut = _domain(asking.of.kind, latest)
    near = setting.as_of if asking.of.kind == "time" else setting.zone.day(setting.as_of)
    near = near if asking.of.kind in ("time", "date") else 0
    written: dict[int, None] = {}
    for leaf in asking.leaves:
        _cut(setting, asking, cut, leaf, near, written)
    for amount in asking.amounts:
        cut.settle(amount, near)
    for value in asking.edges:
        cut.below(value)
    for value in asking.spots:
        cut.at(value)
    usual = [] if not near else [near - (1 if asking.of.kind == "date" else _DAY), near]
    liked = [*written, *asking.spots, *usual]
    return [_ordered_cell(piece, cut.step, liked, near) for piece in cut.pieces()]


def _ordered_cell(piece: Between, step: int, liked: list[int], near: int) -> Cell:
    if near:
        sample = next((v for v in liked if piece.low <= v <= piece.high), None)
        sample = _moment(piece, near) if sample is None else sample
    else:
        sample = nice(piece, step, liked)
    return Cell(Abstract(piece), sample, single=piece.low == piece.high)


def _moment(piece: Between, near: int) -> int:
    """A moment a whole number of days, hours or minutes before the moment of scoring."""
    end = piece.high if piece.high < near else piece.low
    for size in (_DAY, _DAY // 24, _DAY // 1440, 60_000_000 // 60):
        away = (near - end) // size * size
        for moment in (near - away, near - away - size, near - away + size):
            if piece.low <= moment <= piece.high:
                return moment
    return end


def _domain(kind: str, latest: int | None) -> Cuts:
    match kind:
        case "date":
            return Cuts(_FIRST_DAY, _LAST_DAY)
        case "time":
            return Cuts(FIRST_MOMENT, _LAST_DAY * _DAY if latest is None else latest)
        case "integer":
            return Cuts(1 - LIMIT, LIMIT - 1, SCALE)
    return Cuts(1 - LIMIT, LIMIT - 1)


def _cut(setting: Setting, asking: Asking, cut: Cuts, leaf: Expr, near: int, written: dict[int, None]) -> None:
    match leaf:
        case Op(op="known" | "missing"):
            return
        case Op(op=op, args=(left, Const(value=value))) if left == asking.key and isinstance(value, int):
            written[value] = None
            if op in ("lt", "ge", "eq", "ne"):
                cut.below(value)
            if op in ("le", "gt", "eq", "ne"):
                cut.above(value)
        case Op(op="in_set", args=(left, ConstSet() as items)) if left == asking.key:
            for item in setting.items(items):
                written[int(item)] = None
                cut.at(int(item))
        case _:
            cut.settle(lambda piece: _said(setting, asking, leaf, piece), near)


def _said(setting: Setting, asking: Asking, leaf: Expr, piece: Between) -> object:
    found = truths(abstract(setting, leaf, lambda expr: Abstract(piece) if expr == asking.key else None))
    return found if found in (1, 2, 4) else None


# --- texts -----------------------------------------------------------------------------------------------------------


def _texts(setting: Setting, asking: Asking) -> list[Cell]:
    say = _sayer(setting, asking)
    samples, complete = text_samples(setting, asking.key, list(asking.leaves), say, asking.texts, asking.missing)
    found = [Cell(exactly(text), text) for text in samples]
    return found if complete else [*found, Cell(Abstract(ANYTHING), None, exact=False)]


def _sayer(setting: Setting, asking: Asking) -> Callable[[str], tuple[int, ...]]:
    def say(text: str) -> tuple[int, ...]:
        value = exactly(text)
        return tuple(
            truths(abstract(setting, leaf, lambda expr: value if expr == asking.key else None))
            for leaf in asking.leaves
        )

    return say
