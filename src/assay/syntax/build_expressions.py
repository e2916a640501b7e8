"""Reductions of expressions: one function for each `->` name of the grammar."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal, cast

from assay.diagnostics import Edit, Fix
from assay.source import Span
from assay.syntax import ast, errors, spellings
from assay.syntax.build import Build
from assay.syntax.heights import bounded
from assay.syntax.tokens import Token
from assay.syntax.words import needs_backticks

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)

Unit = Literal["minute", "hour", "day", "week"]


def number(_b: Build, at: Span, digits: Token) -> ast.Number:
    return ast.Number(Decimal(digits.text.replace("_", "")), span=at)


def once(_b: Build, at: Span, _once: Token) -> ast.Number:
    return ast.Number(Decimal(1), span=at)


def text(b: Build, at: Span, string: Token) -> ast.Text:
    return text_of(b, at, string)


def text_of(b: Build, at: Span, string: Token) -> ast.Text:
    """The text a string token stands for; a backslash that means nothing is reported."""
    span = Span(at.source, string.start, string.end)
    inner = string.text[1:-1]
    if "\\" not in inner:
        return ast.Text(inner, span=span)
    wrong = [found for found in _ESCAPE.finditer(inner) if found[1] not in '"\\']
    if wrong and string.text == span.text:
        spans = [Span(at.source, span.start + 1 + found.start(), span.start + 1 + found.end()) for found in wrong]
        edits = tuple(Edit(place, f"\\{place.text}") for place in spans)
        b.report(spellings.wrong_escape(spans[0], Fix("double the backslash", edits)))
    return ast.Text(_ESCAPE.sub(_unescaped, inner), span=span)


def _unescaped(found: re.Match[str]) -> str:
    return found[1] if found[1] in '"\\' else found[0]


def true(_b: Build, at: Span) -> ast.Boolean:
    return ast.Boolean(True, span=at)


def false(_b: Build, at: Span) -> ast.Boolean:
    return ast.Boolean(False, span=at)


def date(b: Build, at: Span, written: Token) -> ast.Date:
    return ast.Date(_day(b, at, written.text), span=at)


def time(b: Build, at: Span, written: Token) -> ast.Time:
    day = _day(b, at, written.text[:10])
    clock = tuple(int(part) for part in written.text[10:].lstrip("T \t").split(":"))
    hour, minute, second = (*clock, 0)[:3]
    if hour > 23 or minute > 59 or second > 59:
        b.report(spellings.wrong_date(at, None, "is no time of the day"))
        hour = minute = second = 0
    return ast.Time(dt.datetime.combine(day, dt.time(hour, minute, second)), span=at)


def _day(b: Build, at: Span, written: str) -> dt.date:
    """The day; for one that is not in the calendar, which is reported, the last before it."""
    year, month, day = (int(part) for part in written.split("-"))
    try:
        return dt.date(year, month, day)
    except ValueError:
        last = _last_day(year, month)
        right = last.isoformat() if last is not None and 28 < day <= 31 else None
        b.report(spellings.wrong_date(Span(at.source, at.start, at.start + 10), right, "is not in the calendar"))
        return last or dt.date(2000, 1, 1)


def _last_day(year: int, month: int) -> dt.date | None:
    if not (1 <= year < 9999 and 1 <= month <= 12):
        return None
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def duration(_b: Build, at: Span, amount: Token, unit: Token) -> ast.Duration:
    return ast.Duration(Decimal(amount.text.replace("_", "")), cast(Unit, unit.text.removesuffix("s")), span=at)


def ago(_b: Build, at: Span, how_long: ast.Duration) -> ast.Ago:
    return ast.Ago(how_long, span=at)


def negative(_b: Build, at: Span, digits: Token) -> ast.Unary:
    value = ast.Number(Decimal(digits.text.replace("_", "")), span=Span(at.source, digits.start, digits.end))
    return ast.Unary("-", value, span=at)


def name(b: Build, at: Span, written: Token) -> ast.Name:
    return name_of(b, at, written)


def name_of(b: Build, at: Span, written: Token) -> ast.Name:
    """The name a token stands for."""
    span = Span(at.source, written.start, written.end)
    if written.text[0] != "`":
        return ast.Name(written.text, span=span)
    inner = written.text[1:-1]
    if not inner.strip():
        b.report(errors.empty_name(span))
    return ast.Name(inner, needs_backticks(inner), span=span)


def number_of(at: Span, digits: Token) -> ast.Number:
    """The number a token stands for."""
    return ast.Number(Decimal(digits.text.replace("_", "")), span=Span(at.source, digits.start, digits.end))


def list_(b: Build, at: Span, items: list[ast.Expr] | None = None) -> ast.ListOf:
    return bounded(b, ast.ListOf(tuple(items or ()), span=at))


def unary(b: Build, at: Span, op: Token, operand: ast.Expr) -> ast.Unary:
    return bounded(b, ast.Unary(cast(Literal["not", "-"], op.text), operand, span=at))


def binary(b: Build, at: Span, left: ast.Expr, op: Token, right: ast.Expr) -> ast.Binary:
    op_span = Span(at.source, op.start, op.end)
    return bounded(b, ast.Binary(cast(ast.BinaryOp, op.text), left, right, span=at, op_span=op_span))


def two_words(_b: Build, at: Span, first: Token, second: Token) -> Token:
    return Token(first.kind, f"{first.text} {second.text}", at.start, at.end)


def in_range(b: Build, at: Span, left: ast.Expr, op: Token, low: ast.Expr, high: ast.Expr) -> ast.Binary:
    between_ = ast.Between(low, high, span=low.span.to(at))
    return binary(b, at, left, op, between_)


def is_known(b: Build, at: Span, operand: ast.Expr) -> ast.Known:
    return bounded(b, ast.Known(operand, True, span=at))


def is_missing(b: Build, at: Span, operand: ast.Expr) -> ast.Known:
    return bounded(b, ast.Known(operand, False, span=at))


def at_least(b: Build, at: Span, count: Token, conditions: ast.ListOf) -> ast.AtLeast:
    return bounded(b, ast.AtLeast(number_of(at, count), conditions.items, span=at))


def call(b: Build, at: Span, function: Token, arguments: list[ast.Expr] | None = None) -> ast.Call:
    return bounded(b, ast.Call(name_of(b, at, function), tuple(arguments or ()), span=at))


def call_where(b: Build, at: Span, function: Token, arguments: list[ast.Expr], where: ast.Expr) -> ast.Call:
    return bounded(b, ast.Call(name_of(b, at, function), tuple(arguments), where, span=at))


def call_within(b: Build, at: Span, function: Token, arguments: list[ast.Expr], within: ast.Duration) -> ast.Call:
    return bounded(b, ast.Call(name_of(b, at, function), tuple(arguments), None, within, span=at))


def call_where_within(
    b: Build, at: Span, function: Token, arguments: list[ast.Expr], where: ast.Expr, within: ast.Duration
) -> ast.Call:
    return bounded(b, ast.Call(name_of(b, at, function), tuple(arguments), where, within, span=at))


EXPRESSIONS: Mapping[str, Callable[..., object]] = {
    "number": number,
    "once": once,
    "text": text,
    "true": true,
    "false": false,
    "date": date,
    "time": time,
    "duration": duration,
    "ago": ago,
    "negative": negative,
    "name": name,
    "list": list_,
    "unary": unary,
    "binary": binary,
    "two_words": two_words,
    "in_range": in_range,
    "is_known": is_known,
    "is_missing": is_missing,
    "at_least": at_least,
    "call": call,
    "call_where": call_where,
    "call_within": call_within,
    "call_where_within": call_where_within,
}
