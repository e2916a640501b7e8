"""Rounding in whole numbers: operands of a division are never negative, as that is where engines agree."""

from sqlglot import exp

from assay.engines.sql.build import Sql, closed, compare, minus, number, plus, when
from assay.engines.sql.spelling import Spelling


def rounded(spelling: Spelling, value: Sql, divisor: int) -> Sql:
    """value / divisor, rounded half away from zero; the value is held, the divisor even."""
    half, by = number(divisor // 2), number(divisor)
    up = spelling.divide(exp.Paren(this=plus(value, half)), by)
    down = spelling.divide(exp.Paren(this=minus(half.copy(), value.copy())), by.copy())
    return when(compare("ge", value.copy(), number(0)), up, exp.Neg(this=closed(down)))


def rounded_up(spelling: Spelling, value: Sql, divisor: int) -> Sql:
    """The same of a value that is not negative."""
    return spelling.divide(exp.Paren(this=plus(value, number(divisor // 2))), number(divisor))


def toward_zero(spelling: Spelling, value: Sql, divisor: int) -> Sql:
    """Full divisors in the value; the value is held."""
    up = spelling.divide(value, number(divisor))
    down = spelling.divide(exp.Paren(this=exp.Neg(this=closed(value.copy()))), number(divisor))
    return when(compare("ge", value.copy(), number(0)), up, exp.Neg(this=closed(down)))


_FAR = 50_000_000  # multiples that lift every moment above 0


def floored(spelling: Spelling, value: Sql, divisor: int) -> Sql:
    """value / divisor rounded down, by way of a number that is not negative. For moments and days."""
    far = _FAR if divisor > 1_000_000 else 1_000_000_000
    lifted = exp.Paren(this=plus(value, number(far * divisor)))
    return minus(spelling.divide(lifted, number(divisor)), number(far))
