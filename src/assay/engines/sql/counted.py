"""Rules that ask several fields at once, `a and b and c`, where a field is looked up: the parts that hold are counted.

The look-up of a field gives one number. In its low bits are the points of the field's own rules; above them every rule
of several fields has some bits to count in, and the field adds a one to each whose part its value makes true. Counts
begin so high that the highest bit of each is set where all parts hold, and nowhere else. So a lead costs an addition a
field however many such rules there are, and no text is compared once more for each of them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.build import Sql, cast, closed, minus, number, plus, total
from assay.engines.sql.conjunctions import Conjunction
from assay.engines.sql.context import Context
from assay.engines.sql.folded import Folded, Partition, Truth, range_of
from assay.engines.sql.partitions import looked_up

_BITS = 62  # of one number; the sign is never reached
_POINTS = 30  # bits that points may take of them

Counts = Callable[[Truth], bool]  # whether an outcome of a part is counted


@dataclass(frozen=True, slots=True)
class Own:
    """The rules of one field in one group; `least` is the least they come to."""

    partition: Partition
    group: str
    rules: tuple[Folded, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Rules whose parts are counted in one number. `ones`: the lowest bit of each count, `bits`: its highest. `own`:
    what is in the bits below `room`; of each field that has such rules, it is what is more than the least."""

    rules: tuple[Conjunction, ...]
    ones: tuple[int, ...]
    bits: tuple[int, ...]
    room: int = 0
    own: tuple[Own, ...] = ()

    @property
    def alone(self) -> list[Partition]:
        """Fields that have no rules of their own here."""
        with_own = {id(one.partition) for one in self.own}
        return [one for one in asked_by(self.rules) if id(one) not in with_own]

    def true(self, context: Context) -> Sql:
        """The highest bits of the rules that hold."""
        groups = dict.fromkeys(one.group for one in self.own)
        sums = [self._together(context, group) for group in groups]
        others = [self._looked_up(context, one, _is_true, None) for one in self.alone]
        return self._full(context, [*sums, *others], "together")

    def undecided(self, context: Context) -> Sql:
        """Those of rules of which no part is false, and that do not hold."""
        possible = [
            self._looked_up(context, one, lambda outcome: outcome is not False, None) for one in asked_by(self.rules)
        ]
        return minus(self._full(context, possible, "possible"), self.true(context))

    def points(self, context: Context, group: str) -> Iterator[Sql]:
        """What the fields' own rules give a group."""
        own = [one for one in self.own if one.group == group]
        if own:
            low = exp.BitwiseAnd(this=self._together(context, group), expression=number((1 << self.room) - 1))
            yield plus(low, number(sum(one.least for one in own)))

    def _full(self, context: Context, counts: Sequence[Sql], hint: str) -> Sql:
        """Which counts are full."""
        begin = sum(
            bit - len(rule.parts) * one for rule, one, bit in zip(self.rules, self.ones, self.bits, strict=True)
        )
        counted = total([*counts, number(begin)])
        return context.registry.put(
            exp.BitwiseAnd(this=closed(cast(counted, "BIGINT")), expression=number(sum(self.bits))), hint
        )

    def _together(self, context: Context, group: str) -> Sql:
        """The points of a group, and what its fields count."""
        found = [self._looked_up(context, one.partition, _is_true, one) for one in self.own if one.group == group]
        return context.registry.put(cast(total(found), "BIGINT"), f"{group}_counted")

    def _looked_up(self, context: Context, partition: Partition, counts: Counts, own: Own | None) -> Sql:
        parts = {
            rule.index: (part, one)
            for rule, one in zip(self.rules, self.ones, strict=True)
            for asked, part in rule.parts
            if asked is partition
        }

        def weight(one: Folded, outcome: Truth) -> int:
            if one.index in parts:
                return parts[one.index][1] if counts(outcome) else 0
            return one.points if outcome else 0

        chosen = [*(() if own is None else own.rules), *(part for part, _ in parts.values())]
        found = looked_up(context, partition, chosen, weight, 0 if own is None else -own.least)
        return number(0) if found is None else cast(found, "BIGINT")


def _is_true(outcome: Truth) -> bool:
    return outcome is True


def asked_by(rules: Iterable[Conjunction]) -> list[Partition]:
    found = {id(partition): partition for rule in rules for partition, _ in rule.parts}
    return list(found.values())


def tallied(rules: Sequence[Conjunction], group_of: Callable[[int], str]) -> tuple[Tally, ...]:
    """The rules in tallies; the first has the fields' own rules too. Few rules that ask many other fields are quicker
    judged one by one, and are left out. `group_of`: of a rule, by its index."""
    own, room = _own_rules(asked_by(rules), group_of)
    found = [
        _tally(some, () if at else own, 0 if at else room) for at, some in enumerate(_in_numbers(rules, room)) if some
    ]
    return tuple(one for one in found if len(one.rules) >= len(one.alone))


def _own_rules(partitions: Iterable[Partition], group_of: Callable[[int], str]) -> tuple[tuple[Own, ...], int]:
    """Of each field the rules of the group that has most of them, and how many bits all their points take."""
    found, span = [], 0
    for one in partitions:
        groups = Counter(group_of(rule.index) for rule in one.rules)
        if groups:
            group = groups.most_common(1)[0][0]
            rules = tuple(rule for rule in one.rules if group_of(rule.index) == group)
            least, most = range_of(one, rules, lambda rule, outcome: rule.points if outcome else 0)
            found.append(Own(one, group, rules, least))
            span += most - least
    room = span.bit_length()
    return (tuple(found), room) if room <= _POINTS else ((), 0)


def _in_numbers(rules: Sequence[Conjunction], room: int) -> Iterator[list[Conjunction]]:
    """As many at a time as there are bits for; `room` are taken in the first number."""
    some: list[Conjunction] = []
    taken = room
    for rule in rules:
        if taken + _width(rule) > _BITS:
            yield some
            some, taken = [], 0
        some.append(rule)
        taken += _width(rule)
    if some:
        yield some


def _width(rule: Conjunction) -> int:
    """Bits that can count to the number of parts, of which the highest is a power of two not below it."""
    return (len(rule.parts) - 1).bit_length() + 1


def _tally(rules: Sequence[Conjunction], own: Sequence[Own], room: int) -> Tally:
    asked = {id(one) for one in asked_by(rules)}
    ones, bits, at = [], [], room
    for rule in rules:
        ones.append(1 << at)
        at += _width(rule)
        bits.append(1 << (at - 1))
    return Tally(tuple(rules), tuple(ones), tuple(bits), room, tuple(one for one in own if id(one.partition) in asked))
