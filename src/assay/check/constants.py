"""Literals as the engines hold them, and arithmetic on them done once."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

from assay.check.env import Env
from assay.check.errors import values as value_errors
from assay.model import Const, Expr, Phase, Scope
from assay.source import Span
from assay.syntax import ast
from assay.types import BOOLEAN, DATE, DURATION, NUMBER, TEXT, TIME, Kind, Type
from assay.values import (
    DAY,
    HOUR,
    LIMIT,
    MINUTE,
    POINT,
    SCALE,
    WEEK,
    days_of,
    divide,
    microseconds_of,
    number_of,
    points_of,
)

LONGEST = 365_250 * DAY  # a thousand years
_UNITS = {"minute": MINUTE, "hour": HOUR, "day": DAY, "week": WEEK}
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def constant(value: str | int | bool, type_: Type, span: Span) -> Const:
    return Const(type_, Scope.CONSTANT, Phase.DATA, span, value)


def literal(expr: ast.Number | ast.Text | ast.Boolean | ast.Date | ast.Time | ast.Duration, env: Env) -> Const | None:
    match expr:
        case ast.Text():
            return constant(expr.value.replace("\0", ""), TEXT, expr.span)
        case ast.Number():
            return _ranged(number_of(expr.value), expr.span, env)
        case ast.Boolean():
            return constant(expr.value, BOOLEAN, expr.span)
        case ast.Date():
            return constant(days_of(expr.value), DATE, expr.span)
        case ast.Time():
            moment = moment_of(expr.value, env.zone)
            return constant(moment, TIME, expr.span)
        case ast.Duration():
            length = duration(expr, env)
            return None if length is None else constant(length, DURATION, expr.span)


def _ranged(number: int | None, span: Span, env: Env) -> Const | None:
    if number is None or not -LIMIT < number < LIMIT:
        env.report(value_errors.number_out_of_range(span))
        return None
    return constant(number, NUMBER, span)


def duration(written: ast.Duration, env: Env) -> int | None:
    """Microseconds, to the nearest; out of range is reported."""
    if written.amount.adjusted() <= 15:
        length = int((written.amount * _UNITS[written.unit]).to_integral_value())
        if length <= LONGEST:
            return length
    env.report(value_errors.duration_out_of_range(written.span))
    return None


def moment_of(local: dt.datetime, zone: ZoneInfo) -> int:
    """The moment of a clock reading, in microseconds: of a repeated one the earlier, a skipped one moves on.

    Worked out in whole microseconds, as the first and last hours of the calendar have no UTC date.
    """
    offset = local.replace(tzinfo=zone, fold=0).utcoffset() or dt.timedelta()
    return microseconds_of(local.replace(tzinfo=dt.UTC) - _EPOCH) - microseconds_of(offset)


def midnight_of(date: dt.date, zone: ZoneInfo) -> int:
    return moment_of(dt.datetime(date.year, date.month, date.day), zone)


# --- done once -------------------------------------------------------------------------------------

Numbers = Callable[..., int]


def _whole(n: int) -> int:
    return n // SCALE * SCALE if n >= 0 else -(-n // SCALE * SCALE)


_ARITHMETIC: dict[str, Numbers] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: divide(a * b, SCALE),
    "/": lambda a, b: divide(a * SCALE, b),
    "negate": lambda a: -a,
    "abs": abs,
    "round": lambda a: divide(a, SCALE) * SCALE,
    "whole": _whole,
    "min": min,
    "max": max,
}


def folded(op: str, args: tuple[Expr, ...], span: Span, env: Env) -> Const | None:
    """The constant an operation on constant numbers is; out of range and division by zero are reported."""
    numbers = [arg.value for arg in args if isinstance(arg, Const)]
    if op == "/" and numbers[1] == 0:
        env.report(value_errors.division_by_zero(span))
        return None
    return _ranged(_ARITHMETIC[op](*numbers), span, env)


def is_constant_number(expr: Expr) -> bool:
    return isinstance(expr, Const) and expr.type.kind is Kind.NUMBER


def foldable(op: str, args: tuple[Expr, ...]) -> bool:
    return op in _ARITHMETIC and all(map(is_constant_number, args))


def points(number: Const) -> int:
    """Hundredths of a constant number."""
    return points_of(int(number.value))


def least_points(number: Const) -> int:
    """The least whole hundredths that are not below a constant number: a band from 10.001 does not take 10."""
    return -(-int(number.value) * POINT // SCALE)
