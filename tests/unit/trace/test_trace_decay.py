"""Decay: thirty points at 75 days, and the edges."""

import pytest

from assay.engines.record.trace.decay import aged
from assay.plan.nodes import Decay
from assay.values import DAY, MINUTE, SCALE

THIRTY = 30 * SCALE


@pytest.mark.parametrize(
    ("decay", "expected"),
    [
        (Decay("fading", 30 * DAY, percent=250_000), 1500),
        (Decay("compounding", 30 * DAY, percent=250_000), 1688),
        (Decay("halving", 30 * DAY), 530),
        (Decay("halving", 90 * DAY), 1684),
        (Decay("losing", 10 * DAY, losing=500), 0),
        (Decay("losing", 30 * DAY, losing=500), 2000),
        (Decay("expiring", 75 * DAY), 0),
        (Decay("expiring", 75 * DAY + 1), 3000),
        (Decay("fading", DAY, percent=250_000), 0),
    ],
)
def test_thirty_points_at_75_days(decay: Decay, expected: int) -> None:
    assert aged(THIRTY, decay, 75 * DAY).after == expected
    assert aged(-THIRTY, decay, 75 * DAY).after == expected


def test_steps_are_whole_ones() -> None:
    aging = aged(THIRTY, Decay("fading", 30 * DAY, percent=250_000), 60 * DAY - 1)
    assert (aging.steps, aging.after) == (1, 2250)


def test_without_a_time_nothing_is_known() -> None:
    assert aged(THIRTY, Decay("halving", DAY), None).after is None


def test_very_many_steps_are_no_trouble() -> None:
    decay = Decay("compounding", MINUTE, percent=1)
    assert aged(THIRTY, decay, 1_000_000 * MINUTE).after == round(3000 * (1 - 1e-6) ** 1_000_000)


def test_a_half_hundredth_rounds_up() -> None:
    assert aged(100, Decay("halving", DAY), DAY).after == 1
