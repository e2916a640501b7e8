"""Arithmetic of numbers in ten-thousandths: rounded half away from zero, missing when out of range.

Sums of two numbers fit BIGINT, products and quotients go through a wide type. `wide`: an argument may be beyond the
range of a number (points of groups are not cut).
"""

from collections.abc import Callable, Mapping

from sqlglot import exp

from assay.engines.sql.build import Sql, case, cast, closed, compare, every, minus, null, number, plus, times, when
from assay.engines.sql.context import Context
from assay.engines.sql.rounding import rounded, toward_zero
from assay.values import LIMIT, SCALE

Operation = Callable[..., Sql]


def in_range(context: Context, value: Sql, limit: int = LIMIT, gives: Sql | None = None) -> Sql:
    """The value (or what it gives), missing where it is out of range."""
    held = context.registry.held(value, "exact")
    inside = every([compare("gt", held, number(-limit)), compare("lt", held.copy(), number(limit))])
    return when(inside, held.copy() if gives is None else gives)


def _narrow(context: Context, value: Sql, wide: bool) -> Sql:
    found = in_range(context, value)
    return cast(found, "BIGINT") if wide else found


def add(context: Context, wide: bool, a: Sql, b: Sql) -> Sql:
    return _narrow(context, plus(a, b), wide)


def sub(context: Context, wide: bool, a: Sql, b: Sql) -> Sql:
    return _narrow(context, minus(a, b), wide)


def mul(context: Context, _wide: bool, a: Sql, b: Sql) -> Sql:
    """Whether the rounded product is in range is told by the product, so that the quotient always fits."""
    spelling = context.spelling
    product = context.registry.held(times(spelling.widen(a), spelling.widen(b)), "product")
    quotient = rounded(spelling, product.copy(), SCALE)
    return cast(in_range(context, product, LIMIT * SCALE - SCALE // 2, quotient), "BIGINT")


def div(context: Context, _wide: bool, a: Sql, b: Sql) -> Sql:
    """(2|n| + |b|) div 2|b| with the sign, where n is a in ten-thousandths of ten-thousandths."""
    spelling, registry = context.spelling, context.registry
    n = times(exp.Abs(this=spelling.widen(a.copy())), number(2 * SCALE))
    d = registry.held(spelling.widen(exp.Abs(this=b.copy())), "divisor")
    above = registry.held(plus(n, d.copy()), "dividend")
    twice = times(d.copy(), number(2))
    fits = compare("lt", above, times(twice.copy(), spelling.widen(number(LIMIT))))
    size = cast(spelling.divide(above.copy(), exp.Paren(this=twice)), "BIGINT")
    alike = compare("eq", compare("lt", a, number(0)), compare("lt", b, number(0)))
    size_column = registry.held(case([(compare("eq", d.copy(), number(0)), null()), (fits, size)]), "quotient")
    return when(alike, size_column, exp.Neg(this=size_column.copy()))


def neg(_context: Context, _wide: bool, a: Sql) -> Sql:
    return exp.Neg(this=closed(a))


def absolute(_context: Context, _wide: bool, a: Sql) -> Sql:
    return exp.Abs(this=a)


def nearest(context: Context, wide: bool, a: Sql) -> Sql:
    return _narrow(context, times(rounded(context.spelling, a, SCALE), number(SCALE)), wide)


def whole(context: Context, _wide: bool, a: Sql) -> Sql:
    return times(toward_zero(context.spelling, a, SCALE), number(SCALE))


OPERATIONS: Mapping[str, Operation] = {
    "add": add,
    "sub": sub,
    "mul": mul,
    "div": div,
    "neg": neg,
    "abs": absolute,
    "round": nearest,
    "whole": whole,
}
HELD = frozenset({"div", "round", "whole"})
