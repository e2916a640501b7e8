"""Rules that ask several fields at once, `a and b and c`, where constants have places (`places`).

What each field says of fifty such rules depends on its value alone, and is a mask, a bit a rule: the bits that the masks
of all fields leave are the rules that hold. So a query has a few masks, and not a condition for every rule.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlglot import exp

from assay.engines.sql.build import Sql, cast, closed, compare, minus, number, total, when
from assay.engines.sql.context import Context
from assay.engines.sql.folded import Folded, Partition, Truth
from assay.engines.sql.masks import BITS, has_bit
from assay.engines.sql.partitions import conditioned, foldable, partition_of, view_of
from assay.engines.sql.places import at_place, place_of
from assay.plan.nodes import Expr, Op

Counts = Callable[[Truth], bool]  # whether an outcome sets its bit

_LONG = 2**31


@dataclass(frozen=True, slots=True)
class Conjunction:
    """A rule, and how each field's part of it comes out. `points` after its bounds."""

    index: int
    group: str
    points: int
    parts: tuple[tuple[Partition, Folded], ...]


class Together(Protocol):
    """Rules that are judged at once: each has a bit of one number."""

    @property
    def rules(self) -> tuple[Conjunction, ...]: ...

    @property
    def bits(self) -> tuple[int, ...]: ...

    def true(self, context: Context) -> Sql:
        """The bits of those that hold."""

    def undecided(self, context: Context) -> Sql: ...


@dataclass(frozen=True, slots=True)
class Word:
    """As many rules as a mask has bits, in order of the bits."""

    rules: tuple[Conjunction, ...]

    @property
    def bits(self) -> tuple[int, ...]:
        return tuple(1 << at for at in range(len(self.rules)))

    def true(self, context: Context) -> Sql:
        """The mask of those that hold."""
        return self._mask(context, lambda outcome: outcome is True, "together")

    def undecided(self, context: Context) -> Sql:
        """Those no field makes false, and that do not hold."""
        possible = self._mask(context, lambda outcome: outcome is not False, "possible")
        return minus(possible, self.true(context))

    def _mask(self, context: Context, counts: Counts, hint: str) -> Sql:
        partitions = {id(partition): partition for rule in self.rules for partition, _ in rule.parts}
        masks = [self._of_field(context, one, counts) for one in partitions.values()]
        first, *rest = masks
        for mask in rest:
            first = exp.BitwiseAnd(this=closed(first), expression=closed(mask))
        return context.registry.put(cast(first, "BIGINT"), hint)

    def _of_field(self, context: Context, partition: Partition, counts: Counts) -> Sql:
        """What the value of one field leaves of the rules; it says nothing of rules that do not ask for it."""
        own = {
            rule.index: (part, 1 << at)
            for at, rule in enumerate(self.rules)
            for asked, part in rule.parts
            if asked is partition
        }
        others = sum(1 << at for at, rule in enumerate(self.rules) if rule.index not in own)

        def weight(one: Folded, outcome: Truth) -> int:
            return own[one.index][1] if counts(outcome) else 0

        results = partition.by_place([part for part, _ in own.values()], weight)
        return at_place(context, place_of(context, partition), [one + others for one in results])


def conjoined(context: Context, indexes: Iterable[int]) -> tuple[Conjunction, ...]:
    """The rules that are such, those of a group side by side."""
    found = [one for index in indexes if (one := _conjunction(context, index)) is not None]
    return tuple(sorted(found, key=lambda one: one.group))


def in_words(rules: Sequence[Conjunction]) -> tuple[Word, ...]:
    return tuple(Word(tuple(rules[at : at + BITS])) for at in range(0, len(rules), BITS))


def _conjunction(context: Context, index: int) -> Conjunction | None:
    rule = context.plan.rules[index]
    test = foldable(context, rule)
    by_view: dict[Expr | None, list[Expr]] = {}
    for asked in () if test is None else _parts(test):
        by_view.setdefault(view_of(context, asked), []).append(asked)
    if len(by_view) < 2 or None in by_view:
        return None
    parts = tuple(_part(context, index, asked) for asked in by_view.values())
    return Conjunction(index, rule.group, parts[0][1].points, parts)


def _part(context: Context, index: int, asked: Sequence[Expr]) -> tuple[Partition, Folded]:
    test = Op("op", "and", tuple(asked))
    partition = partition_of(context, test)
    assert partition is not None
    folded = conditioned(context, index, test, partition)
    partition.parts.append(folded)
    return partition, folded


def _parts(test: Expr) -> Iterator[Expr]:
    if isinstance(test, Op) and test.op == "and":
        for one in test.args:
            yield from _parts(one)
    else:
        yield test


def points_of(context: Context, words: Sequence[Together], group: str) -> list[Sql]:
    """What the rules of a group give, a word each; in most leads none of a word holds."""
    found = []
    for word in words:
        named = zip(word.bits, word.rules, strict=True)
        bits = [(bit, rule.points) for bit, rule in named if rule.group == group and rule.points]
        if bits:
            mask, is_long = word.true(context), sum(abs(points) for _, points in bits) >= _LONG
            given = total([_given(mask, bit, points, is_long=is_long) for bit, points in bits])
            found.append(when(compare("eq", mask.copy(), number(0)), number(0), given))
    return found


def _given(mask: Sql, bit: int, points: int, *, is_long: bool) -> Sql:
    return when(has_bit(mask.copy(), bit), cast(number(points), "BIGINT") if is_long else number(points), number(0))
