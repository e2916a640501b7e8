"""Decay on its own: whole numbers where the language says so, doubles for halving, every sign."""

import math
from fractions import Fraction

import pytest

from assay.engines.record.decay import aging
from assay.plan.nodes import Decay
from assay.values import DAY, HOUR, SCALE

QUARTER = 250_000  # 25%


@pytest.mark.parametrize(
    ("decay", "days", "expected"),
    [
        (Decay("fading", 30 * DAY, QUARTER), 75, 1500),
        (Decay("compounding", 30 * DAY, QUARTER), 75, 1688),
        (Decay("halving", 30 * DAY), 75, 530),
        (Decay("fading", 30 * DAY, QUARTER), 29.9999, 3000),
        (Decay("fading", 30 * DAY, QUARTER), 30, 2250),
        (Decay("fading", 30 * DAY, QUARTER), 1_000, 0),
        (Decay("losing", 30 * DAY, losing=1250), 59, 1750),
        (Decay("losing", 30 * DAY, losing=1250), 90, 0),
        (Decay("expiring", 30 * DAY), 29.9999, 3000),
        (Decay("expiring", 30 * DAY), 30, 0),
        (Decay("halving", 30 * DAY), 0, 3000),
        (Decay("halving", 30 * DAY), 30, 1500),
        (Decay("halving", DAY), 10_000, 0),
        (Decay("compounding", 30 * DAY, 1_000_000), 30, 0),
    ],
)
def test_thirty_points(decay: Decay, days: float, expected: int) -> None:
    age = round(days * DAY)
    assert aging(decay)(30 * SCALE, age) == expected
    assert aging(decay)(-30 * SCALE, age) == -expected


def test_halves_are_rounded_away_from_zero() -> None:
    halved = aging(Decay("fading", DAY, 500_000))
    assert [halved(amount, DAY) for amount in (100, 300, 301, -100)] == [1, 2, 2, -1]
    assert aging(Decay("halving", DAY))(100, DAY) == 1


def test_compounding_is_exact_however_long() -> None:
    decay = aging(Decay("compounding", HOUR, 7_000))
    for steps in (0, 1, 999, 1_000, 1_001, 1_500):
        exact = Fraction(12_345 * SCALE, 100) * Fraction(993_000, 1_000_000) ** steps
        assert decay(12_345 * SCALE, steps * HOUR) == math.floor(exact + Fraction(1, 2))
    assert decay(10**17, 10**9 * HOUR) == 0


def test_halving_takes_hundredths_as_a_double() -> None:
    decay = aging(Decay("halving", 7 * DAY))
    for age in (1, 12_345_678_901, 3 * DAY, 100 * DAY):
        assert decay(333_333, age) == math.floor(3333.33 * 2.0 ** (-(age / (7 * DAY))) + 0.5)
