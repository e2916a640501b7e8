"""What constants of rules are as values of an example."""

import datetime as dt
from decimal import Decimal

from assay.ide.scene import Scene
from assay.ide.witness.draft import Value
from assay.model import Const, ListValue
from assay.syntax import ast
from assay.types import Kind
from assay.values import EPOCH_DAY, SCALE

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_UNITS = {"minute": "minutes", "hour": "hours", "day": "days", "week": "weeks"}


def constant(expr: ast.Expr, scene: Scene) -> Value | None:
    """The value of a literal or of a `let` that is a constant."""
    match expr:
        case ast.Text() | ast.Boolean() | ast.Date() | ast.Time():
            return expr.value
        case ast.Number():
            return expr.value
        case ast.Unary(op="-", operand=ast.Number(value=value)):
            return -value
        case ast.Duration():
            return dt.timedelta(**{_UNITS[expr.unit]: float(expr.amount)})
        case ast.Name() if isinstance(known := scene.constant(expr.name), Const):
            return _known(known)
        case _:
            return None


def _known(known: Const) -> Value | None:
    value = known.value
    match known.type.kind:
        case Kind.NUMBER | Kind.INTEGER:
            return Decimal(int(value)) / SCALE
        case Kind.DATE:
            return dt.date.fromordinal(int(value) + EPOCH_DAY)
        case Kind.TIME:
            return _EPOCH + dt.timedelta(microseconds=int(value))
        case Kind.DURATION:
            return dt.timedelta(microseconds=int(value))
        case Kind.BOOLEAN:
            return bool(value)
        case _:
            return str(value)


def items(expr: ast.Expr, scene: Scene) -> list[Value]:
    """The items of a list, or the one value there is."""
    if isinstance(expr, ast.ListOf):
        found = [constant(item, scene) for item in expr.items]
        return [item for item in found if item is not None]
    if isinstance(expr, ast.Name) and isinstance(known := scene.constant(expr.name), ListValue):
        listed = [_known(item) for item in known.items[:_FIRST] if isinstance(item, Const)]
        return [item for item in listed if item is not None]
    single = constant(expr, scene)
    return [] if single is None else [single]


_FIRST = 50
