"""One view of a field as a dimension of its table: from a value to what holds of it.

Equalities are found in a dictionary, ranges by bisection. Points of ranges are prefix sums over the places
between all bounds; which ranges hold at a place is only looked up when somebody asks, since writing that down
for every place would grow with the square of the rules.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, cast

from assay.engines.record.joint import Joint, Pending
from assay.plan.nodes import Scalar


class Single(NamedTuple):
    """A rule that one field decides. `group`: the place of its group among those the field gives points to;
    `unknown`: what to note where the field is missing, `odd` where it is known and the rule is unknown."""

    entry: int
    unknown: int
    odd: int
    group: int
    points: int


class Part(NamedTuple):
    """A part of a conjunction, one bit for each."""

    bit: int


OTHER = object()  # stands for all values that no rule names


class Axis:
    """Filled with `add_…`, then closed with `close`. `pending`: what to run where the view is missing."""

    def __init__(self, view: int, groups: int, pending: tuple[Pending, ...] = ()) -> None:
        self.view = view
        self.pending = pending
        self.equal: dict[Scalar, list[Single]] = {}
        self.equal_joints: dict[Scalar, list[Joint]] = {}
        self.ranges: list[tuple[int, int, Single]] = []
        self.range_joints: list[tuple[int, int, Joint]] = []
        self.equal_parts: dict[Scalar, int] = {}
        self.range_parts: list[tuple[int, int, int]] = []
        self.parts = 0  # the bits of all
        self.unknown: list[int] = []
        self.odd: list[int] = []
        self.bounds: list[int] = []
        self.sums: list[tuple[int, list[int]]] = []
        self._groups = groups
        self._cuts: set[int] = set()
        self._open: list[tuple[int | None, int | None, Single | Joint | Part]] = []

    def cut(self, values: set[Scalar], bounds: set[int]) -> None:
        """Sees to it that places differ where a test can."""
        self._cuts |= bounds
        for value in values:
            self.equal.setdefault(value, [])

    def add_equal(self, values: tuple[Scalar, ...], one: Single | Joint | Part) -> None:
        self._note(one)
        for value in values:
            named = self.equal.setdefault(value, [])
            if isinstance(one, Single):
                named.append(one)
            elif isinstance(one, Joint):
                self.equal_joints.setdefault(value, []).append(one)
            else:
                self.equal_parts[value] = self.equal_parts.get(value, 0) | one.bit

    def add_points(self, values: Iterable[int], one: Single | Joint | Part) -> None:
        """Whole numbers as ranges that hold one each, so that the axis needs no dictionary."""
        self._note(one)
        for value in values:
            self._open.append((value, value + 1, one))
            self._cuts |= {value, value + 1}

    def add_range(self, low: int | None, high: int | None, one: Single | Joint | Part) -> None:
        self._note(one)
        self._open.append((low, high, one))
        self._cuts |= {bound for bound in (low, high) if bound is not None}

    def _note(self, one: Single | Joint | Part) -> None:
        if isinstance(one, Single):
            self.unknown.append(one.unknown)
            self.odd.append(one.odd)
        elif isinstance(one, Part):
            self.parts |= one.bit

    def close(self) -> None:
        """Fixes the places: 0 below the first bound, then one from each bound on."""
        self.bounds = sorted(self._cuts)
        place = {bound: at + 1 for at, bound in enumerate(self.bounds)}
        for low, high, one in self._open:
            first = 0 if low is None else place[low]
            after = len(self.bounds) + 1 if high is None else place[high]
            if isinstance(one, Single):
                self.ranges.append((first, after, one))
            elif isinstance(one, Joint):
                self.range_joints.append((first, after, one))
            else:
                self.range_parts.append((first, after, one.bit))
        self._open.clear()
        self.sums = [(group, self._summed(group)) for group in range(self._groups) if self._gives(group)]

    def _gives(self, group: int) -> bool:
        return any(one.group == group for _, _, one in self.ranges)

    def _summed(self, group: int) -> list[int]:
        steps = [0] * (len(self.bounds) + 2)
        for first, after, one in self.ranges:
            if one.group == group and first < after:
                steps[first] += one.points
                steps[after] -= one.points
        return list(accumulate(steps))

    def place(self, value: object) -> object:
        """Values at one place are alike to every rule of this axis. Whole numbers below 0 are places between bounds,
        so that they cannot be taken for a value, which is put in a tuple."""
        if value is None:
            return None
        if self.equal and value in self.equal:
            return (value,)
        return ~bisect_right(self.bounds, cast(int, value)) if self.bounds else OTHER

    def named(self, value: object) -> tuple[Sequence[Single], Sequence[Joint]]:
        """What names this very value."""
        key = cast(Scalar, value)
        return self.equal.get(key, ()), self.equal_joints.get(key, ())

    def between(self, value: object) -> int:
        """The place between the bounds."""
        return bisect_right(self.bounds, cast(int, value)) if self.bounds else 0

    def fired_at(self, place: int) -> Iterator[int]:
        """Entries of the ranges that hold at a place between bounds."""
        return (one.entry for first, after, one in self.ranges if first <= place < after)

    def parts_at(self, value: object, place: int) -> int:
        """The bits of parts that a value makes true."""
        bits = self.equal_parts.get(cast(Scalar, value), 0)
        for first, after, bit in self.range_parts:
            if first <= place < after:
                bits |= bit
        return bits

    def joints_at(self, place: int) -> Iterator[Joint]:
        return (one for first, after, one in self.range_joints if first <= place < after)
