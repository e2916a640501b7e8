"""Making up a lead of which a condition is true: an obvious one, or none. Whoever asks runs the rules on it: nothing
here is believed unseen."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from assay.ide.scene import Scene
from assay.ide.witness.candidates import candidates
from assay.ide.witness.constants import constant
from assay.ide.witness.draft import Draft, Row, Value
from assay.syntax import ast
from assay.types import Kind

_DAY, _HOUR, _MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
_DEEP = 30
Shape = Callable[[Value], Value]
_MANY = {">": 1, ">=": 0, "==": 0}


def meet(expr: ast.Expr, draft: Draft, row: Row, scene: Scene, *, wanted: bool = True, depth: int = 0) -> bool:
    """Adds to a draft what makes a condition true, or false; `row` is the activity it is about, the lead where it is
    about none. False where nothing obvious does."""
    if depth > _DEEP:
        return False
    match expr:
        case ast.Binary(op="and" | "or" | "implies"):
            return _joined(expr, draft, row, scene, wanted=wanted, depth=depth)
        case ast.Unary(op="not"):
            return meet(expr.operand, draft, row, scene, wanted=not wanted, depth=depth + 1)
        case ast.Known():
            return _known(expr, draft, row, scene, wanted=expr.known is wanted)
        case ast.AtLeast() if wanted:
            most = expr.conditions[: int(expr.count.value)]
            return all(meet(one, draft, row, scene, depth=depth + 1) for one in most)
        case ast.Call(function=ast.Name(name="any" | "none")):
            some = (expr.function.name == "any") is wanted
            return not some or _activity(expr, expr.arguments[0] if expr.arguments else None, draft, scene, depth=depth)
        case ast.Name() if isinstance(let := scene.names.lets.get(expr.name), ast.Let):
            return meet(let.value, draft, row, scene, wanted=wanted, depth=depth + 1)
        case ast.Name():
            return _give(expr.name, wanted, draft, row, scene)
        case ast.Binary():
            return _compared(expr, draft, row, scene, wanted=wanted, depth=depth)
        case _:
            return False


def _joined(expr: ast.Binary, draft: Draft, row: Row, scene: Scene, *, wanted: bool, depth: int) -> bool:
    left, right = wanted if expr.op != "implies" else not wanted, wanted
    if (expr.op == "and") is wanted:  # all parts must be so
        return meet(expr.left, draft, row, scene, wanted=left, depth=depth + 1) and meet(
            expr.right, draft, row, scene, wanted=right, depth=depth + 1
        )
    for part, as_wanted in ((expr.left, left), (expr.right, right)):
        lead, activity = draft.copy(), row.copy()
        if meet(part, draft, row, scene, wanted=as_wanted, depth=depth + 1):
            return True
        draft.lead.values, draft.lead.missing = lead.lead.values, lead.lead.missing
        draft.activities[len(lead.activities) :] = []
        row.values, row.missing = activity.values, activity.missing
    return False


def _known(expr: ast.Known, draft: Draft, row: Row, scene: Scene, *, wanted: bool) -> bool:
    if not isinstance(expr.operand, ast.Name):
        return False
    name = expr.operand.name
    if not wanted:
        return _row(name, draft, row, scene).leave_out(name)
    field = scene.field(name)
    if field is None:
        return False
    if name in _row(name, draft, row, scene).values:
        return True
    samples: dict[Kind, Value] = {
        Kind.NUMBER: Decimal(1),
        Kind.INTEGER: Decimal(1),
        Kind.BOOLEAN: True,
        Kind.DATE: dt.date(2026, 1, 1),
        Kind.TIME: _DAY,
        Kind.LIST: ("x",),
    }
    return _give(name, samples.get(field.type.kind, next(iter(field.type.values), "x")), draft, row, scene)


def _row(name: str, draft: Draft, row: Row, scene: Scene) -> Row:
    """Where a field's value belongs."""
    return row if name in scene.activity and name not in scene.lead else draft.lead


def _give(name: str, value: Value, draft: Draft, row: Row, scene: Scene) -> bool:
    return scene.field(name) is not None and _row(name, draft, row, scene).give(name, value)


# --- comparisons --------------------------------------------------------------------------------------------


def _compared(expr: ast.Binary, draft: Draft, row: Row, scene: Scene, *, wanted: bool, depth: int) -> bool:
    left = _spelled_out(expr.left, scene)
    if isinstance(left, ast.Call) and left.function.name in ("count", "sum") and wanted:
        return _gathered(left, expr, draft, scene, depth=depth)
    if isinstance(left, ast.Call) and left.function.name == "since" and left.arguments:
        return _aged(left.arguments[0], expr, draft, row, scene, wanted=wanted)
    name, shape = _subject(left)
    if isinstance(left, ast.Call) and name is None and left.function.name == "days_since":
        return _since_activity(left.arguments[0], expr, draft, scene, depth=depth) if wanted else False
    field = None if name is None else scene.field(name)
    if name is None or field is None:
        return False
    known = _row(name, draft, row, scene).values
    for value in candidates(expr, field.type, scene, wanted=wanted):
        shaped = shape(value)
        if name not in known or known[name] == shaped:
            return _give(name, shaped, draft, row, scene)
    return name in known and not wanted  # the value there is may do: whoever asks will see


def _spelled_out(expr: ast.Expr, scene: Scene) -> ast.Expr:
    """What a name of a value stands for."""
    for _ in range(_DEEP):
        let = scene.names.lets.get(expr.name) if isinstance(expr, ast.Name) else None
        if not isinstance(let, ast.Let):
            return expr
        expr = let.value
    return expr


def _subject(left: ast.Expr) -> tuple[str | None, Shape]:
    """The field that a value is computed from, and how to get from the value back to it."""
    match left:
        case ast.Name():
            return left.name, _same
        case ast.Call(function=ast.Name(name="domain"), arguments=(ast.Name() as field,)):
            return field.name, lambda value: f"ann@{value}"
        case ast.Call(function=ast.Name(name="lower" | "abs" | "round" | "whole"), arguments=(ast.Name() as field,)):
            return field.name, _same
        case ast.Call(function=ast.Name(name="length"), arguments=(ast.Name() as field,)):
            return field.name, lambda value: "x" * int(value) if isinstance(value, Decimal) else value
        case ast.Call(function=ast.Name(name="days_since"), arguments=(ast.Name() as field,)):
            return field.name, lambda value: _DAY * int(value) if isinstance(value, Decimal) else value
        case _:
            return None, _same


def _same(value: Value) -> Value:
    return value


def _gathered(call: ast.Call, expr: ast.Binary, draft: Draft, scene: Scene, *, depth: int) -> bool:
    """`count(C) >= 3`: so many activities. `sum(F where C) > 100`: one of so much."""
    bound = constant(expr.right, scene)
    if not isinstance(bound, Decimal) or expr.op not in _MANY:
        return False
    size = bound + _MANY[expr.op]
    if call.function.name == "count":
        return _activity(call, call.arguments[0], draft, scene, depth=depth, times=int(size))
    row, field = Row(), call.arguments[0]
    if not isinstance(field, ast.Name) or not row.give(field.name, size):
        return False
    return _activity(call, call.where, draft, scene, depth=depth, row=row)


def _since_activity(moment: ast.Expr, expr: ast.Binary, draft: Draft, scene: Scene, *, depth: int) -> bool:
    """`days_since(last(occurred where C)) < 30`: one activity, so many days ago."""
    moment, bound = _spelled_out(moment, scene), constant(expr.right, scene)
    if not isinstance(moment, ast.Call) or not isinstance(bound, Decimal) or expr.op not in ("<", "<=", ">", ">="):
        return False
    row, field = Row(), moment.arguments[0] if moment.arguments else None
    days = bound + 1 if expr.op[0] == ">" else max(bound - 1, Decimal(0))
    if not isinstance(field, ast.Name) or not row.give(field.name, _DAY * int(days)):
        return False
    return _activity(moment, moment.where, draft, scene, depth=depth, row=row)


def _activity(
    call: ast.Call,
    where: ast.Expr | None,
    draft: Draft,
    scene: Scene,
    *,
    depth: int,
    times: int = 1,
    row: Row | None = None,
) -> bool:
    """An activity, or several, of which the condition of an aggregate is true."""
    if times <= 0:
        return True
    row = row or Row()
    row.times = times
    if where is not None and not meet(where, draft, row, scene, depth=depth + 1):
        return False
    happened(row, call.within, scene)
    draft.activities.append(row)
    return True


def happened(row: Row, within: ast.Duration | None, scene: Scene) -> None:
    """Gives an activity a time in its window."""
    name = scene.rules.stands.activity.time
    window = None if within is None else constant(within, scene)
    if name is None or name in row.missing:
        return
    ages = (_DAY, _HOUR, _MINUTE)
    row.values.setdefault(
        name, next((age for age in ages if not isinstance(window, dt.timedelta) or age < window), _MINUTE)
    )


def _aged(moment: ast.Expr, expr: ast.Binary, draft: Draft, row: Row, scene: Scene, *, wanted: bool) -> bool:
    """`since(created) > 30 days`, `since(last(occurred)) > 30 days`."""
    bound = constant(expr.right, scene)
    if not isinstance(bound, dt.timedelta) or expr.op not in ("<", "<=", ">", ">="):
        return False
    age = bound + _DAY if (expr.op[0] == ">") is wanted else bound / 2 // _MINUTE * _MINUTE
    if isinstance(moment, ast.Name):
        return _give(moment.name, age, draft, row, scene)
    if isinstance(moment, ast.Call) and moment.function.name in ("first", "last") and moment.where is None:
        name = moment.arguments[0].name if isinstance(moment.arguments[0], ast.Name) else None
        if name is not None and not draft.activities:
            draft.activities.append(Row({name: age}))
            return True
    return False
