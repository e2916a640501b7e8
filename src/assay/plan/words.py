"""Values of the plan in words: "30 days", "15 points", "25%"."""

import datetime as dt
import json

from assay.values import DAY, HOUR, MINUTE, POINT, SCALE, date_of, utc_datetime

_UNITS = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"), (1_000_000, "second"))
_PERCENT = 10_000


def decimal(value: int, scale: int = SCALE) -> str:
    """`value / scale` without needless zeros: 12.5, 200, -0.25."""
    whole, rest = divmod(abs(value), scale)
    digits = f"{rest:0{len(str(scale)) - 1}d}".rstrip("0")
    return ("-" if value < 0 else "") + (f"{whole}.{digits}" if digits else str(whole))


def counted(count: int | str, noun: str, many: str = "") -> str:
    """1 point, 2 points, 3 activities."""
    return f"{count} {noun}" if str(count) in ("1", "-1") else f"{count} {many or noun + 's'}"


def points(hundredths: int) -> str:
    return counted(decimal(hundredths, POINT), "point")


def percent(value: int) -> str:
    return f"{decimal(value, _PERCENT)}%"


def duration(microseconds: int) -> str:
    """In the largest unit that says it exactly."""
    for size, name in _UNITS:
        if microseconds % size == 0:
            return counted(microseconds // size, name)
    return counted(microseconds, "microsecond")


def date(days: int) -> str:
    try:
        return date_of(days).isoformat()
    except (OverflowError, ValueError):
        return f"day {days}"


def time(microseconds: int) -> str:
    """In UTC, since a plan's times are moments."""
    try:
        moment = utc_datetime(microseconds).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return f"moment {microseconds}"
    shown = moment.isoformat(" ", "minutes") if moment.second == 0 else moment.isoformat(" ")
    return f"{shown} UTC" if moment.time() != dt.time() else f"{moment.date().isoformat()} 00:00 UTC"


def text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def listed(parts: list[str], word: str = "and") -> str:
    """a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"
