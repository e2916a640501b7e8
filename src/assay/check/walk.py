"""Walking over checked and unchecked expressions. Iterative where files decide how deep it goes."""

from collections.abc import Iterator
from typing import assert_never

from assay import model
from assay.builtins import AGGREGATES
from assay.syntax import ast


def parts(expr: model.Expr) -> tuple[model.Expr, ...]:
    """The parts of a checked expression, those of an aggregate included."""
    match expr:
        case model.Op():
            return expr.args
        case model.ListValue():
            return expr.items
        case model.Between():
            return expr.low, expr.high
        case model.Aggregate():
            return tuple(part for part in (expr.value, expr.where) if part is not None)
        case model.Const() | model.FieldRef() | model.LetRef() | model.GroupRef() | model.ResultRef():
            return ()
        case model.GradeRef():
            return ()
        case _:
            assert_never(expr)


def leaves(expr: model.Expr, *, into_aggregates: bool) -> Iterator[model.Expr]:
    """The expressions without parts, from left to right."""
    todo = [expr]
    while todo:
        current = todo.pop()
        if isinstance(current, model.Aggregate) and not into_aggregates:
            continue
        inner = parts(current)
        if not inner:
            yield current
        todo.extend(reversed(inner))


def written_parts(expr: ast.Expr) -> tuple[ast.Expr, ...]:
    """The parts of an expression as written. The name of a function is none."""
    match expr:
        case ast.Binary():
            return expr.left, expr.right
        case ast.Unary() | ast.Known():
            return (expr.operand,)
        case ast.ListOf():
            return expr.items
        case ast.Between():
            return expr.low, expr.high
        case ast.AtLeast():
            return expr.conditions
        case ast.Call():
            return expr.arguments if expr.where is None else (*expr.arguments, expr.where)
        case _:
            return ()


def written_names(expr: ast.Expr) -> Iterator[ast.Name]:
    """Every name in an expression, from left to right; the argument of `grade(…)` is left out."""
    todo = [expr]
    while todo:
        current = todo.pop()
        if isinstance(current, ast.Name):
            yield current
        elif not (isinstance(current, ast.Call) and current.function.name == "grade"):
            todo.extend(reversed(written_parts(current)))


def has_aggregate(expr: model.Expr) -> bool:
    """Whether an expression goes over activities anywhere."""
    todo = [expr]
    while todo:
        current = todo.pop()
        if isinstance(current, model.Aggregate):
            return True
        todo.extend(parts(current))
    return False


def names_outside_aggregates(expr: ast.Expr) -> Iterator[ast.Name]:
    """Every name in an expression that is not inside `any(…)`, `count(…)` and the like."""
    todo = [expr]
    while todo:
        current = todo.pop()
        if isinstance(current, ast.Name):
            yield current
        elif not (
            isinstance(current, ast.Call) and (current.function.name == "grade" or current.function.name in AGGREGATES)
        ):
            todo.extend(reversed(written_parts(current)))
