"""What an expression is worth: for a lead, or for one of its activities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from assay.syntax import ast
from tests.naive.values import (
    BLANKS,
    MICROSECONDS,
    Day,
    Length,
    Moment,
    OneOf,
    StageAt,
    Text,
    Value,
    fits,
    fold,
    full,
    has_phrase,
    number,
    words,
)
from tests.naive.world import AGGREGATES, World, is_activity_field, is_result
from tests.naive.zone import day_of, local_day, local_moment, midnight

Activity = dict[str, Value]


@dataclass
class State:
    """One lead being scored. `results` fills up as scoring goes on: "score", "stage", "route", "disqualified",
    ("group", NAME), ("grade", GROUP)."""

    world: World
    lead: dict[str, Value]
    everything: list[Activity]  # up to as_of
    kept: list[Activity]  # what `ignore` left
    as_of: Moment
    aggregate: Callable[[State, ast.Call], Value]
    ignoring: bool = False
    results: dict[Any, Value] = field(default_factory=dict)
    group: Callable[[str], Fraction] | None = None

    def activities(self) -> list[Activity]:
        return self.everything if self.ignoring else self.kept


def microseconds(duration: ast.Duration) -> int:
    return int(Fraction(duration.amount) * MICROSECONDS[duration.unit])


def value_of(state: State, expr: ast.Expr, activity: Activity | None = None) -> Value:  # noqa: PLR0912
    """The value of an expression; None where it is missing or unknown."""
    match expr:
        case ast.Number():
            return number(Fraction(expr.value))
        case ast.Text():
            return Text(expr.value)
        case ast.Boolean():
            return expr.value
        case ast.Date():
            return day_of(expr.value)
        case ast.Time():
            return local_moment(expr.value, state.world.zone)
        case ast.Duration():
            return Length(microseconds(expr))
        case ast.Name():
            return _name(state, expr, activity)
        case ast.Known():
            return (value_of(state, expr.operand, activity) is not None) == expr.known
        case ast.AtLeast():
            sides = [value_of(state, condition, activity) for condition in expr.conditions]
            return at_least(int(expr.count.value), sides)
        case ast.Unary(op="not"):
            return negation(value_of(state, expr.operand, activity))
        case ast.Unary():
            value = value_of(state, expr.operand, activity)
            return None if value is None else -value
        case ast.Binary():
            return _binary(state, expr, activity)
        case ast.Call():
            return _call(state, expr, activity)
    raise AssertionError(f"no value: {expr}")


def _name(state: State, name: ast.Name, activity: Activity | None) -> Value:
    world = state.world
    if is_result(name):
        return state.results[name.name]
    if name.name in world.lead:
        return state.lead[name.name]
    if is_activity_field(world, name):
        assert activity is not None, f"{name.name} outside an activity"
        return activity.get(name.name)  # NOWHERE has none
    if name.name in world.lets:
        return value_of(state, world.lets[name.name], activity)
    if name.name in world.groups or name.name == "ungrouped":
        assert state.group is not None
        return state.group(name.name)
    return StageAt(world.stages.index(name.name))


# --- logic ---------------------------------------------------------------------------------------------


def negation(side: Value) -> bool | None:
    return None if side is None else not side


def both(left: Value, right: Value) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: Value, right: Value) -> bool | None:
    return negation(both(negation(left), negation(right)))


def at_least(count: int, sides: list[Value]) -> bool | None:
    trues, unknowns = sides.count(True), sides.count(None)
    if trues >= count:
        return True
    return None if trues + unknowns >= count else False


# --- operators -------------------------------------------------------------------------------------------


def _binary(state: State, expr: ast.Binary, activity: Activity | None) -> Value:
    left = value_of(state, expr.left, activity)
    if expr.op in ("in", "not in"):
        found = is_within(state, left, expr.right, activity)
        return found if expr.op == "in" else negation(found)
    if is_list(state.world, expr.right):
        items = _items(state, expr.right, activity)
        return None if left is None else any_of([_texts(expr.op, left, item) for item in items])
    right = value_of(state, expr.right, activity)
    match expr.op:
        case "and":
            return both(left, right)
        case "or":
            return either(left, right)
        case "implies":
            return either(negation(left), right)
    if left is None or right is None:
        return None
    match expr.op:
        case "==" | "!=" | "<" | "<=" | ">" | ">=":
            return compare(state.world, expr.op, left, right)
        case "contains" | "starts with" | "ends with" | "mentions" | "matches":
            return _texts(expr.op, left, right)
    return _arithmetic(state.world, expr.op, left, right)


def is_list(world: World, expr: ast.Expr) -> bool:
    """Whether it is a list written out, or the name of one."""
    if isinstance(expr, ast.Name) and not is_result(expr) and expr.name in world.lets:
        return isinstance(world.lets[expr.name], ast.ListOf)
    return isinstance(expr, ast.ListOf)


def list_items(world: World, expr: ast.Expr) -> tuple[ast.Expr, ...]:
    named = world.lets[expr.name] if isinstance(expr, ast.Name) else expr
    assert isinstance(named, ast.ListOf)
    return named.items


def _items(state: State, expr: ast.Expr, activity: Activity | None) -> list[Value]:
    return [value_of(state, item, activity) for item in list_items(state.world, expr)]


def any_of(sides: list[bool | None]) -> bool | None:
    """True on any match, else unknown if anything is."""
    if True in sides:
        return True
    return None if None in sides else False


def is_within(state: State, left: Value, right: ast.Expr, activity: Activity | None) -> bool | None:
    world = state.world
    if isinstance(right, ast.Between):
        low, high = value_of(state, right.low, activity), value_of(state, right.high, activity)
        return both(compare(world, ">=", left, low), compare(world, "<=", left, high))
    if is_list(world, right):
        items = _items(state, right, activity)
    else:
        found = value_of(state, right, activity)
        if found is None:
            return None
        items = list(found)
    return None if left is None else any_of([compare(world, "==", left, item) for item in items])


def literal(left: Text, right: Text) -> tuple[str, str]:
    """Two texts as they compare: folded, unless either is exact."""
    if left.exact or right.exact:
        return left.raw, right.raw
    return fold(left.raw), fold(right.raw)


def compare(world: World, op: str, left: Value, right: Value) -> bool | None:
    """A comparison of two values of one type; unknown if either is missing."""
    if left is None or right is None:
        return None
    a, b = _comparable(world, left, right)
    match op:
        case "==":
            return a == b
        case "!=":
            return a != b
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
    return a >= b


def _comparable(world: World, left: Any, right: Any) -> tuple[Any, Any]:
    match left, right:
        case Text(), Text():
            return literal(left, right)
        case OneOf(), _:
            return _place(left.order, left), _place(left.order, right)
        case _, OneOf():
            return _place(right.order, left), _place(right.order, right)
        case Day(), Moment():
            return left, local_day(right, world.zone)
        case Moment(), Day():
            return local_day(left, world.zone), right
    return left, right


def _place(order: tuple[str, ...], value: Text | OneOf) -> float | int:
    """Where a value stands in the declared order; texts that are none of them stand nowhere (equal to none)."""
    text = value.value if isinstance(value, OneOf) else fold(value.raw)
    return order.index(text) if text in order else float("nan")


def _texts(op: str, left: Any, right: Any) -> bool | None:
    if right is None:
        return None
    if isinstance(left, tuple):  # `contains` on a list: an equal item
        return any(a == b for a, b in (literal(item, right) for item in left))
    a, b = literal(as_text(left), as_text(right))
    match op:
        case "contains":
            return b in a
        case "starts with":
            return a.startswith(b)
        case "ends with":
            return a.endswith(b)
        case "mentions":
            return has_phrase(words(b), words(a))
    return fits(b, a)


def as_text(value: Text | OneOf) -> Text:
    return Text(value.value) if isinstance(value, OneOf) else value


def _arithmetic(world: World, op: str, left: Any, right: Any) -> Value:
    if isinstance(left, Fraction):
        return _numbers(op, left, right)
    start = as_moment(world, left)
    if isinstance(right, Length):
        sign = 1 if op == "+" else -1
        return Moment(start.microseconds + sign * right.microseconds)
    return Length(start.microseconds - as_moment(world, right).microseconds)


def _numbers(op: str, left: Fraction, right: Fraction) -> Fraction | None:
    match op:
        case "+":
            return number(left + right)
        case "-":
            return number(left - right)
        case "*":
            return number(left * right)
    return number(left / right) if right != 0 else None


def as_moment(world: World, value: Day | Moment) -> Moment:
    return midnight(value, world.zone) if isinstance(value, Day) else value


# --- functions -----------------------------------------------------------------------------------------------


def _call(state: State, call: ast.Call, activity: Activity | None) -> Value:
    name = call.function.name
    if name in AGGREGATES:
        return state.aggregate(state, call)
    if name == "grade":
        group = call.arguments[0]
        assert isinstance(group, ast.Name)
        return state.results[("grade", group.name)]
    values = [value_of(state, argument, activity) for argument in call.arguments]
    return None if None in values else _function(state, name, values)


def _function(state: State, name: str, values: list[Any]) -> Value:
    value = values[0]
    match name:
        case "domain":
            _before, sign, after = as_text(value).raw.rpartition("@")
            return Text(after, as_text(value).exact) if sign and after else None
        case "length":
            return Fraction(len(as_text(value).raw.strip(BLANKS)))
        case "lower":
            return Text(fold(as_text(value).raw))
        case "abs":
            return abs(value)
        case "round":
            return number(Fraction(int(abs(value) + Fraction(1, 2)) * (1 if value >= 0 else -1)))
        case "whole":
            return Fraction(int(value))
        case "min" | "max":
            return _extreme(state.world, name, values)
    return _age(state, name, as_moment(state.world, value))


def _extreme(world: World, name: str, values: list[Any]) -> Value:
    first, second = values
    if isinstance(first, Text):
        exact = first.exact or second.exact
        found = (min if name == "min" else max)(
            values, key=lambda text: text.raw if exact else (fold(text.raw), text.raw)
        )
        return Text(found.raw, exact)
    smaller = compare(world, "<=" if name == "min" else ">=", first, second)
    return first if smaller else second


def _age(state: State, name: str, then: Moment) -> Value:
    gone = state.as_of.microseconds - then.microseconds
    match name:
        case "since":
            return Length(gone)
        case "days_since":
            return full(gone, MICROSECONDS["day"])
        case "weeks_since":
            return full(gone, MICROSECONDS["week"])
        case "days_until":
            return full(-gone, MICROSECONDS["day"])
    raise AssertionError(name)
