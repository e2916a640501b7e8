"""The table of one lead field: from a raw value to everything that follows from it alone.

A raw value that was seen before costs one look into a dictionary. Any other is read, its views are worked out,
and its place on every axis is found; values at the same places share one Detail. Memory is bounded: when a
table is full it is emptied.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from assay.data.coerce import BadValue, Reader
from assay.engines.record.axis import Axis, Single
from assay.engines.record.bad_record import BadRecord
from assay.engines.record.joint import Joint, Row

RAW_VALUES = 2_048  # remembered per field
DETAILS = 20_000  # remembered per field
FIRED = 100_000  # rules written down per field, over all details
NO_ROW, UNDECIDED = -1, -2  # what `match` says beside the index of a row

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
    tests: list[tuple[Callable[[Views], bool | None], Single | Joint]] = field(default_factory=list)
    matches: list[Matching] = field(default_factory=list)
    groups: int = 0
    shared: bool = True


class Detail:
    """What follows from a value. `fired` is only there once somebody asked (`FieldTable.complete`)."""

    __slots__ = ("decided", "fired", "owner", "pending", "places", "points", "residual", "undecided")

    fired: tuple[int, ...]

    def __init__(self, owner: "FieldTable") -> None:
        self.owner = owner
        self.decided: list[int] = []
        self.undecided: list[int] = []
        self.points = [0] * owner.rules.groups
        self.residual: list[Joint] = []
        self.pending: list[Joint] = []
        self.places: list[tuple[Axis, int]] = []


class FieldTable(dict[object, Row]):
    """Maps raw values to rows of H; `table[raw]` reads what it has not seen. Raises BadRecord."""

    def __init__(self, name: str, table: Literal["lead"], read: Reader, kept: frozenset[type]) -> None:
        super().__init__()
        self.name = name
        self.table: Literal["lead"] = table
        self.read = read
        self.kept = kept
        self.views: tuple[Callable[[object], object], ...] = ()
        self.rules = Rules()
        self.details: dict[object, Detail] = {}
        self.written = 0

    def __missing__(self, raw: object) -> Row:
        row = self.row(raw)
        if type(raw) in self.kept:
            if len(self) >= RAW_VALUES:
                self.clear()
            self[raw] = row
        return row

    def listed(self, raw: object) -> Row:
        """A row for a field that may be given as a list."""
        return self.row(raw) if isinstance(raw, list | set | dict) else self[raw]

    def row(self, raw: object) -> Row:
        """Without remembering it, so that anything may be asked."""
        try:
            value = self.read(raw)
        except BadValue as error:
            raise BadRecord(self.name, self.table, 0, error) from None
        views = (value, *[view(value) for view in self.views])
        detail = self._detail(views)
        return (detail, tuple(detail.residual), *views, *detail.points)

    def _detail(self, views: Views) -> Detail:
        if not self.rules.shared:
            return _decided(self, views)
        key = (views[0] is None, *[axis.place(views[axis.view]) for axis in self.rules.axes])
        detail = self.details.get(key)
        if detail is None:
            if len(self.details) >= DETAILS:
                self.details.clear()
            detail = self.details[key] = _decided(self, views)
        return detail

    def complete(self, detail: Detail) -> None:
        """Writes down which rules fired, within the memory allowed."""
        fired = [*detail.decided]
        for axis, place in detail.places:
            fired.extend(axis.fired_at(place))
        self.written += len(fired)
        if self.written > FIRED:
            self.written = 0
            self.clear()
            self.details.clear()
        detail.fired = tuple(fired)


def _decided(table: FieldTable, views: Views) -> Detail:
    detail = Detail(table)
    for axis in table.rules.axes:
        _look_up(axis, views, detail)
    for test, one in table.rules.tests:
        _try(test(views), one, views, detail)
    for matching in table.rules.matches:
        _match(matching, views, detail)
    if not detail.places:
        detail.fired = tuple(detail.decided)
    return detail


def _look_up(axis: Axis, views: Views, detail: Detail) -> None:
    value = views[axis.view]
    if value is None:
        detail.undecided += axis.unknown if views[0] is None else axis.odd
        detail.pending += axis.joints
        return
    for one in axis.equal.get(value, ()):  # type: ignore[call-overload]
        detail.decided.append(one.entry)
        detail.points[one.group] += one.points
    detail.residual += axis.equal_joints.get(value, ())  # type: ignore[call-overload]
    if axis.ranges or axis.range_joints:
        place = bisect_right(axis.bounds, value)  # type: ignore[type-var]
        for group, sums in axis.sums:
            detail.points[group] += sums[place]
        detail.residual += axis.joints_at(place)
        if axis.ranges:
            detail.places.append((axis, place))


def _try(truth: bool | None, one: Single | Joint, views: Views, detail: Detail) -> None:
    if isinstance(one, Joint):
        if truth is not False:
            (detail.pending if truth is None else detail.residual).append(one)
    elif truth:
        detail.decided.append(one.entry)
        detail.points[one.group] += one.points
    elif truth is None:
        detail.undecided.append(one.unknown if views[0] is None else one.odd)


def _match(matching: Matching, views: Views, detail: Detail) -> None:
    row = matching.row(views)
    if row >= 0:
        detail.decided.append(matching.entry + row)
        detail.points[matching.group] += matching.points[row]
    elif row == UNDECIDED:
        detail.undecided.append(matching.unknown if views[0] is None else matching.odd)
