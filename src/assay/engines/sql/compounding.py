"""Compounding decay: a share of what is left goes at every step, and only the end is rounded.

An amount that is written down has a table of its worths. One that is worked out is multiplied by the share that is left,
which a table gives to 58 digits, in two parts of 28: all products are whole numbers of at most 38 digits, which every
engine has. A result can lie half-way between two hundredths only where a power of the share's denominator divides twice
the amount, and such shares have fewer digits than that: they are exact. All others come within 10^-40 of a hundredth.
"""

from collections.abc import Sequence
from math import gcd

from sqlglot import exp

from assay.engines.sql.build import Sql, cast, minus, number, plus, steps, times
from assay.engines.sql.context import Context, Unsupported
from assay.plan.nodes import Decay
from assay.values import LIMIT, POINT, SCALE, divide

WHOLE = 1_000_000
_MOST_STEPS = 20_000  # of a constant
_MOST_SHARES = 5_000
_PER_POINT = SCALE // POINT
_DIGITS = 58
_PART = 28  # digits of the lower part of a share
_CUT = 9  # digits of the lower part of an amount


def compounding(context: Context, size: Sql, constant: int | None, decay: Decay, passed: Sql) -> Sql:
    """The worth in hundredths of an amount, which is not negative, after full steps."""
    left = WHOLE - decay.percent
    return _computed(context, size, left, passed) if constant is None else _looked_up(constant, left, passed)


def _looked_up(constant: int, left: int, passed: Sql) -> Sql:
    """A table of exact worths by steps, which ends where nothing is left."""
    worths = _worths(constant, left)
    changes = [at for at in range(1, len(worths)) if worths[at] != worths[at - 1]]
    return steps(passed, changes, [number(worths[at]) for at in (0, *changes)])


def _worths(constant: int, left: int) -> list[int]:
    worths: list[int] = []
    numerator, denominator = constant, _PER_POINT
    up, down = _reduced(left)
    while len(worths) <= _MOST_STEPS:
        worths.append(divide(numerator, denominator))
        if worths[-1] == 0 or left == WHOLE:
            return worths
        numerator, denominator = numerator * up, denominator * down
    raise _too_many()


def _computed(context: Context, size: Sql, left: int, passed: Sql) -> Sql:
    """amount × share, rounded. Of the product, digits before the point are kept and 21 behind it."""
    wide, put = context.spelling, context.registry.put
    shares = _shares(left)
    high, low = (
        _part(context, passed, found) for found in zip(*(divmod(one, 10**_PART) for one in shares), strict=True)
    )
    first = put(wide.quotient(wide.widen(size), 10**_CUT), "first_digits")
    last = put(minus(wide.widen(size.copy()), times(first, wide.whole(10**_CUT))), "last_digits")
    above, below = (put(times(last.copy(), part), "last_share") for part in (high, low))
    carried = times(exp.Mod(this=above, expression=wide.whole(10**_CUT)), wide.whole(10 ** (_PART - _CUT)))
    small = plus(times(first.copy(), low.copy()), wide.quotient(below, 10**_CUT))
    behind = put(plus(carried, small), "behind")
    large = plus(times(first.copy(), high.copy()), wide.quotient(above.copy(), 10**_CUT))
    product = plus(large, wide.quotient(behind, 10**_PART))
    unit = 10 ** (_DIGITS - _PART - _CUT)
    return cast(wide.quotient(put(plus(product, wide.whole(unit // 2)), "product"), unit), "BIGINT")


def _part(context: Context, passed: Sql, parts: Sequence[int]) -> exp.Column:
    found = steps(passed.copy(), range(1, len(parts)), [context.spelling.whole(one) for one in parts])
    return context.registry.put(found, "share")


def _shares(left: int) -> list[int]:
    """What is left by steps, in units of 10^-58, as hundredths of a ten-thousandth; 0 when nothing is left of any amount."""
    up, down = _reduced(left)
    numerator, denominator, unit = 1, _PER_POINT, 10**_DIGITS
    shares: list[int] = []
    while len(shares) <= _MOST_SHARES:
        shares.append(-(-unit * numerator // denominator))
        if LIMIT * shares[-1] * 2 < unit:
            return [*shares[:-1], 0]
        numerator, denominator = numerator * up, denominator * down
    raise _too_many()


def _reduced(left: int) -> tuple[int, int]:
    common = gcd(left, WHOLE)
    return left // common, WHOLE // common


def _too_many() -> Unsupported:
    return Unsupported("points that fade compounding in so many small steps are not worked out in SQL")
