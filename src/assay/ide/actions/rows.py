"""Conditions on one field as patterns of a `match`, and whether two of them can be true of one lead."""

from dataclasses import dataclass
from decimal import Decimal

from assay.ide.scene import Scene
from assay.syntax import ast, printer
from assay.types import NUMERIC, TEXTUAL, Kind, Type
from assay.values import SCALE, fold, number_of, trim


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, None without an end; the ends are in or not."""

    low: Decimal | None
    high: Decimal | None
    low_in: bool = True
    high_in: bool = True


@dataclass(frozen=True, slots=True)
class Cover:
    """The values of `field` that make a condition true: some texts as they compare, or numbers. `patterns` says the same
    in a row."""

    field: str
    patterns: str
    values: frozenset[str] | None = None
    interval: Interval | None = None


def apart(a: Cover, b: Cover) -> bool:
    """Whether no value makes both true, for sure."""
    if a.values is not None and b.values is not None:
        return a.values.isdisjoint(b.values)
    if a.interval is not None and b.interval is not None:
        return _before(a.interval, b.interval) or _before(b.interval, a.interval)
    return False


def _before(a: Interval, b: Interval) -> bool:
    if a.high is None or b.low is None:
        return False
    return a.high < b.low or (a.high == b.low and not (a.high_in and b.low_in))


def cover_of(condition: ast.Expr, scene: Scene) -> Cover | None:
    """The cover of a condition on a field of the lead; None for any other."""
    if not isinstance(condition, ast.Binary) or not isinstance(condition.left, ast.Name):
        return None
    name = condition.left
    if name.name in scene.names.lets or name.name in scene.names.groups or _is_result(name):
        return None
    field = scene.lead.get(name.name)
    if field is None or name.name in scene.activity:
        return None
    if field.type.kind in TEXTUAL:
        return _texts(condition, name.name, field.type)
    return _numbers(condition, name.name) if field.type.kind in NUMERIC else None


def _is_result(name: ast.Name) -> bool:
    return not name.quoted and name.name in ("score", "stage", "route", "disqualified")


def _texts(condition: ast.Binary, field: str, type_: Type) -> Cover | None:
    match condition:
        case ast.Binary(op="==", right=ast.Text() as text):
            texts: tuple[ast.Expr, ...] = (text,)
        case ast.Binary(op="in", right=ast.ListOf(items=items)) if items:
            texts = items
        case _:
            return None
    if not all(isinstance(text, ast.Text) for text in texts):
        return None
    exact = type_.exact and type_.kind is not Kind.ONE_OF
    written = [text for text in texts if isinstance(text, ast.Text)]
    values = frozenset(trim(text.value) if exact else fold(text.value) for text in written)
    return Cover(field, ", ".join(printer.text(text) for text in written), values)


def _numbers(condition: ast.Binary, field: str) -> Cover | None:
    right = condition.right
    if isinstance(right, ast.Between) and condition.op == "in":
        low, high = _number(right.low), _number(right.high)
        if low is None or high is None:
            return None
        return Cover(field, f"{_first(low)} to {_shown(high)}", interval=Interval(low, high))
    value = _number(right)
    if value is None:
        return None
    match condition.op:
        case "==":
            return Cover(field, _first(value), interval=Interval(value, value))
        case "<":
            return Cover(field, f"under {_shown(value)}", interval=Interval(None, value, high_in=False))
        case "<=":
            return Cover(field, f"{_first(value)} or less", interval=Interval(None, value))
        case ">":
            return Cover(field, f"over {_shown(value)}", interval=Interval(value, None, low_in=False))
        case ">=":
            return Cover(field, f"{_first(value)} or more", interval=Interval(value, None))
        case _:
            return None


def _number(expr: ast.Expr) -> Decimal | None:
    match expr:
        case ast.Number():
            return expr.value if _is_exact(expr.value) else None
        case ast.Unary(op="-", operand=ast.Number(value=value)):
            return -value if _is_exact(value) else None
        case _:
            return None


def _is_exact(value: Decimal) -> bool:
    """Whether a number is held as it is written: with more decimals than four, two of them could be one."""
    held = number_of(value)
    return held is not None and Decimal(held) / SCALE == value


def _shown(value: Decimal) -> str:
    return f"-{printer.number(-value)}" if value < 0 else printer.number(value)


def _first(value: Decimal) -> str:
    """A row cannot begin with a minus."""
    return f"({_shown(value)})" if value < 0 else _shown(value)
