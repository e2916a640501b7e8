"""What rules of one field give together, as data: how each comes out by the value, and their sum at every value."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from assay.plan.nodes import Expr, Scalar

Truth = bool | None
Weight = Callable[["Folded", Truth], int]  # what a rule counts for where it came out so


@dataclass(frozen=True, slots=True)
class Folded:
    """A rule of one field. `points` after its bounds; `missing`: how it comes out without a value. Of text: `base` on
    any other text than those in `special`. Of numbers: `base` below all of them, and `special` from each one on."""

    index: int
    points: int
    missing: Truth
    base: Truth
    special: tuple[tuple[Scalar, Truth], ...]


@dataclass(slots=True)
class Partition:
    """The rules of one view of a field, in order, and `parts` of rules that ask other fields too. `places`: of the
    constants that text is compared with, in all rules, `bounds` those of numbers; `place`: the column that holds where a
    value is."""

    view: Expr
    kind: Literal["text", "number"]
    rules: list[Folded] = field(default_factory=list)
    parts: list[Folded] = field(default_factory=list)
    places: dict[Scalar, int] = field(default_factory=dict)
    bounds: tuple[int, ...] = ()
    place: str | None = None

    def by_place(self, rules: Sequence[Folded], weight: Weight) -> list[int]:
        """The sum of the weights at each place, from the first on."""
        base, missing, changes = sums(rules, weight)
        if self.kind == "text":
            return [missing, base, *(base + changes.get(one, 0) for one in self.places)]
        return [missing, *accumulate((changes.get(bound, 0) for bound in self.bounds), initial=base)]


def sums(rules: Sequence[Folded], weight: Weight) -> tuple[int, int, dict[Scalar, int]]:
    """The weights without a special value, without any value, and what special ones add."""
    base = sum(weight(one, one.base) for one in rules)
    return base, sum(weight(one, one.missing) for one in rules), _changes(rules, weight)


def range_of(partition: Partition, rules: Sequence[Folded], weight: Weight) -> tuple[int, int]:
    """The least and the most that the weights come to."""
    base, missing, changes = sums(rules, weight)
    ordered = [changes[value] for value in sorted(changes, key=lambda value: (isinstance(value, str), value))]
    known = [base + one for one in ordered] if partition.kind == "text" else accumulate(ordered, initial=base)
    values = [base, missing, *known]
    return min(values), max(values)


def among(rules: Sequence[Folded], indexes: set[int]) -> list[Folded]:
    return [one for one in rules if one.index in indexes]


def _changes(rules: Sequence[Folded], weight: Weight) -> dict[Scalar, int]:
    """By value, what is to be added there: for text to the base, for numbers from there on."""
    found: dict[Scalar, int] = defaultdict(int)
    for one in rules:
        before = one.base
        for value, outcome in one.special:
            found[value] += weight(one, outcome) - weight(one, before)
            before = before if isinstance(value, str) else outcome
    return {value: change for value, change in found.items() if change}
