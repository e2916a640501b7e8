"""What a result says of the rules: which fired, which could not be decided, and for want of what."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.build import Sql, case, cast, compare, is_null, number, total, truth, when
from assay.engines.sql.conjunctions import Conjunction, Word
from assay.engines.sql.context import Context
from assay.engines.sql.counted import Tally
from assay.engines.sql.expressions import missing
from assay.engines.sql.folded import Folded, Partition, Truth
from assay.engines.sql.folds import Folds
from assay.engines.sql.masks import BITS, has_bit, masks
from assay.engines.sql.partitions import summed
from assay.engines.sql.query import RuleColumns
from assay.engines.sql.rules import Judged
from assay.plan.nodes import Input


@dataclass(frozen=True, slots=True)
class Rules:
    """The part of a Layout that is about rules."""

    rules: tuple[RuleColumns, ...] = ()
    fired: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bits:
    """What one rule, or all rules of one field, add to a mask: `count` bits."""

    rules: tuple[RuleColumns, ...]
    mask: Callable[[int, Truth, Sequence[int]], Sql | None]  # first bit, outcome, which of the rules


def rules_of(context: Context, made: Mapping[int, Judged], folded: Folds) -> Rules:
    """Rules of one field stand together, so that one look-up gives their part of a mask. Before them come those that are
    masks already, each as long as a column."""
    parts = [_together(context, word) for word in folded.words]
    parts += [_counted(context, tally) for tally in folded.tallies]
    parts += [_looked_up(context, one) for one in context.partitions.values() if one.rules]
    parts += [_plain(context, made[index]) for index in sorted(made)]
    rules = tuple(rule for part in parts for rule in part.rules)
    inputs = tuple(dict.fromkeys(given for rule in rules for reason in rule.reasons for given in reason))
    assert len(rules) == len(made) + len(folded.rules)
    return Rules(
        rules,
        tuple(_masks(context, parts, True, "fired")),
        tuple(_masks(context, parts, None, "undecided")),
        inputs,
        tuple(masks(context, [missing(context, given.value) for given in inputs], "missing")),
    )


def _masks(context: Context, parts: Sequence[_Bits], outcome: Truth, hint: str) -> Iterator[str]:
    """Which rules came out so, `BITS` a column."""
    words: dict[int, list[Sql]] = {}
    at = 0
    for part in parts:
        for word in range(at // BITS, (at + len(part.rules) - 1) // BITS + 1):
            within = [place for place in range(len(part.rules)) if (at + place) // BITS == word]
            found = part.mask(at - word * BITS, outcome, within)
            if found is not None:
                words.setdefault(word, []).append(found)
        at += len(part.rules)
    for word in range(-(-at // BITS)):
        yield context.registry.put(cast(total(words.get(word, [])), "BIGINT"), hint).name


def _plain(context: Context, one: Judged) -> _Bits:
    outcome = context.registry.held(one.outcome, f"rule_{context.plan.rules[one.index].id}")

    def mask(first: int, wanted: Truth, _within: Sequence[int]) -> Sql | None:
        condition = is_null(outcome.copy()) if wanted is None else outcome.copy()
        return when(condition, number(1 << first), number(0))

    return _Bits((_columns(context, one),), mask)


def _looked_up(context: Context, partition: Partition) -> _Bits:
    rules = partition.rules

    def mask(first: int, wanted: Truth, within: Sequence[int]) -> Sql | None:
        bits = {rules[place].index: 1 << (first + place) for place in within}
        return summed(context, partition, lambda one, outcome: bits[one.index] if outcome is wanted else 0, bits)

    return _Bits(tuple(_fixed(context, one) for one in rules), mask)


def _together(context: Context, word: Word) -> _Bits:
    def mask(first: int, wanted: Truth, _within: Sequence[int]) -> Sql | None:
        assert first == 0
        return word.undecided(context) if wanted is None else word.true(context)

    return _Bits(tuple(_fixed(context, one) for one in word.rules), mask)


def _counted(context: Context, tally: Tally) -> _Bits:
    def mask(first: int, wanted: Truth, within: Sequence[int]) -> Sql | None:
        found = context.registry.held(tally.undecided(context) if wanted is None else tally.true(context), "open")
        bits = [(tally.bits[place], 1 << (first + place)) for place in within]
        moved = [when(has_bit(found.copy(), bit), number(to), number(0)) for bit, to in bits]
        return when(compare("ne", found.copy(), number(0)), total(moved), number(0))

    return _Bits(tuple(_fixed(context, one) for one in tally.rules), mask)


def _fixed(context: Context, one: Folded | Conjunction) -> RuleColumns:
    condition = context.plan.rules[one.index].condition
    assert condition is not None
    return RuleColumns(one.index, one.points, (condition.inputs,), plain=len(condition.inputs) == 1)


def _columns(context: Context, one: Judged) -> RuleColumns:
    reasons = tuple(reason.inputs for reason in one.reasons)
    points = one.points if isinstance(one.points, int) else column_name(context, one.points, "points")
    return RuleColumns(one.index, points, reasons, _reason(context, one))


def _reason(context: Context, one: Judged) -> str | None:
    if len(one.reasons) < 2:
        return None
    branches = [
        (truth(value=True) if reason.condition is None else reason.condition.copy(), number(at))
        for at, reason in enumerate(one.reasons)
    ]
    return column_name(context, case(branches), "reason")


def column_name(context: Context, value: Sql, hint: str) -> str:
    """The column that has a value, put there if there is none."""
    return value.name if isinstance(value, exp.Column) else context.registry.put(value, hint).name
