"""Aggregates over a lead's activities, as they stand in the rules."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from assay.syntax import ast
from tests.naive.expressions import Activity, State, compare, microseconds, value_of
from tests.naive.possibility import true_of
from tests.naive.values import Moment, OneOf, Text, Value, fold, number


def when(state: State, activity: Activity) -> Moment | None:
    """The time of an activity; None if it has none."""
    moment = activity.get(state.world.time or "")
    assert moment is None or isinstance(moment, Moment)
    return moment


def in_window(state: State, activity: Activity, within: ast.Duration | None) -> bool:
    """`(as_of - D, as_of]`; without a window, every activity."""
    if within is None:
        return True
    moment = when(state, activity)
    return moment is not None and moment.microseconds > state.as_of.microseconds - microseconds(within)


def aggregate(state: State, call: ast.Call) -> Value:
    name, argument = call.function.name, call.arguments[0]
    chosen = [a for a in state.activities() if in_window(state, a, call.within)]
    if name in ("any", "none", "count"):
        matching = sum(true_of(state, argument, a) for a in chosen)
        return Fraction(matching) if name == "count" else (matching > 0) == (name == "any")
    if call.where is not None:
        chosen = [a for a in chosen if true_of(state, call.where, a)]
    pairs = [(when(state, a), value_of(state, argument, a)) for a in chosen]
    return _over(state, name, [(moment, value) for moment, value in pairs if value is not None])


def _over(state: State, name: str, pairs: list[tuple[Moment | None, Any]]) -> Value:
    values = [value for _, value in pairs]
    match name:
        case "sum":
            return number(sum(values, Fraction(0)))
        case "distinct":
            return Fraction(len({identity(value) for value in values}))
        case "first" | "last":
            return _by_time(state, name, pairs)
    if not values:
        return None
    match name:
        case "average":
            return number(sum(values, Fraction(0)) / len(values))
        case "highest":
            return greatest(state, values)
        case "lowest":
            return smallest(state, values)
    raise AssertionError(name)


def identity(value: Value) -> Value | str:
    """Equal values have one identity."""
    if isinstance(value, Text):
        return value.raw if value.exact else fold(value.raw)
    return value.value if isinstance(value, OneOf) else value


def _by_time(state: State, name: str, pairs: list[tuple[Moment | None, Any]]) -> Value:
    dated = [(moment, value) for moment, value in pairs if moment is not None]
    if not dated:
        return None
    if name == "first":
        earliest = min(moment for moment, _ in dated)
        return smallest(state, [value for moment, value in dated if moment == earliest])
    latest = max(moment for moment, _ in dated)
    return greatest(state, [value for moment, value in dated if moment == latest])


def smallest(state: State, values: list[Any]) -> Any:
    """The least value; of texts equal when folded, the least as written."""
    best = values[0]
    for value in values[1:]:
        if _before(state, value, best):
            best = value
    return best


def greatest(state: State, values: list[Any]) -> Any:
    best = values[0]
    for value in values[1:]:
        if _before(state, best, value):
            best = value
    return best


def _before(state: State, left: Any, right: Any) -> bool:
    if isinstance(left, Text) and compare(state.world, "==", left, right):
        return left.raw < right.raw
    if isinstance(left, bool):
        return left < right
    return bool(compare(state.world, "<", left, right))
