"""Dates and times in cells: ISO, and formats that consist of digits."""

from dataclasses import dataclass
from itertools import pairwise

from sqlglot import exp

from assay.data.formats import is_understood, pieces_of
from assay.engines.sql.build import Sql, case, cast, every, is_known, minus, number, steps, text
from assay.engines.sql.scan.cells import Read, Reading, matches, tried
from assay.plan.nodes import Field
from assay.values import ZoneRules

_YEAR = r"(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
_DAY = _YEAR + r"-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[ T]([01][0-9]|2[0-3]):[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_DATE, _TIME = f"^{_DAY}$", f"^{_DAY}{_CLOCK}$"
_IN_UTC = f"^[1-8][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}{_CLOCK}Z$"  # years in which no zone leaves the calendar
_WIDE = {
    "Y": _YEAR,
    "y": "[0-9]{2}",
    "m": "(0?[1-9]|1[0-2])",
    "d": "(0?[1-9]|[12][0-9]|3[01])",
    "e": "(0?[1-9]|[12][0-9]|3[01])",
    "H": "([01]?[0-9]|2[0-3])",
    "M": "[0-5]?[0-9]",
    "S": "[0-5]?[0-9]",
}
_NARROW = _WIDE | {
    "m": "(0[1-9]|1[0-2])",
    "d": "(0[1-9]|[12][0-9]|3[01])",
    "e": "(0[1-9]|[12][0-9]|3[01])",
    "H": "([01][0-9]|2[0-3])",
    "M": "[0-5][0-9]",
    "S": "[0-5][0-9]",
}


@dataclass(frozen=True, slots=True)
class _Written:
    """How dates are written: a pattern of what is plain, and the same as DuckDB has it."""

    pattern: str
    format: str


def date_cell(reading: Reading, field: Field, cell: Sql) -> Read | None:
    """A day; a clock reading is cut to its day. None for formats that are not plain."""
    found = _by_format(reading, field, cell)
    if found is None:
        return None
    value = case([(test, reading.spelling.days(cast(clock, "DATE"))) for test, clock in found])
    return _given(reading, cell, value)


def time_cell(reading: Reading, field: Field, cell: Sql) -> Read | None:
    """A moment: in UTC with `Z` behind it, else a clock reading in the model's zone."""
    found = _by_format(reading, field, cell)
    if found is None:
        return None
    local = case([(test, reading.spelling.microseconds(cast(clock, "TIMESTAMP"))) for test, clock in found])
    value = to_moment(reading.zone, reading.hold(local))
    if field.format is None:
        clock = tried(cell, "TIMESTAMP")
        sure = every([exp.EndsWith(this=cell.copy(), expression=text("Z")), matches(cell, _IN_UTC)])
        value = case([(sure, reading.spelling.microseconds(clock))], value)
    return _given(reading, cell, value)


def _given(reading: Reading, cell: Sql, value: Sql) -> Read:
    if any(character.isdigit() for one in reading.spelled for character in one):
        value = reading.unless_missing(cell, value)
    value = reading.hold(value)
    return Read(value, reading.odd_where_null(cell, value))


def _by_format(reading: Reading, field: Field, cell: Sql) -> list[tuple[Sql, Sql]] | None:
    """What is plain, and the clock reading (or day) it then is."""
    if field.format is None:
        day, clock = reading.hold(tried(cell, "DATE")), reading.hold(tried(cell, "TIMESTAMP"))
        return [
            (every([matches(cell, _DATE), is_known(day.copy())]), day),
            (every([matches(cell, _TIME), is_known(clock.copy())]), clock),
        ]
    written = _written(field.format)
    if written is None:
        return None
    clock = reading.hold(exp.Anonymous(this="TRY_STRPTIME", expressions=[cell.copy(), text(written.format)]))
    return [(every([matches(cell, written.pattern), is_known(clock.copy())]), clock)]


def _written(format: str) -> _Written | None:
    """None where the format has names, halves of a day, fractions, offsets or several blanks in a row."""
    pieces = pieces_of(format)
    codes = [piece[-1] if len(piece) > 1 and piece[0] == "%" else None for piece in pieces]
    touching = any(a is not None and b is not None for a, b in pairwise(codes))
    taken = _NARROW if touching else _WIDE
    if not is_understood(format) or any(not _is_plain(piece) for piece in pieces):
        return None
    pattern = "".join(
        _literal(piece) if code is None else taken[code] for piece, code in zip(pieces, codes, strict=True)
    )
    spelled = "".join(
        piece if code is None else f"%{'d' if code == 'e' else code}" for piece, code in zip(pieces, codes, strict=True)
    )
    return _Written(f"^{pattern}$", spelled)


def _is_plain(piece: str) -> bool:
    if len(piece) > 1 and piece[0] == "%":
        return piece[-1] in _WIDE
    return piece == " " or (len(piece) == 1 and piece in "-/.:,T")


def _literal(character: str) -> str:
    return "[.]" if character == "." else character


def to_moment(zone: ZoneRules, local: Sql) -> Sql:
    """The moment of a clock reading: of a repeated one the earlier, a skipped one moves on by the gap."""
    bounds = [
        at + max(before, after)
        for at, before, after in zip(zone.moments[1:], zone.offsets, zone.offsets[1:], strict=False)
    ]
    offsets = [number(one) for one in zone.offsets]
    return minus(local, steps(local.copy(), bounds, offsets))
