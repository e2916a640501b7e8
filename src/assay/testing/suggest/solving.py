"""Values of fields for which an expression comes to a value: expressions of one field, followed back to it."""

from dataclasses import dataclass

from assay.engines.record.trace.ops import Value
from assay.plan.nodes import ActivityField, Const, Expr, Field, LeadField, Op, Var
from assay.plan.nodes import Value as Let
from assay.values import DAY, SCALE, WEEK, ZoneRules, divide

OTHER = "something else"
ADDRESS = "someone@elsewhere.example"
_LONGEST = 200  # characters of a text made for its length
AnyField = LeadField | ActivityField
Unknown = AnyField | Var
"""What an expression is solved for: a field, an aggregate or a result."""


@dataclass(frozen=True, slots=True)
class Solving:
    zone: ZoneRules
    as_of: int
    lets: dict[str, Let]

    def solved(self, expr: Expr, value: Value) -> tuple[Unknown, Value] | None:
        """What it comes down to, and the value of that; None where the way back is not known."""
        match expr:
            case LeadField() | ActivityField():
                return expr, value
            case Var(name=name) if name in self.lets:
                return self.solved(self.lets[name].value, value)
            case Var():
                return expr, value
            case Op(op="fold" | "presume" | "rank" | "fold_list"):
                return self.solved(expr.args[0], value)
            case Op() if isinstance(value, str):
                return self.solved(expr.args[0], f"name@{value}") if expr.op == "domain" else None
            case Op() if isinstance(value, int) and not isinstance(value, bool):
                return self._number(expr, value)
        return None

    def _number(self, expr: Op, value: int) -> tuple[Unknown, Value] | None:
        first = expr.args[0]
        match expr.op:
            case "length" if 0 < value <= _LONGEST * SCALE:
                return self.solved(first, "x" * (value // SCALE))
            case "days" | "weeks":
                return self.solved(first, value // SCALE * (DAY if expr.op == "days" else WEEK))
            case "periods":
                every = expr.args[1]
                assert isinstance(every, Const)
                return self.solved(first, self.as_of - value // SCALE * int(every.value))
            case "neg":
                return self.solved(first, -value)
            case "abs" | "round" | "whole":
                return self.solved(first, value)
            case "day":
                return self.solved(first, self.zone.midnight(value))
            case "midnight":
                return self.solved(first, self.zone.day(value))
        return self._of_two(expr, value) if len(expr.args) == 2 else None

    def _of_two(self, expr: Op, value: int) -> tuple[Unknown, Value] | None:
        left, right = (self._constant(arg) for arg in expr.args)
        if right is not None:
            before = _left_of(expr.op, value, right)
            return None if before is None else self.solved(expr.args[0], before)
        if left is not None:
            after = _right_of(expr.op, value, left)
            return None if after is None else self.solved(expr.args[1], after)
        return None

    def _constant(self, expr: Expr) -> int | None:
        if isinstance(expr, Var) and expr.name == "as_of":
            return self.as_of
        return expr.value if isinstance(expr, Const) and isinstance(expr.value, int) else None


def _left_of(op: str, value: int, right: int) -> int | None:
    match op:
        case "add" | "shift":
            return value - right
        case "sub" | "back" | "elapsed":
            return value + right
        case "mul" if right:
            return divide(value * SCALE, right)
        case "div":
            return divide(value * right, SCALE)
        case "min" | "max":
            return value
    return None


def _right_of(op: str, value: int, left: int) -> int | None:
    match op:
        case "add":
            return value - left
        case "sub" | "elapsed" | "back":
            return left - value
        case "mul" if left:
            return divide(value * SCALE, left)
        case "min" | "max":
            return value
    return None


def sample(field: Field, as_of: int) -> Value:
    """Some value of a field of which nothing is asked."""
    match field.kind:
        case "boolean":
            return True
        case "number" | "integer":
            return SCALE
        case "date":
            return (as_of - DAY) // DAY
        case "time":
            return as_of - DAY
        case "one of":
            return field.values[0]
        case "list":
            return (OTHER,)
        case _:
            return ADDRESS if "mail" in field.name.lower() else OTHER
