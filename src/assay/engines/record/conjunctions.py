"""Conjunctions of parts that one field each decides, all at once: one bit per rule.

Every row of H holds a number made of three stretches of bits: which field is missing (or known and yet not enough
to decide its rules), which conjunctions this field leaves not true, which ones it makes false. Put together with
`|` over all fields, they tell what is true, what is false, and what is undecided.
"""

from dataclasses import dataclass

REMEMBERED = 4_096  # different sets of conjunctions
LONG = 40  # sets as large as this hardly ever come again


@dataclass(frozen=True, slots=True)
class Bits:
    """The layout for the field at a place in H."""

    field: int
    fields: int
    conjunctions: int

    @property
    def low(self) -> int:
        """How many bits tell of the fields themselves."""
        return 2 * self.fields

    def laid(self, missing: bool, odd: bool, nontrue: int, false: int) -> int:
        if missing:
            bit = 1 << self.field
        else:
            bit = 1 << (self.fields + self.field) if odd else 0
        return bit | (nontrue | false << self.conjunctions) << self.low


@dataclass(frozen=True, slots=True)
class Conjunction:
    entry: int
    unknown: int
    group: int
    points: int


Given = tuple[tuple[int, ...], tuple[int, ...]]


class Conjunctions:
    """What sets of conjunctions stand for. `given`: entries, and points per group, of a set that is true; `codes` of
    a set that is undecided."""

    def __init__(self, all: list[Conjunction], groups: int) -> None:
        self.all = all
        self.groups = groups
        self.given: dict[int, Given] = {}
        self.codes: dict[int, tuple[int, ...]] = {}

    def give(self, true: int) -> Given:
        points = [0] * self.groups
        entries = []
        for place in places(true):
            one = self.all[place]
            entries.append(one.entry)
            points[one.group] += one.points
        found = (tuple(entries), tuple(points))
        if len(self.given) < REMEMBERED and len(entries) < LONG:
            self.given[true] = found
        return found

    def unknown(self, undecided: int) -> tuple[int, ...]:
        found = tuple([self.all[place].unknown for place in places(undecided)])
        if len(self.codes) < REMEMBERED and len(found) < LONG:
            self.codes[undecided] = found
        return found


def places(bits: int) -> list[int]:
    """Where the ones are, from the lowest."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
