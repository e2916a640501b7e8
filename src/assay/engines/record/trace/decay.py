"""Decay, with its arithmetic kept: what an amount is worth at an age."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import assert_never

from assay.engines.record.trace.nodes import Aging
from assay.plan.nodes import Decay
from assay.values import POINT, SCALE, divide, points_of

WHOLE = 1_000_000  # 100% as `Decay.percent` counts
EXACT_STEPS = 1_000
PRECISE = Context(prec=80, Emin=-(10**12), Emax=10**12)


def aged(amount: int, decay: Decay, age: int | None) -> Aging:
    """The worth of an amount (a number, of either sign) at an age in microseconds; None: the age is unknown."""
    size = abs(amount)
    steps = None if age is None or decay.kind in ("halving", "expiring") else age // decay.every
    return Aging(decay, age, steps, size, None if age is None else _worth(size, decay, age))


def _worth(size: int, decay: Decay, age: int) -> int:
    """Hundredths, rounded half away from zero."""
    steps = age // decay.every
    match decay.kind:
        case "fading":
            return divide(size * max(0, WHOLE - decay.percent * steps), WHOLE * SCALE // POINT)
        case "compounding":
            return _compounded(size, WHOLE - decay.percent, steps)
        case "losing":
            return points_of(max(0, size - decay.losing * (SCALE // POINT) * steps))
        case "halving":
            return math.floor(size / (SCALE // POINT) * math.pow(2.0, -age / decay.every) + 0.5)
        case "expiring":
            return points_of(size) if age < decay.every else 0
        case _:
            assert_never(decay.kind)


def _compounded(size: int, left: int, steps: int) -> int:
    """`size` times (left / 1,000,000) to the power of `steps`, in hundredths.

    Exact in whole numbers. Beyond a thousand steps no result can lie half-way between two hundredths (a power of
    the denominator would have to divide the amount), and eighty digits tell the sides of a half apart.
    """
    if steps <= EXACT_STEPS:
        return divide(size * left**steps, WHOLE**steps * (SCALE // POINT))
    if left <= 0:
        return 0
    power = PRECISE.power(Decimal(left) / WHOLE, steps)
    hundredths = PRECISE.multiply(Decimal(size) / (SCALE // POINT), power)
    return int(hundredths.to_integral_value(ROUND_HALF_UP, PRECISE))
