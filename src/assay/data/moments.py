"""Reading dates (days since 1970-01-01) and times (microseconds since 1970-01-01 UTC)."""

import datetime as dt
import re

from assay.data.cells import BadValue, Missing, Reader, Value, plain, shown
from assay.data.formats import Parser, Reading, is_understood, parser_of
from assay.values import DAY, ZoneRules, days_of, microseconds_of

_FIRST, _LAST = days_of(dt.date.min), days_of(dt.date.max)
_SLASHED = re.compile(r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}\b.*", re.DOTALL)
_EPOCH = re.compile(r"[0-9]{10}|[0-9]{13}")
_ISO_SHAPE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\b.*", re.DOTALL)


def date_reader(missing: Missing, zone: ZoneRules, format: str | None) -> Reader:
    """Days. A value with a time is cut to its day, with an offset to its day in the model's zone."""
    parse = parser_of(format)

    def read(value: object) -> Value:
        reading = _given(value, missing, parse, "a date", format)
        if reading is None:
            return None
        day, time, offset = reading
        return day if offset is None else zone.day(_moment(day, time or 0, offset, zone, value))

    return read


def time_reader(missing: Missing, zone: ZoneRules, format: str | None) -> Reader:
    """Moments. Without an offset a time is in the model's zone; a date alone is its midnight there."""
    parse = parser_of(format)

    def read(value: object) -> Value:
        reading = _given(value, missing, parse, "a time", format)
        if reading is None:
            return None
        day, time, offset = reading
        if offset is None:
            return zone.moment(day * DAY + (time or 0))
        return _moment(day, time or 0, offset, zone, value)

    return read


def _moment(day: int, time: int, offset: int, zone: ZoneRules, given: object) -> int:
    moment = day * DAY + time - offset
    if not _FIRST <= zone.day(moment) <= _LAST:
        raise BadValue(f"{shown(given)} is beyond the calendar", "years go from 1 to 9999")
    return moment


def _given(value: object, missing: Missing, parse: Parser, wanted: str, format: str | None) -> Reading | None:
    if not isinstance(value, str):
        simple = plain(value)
        if not isinstance(simple, str):
            return _object(simple, wanted)
        value = simple
    cell = missing.text(value)
    if cell is None:
        return None
    reading = parse(cell)
    if reading is None:
        raise BadValue(f"{shown(cell)} is not {wanted}", _hint(cell, wanted, format))
    return reading


def _object(value: object, wanted: str) -> Reading | None:
    match value:
        case None:
            return None
        case dt.datetime():
            offset = value.utcoffset()
            since = value.replace(tzinfo=None) - dt.datetime.combine(value.date(), dt.time())
            return days_of(value.date()), microseconds_of(since), None if offset is None else microseconds_of(offset)
        case dt.date():
            return days_of(value), None, None
        case float() if value != value:  # noqa: PLR0124  NaN, as pandas writes a missing date
            return None
    raise BadValue(f"{shown(value)} is not {wanted}", _hint(str(value), wanted, None))


def _hint(cell: str, wanted: str, format: str | None) -> str:
    if format is not None:
        return _format_hint(format)
    if _ISO_SHAPE.fullmatch(cell):
        return "check the day, the month and the hour; it is written like a date, but there is none such"
    if _EPOCH.fullmatch(cell):
        return "this looks like a count of seconds since 1970; export it as a date such as `2026-11-01 14:30`"
    if _SLASHED.fullmatch(cell):
        return 'say in the schema how it is written, for example `format "dd/mm/yyyy"`'
    example = "`2026-11-01`" if wanted == "a date" else "`2026-11-01 14:30`"
    return f'write it like {example}; if {shown(cell)} means "not given", add it to `missing`'


def _format_hint(format: str) -> str:
    if not is_understood(format):
        return f'no date can be read by the format {shown(format)}; write for example `format "dd/mm/yyyy"`'
    return f"the schema says it is written {shown(format)}"
