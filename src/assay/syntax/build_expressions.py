"""Reductions of expressions: one function for each `->` name of the grammar."""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal, cast

from assay.source import Span
from assay.syntax import ast
from assay.syntax.build import Build
from assay.syntax.tokens import Token
from assay.syntax.words import needs_backticks

Unit = Literal["minute", "hour", "day", "week"]


def number(_b: Build, at: Span, digits: Token) -> ast.Number:
    return ast.Number(Decimal(digits.text.replace("_", "")), span=at)


def once(_b: Build, at: Span, _once: Token) -> ast.Number:
    return ast.Number(Decimal(1), span=at)


def text(_b: Build, at: Span, string: Token) -> ast.Text:
    return ast.Text(unquoted(string.text), span=at)


def unquoted(written: str) -> str:
    """The text between the quotes, escapes resolved."""
    inner = written[1:-1]
    if "\\" not in inner:
        return inner
    return inner.replace("\\\\", "\0").replace('\\"', '"').replace("\0", "\\")


def true(_b: Build, at: Span) -> ast.Boolean:
    return ast.Boolean(True, span=at)


def false(_b: Build, at: Span) -> ast.Boolean:
    return ast.Boolean(False, span=at)


def date(_b: Build, at: Span, written: Token) -> ast.Date:
    return ast.Date(dt.date.fromisoformat(written.text), span=at)


def time(_b: Build, at: Span, written: Token) -> ast.Time:
    day, clock = written.text[:10], written.text[10:].lstrip("T \t")
    hour, minute, second = (*(int(part) for part in clock.split(":")), 0)[:3]
    return ast.Time(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour, minute, second)), span=at)


def duration(_b: Build, at: Span, amount: Token, unit: Token) -> ast.Duration:
    return ast.Duration(Decimal(amount.text.replace("_", "")), cast(Unit, unit.text.removesuffix("s")), span=at)


def ago(_b: Build, at: Span, how_long: ast.Duration) -> ast.Ago:
    return ast.Ago(how_long, span=at)


def negative(_b: Build, at: Span, digits: Token) -> ast.Unary:
    value = ast.Number(Decimal(digits.text.replace("_", "")), span=Span(at.source, digits.start, digits.end))
    return ast.Unary("-", value, span=at)


def name(_b: Build, at: Span, written: Token) -> ast.Name:
    if written.text[0] != "`":
        return ast.Name(written.text, span=at)
    inner = written.text[1:-1]
    return ast.Name(inner, needs_backticks(inner), span=at)


def name_of(at: Span, written: Token) -> ast.Name:
    """The name a token stands for."""
    span = Span(at.source, written.start, written.end)
    inner = written.text.strip("`")
    return ast.Name(inner, written.text[0] == "`" and needs_backticks(inner), span=span)


def text_of(at: Span, string: Token) -> ast.Text:
    """The text a string token stands for."""
    return ast.Text(unquoted(string.text), span=Span(at.source, string.start, string.end))


def number_of(at: Span, digits: Token) -> ast.Number:
    """The number a token stands for."""
    return ast.Number(Decimal(digits.text.replace("_", "")), span=Span(at.source, digits.start, digits.end))


def list_(_b: Build, at: Span, items: list[ast.Expr] | None = None) -> ast.ListOf:
    return ast.ListOf(tuple(items or ()), span=at)


def unary(_b: Build, at: Span, op: Token, operand: ast.Expr) -> ast.Unary:
    return ast.Unary(cast(Literal["not", "-"], op.text), operand, span=at)


def binary(_b: Build, at: Span, left: ast.Expr, op: Token, right: ast.Expr) -> ast.Binary:
    return ast.Binary(cast(ast.BinaryOp, op.text), left, right, span=at, op_span=Span(at.source, op.start, op.end))


def two_words(_b: Build, at: Span, first: Token, second: Token) -> Token:
    return Token(first.kind, f"{first.text} {second.text}", at.start, at.end)


def in_range(_b: Build, at: Span, left: ast.Expr, op: Token, low: ast.Expr, high: ast.Expr) -> ast.Binary:
    between_ = ast.Between(low, high, span=low.span.to(at))
    return ast.Binary(cast(ast.BinaryOp, op.text), left, between_, span=at, op_span=Span(at.source, op.start, op.end))


def is_known(_b: Build, at: Span, operand: ast.Expr) -> ast.Known:
    return ast.Known(operand, True, span=at)


def is_missing(_b: Build, at: Span, operand: ast.Expr) -> ast.Known:
    return ast.Known(operand, False, span=at)


def at_least(_b: Build, at: Span, count: Token, conditions: ast.ListOf) -> ast.AtLeast:
    return ast.AtLeast(number_of(at, count), conditions.items, span=at)


def call(_b: Build, at: Span, function: Token, arguments: list[ast.Expr] | None = None) -> ast.Call:
    return ast.Call(name_of(at, function), tuple(arguments or ()), span=at)


def call_where(_b: Build, at: Span, function: Token, arguments: list[ast.Expr], where: ast.Expr) -> ast.Call:
    return ast.Call(name_of(at, function), tuple(arguments), where, span=at)


def call_within(_b: Build, at: Span, function: Token, arguments: list[ast.Expr], within: ast.Duration) -> ast.Call:
    return ast.Call(name_of(at, function), tuple(arguments), None, within, span=at)


def call_where_within(
    _b: Build, at: Span, function: Token, arguments: list[ast.Expr], where: ast.Expr, within: ast.Duration
) -> ast.Call:
    return ast.Call(name_of(at, function), tuple(arguments), where, within, span=at)


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
