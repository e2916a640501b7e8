"""What an amount comes to, in hundredths: for each case that may be, the least and the most."""

from dataclasses import dataclass
from itertools import product
from math import prod

from assay.analysis.solver.abstract import Abstract, Between
from assay.analysis.solver.axes import Axis
from assay.analysis.solver.circuit import TRUE
from assay.analysis.solver.names import TooLarge
from assay.analysis.solver.truth import NO_KIND, Kind, Truths
from assay.engines.record.trace.decay import aged
from assay.plan.nodes import Amount, Const, Decay
from assay.values import LIMIT, POINT, SCALE, points_of

MOST = LIMIT // (SCALE // POINT)  # hundredths: all that a number can hold
EACH_MOST = 10**11  # what one activity is taken to give at most: a billion points
_CASES = 400
Points = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """Where `literal` is true: the least and the most points, before any bound and without the rule's sign. None: the
    amount is missing. `unsure`: it may be missing."""

    literal: int
    points: Points | None
    unsure: bool = False


def cases(
    truths: Truths, amount: Amount, decay: Decay | None, time: Abstract | None, kind: Kind = NO_KIND
) -> list[Case]:
    """Exactly one of them is true. `time`: of the activity that ages; None: nothing does."""
    if isinstance(amount.value, Const):
        return [_case(truths, TRUE, Abstract(Between(int(amount.value.value), int(amount.value.value))), decay, time)]
    try:
        value = truths.names.opened(amount.value)
    except TooLarge:
        return [_case(truths, TRUE, _ANY, decay, time)]
    axes: list[Axis] = []
    for one in truths.names.about(value):
        if one not in kind:
            axis = truths.axis_of(one, value)
            if axis is None:
                return [_case(truths, TRUE, _ANY, decay, time)]
            axes.append(axis)
    if prod(len(axis.cells) for axis in axes) > _CASES:
        return [_case(truths, TRUE, _ANY, decay, time)]
    by_value: dict[Abstract, list[int]] = {}
    for chosen in product(*(range(len(axis.cells)) for axis in axes)):
        here = truths.circuit.all_of(axis.literal(at) for axis, at in zip(axes, chosen, strict=True))
        by_value.setdefault(truths.value(value, axes, chosen, kind, asked=False), []).append(here)
    return [_case(truths, truths.circuit.any_of(here), found, decay, time) for found, here in by_value.items()]


_ANY = Abstract(Between(-MOST * 100, MOST * 100), missing=True)


def _case(truths: Truths, literal: int, value: Abstract, decay: Decay | None, time: Abstract | None) -> Case:
    if value.known is None:
        return Case(literal, None)
    span = value.known if isinstance(value.known, Between) else Between(-MOST * 100, MOST * 100)
    if decay is None or time is None:
        return Case(literal, (_sane(points_of(span.low)), _sane(points_of(span.high))), value.missing)
    if not isinstance(time.known, Between):
        return Case(literal, None)
    as_of = truths.setting.as_of
    worths = [
        worth(end, decay, max(0, as_of - moment))
        for end in (span.low, span.high)
        for moment in (time.known.low, time.known.high)
    ]
    return Case(literal, (_sane(min(worths)), _sane(max(worths))), value.missing)


def _sane(points: int) -> int:
    return max(-MOST, min(MOST, points))


def worth(number: int, decay: Decay, age: int) -> int:
    """Hundredths that an amount is worth at an age, with its sign. What ages comes nearer to 0 and never passes it."""
    found = aged(number, decay, age).after
    assert found is not None
    return found if number >= 0 else -found


def signed(points: Points, sign: int, minimum: int | None, maximum: int | None) -> Points:
    """Bounded, then with the rule's sign."""
    low, high = (bounded_one(one, minimum, maximum) for one in points)
    return (low, high) if sign > 0 else (-high, -low)


def bounded_one(points: int, minimum: int | None, maximum: int | None) -> int:
    points = points if maximum is None else min(points, maximum)
    return points if minimum is None else max(points, minimum)
