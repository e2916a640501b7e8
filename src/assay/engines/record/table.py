"""The table of one lead field: from a raw value to everything that follows from it alone.

A raw value that was seen before costs one look into a dictionary. Any other is read, its views are worked out,
and its place on every axis is found; values at the same places share one Detail. Memory is bounded: when a
table is full and no longer finds much, it is emptied.
"""

from bisect import bisect_right
from collections.abc import Callable

from assay.data.coerce import BadValue, Reader
from assay.engines.record.bad_record import BadRecord
from assay.engines.record.conjunctions import Bits
from assay.engines.record.details import Detail, Rules, Views, decided
from assay.engines.record.joint import Row
from assay.engines.record.layout import FIRST_VIEW
from assay.values import LIMIT, SCALE

RAW_VALUES = 2_048  # remembered per field
STALE = 8_192  # values not found in a full table before it is emptied
DETAILS = 20_000  # remembered per field
BITS = 16_000_000  # of parts of conjunctions, in all details of a field
FIRED = 200_000  # rules written down per field, over all details

KNOWN = "known"


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
            return decided(self.rules, self.bits, views, self)
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
            detail = self.details[key] = decided(self.rules, self.bits, views, self)
        return detail

    def missing(self) -> Detail:
        """What follows where there is no value."""
        return self.detail((None,) * (1 + len(self.views)))

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
