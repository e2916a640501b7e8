"""What single fields say of rules, as bits that are put together with `|`.

Every row of H holds a number made of four stretches, from the lowest: which conjunctions this field leaves not true;
whether it is missing (or known and yet not enough to decide its rules); which conjunctions it makes false; and, where
there are few rules, which entries fired by this field alone. Over all fields, the first and third tell which
conjunctions are true, false and undecided.
"""

from collections.abc import Iterable
from dataclasses import dataclass

REMEMBERED = 4_096  # different sets of conjunctions
LONG = 40  # sets as large as this hardly ever come again


@dataclass(frozen=True, slots=True)
class Bits:
    """The layout for the field at a place in H."""

    field: int
    fields: int
    conjunctions: int
    entries: int  # 0: too many

    @property
    def third(self) -> int:
        """Where the third stretch begins."""
        return self.conjunctions + 2 * self.fields

    @property
    def fourth(self) -> int:
        """Where the last stretch begins."""
        return self.third + self.conjunctions

    def laid(self, missing: bool, odd: bool, nontrue: int, false: int, fired: Iterable[int]) -> int:
        unusual = self.fields + self.field if odd else None
        place = self.field if missing else unusual
        bit = 0 if place is None else 1 << place
        entries = sum(1 << entry for entry in fired) if self.entries else 0
        return nontrue | bit << self.conjunctions | false << self.third | entries << self.fourth


@dataclass(frozen=True, slots=True)
class Conjunction:
    entry: int
    unknown: int
    group: int
    points: int


Given = tuple[tuple[int, ...], tuple[int, ...]]


class Conjunctions:
    """What sets of conjunctions stand for. `given`: entries, and points per group, of a set that is true."""

    def __init__(self, all: list[Conjunction], groups: int) -> None:
        self.all = all
        self.groups = groups
        self.given: dict[int, Given] = {}

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

    def unknown(self, undecided: int) -> list[int]:
        """Codes of a set that is undecided."""
        return [self.all[place].unknown for place in places(undecided)]


def places(bits: int) -> list[int]:
    """Where the ones are, from the lowest."""
    found: list[int] = []
    if bits < _LONG:
        while bits:
            lowest = bits & -bits
            found.append(lowest.bit_length() - 1)
            bits ^= lowest
        return found
    for at, byte in enumerate(bits.to_bytes(-(-bits.bit_length() // 8), "little")):
        if byte:
            found += [8 * at + place for place in _ONES[byte]]
    return found


_LONG = 1 << 60
_ONES = [[place for place in range(8) if byte >> place & 1] for byte in range(256)]
