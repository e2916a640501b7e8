"""A value in an example, held as the reader would hold it."""

import datetime as dt

from assay.check.choices import is_value
from assay.check.constants import duration, midnight_of, moment_of
from assay.check.env import Env, KnownField
from assay.check.errors import names as name_errors
from assay.check.errors import types as errors
from assay.check.errors import values as value_errors
from assay.check.errors.wording import replace, surround
from assay.diagnostics import Fix
from assay.model import ExampleValue, Relative
from assay.syntax import ast
from assay.types import NUMERIC, TEXTUAL, Kind
from assay.values import SCALE, days_of, fold, number_of, trim


def encoded(value: ast.Expr, field: KnownField, env: Env) -> ExampleValue:
    """The value of a field as written, None where it counts as missing. What does not fit is reported."""
    if isinstance(value, ast.Text) and fold(value.value) in env.missing:
        return None
    kind = field.type.kind
    match value:
        case ast.Text() if kind is Kind.TEXT:
            return value.value
        case ast.Text() if kind is Kind.ONE_OF:
            return _choice(value, field, env)
        case ast.Boolean() if kind is Kind.BOOLEAN:
            return value.value
        case ast.Number() | ast.Unary() if kind in NUMERIC:
            return _number(value, field, env)
        case ast.Date() | ast.Time() | ast.Ago() if kind in (Kind.DATE, Kind.TIME):
            return _moment(value, kind, env)
        case ast.ListOf() if kind is Kind.LIST:
            return _items(value, field, env)
    _wrong(value, field, env)
    return None


def _choice(value: ast.Text, field: KnownField, env: Env) -> str:
    values = field.type.values
    if not is_value(value.value, values):
        guess = env.suggester.near(value.value, values)
        env.report(name_errors.unknown_value(value.span, value.value, f"`{field.name}`", values, guess))
    return value.value


def _number(value: ast.Number | ast.Unary, field: KnownField, env: Env) -> ExampleValue:
    digits = value.operand if isinstance(value, ast.Unary) else value
    if not isinstance(digits, ast.Number):
        _wrong(value, field, env)
        return None
    number = number_of(digits.value)
    if number is None:
        env.report(value_errors.number_out_of_range(value.span))
        return None
    if field.type.kind is Kind.INTEGER and number % SCALE:
        _wrong(value, field, env)
        return None
    return -number if isinstance(value, ast.Unary) else number


def _moment(value: ast.Date | ast.Time | ast.Ago, kind: Kind, env: Env) -> ExampleValue:
    match value:
        case ast.Ago():
            length = duration(value.duration, env)
            return None if length is None else Relative(length)
        case ast.Date() if kind is Kind.DATE:
            return days_of(value.value)
        case ast.Date():
            return midnight_of(value.value, env.zone)
        case ast.Time() if kind is Kind.DATE:
            return days_of(value.value.date())
        case ast.Time():
            return moment_of(value.value, env.zone)


def _items(value: ast.ListOf, field: KnownField, env: Env) -> tuple[str, ...]:
    for item in value.items:
        if not isinstance(item, ast.Text):
            _wrong(item, field, env)
    return tuple(item.value for item in value.items if isinstance(item, ast.Text) and trim(item.value))


def _wrong(value: ast.Expr, field: KnownField, env: Env) -> None:
    if not field.declared and field.origin not in (None, value.span):
        env.report(errors.conflicting_use(value.span, field.name, field.type, _said(value), field.origin))
        return
    help_, fix = _advice(value, field.type.kind)
    env.report(value_errors.wrong_value(value.span, field.name, field.type, help_, fix))


def _said(value: ast.Expr) -> str:
    match value:
        case ast.Text():
            return "text"
        case ast.Number() | ast.Unary():
            return "a number"
        case ast.Boolean():
            return "true or false"
        case ast.ListOf():
            return "a list"
        case _:
            return "a time"


def _advice(value: ast.Expr, wanted: Kind) -> tuple[str | None, Fix | None]:
    text = value.value.strip() if isinstance(value, ast.Text) else None
    if wanted in TEXTUAL and isinstance(value, ast.Number | ast.Boolean | ast.Date):
        return "text is written in double quotes", surround(value.span, '"', '"')
    if wanted is Kind.LIST and text is not None:
        return "a list stands in square brackets", surround(value.span, "[", "]")
    if wanted is Kind.BOOLEAN:
        truth = {"yes": "true", "true": "true", "no": "false", "false": "false"}.get((text or "").lower())
        return "write true or false", None if truth is None else replace(value.span, truth)
    if wanted in (Kind.DATE, Kind.TIME):
        fix = replace(value.span, text) if text is not None and _is_date(text) else None
        return "write a date, `2026-11-01`, or an age, `2 days ago`", fix
    if wanted in NUMERIC and text is not None:
        fix = replace(value.span, text) if text.isascii() and text.isdigit() else None
        return "numbers are written without quotes", fix
    return None, None


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and dt.date.fromisoformat(text) is not None
    except ValueError:
        return False
