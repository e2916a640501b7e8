"""What is left of an amount after a time. Sizes are taken without their sign, which comes back at the end."""

from __future__ import annotations

import math
from fractions import Fraction

from assay.syntax import ast
from tests.naive.expressions import State, microseconds
from tests.naive.values import Moment, points


def contribution(
    state: State, amount: Fraction | None, moment: Moment | None, decay: ast.Decay | None
) -> Fraction | None:
    """Points, decayed and rounded; missing if the amount is, or if it should age and has no time."""
    if amount is None or (decay is not None and moment is None):
        return None
    if decay is None:
        return points(amount)
    size = _left(abs(amount), state.as_of.microseconds - moment.microseconds, decay)
    return size if amount >= 0 else -size


def _left(size: Fraction, age: int, decay: ast.Decay) -> Fraction:
    every = microseconds(decay.every)
    steps = age // every
    match decay.kind:
        case "fading" if decay.compounding:
            return points(size * (1 - _share(decay)) ** steps)
        case "fading":
            return points(size * max(1 - _share(decay) * steps, Fraction(0)))
        case "losing":
            return points(max(size - points(_number(decay)) * steps, Fraction(0)))
        case "expiring":
            return points(size) if age < every else Fraction(0)
    hundredths = float(size * 100) * 2.0 ** -(age / every)
    return Fraction(math.floor(hundredths + 0.5), 100)


def _number(decay: ast.Decay) -> Fraction:
    assert decay.amount is not None
    return Fraction(decay.amount.value)


def _share(decay: ast.Decay) -> Fraction:
    return _number(decay) / 100
