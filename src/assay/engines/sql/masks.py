"""Many conditions of a lead in a few whole numbers, a bit each."""

from collections.abc import Iterable, Sequence

from sqlglot import exp

from assay.engines.sql.build import Sql, closed, compare, number, total, when
from assay.engines.sql.context import Context

BITS = 50  # of one number; well below the sign


def masks(context: Context, conditions: Sequence[Sql], hint: str) -> list[str]:
    """The columns that hold which of the conditions are true, `BITS` a column."""
    names = []
    for start in range(0, len(conditions), BITS):
        bits = [when(one, number(1 << at), number(0)) for at, one in enumerate(conditions[start : start + BITS])]
        names.append(context.registry.put(total(bits), hint).name)
    return names


def is_set(mask: Sql, at: int) -> Sql:
    """Whether a bit is there."""
    return has_bit(mask, 1 << at)


def has_bit(mask: Sql, bit: int) -> Sql:
    return compare("ne", exp.BitwiseAnd(this=closed(mask), expression=number(bit)), number(0))


def places(found: Iterable[int]) -> tuple[int, ...]:
    """Which conditions are true, from the numbers of their columns."""
    return tuple(
        start * BITS + at
        for start, mask in enumerate(found)
        if mask
        for at in range(mask.bit_length())
        if mask >> at & 1
    )
