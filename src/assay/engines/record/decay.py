"""Decay: what an amount is worth at an age, as one function per decay.

Whole numbers throughout, but for `halving`, which is defined in IEEE doubles.
"""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from assay.plan.nodes import Decay
from assay.values import POINT, SCALE, divide, points_of

WHOLE = 1_000_000  # 100% as `Decay.percent` counts
PER_POINT = SCALE // POINT
EXACT_STEPS = 1_000
PRECISE = Context(prec=80, Emin=-(10**12), Emax=10**12)

Aging = Callable[[int, int], int]


def aging(decay: Decay) -> Aging:
    """From an amount (a number, of either sign) and an age in microseconds to hundredths of a point, rounded half
    away from zero."""
    sized = _SIZED[decay.kind](decay)

    def aged(amount: int, age: int) -> int:
        return sized(amount, age) if amount >= 0 else -sized(-amount, age)

    return aged


def _fading(decay: Decay) -> Aging:
    every, percent = decay.every, decay.percent
    return lambda size, age: divide(size * max(0, WHOLE - percent * (age // every)), WHOLE * PER_POINT)


def _compounding(decay: Decay) -> Aging:
    every, left = decay.every, WHOLE - decay.percent

    def aged(size: int, age: int) -> int:
        steps = age // every
        if steps <= EXACT_STEPS:
            return divide(size * left**steps, WHOLE**steps * PER_POINT)
        return _long_compounded(size, left, steps)

    return aged


def _long_compounded(size: int, left: int, steps: int) -> int:
    """Exact powers would grow without bound. After so many steps no result lies half-way between two hundredths
    (a power of the denominator would have to divide the amount), so that eighty digits tell which side it is."""
    if left <= 0:
        return 0
    power = PRECISE.power(Decimal(left) / WHOLE, steps)
    hundredths = PRECISE.multiply(Decimal(size) / PER_POINT, power)
    return int(hundredths.to_integral_value(ROUND_HALF_UP, PRECISE))


def _losing(decay: Decay) -> Aging:
    every, loss = decay.every, decay.losing * PER_POINT
    return lambda size, age: points_of(max(0, size - loss * (age // every)))


def _halving(decay: Decay) -> Aging:
    every = decay.every
    return lambda size, age: math.floor(size / PER_POINT * math.pow(2.0, -age / every) + 0.5)


def _expiring(decay: Decay) -> Aging:
    every = decay.every
    return lambda size, age: points_of(size) if age < every else 0


_SIZED: dict[str, Callable[[Decay], Aging]] = {
    "fading": _fading,
    "compounding": _compounding,
    "losing": _losing,
    "halving": _halving,
    "expiring": _expiring,
}
