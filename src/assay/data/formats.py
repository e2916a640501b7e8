"""How dates and times are written: ISO, or a field's `format`.

A format is either of percent codes as everywhere (`%d/%m/%Y %H:%M`) or spelled as in spreadsheets
(`dd/mm/yyyy hh:mm`). In a spelled one `mm` is the minute right after an hour or right before seconds, else the
month; upper and lower case are the same. Names of months and days are English. Two-digit years: 69 to 99
are 1969 to 1999. Fractions of a second beyond microseconds are cut off.
"""

import datetime as dt
import re
from collections.abc import Callable

from assay.values import EPOCH_DAY, HOUR, MINUTE

# days since 1970-01-01; microseconds of the day, None without a time; offset in microseconds, None without one
Reading = tuple[int, int | None, int | None]
Parser = Callable[[str], Reading | None]

_OFFSET = r"(?P<z>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})"
_ISO = re.compile(
    r"(?P<Y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})"
    r"(?:(?:T|\s+)(?P<H>[0-9]{1,2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:[.,](?P<f>[0-9]+))?)?(?:\s*"
    + _OFFSET
    + ")?)?",
    re.ASCII | re.IGNORECASE,
)
# A value of this shape is surely a date or time, and `datetime.fromisoformat` reads it.
_SURE = re.compile(
    r"[12][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    r"(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{3}(?:[0-9]{3})?)?)?Z?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_SECOND = 1_000_000

_CODES = {
    "Y": r"(?P<Y>[0-9]{4})",
    "y": r"(?P<y>[0-9]{2})",
    "m": r"(?P<m>[0-9]{1,2})",
    "d": r"(?P<d>[0-9]{1,2})",
    "e": r"(?P<d>[0-9]{1,2})",
    "b": r"(?P<b>[a-z]{3,9})\.?",
    "B": r"(?P<b>[a-z]{3,9})\.?",
    "h": r"(?P<b>[a-z]{3,9})\.?",
    "a": _DAYS,
    "A": _DAYS,
    "H": r"(?P<H>[0-9]{1,2})",
    "I": r"(?P<H>[0-9]{1,2})",
    "M": r"(?P<M>[0-9]{1,2})",
    "S": r"(?P<S>[0-9]{1,2})",
    "f": r"(?P<f>[0-9]+)",
    "p": r"(?P<p>[ap])\.?m\.?",
    "z": _OFFSET,
    "Z": _OFFSET,
    "%": "%",
}
_SHORT = {"F": "%Y-%m-%d", "T": "%H:%M:%S", "R": "%H:%M", "D": "%m/%d/%y"}
_SPELLED = re.compile(r"y+|m+|d+|h+|(?<=\.)s+|s+|f+|(?<=\.)0+|am/pm|tt|x+|z+|'[^']*'|.", re.IGNORECASE | re.DOTALL)


def read_iso(cell: str) -> Reading | None:
    """`2026-11-01`, or with a time: `2026-11-01 14:30`, `2026-11-01T14:30:00.123+02:00`, `… 14:30:00 UTC`."""
    found = _ISO.fullmatch(cell)
    return None if found is None else _reading(found.groupdict())


is_surely_iso = _SURE.fullmatch


def read_sure_iso(cell: str) -> Reading:
    """The same, quicker, of a text that `is_surely_iso`."""
    moment = dt.datetime.fromisoformat(cell)
    time = moment.hour * HOUR + moment.minute * MINUTE + moment.second * _SECOND + moment.microsecond
    return moment.toordinal() - EPOCH_DAY, time if len(cell) > 10 else None, 0 if moment.tzinfo else None


def parser_of(format: str | None) -> Parser:
    """The parser of a field: by its format, else ISO. None from it: not written so, or no such day or hour."""
    if format is None:
        return read_iso
    pattern = _compiled(format)
    if pattern is None:
        return _nothing

    def parse(cell: str) -> Reading | None:
        found = pattern.fullmatch(cell)
        return None if found is None else _reading(found.groupdict())

    return parse


def is_understood(format: str) -> bool:
    """True if dates can be read by it: every code is known, none twice, with a day, a month and a year."""
    return parser_of(format) is not _nothing


def _nothing(_: str) -> Reading | None:
    return None


def pieces_of(format: str) -> list[str]:
    """What a format consists of: percent codes, blanks, and other characters one by one."""
    codes = format if "%" in format else _spelled(format)
    for short, long in _SHORT.items():
        codes = codes.replace("%" + short, long)
    return re.findall(r"%-?.|\s+|.", codes, re.DOTALL)


def _compiled(format: str) -> re.Pattern[str] | None:
    pattern = "".join(map(_piece, pieces_of(format)))
    try:
        compiled = re.compile(pattern, re.IGNORECASE | re.ASCII)
    except re.error:  # a code that is unknown or stands there twice
        return None
    names = compiled.groupindex.keys()
    complete = "d" in names and names & {"m", "b"} and names & {"Y", "y"}
    return compiled if complete else None


def _piece(part: str) -> str:
    if part.isspace():
        return r"\s+"
    if len(part) > 1:
        return _CODES.get(part[-1], "(")  # an unknown code spoils the pattern
    return re.escape(part)


def _spelled(format: str) -> str:
    parts = _SPELLED.findall(format)
    return "".join(_code(parts, index) for index in range(len(parts)))


def _code(parts: list[str], index: int) -> str:
    part = parts[index].lower()
    match part[0]:
        case "y":
            return "%Y" if len(part) > 2 else "%y"
        case "m":
            return "%b" if len(part) > 2 else "%M" if _is_minute(parts, index) else "%m"
        case "d":
            return "%a" if len(part) > 2 else "%d"
        case "h":
            return "%H"
        case "s" | "f" | "0":
            return "%f" if index and parts[index - 1] == "." else "%S"
        case "z" | "x":
            return "%z"
        case "'":
            return part.strip("'").upper()
        case "%":
            return "%%"
    return "%p" if part in {"am/pm", "tt"} else parts[index]


def _is_minute(parts: list[str], index: int) -> bool:
    letters = [part[0].lower() for part in parts]
    before = next((letter for letter in reversed(letters[:index]) if letter.isalpha()), "")
    after = next((letter for letter in letters[index + 1 :] if letter.isalpha()), "")
    return before == "h" or after == "s"


def _reading(parts: dict[str, str | None]) -> Reading | None:
    try:
        date = dt.date(_year(parts), _month(parts), int(parts["d"] or 0))
        time = _time(parts)
    except ValueError:
        return None
    return date.toordinal() - EPOCH_DAY, time, _offset(parts.get("z"))


def _year(parts: dict[str, str | None]) -> int:
    if full := parts.get("Y"):
        return int(full)
    short = int(parts.get("y") or 0)
    return short + (1900 if short >= 69 else 2000)


def _month(parts: dict[str, str | None]) -> int:
    if number := parts.get("m"):
        return int(number)
    return _MONTHS.index((parts.get("b") or "")[:3].lower()) + 1


def _time(parts: dict[str, str | None]) -> int | None:
    if (hour := parts.get("H")) is None:
        return None
    fraction = (parts.get("f") or "")[:6].ljust(6, "0")
    time = dt.time(_hour(int(hour), parts.get("p")), int(parts.get("M") or 0), int(parts.get("S") or 0), int(fraction))
    return time.hour * HOUR + time.minute * MINUTE + time.second * _SECOND + time.microsecond


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError
    return hour % 12 + (12 if half.lower() == "p" else 0)


def _offset(written: str | None) -> int | None:
    if written is None:
        return None
    if written[0] not in "+-":
        return 0
    hours, minutes = int(written[1:3]), int(written[3:].lstrip(":") or 0)
    return (1 if written[0] == "+" else -1) * (hours * HOUR + minutes * MINUTE)
