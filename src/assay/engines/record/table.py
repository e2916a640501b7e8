"""The table of one lead field: from a raw value to everything that follows from it alone.

A raw value that was seen before costs one look into a dictionary. Any other is read, its views are worked out,
and its place on every axis is found; values at the same places share one Detail. Memory is bounded: when a
table is full and no longer finds much, it is emptied.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from assay.data.coerce import BadValue, Reader
from assay.engines.record.axis import Axis, Part, Single
from assay.engines.record.bad_record import BadRecord
from assay.engines.record.conjunctions import Bits
from assay.engines.record.joint import Joint, Pending, Row
from assay.engines.record.layout import FIRST_VIEW
from assay.engines.record.register import FEW
from assay.values import LIMIT, SCALE

RAW_VALUES = 2_048  # remembered per field
STALE = 8_192  # values not found in a full table before it is emptied
DETAILS = 20_000  # remembered per field
BITS = 16_000_000  # of parts of conjunctions, in all details of a field
FIRED = 200_000  # rules written down per field, over all details
NO_ROW, UNDECIDED = -1, -2  # what `match` says beside the index of a row

KNOWN = "known"

Views = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """A `match` on this field: `row` finds the row; per row what to note and what it gives."""

    row: Callable[[Views], int]
    entry: int
    unknown: int
    odd: int
    group: int
    points: tuple[int, ...]


@dataclass(slots=True)
class Rules:
    """Everything one field decides. `shared`: no test needs more than the places on the axes."""

    axes: list[Axis] = field(default_factory=list)
    tests: list[tuple[Callable[[Views], bool | None], Single | Joint | Part]] = field(default_factory=list)
    matches: list[Matching] = field(default_factory=list)
    groups: int = 0
    shared: bool = True
    parts: int = 0  # bits of all conjunctions with a part on this field


class Detail:
    """What follows from a value: entries of rules that fired, codes of those undecided, joints whose anchor is true
    (`residual`), what to run for those whose anchor is unknown (`pending`), conjunctions (as bits) that have a part
    here which is `false` or `nontrue`, points per group. `fired` is None until somebody asked, if looking it up
    takes long (`FieldTable.complete`); `places` are what is left to be looked up."""

    __slots__ = ("bits", "decided", "fired", "owner", "pending", "places", "points", "residual", "undecided")

    def __init__(self, owner: "FieldTable", draft: "_Draft", bits: int) -> None:
        self.owner = owner
        self.bits = bits
        self.decided = tuple(draft.decided)
        self.undecided = tuple(draft.undecided)
        self.residual = tuple(draft.residual)
        self.pending = tuple(draft.pending)
        self.points = tuple(draft.points)
        self.places = tuple(draft.places)
        self.fired = None if draft.places else self.decided


class FieldTable(dict[object, Row]):
    """Maps raw values to rows of H; `table[raw]` reads what it has not seen. Raises BadRecord.

    `bits` says how the bits of a row are laid out. As long as there are few different values, generated code looks
    into `quick` instead, a plain dictionary, which is faster, and comes to `learn` where that fails; `stand_in` is
    then called to put the table itself in its place.
    """

    def __init__(self, name: str, read: Reader, kept: frozenset[type], rules: Rules, bits: Bits) -> None:
        super().__init__()
        self.bits = bits
        self.quick: dict[object, Row] = {}
        self.stand_in: Callable[[], None] | None = None
        self.most = min(DETAILS, BITS // (2 * bits.conjunctions + 1))
        self.name = name
        self.read = read
        self.kept = kept
        self.views: tuple[Callable[[object], object], ...] = ()
        self.rules = rules
        self.details: dict[object, Detail] = {}
        self.written = 0
        self.missed = 0

    def __missing__(self, raw: object) -> Row:
        row = self.row(raw)
        if len(self) < RAW_VALUES:
            if type(raw) in self.kept:
                self[raw] = row
        else:
            self.miss()
        return row

    def miss(self) -> None:
        """Notes that a full table did not know a value; one that goes on missing is emptied."""
        self.missed += 1
        if self.missed > STALE:
            self.missed = 0
            self.clear()

    def learn(self, raw: object) -> Row:
        """A row of anything, remembered in `quick` if there is room."""
        if self.stand_in is None:
            return self.row(raw) if isinstance(raw, list | set | dict) else self[raw]
        row = self.row(raw)
        if type(raw) in self.kept:
            self.quick[raw] = row
            if len(self.quick) >= RAW_VALUES:
                self.stand_in()
                self.stand_in = None
                self.quick.clear()
        return row

    def listed(self, raw: object) -> Row:
        """A row for a field that may be given as a list."""
        return self.row(raw) if isinstance(raw, list | set | dict) else self[raw]

    def row(self, raw: object) -> Row:
        """Without remembering it, so that anything may be asked."""
        try:
            value = self.read(raw)
        except BadValue as error:
            raise BadRecord(self.name, "lead", 0, error) from None
        views = (value, *[view(value) for view in self.views]) if self.views else (value,)
        return self.row_of(views)

    def row_of(self, views: Views) -> Row:
        detail = self.detail(views)
        return (detail, detail.residual, detail.bits, detail.fired, *views, *detail.points)

    def detail(self, views: Views) -> Detail:
        if not self.rules.shared:
            return _decided(self, views)
        if views[0] is None:
            key: object = ()
        elif len(self.rules.axes) == 1:
            axis = self.rules.axes[0]
            key = axis.place(views[axis.view])
        else:
            key = (KNOWN, *[axis.place(views[axis.view]) for axis in self.rules.axes])
        detail = self.details.get(key)
        if detail is None:
            if len(self.details) >= self.most:
                self.forget()
            detail = self.details[key] = _decided(self, views)
        return detail

    def complete(self, detail: Detail) -> tuple[int, ...]:
        """Writes down which rules fired, within the memory allowed."""
        fired = [*detail.decided]
        for axis, place in detail.places:
            fired.extend(axis.fired_at(place))
        self.written += len(fired)
        if self.written > FIRED:
            self.forget()
        detail.fired = tuple(fired)
        return detail.fired

    def forget(self) -> None:
        """Makes room."""
        self.written = 0
        self.clear()
        self.quick.clear()
        self.details.clear()


class NumberTable(FieldTable):
    """The table of a number whose rules compare the plain value only, with constants. Most numbers of a wide range
    are new, so generated code looks whole numbers up by bisection: `places[bisect_right(bounds, raw)]`, or `at(raw)`
    where that is still empty. Rows found so are shared by all numbers of a place: in place of the value they hold
    True.
    """

    def __init__(self, name: str, read: Reader, kept: frozenset[type], rules: Rules, bits: Bits) -> None:
        super().__init__(name, read, kept, rules, bits)
        inner = rules.axes[0].bounds if rules.axes else []
        whole = sorted({-(-bound // SCALE) for bound in inner if abs(bound) < LIMIT})
        self.bounds = [1 - LIMIT // SCALE, *(bound for bound in whole if abs(bound) < LIMIT // SCALE), LIMIT // SCALE]
        self.places: list[Row | None] = [None] * (len(self.bounds) + 1)

    def at(self, raw: int) -> Row:
        """The row of the place of a whole number; numbers out of range are missing."""
        row = self.row(raw)
        shared = row if row[FIRST_VIEW] is None else (*row[:FIRST_VIEW], True, *row[FIRST_VIEW + 1 :])
        self.places[bisect_right(self.bounds, raw)] = shared
        return shared

    def forget(self) -> None:
        super().forget()
        self.places[:] = [None] * len(self.places)


class _Draft:
    """A detail being put together."""

    def __init__(self, groups: int, parts: int) -> None:
        self.false = self.nontrue = parts
        self.decided: list[int] = []
        self.undecided: list[int] = []
        self.residual: list[Joint] = []
        self.pending: list[Pending] = []
        self.points = [0] * groups
        self.places: list[tuple[Axis, int]] = []


def _decided(table: FieldTable, views: Views) -> Detail:
    draft = _Draft(table.rules.groups, table.rules.parts)
    for axis in table.rules.axes:
        _look_up(axis, views, draft)
    for test, one in table.rules.tests:
        _try(test(views), one, views, draft)
    for matching in table.rules.matches:
        _match(matching, views, draft)
    odd = bool(draft.undecided or draft.pending)
    bits = table.bits.laid(views[0] is None, odd, draft.nontrue, draft.false, draft.decided)
    return Detail(table, draft, bits)


def _look_up(axis: Axis, views: Views, draft: _Draft) -> None:
    value = views[axis.view]
    if value is None:
        draft.undecided += axis.unknown if views[0] is None else axis.odd
        draft.pending += axis.pending
        draft.false &= ~axis.parts
        return
    singles, joints = axis.named(value)
    for one in singles:
        draft.decided.append(one.entry)
        draft.points[one.group] += one.points
    draft.residual += joints
    place = axis.between(value)
    for group, sums in axis.sums:
        draft.points[group] += sums[place]
    draft.residual += axis.joints_at(place)
    if axis.parts:
        true = axis.parts_at(value, place)
        draft.nontrue &= ~true
        draft.false &= ~true
    if len(axis.ranges) > FEW:
        draft.places.append((axis, place))
    else:
        draft.decided += axis.fired_at(place)


def _try(truth: bool | None, one: Single | Joint | Part, views: Views, draft: _Draft) -> None:
    if isinstance(one, Part):
        draft.nontrue &= ~one.bit if truth else -1
        draft.false &= ~one.bit if truth is not False else -1
    elif isinstance(one, Joint):
        if truth:
            draft.residual.append(one)
        elif truth is None and one.pending is not None:
            draft.pending.append(one.pending)
    elif truth:
        draft.decided.append(one.entry)
        draft.points[one.group] += one.points
    elif truth is None:
        draft.undecided.append(one.unknown if views[0] is None else one.odd)


def _match(matching: Matching, views: Views, draft: _Draft) -> None:
    row = matching.row(views)
    if row >= 0:
        draft.decided.append(matching.entry + row)
        draft.points[matching.group] += matching.points[row]
    elif row == UNDECIDED:
        draft.undecided.append(matching.unknown if views[0] is None else matching.odd)
