"""Columns that have a type. Spellings of missing are of text, and do not count here."""

import re
from collections.abc import Callable

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    case,
    cast,
    compare,
    every,
    is_known,
    is_null,
    minus,
    null,
    number,
    some,
    surely,
    times,
)
from assay.engines.sql.scan.cells import Read, Reading, items, matches, tried
from assay.engines.sql.scan.moments import to_moment
from assay.engines.sql.scan.sources import TEXT
from assay.values import DAY, SCALE

INTEGERS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})
_DECIMAL = re.compile(r"DECIMAL\(([0-9]+),([0-4])\)")
_PRINTED = r"^-?([0-9]{1,9}(\.[0-9]+)?|[0-9]{10}(\.[0-9]{1,4})?)$"  # rounded, times 10,000, it has 18 digits at most
_WIDE = 10  # digits before the point; with more of them that takes a longer decimal
_EXACT = 10**11  # below it doubles are less than a ten-thousandth apart, by far
_FIRST, _LAST = -719_162, 2_932_896  # the days of the years 1 to 9999
_ZONED = "TIMESTAMP WITH TIME ZONE"


def typed(reading: Reading, kind: str, raw: Sql, type_: str) -> Read | None:
    """None where the reader has to look."""
    made = _READ[kind](reading, raw, type_) if kind in _READ else None
    if made is None:
        return None
    value, odd = made
    return Read(value, reading.sure if odd is None else odd)


_Made = tuple[Sql, Sql | None] | None  # the value, and where it is odd (None: nowhere)


def _number(reading: Reading, raw: Sql, type_: str) -> _Made:
    if type_ in INTEGERS:
        out = compare("ge", exp.Abs(this=cast(raw, "HUGEINT")), number(10**14))
        return case([(out, null())], times(cast(raw.copy(), "BIGINT"), number(SCALE))), None
    if (found := _DECIMAL.fullmatch(type_)) and (whole := int(found[1]) - int(found[2])) <= 13:
        held = "DECIMAL(18,4)" if whole <= _WIDE else "DECIMAL(38,4)"
        return cast(times(cast(raw, held), number(SCALE)), "BIGINT"), None
    return _double(reading, raw) if type_ == "DOUBLE" else None


def _double(reading: Reading, raw: Sql) -> tuple[Sql, Sql]:
    """As it prints, like the reader's; a whole one takes a short way. NaN is missing, which the reader says."""
    whole = every(
        [compare("eq", exp.Floor(this=raw.copy()), raw.copy()), compare("lt", exp.Abs(this=raw.copy()), number(10**13))]
    )
    printed = cast(raw.copy(), TEXT)
    rest = cast(times(tried(printed, "DECIMAL(18,4)"), number(SCALE)), "BIGINT")
    value = case([(whole, times(cast(raw.copy(), "BIGINT"), number(SCALE))), (matches(printed, _PRINTED), rest)])
    value = reading.hold(value)
    return value, every([is_known(raw.copy()), is_null(value.copy())])


def parsed(reading: Reading, raw: Sql, *, whole: bool) -> Read:
    """A number that DuckDB read from text, as near to it as a double is: near enough to tell to which ten-thousandth it
    rounds, unless it is large or lies between two. What is written in no more than four places does not. `whole`: a
    fraction is a mistake, and the reader's to tell."""
    scaled = times(raw, number(SCALE))
    value = reading.hold(tried(scaled, "BIGINT"))
    large = compare("ge", exp.Abs(this=raw.copy()), number(_EXACT))
    between = compare("ge", exp.Abs(this=minus(scaled.copy(), value.copy())), exp.Literal.number("0.25"))
    odd = [large, between, *([compare("ne", exp.Floor(this=raw.copy()), raw.copy())] if whole else [])]
    return Read(value, every([is_known(raw.copy()), some(odd)]))


def _integer(reading: Reading, raw: Sql, type_: str) -> _Made:
    """A fraction is a mistake, and the reader's to tell."""
    if type_ in INTEGERS:
        return _number(reading, raw, type_)
    if type_ != "DOUBLE":
        return None
    value, odd = _double(reading, raw)
    fraction = compare("ne", exp.Floor(this=raw.copy()), raw.copy())
    return value, some([odd, surely(fraction)])


def _boolean(_reading: Reading, raw: Sql, type_: str) -> _Made:
    return (raw, None) if type_ == "BOOLEAN" else None


def _date(reading: Reading, raw: Sql, type_: str) -> _Made:
    days = reading.spelling.days
    if type_ == "DATE":
        return days(raw), _beyond(days(raw.copy()))
    if type_ != "TIMESTAMP":
        return None
    day = days(cast(raw, "DATE"))
    return day, _beyond(day.copy())


def _time(reading: Reading, raw: Sql, type_: str) -> _Made:
    if type_ == "DATE":
        days = reading.spelling.days(raw)
        return to_moment(reading.zone, reading.hold(times(cast(days, "BIGINT"), number(DAY)))), _beyond(days.copy())
    if type_ not in ("TIMESTAMP", _ZONED):
        return None
    clock = reading.spelling.microseconds(raw)
    value = clock if type_ == _ZONED else to_moment(reading.zone, reading.hold(clock))
    return value, _beyond(reading.spelling.days(cast(raw.copy(), "DATE")))


def _list(_reading: Reading, raw: Sql, type_: str) -> _Made:
    return (items(raw), None) if type_ == f"{TEXT}[]" else None


def _beyond(days: Sql) -> Sql:
    """Near the ends of the calendar the reader decides."""
    return surely(some([compare("le", days, number(_FIRST)), compare("ge", days.copy(), number(_LAST))]))


_READ: dict[str, Callable[[Reading, Sql, str], _Made]] = {
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
    "list": _list,
}


def spelled(raw: Sql, type_: str) -> Sql | None:
    """Whole numbers and truths as the text they stand for, where a field is of text."""
    return cast(raw, TEXT) if type_ in INTEGERS or type_ == "BOOLEAN" else None
