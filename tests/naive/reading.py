"""Raw cells and Python values -> values, by the schema as declared."""

import datetime as dt
import math
import re
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from assay.syntax import ast
from tests.naive.values import BLANKS, Day, OneOf, Text, Value, fold, number
from tests.naive.zone import day_of, local_day, local_moment, midnight, moment_of

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Unreadable(Exception):  # noqa: N818  it says what is wrong with a row
    """A bad value: the row cannot be scored."""


def read(field: ast.FieldDecl, raw: object, zone: ZoneInfo, missing: frozenset[str]) -> Value:
    """The value of a cell; raises Unreadable."""
    if isinstance(raw, float | Decimal) and not math.isfinite(raw):
        return None
    if isinstance(raw, str):
        raw = raw.replace("\0", "").strip(BLANKS)
        if not raw or fold(raw) in missing:
            return None
    if raw is None:
        return None
    match field.type.kind:
        case "text":
            return Text(_text(raw), field.exact)
        case "one of":
            return _one_of(field, _text(raw))
        case "list of text":
            return _list(field, raw)
        case "number" | "integer":
            return _number(raw, field.type.kind == "integer")
        case "boolean":
            return _boolean(raw)
        case "date":
            return _date(field, raw, zone)
        case "time":
            return _time(raw, zone)


def _text(raw: object) -> str:
    if not isinstance(raw, str):
        raise Unreadable(f"no text: {raw!r}")
    return raw


def _one_of(field: ast.FieldDecl, raw: str) -> OneOf:
    order = tuple(fold(value.value) for value in field.type.values)
    if fold(raw) not in order:
        raise Unreadable(f"not one of {order}: {raw!r}")
    return OneOf(fold(raw), order)


def _list(field: ast.FieldDecl, raw: object) -> tuple[Text, ...]:
    if isinstance(raw, str):
        raw = raw.split(field.split_by.value if field.split_by else ",")
    if not isinstance(raw, list | tuple):
        raise Unreadable(f"no list: {raw!r}")
    items = [_text(item).replace("\0", "").strip(BLANKS) for item in raw]
    return tuple(Text(item, field.exact) for item in items if item)


def _number(raw: object, integer: bool) -> Fraction | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | str):
        raise Unreadable(f"no number: {raw!r}")
    text = repr(raw) if isinstance(raw, float) else str(raw)
    if isinstance(raw, str) and not _NUMBER.fullmatch(text):
        raise Unreadable(f"no number: {raw!r}")
    exact = Fraction(Decimal(text))
    value = number(exact)
    if integer and value is not None and (value.denominator != 1 or not float(exact).is_integer()):
        raise Unreadable(f"no whole number: {raw!r}")
    return value


def _boolean(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    known = _BOOLEANS.get(fold(str(raw)))
    if known is None:
        raise Unreadable(f"neither true nor false: {raw!r}")
    return known


def _date(field: ast.FieldDecl, raw: object, zone: ZoneInfo) -> Day:
    """A time is cut to its day: with an offset, to its day in the zone."""
    if isinstance(raw, str):
        raw = _read_date(raw, field.format.value if field.format is not None else None)
    if isinstance(raw, dt.datetime):
        return local_day(moment_of(raw), zone) if raw.tzinfo is not None else day_of(raw.date())
    if isinstance(raw, dt.date):
        return day_of(raw)
    raise Unreadable(f"no date: {raw!r}")


def _read_date(text: str, shape: str | None) -> dt.date:
    assert shape in (None, "dd/mm/yyyy"), shape
    try:
        if shape is not None:
            return dt.datetime.strptime(text, "%d/%m/%Y").date()
        return dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(f"no date: {text!r}") from error


def _time(raw: object, zone: ZoneInfo) -> Value:
    if isinstance(raw, str):
        try:
            raw = dt.datetime.fromisoformat(raw)
        except ValueError as error:
            raise Unreadable(f"no time: {raw!r}") from error
    if isinstance(raw, dt.datetime):
        return moment_of(raw) if raw.tzinfo is not None else local_moment(raw, zone)
    if isinstance(raw, dt.date):
        return midnight(day_of(raw), zone)
    raise Unreadable(f"no time: {raw!r}")
