"""Expressions evaluated by walking the tree: slow, plain, and the same for every reader of the plan.

A `Frame` says what the names in an expression mean at one place: the lead, one activity or none, the subject
of a `match`, and where computed values come from.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from assay.engines.record.trace.ops import (
    BINARY,
    UNARY,
    WITH_SET,
    WITH_ZONE,
    Items,
    Value,
    all_of,
    any_of,
    at_least,
)
from assay.plan.nodes import ActivityField, Const, ConstSet, Expr, LeadField, Op, Var
from assay.values import SCALE, ZoneRules, in_range

Record = Mapping[str, Value]
LOGIC = frozenset({"and", "or", "not", "at_least"})
NEVER_MISSING = frozenset({"known", "missing", "presume"})


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an expression stands. `look_up` gives a Var's value (also of a `let` on one activity)."""

    lead: Record
    zone: ZoneRules
    as_of: int
    sets: Callable[[ConstSet], Items]
    look_up: "Callable[[str, Frame], Value]"
    activity: Record | None = None
    place: int = -1  # of the activity among the lead's
    subject: Value = None


def evaluate(expr: Expr, frame: Frame) -> Value:
    """The value of an expression; None is missing, or unknown."""
    match expr:
        case Const():
            return expr.value
        case LeadField():
            return frame.lead.get(expr.name)
        case ActivityField():
            return None if frame.activity is None else frame.activity.get(expr.name)
        case Var(name="subject"):
            return frame.subject
        case Var(name="as_of"):
            return frame.as_of
        case Var():
            return frame.look_up(expr.name, frame)
        case Op():
            return _operation(expr, frame)
        case ConstSet():
            raise AssertionError("a set stands only right of an operation that takes one")
        case _:
            assert_never(expr)


def _operation(expr: Op, frame: Frame) -> Value:
    if expr.op in LOGIC:
        return _logic(expr, frame)
    if expr.op in NEVER_MISSING:
        return _presence(expr, frame)
    return _strict(expr, frame)


def _logic(expr: Op, frame: Frame) -> bool | None:
    values = [evaluate(arg, frame) for arg in expr.args]
    match expr.op:
        case "and":
            return all_of(values)
        case "or":
            return any_of(values)
        case "not":
            return None if values[0] is None else not values[0]
        case _:
            return at_least(needed_of(expr), values[1:])


def needed_of(expr: Op) -> int:
    """The K of `at least K of`."""
    first = expr.args[0]
    assert isinstance(first, Const)
    return int(first.value) // SCALE


def _presence(expr: Op, frame: Frame) -> Value:
    value = evaluate(expr.args[0], frame)
    match expr.op:
        case "known":
            return value is not None
        case "missing":
            return value is None
        case _:
            return evaluate(expr.args[1], frame) if value is None else value


def _strict(expr: Op, frame: Frame) -> Value:
    first, *rest = expr.args
    value = evaluate(first, frame)
    if value is None:
        return None
    if rest and isinstance(rest[0], ConstSet):
        return _with_set(expr.op, value, rest[0], frame)
    if isinstance(expr.args[-1], ConstSet):
        return _of_ranks(expr, value, frame)
    others = [evaluate(arg, frame) for arg in rest]
    if any(other is None for other in others):
        return None
    if expr.op == "periods":
        return _periods(frame.as_of, value, others[0])
    if expr.op in WITH_ZONE:
        assert isinstance(value, int)
        return WITH_ZONE[expr.op](frame.zone, value)
    if rest:
        return BINARY[expr.op](value, others[0])
    return UNARY[expr.op](value)


def _with_set(op: str, value: Value, constants: ConstSet, frame: Frame) -> Value:
    if op == "rank":
        return constants.items.index(value) * SCALE if value in constants.items else None
    return WITH_SET[op](value, frame.sets(constants))


def _of_ranks(expr: Op, value: Value, frame: Frame) -> Value:
    """The lower or higher of two `one of` values, by their declared order."""
    order, other = expr.args[2], evaluate(expr.args[1], frame)
    assert isinstance(order, ConstSet)
    if value not in order.items or other not in order.items:
        return None
    pick = min if expr.op == "min_rank" else max
    return order.items[pick(order.items.index(value), order.items.index(other))]


def _periods(as_of: int, since: Value, every: Value) -> int | None:
    """Full ones from `since` to the moment of scoring, never below 0."""
    assert isinstance(since, int)
    assert isinstance(every, int)
    return in_range(max(0, (as_of - since) // every) * SCALE)
