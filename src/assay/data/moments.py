"""Reading dates (days since 1970-01-01) and times (microseconds since 1970-01-01 UTC)."""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable

from assay.data.cells import BadValue, Missing, Reader, Value, plain, shown
from assay.data.formats import Parser, Reading, is_surely_iso, is_understood, parser_of, read_sure_iso
from assay.values import DAY, ZoneRules, days_of, microseconds_of

_FIRST, _LAST = days_of(dt.date.min), days_of(dt.date.max)
_DAYS_REMEMBERED = 50_000
_ISO_LENGTHS = frozenset(range(10, 28))
_SLASHED = re.compile(r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}\b.*", re.DOTALL)
_EPOCH = re.compile(r"[0-9]{10}|[0-9]{13}")
_ISO_SHAPE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\b.*", re.DOTALL)


def date_reader(missing: Missing, zone: ZoneRules, format: str | None) -> Reader:
    """Days. A value with a time is cut to its day, with an offset to its day in the model's zone."""
    given = _reading_of(missing, format, "a date")

    def read(value: object) -> Value:
        reading = given(value)
        if reading is None:
            return None
        day, time, offset = reading
        return day if offset is None else zone.day(_moment(day, time or 0, offset, zone, value))

    return read


def time_reader(missing: Missing, zone: ZoneRules, format: str | None) -> Reader:
    """Moments. Without an offset a time is in the model's zone; a date alone is its midnight there."""
    given = _reading_of(missing, format, "a time")
    local = local_clock(zone)

    def read(value: object) -> Value:
        reading = given(value)
        if reading is None:
            return None
        day, time, offset = reading
        return local(day, time or 0) if offset is None else _moment(day, time or 0, offset, zone, value)

    return read


def local_clock(zone: ZoneRules) -> Callable[[int, int], int]:
    """`ZoneRules.moment` of a day and the microseconds of its clock, with the offsets of days remembered."""
    steady: dict[int, int | None] = {}

    def moment(day: int, time: int) -> int:
        if day not in steady:
            if len(steady) >= _DAYS_REMEMBERED:
                steady.clear()
            steady[day] = _steady_offset(zone, day)
        offset = steady[day]
        return zone.moment(day * DAY + time) if offset is None else day * DAY + time - offset

    return moment


def _steady_offset(zone: ZoneRules, day: int) -> int | None:
    """The offset of a day with no change of clocks within a day of it."""
    begins, ends = (day - 1) * DAY, (day + 2) * DAY
    same = bisect_right(zone.moments, begins) == bisect_right(zone.moments, ends)
    return zone.offset(begins) if same else None


def _moment(day: int, time: int, offset: int, zone: ZoneRules, given: object) -> int:
    moment = day * DAY + time - offset
    if not _FIRST <= zone.day(moment) <= _LAST:
        raise BadValue(f"{shown(given)} is beyond the calendar", "years go from 1 to 9999")
    return moment


def _reading_of(missing: Missing, format: str | None, wanted: str) -> Callable[[object], Reading | None]:
    parse = parser_of(format)
    quick = format is None and not missing.lengths & _ISO_LENGTHS

    def reading(value: object) -> Reading | None:
        if not isinstance(value, str):
            value = plain(value)
            if not isinstance(value, str):
                return _object(value, wanted)
        if quick and is_surely_iso(value):
            return read_sure_iso(value)
        return _written(value, missing, parse, wanted, format)

    return reading


def _written(value: str, missing: Missing, parse: Parser, wanted: str, format: str | None) -> Reading | None:
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
    raise BadValue(f"{shown(value)} is not {wanted}", _hint(shown(value).strip("`"), wanted, None))


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
