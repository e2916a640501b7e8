"""Conditions and values in words: "employees is 200 or more and country is in emea"."""

from collections.abc import Iterable
from typing import Literal

from assay.ide.expression_types import type_of
from assay.ide.scene import Scene
from assay.syntax import ast, printer
from assay.types import MOMENTS, Kind

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "in": "not in", "not in": "in"}
_NUMBERS = {"<": "under {}", "<=": "{} or less", ">": "over {}", ">=": "{} or more"}
_MOMENTS = {"<": "before {}", "<=": "{} or earlier", ">": "after {}", ">=": "{} or later"}
_LENGTHS = {"<": "under {}", "<=": "{} or less", ">": "more than {}", ">=": "{} or more"}
_STAGES = {"<": "below {}", "<=": "{} or lower", ">": "above {}", ">=": "{} or higher"}
_TEXTS = {"<": "before {}", "<=": "{} or before", ">": "after {}", ">=": "{} or after"}
_VERBS = {
    "contains": ("contains", "does not contain"),
    "starts with": ("starts with", "does not start with"),
    "ends with": ("ends with", "does not end with"),
    "mentions": ("mentions", "does not mention"),
    "matches": ("fits the pattern", "does not fit the pattern"),
}
_FUNCTIONS = {
    "domain": "the domain of {}",
    "length": "the length of {}",
    "lower": "{} in lower case",
    "abs": "the size of {}",
    "round": "{}, rounded",
    "whole": "the whole part of {}",
    "since": "the time since {}",
    "days_since": "days since {}",
    "weeks_since": "weeks since {}",
    "days_until": "days until {}",
}
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_VALUES = {
    "sum": "the sum of {}",
    "average": "the average of {}",
    "highest": "the highest {}",
    "lowest": "the lowest {}",
    "first": "the first {}",
    "last": "the last {}",
    "distinct": "the number of different values of {}",
}


def condition(expr: ast.Expr, scene: Scene, *, negated: bool = False) -> str:
    """A condition, or its opposite, as a clause."""
    match expr:
        case ast.Unary(op="not"):
            return condition(expr.operand, scene, negated=not negated)
        case ast.Binary(op="and" | "or"):
            return _joined(expr, scene, negated=negated)
        case ast.Binary(op="implies"):
            return _implied(expr, scene, negated=negated)
        case ast.Binary():
            return _comparison(expr, scene, negated=negated)
        case ast.Known():
            known = expr.known is not negated
            return f"{value(expr.operand, scene)} is {'given' if known else 'missing'}"
        case ast.AtLeast():
            parts = "; ".join(condition(part, scene) for part in expr.conditions)
            return (
                f"{'fewer than' if negated else 'at least'} {printer.number(expr.count.value)} of these hold: {parts}"
            )
        case ast.Call(function=ast.Name(name="any" | "none")):
            return _some_activity(expr, scene, negated=negated)
        case ast.Boolean():
            return "always" if expr.value is not negated else "never"
        case ast.Name(name="disqualified", quoted=False):
            return "the lead is not disqualified" if negated else "the lead is disqualified"
        case _:
            return f"{value(expr, scene)} is {'no' if negated else 'yes'}"


def _joined(expr: ast.Binary, scene: Scene, *, negated: bool) -> str:
    joint = "and" if (expr.op == "and") is not negated else "or"
    return f" {joint} ".join(_part(part, joint, scene, negated=negated) for part in _flat(expr, expr.op))


def _flat(expr: ast.Expr, op: str) -> Iterable[ast.Expr]:
    """The parts of a chain of one operator, from left to right."""
    parts: list[ast.Expr] = []
    while isinstance(expr, ast.Binary) and expr.op == op:
        parts.append(expr.right)
        expr = expr.left
    return reversed([*parts, expr])


def _part(part: ast.Expr, joint: str, scene: Scene, *, negated: bool) -> str:
    """In brackets where `and` stands beside `or`."""
    text = condition(part, scene, negated=negated)
    while isinstance(part, ast.Unary) and part.op == "not":
        part, negated = part.operand, not negated
    if isinstance(part, ast.Binary) and part.op in ("and", "or", "implies"):
        own = "and" if (part.op == "and") is not negated else "or"
        return f"({text})" if own != joint or part.op == "implies" else text
    return text


def _implied(expr: ast.Binary, scene: Scene, *, negated: bool) -> str:
    if negated:
        return f"{condition(expr.left, scene)} and {condition(expr.right, scene, negated=True)}"
    return f"wherever {condition(expr.left, scene)}, {condition(expr.right, scene)}"


def _some_activity(call: ast.Call, scene: Scene, *, negated: bool) -> str:
    some = (call.function.name == "any") is not negated
    where = condition(call.arguments[0], scene) if call.arguments else "…"
    return f"there is {'an' if some else 'no'} activity where {where}{window(call.within)}"


def window(within: ast.Duration | None) -> str:
    return "" if within is None else f" in the last {printer.duration(within)}"


def _comparison(expr: ast.Binary, scene: Scene, *, negated: bool) -> str:
    if expr.op in _VERBS:
        any_of = "any of " if isinstance(expr.right, ast.ListOf) or _is_list(expr.right, scene) else ""
        return f"{value(expr.left, scene)} {_VERBS[expr.op][negated]} {any_of}{value(expr.right, scene)}"
    op = _OPPOSITE.get(expr.op, expr.op) if negated else expr.op
    subject, other = value(expr.left, scene), value(expr.right, scene)
    match op:
        case "==" | "!=":
            return f"{subject} is {'' if op == '==' else 'not '}{other}"
        case "in" | "not in":
            return f"{subject} is {'' if op == 'in' else 'not '}{_among(expr.right, scene)}"
        case "<" | "<=" | ">" | ">=":
            return f"{subject} is {_ordered(expr, scene)[op].format(other)}"
        case _:
            return value(expr, scene)


def _is_list(expr: ast.Expr, scene: Scene) -> bool:
    found = type_of(expr, scene)
    return found is not None and found.kind is Kind.LIST


def _among(items: ast.Expr, scene: Scene) -> str:
    match items:
        case ast.Between():
            return f"from {value(items.low, scene)} to {value(items.high, scene)}"
        case ast.ListOf():
            return f"one of {value(items, scene)}"
        case _:
            return f"in {value(items, scene)}"


def _ordered(expr: ast.Binary, scene: Scene) -> dict[str, str]:
    found = type_of(expr.left, scene) or type_of(expr.right, scene)
    kind = Kind.NUMBER if found is None else found.kind
    if kind in MOMENTS:
        return _MOMENTS
    match kind:
        case Kind.DURATION:
            return _LENGTHS
        case Kind.STAGE:
            return _STAGES
        case Kind.TEXT | Kind.ONE_OF:
            return _TEXTS
        case _:
            return _NUMBERS


# --- values ----------------------------------------------------------------------------------------------


def value(expr: ast.Expr, scene: Scene) -> str:
    """What an expression is about: "employees", "days since created"."""
    match expr:
        case ast.Name():
            return expr.name
        case ast.ListOf():
            return listed([value(item, scene) for item in expr.items])
        case ast.Call():
            return _call(expr, scene)
        case ast.Binary() if expr.op in _SIGNS:
            return f"{_operand(expr.left, scene)} {_SIGNS[expr.op]} {_operand(expr.right, scene)}"
        case ast.Unary(op="-"):
            return f"−{_operand(expr.operand, scene)}"
        case ast.Binary() | ast.Unary() | ast.Known() | ast.AtLeast():
            return f"({condition(expr, scene)})"
        case _:
            return printer.expression(expr)


def _operand(expr: ast.Expr, scene: Scene) -> str:
    text = value(expr, scene)
    return f"({text})" if isinstance(expr, ast.Binary) and expr.op in _SIGNS else text


def _call(call: ast.Call, scene: Scene) -> str:
    name, told = call.function.name, [value(argument, scene) for argument in call.arguments]
    if name in _FUNCTIONS and len(told) == 1:
        return _FUNCTIONS[name].format(told[0])
    if name in ("min", "max"):
        return f"the {'smaller' if name == 'min' else 'larger'} of {' and '.join(told)}"
    if name == "grade" and told:
        return f"the grade of {told[0]}"
    if name == "count" and call.arguments:
        return f"the number of activities where {condition(call.arguments[0], scene)}{window(call.within)}"
    if name in _VALUES and told:
        where = "" if call.where is None else f" where {condition(call.where, scene)}"
        return f"{_VALUES[name].format(told[0])} over activities{where}{window(call.within)}"
    return condition(call, scene) if name in ("any", "none") else printer.expression(call)


_FEW = 6


def listed(items: list[str], joint: Literal["or", "and"] = "or") -> str:
    """ "a, b or c"; of a long list the first few."""
    if len(items) > _FEW:
        return f"{', '.join(items[: _FEW - 1])} {joint} {len(items) - _FEW + 1} more"
    return f"{', '.join(items[:-1])} {joint} {items[-1]}" if len(items) > 1 else "".join(items)
