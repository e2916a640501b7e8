"""Examples: what their expectations come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from assay.syntax import ast
from tests.naive.expressions import State, microseconds, value_of
from tests.naive.outcome import scored
from tests.naive.result import Result
from tests.naive.world import world_of
from tests.naive.zone import datetime_of, local_moment, moment_of


def expectations(file: ast.File, example: ast.Example, as_of: dt.datetime) -> list[bool | None]:
    """Whether each expectation holds; None where it is unknown. `as_of` is for an example that names no moment."""
    result, state = of_example(file, example, as_of)
    assert not result.excluded, "of an excluded lead there is little to expect"
    values = [value_of(state, expect.condition) for expect in example.expects]
    assert all(value is None or isinstance(value, bool) for value in values)
    return values


def of_example(file: ast.File, example: ast.Example, as_of: dt.datetime) -> tuple[Result, State]:
    """The lead of an example, scored."""
    zone = world_of(file).zone
    if example.as_of is not None:
        given = example.as_of.value
        clock = given if isinstance(given, dt.datetime) else dt.datetime.combine(given, dt.time())
        as_of = datetime_of(local_moment(clock, zone))
    lead = _values(example.lead, as_of)
    activities = [
        _values(activity.values, as_of)
        for activity in example.activities
        for _ in range(int(activity.times.value) if activity.times is not None else 1)
    ]
    return scored(file, lead, activities, as_of)


def _values(given: Sequence[ast.Given], as_of: dt.datetime) -> dict[str, object]:
    return {one.field.name: _raw(one.value, as_of) for one in given}


def _raw(value: ast.Expr, as_of: dt.datetime) -> object:
    match value:
        case ast.Unary():
            return -value.operand.value
        case ast.ListOf():
            return [item.value for item in value.items]
        case ast.Ago():
            return datetime_of(moment_of(as_of)) - dt.timedelta(microseconds=microseconds(value.duration))
    return value.value
