"""Values in a reader's words: 12.5, FR, 2026-11-01, 75 days, yes."""

import datetime as dt
import re

from assay.plan.spelled import Spelling
from assay.values import DAY, HOUR, MINUTE, POINT, SCALE, ZoneRules, date_of

Value = str | int | bool | tuple[str, ...] | None
_PLAIN = re.compile(r"[\w.@/+#%-]+")
_SHOWN = 60  # characters of a long text
_EPOCH = dt.datetime(1970, 1, 1)


def line(text: str) -> str:
    """A user's text on one line, without anything a terminal would act on."""
    return "".join(ch if ch.isprintable() else " " for ch in text)


def quoted(text: str) -> str:
    """A text as a sentence takes it: bare if it is one word, else in quotes; a long one is cut."""
    shown = line(text)
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return shown if _PLAIN.fullmatch(shown) else f'"{shown}"'


def number(value: int) -> str:
    """Ten-thousandths as people write them: 12.5, 1,000,000, -3."""
    whole, rest = divmod(abs(value), SCALE)
    digits = f"{whole:,}" if whole >= SCALE else str(whole)
    decimals = f"{rest:04d}".rstrip("0")
    return ("-" if value < 0 else "") + digits + (f".{decimals}" if decimals else "")


def points(hundredths: int) -> str:
    """Points without a sign for gains: 65, 12.5, -10."""
    return number(hundredths * (SCALE // POINT))


def gain(hundredths: int) -> str:
    """Points as something given or taken: +15, -10, 0."""
    return f"+{points(hundredths)}" if hundredths > 0 else points(hundredths)


def duration(microseconds: int) -> str:
    """ "75 days", "4 hours", "1 day 6 hours"; to the minute, of long ones to the day."""
    size, sign = abs(microseconds), "-" if microseconds < 0 else ""
    days, hours, minutes = size // DAY, size % DAY // HOUR, size % HOUR // MINUTE
    if days >= 10:
        hours = minutes = 0
    parts = [counted(count, name) for count, name in ((days, "day"), (hours, "hour"), (minutes, "minute")) if count]
    return sign + (" ".join(parts) or "under a minute")


def age(microseconds: int) -> str:
    """How old something is, in words: "75 days old", "3 hours old"."""
    size = DAY if microseconds >= 2 * DAY else HOUR if microseconds >= HOUR else MINUTE
    name = {DAY: "day", HOUR: "hour", MINUTE: "minute"}[size]
    return f"{counted(microseconds // size, name)} old"


def counted(count: int, name: str) -> str:
    """ "1 day", "2 days", "2 activities"."""
    if count == 1:
        return f"1 {name}"
    plural = f"{name[:-1]}ies" if name.endswith("y") and name[-2:-1] not in "aeiou" else f"{name}s"
    return f"{count:,} {plural}"


def date(days: int) -> str:
    try:
        return date_of(days).isoformat()
    except (ValueError, OverflowError):
        return "a date out of reach"


def moment(microseconds: int, zone: ZoneRules) -> str:
    """A moment in the model's zone: 2026-11-01 14:30; midnight is the date alone."""
    try:
        local = _EPOCH + dt.timedelta(microseconds=microseconds + zone.offset(microseconds))
    except (ValueError, OverflowError):
        return "a time out of reach"
    if local.time() == dt.time():
        return f"{local:%Y-%m-%d}"
    return f"{local:%Y-%m-%d %H:%M}" if local.second == local.microsecond == 0 else f"{local:%Y-%m-%d %H:%M:%S}"


def listed(items: list[str], joint: str = "or", most: int = 6) -> str:
    """ "DE, FR or NL"; of many the first few and how many more."""
    if len(items) > most:
        return f"{', '.join(items[: most - 1])} {joint} {len(items) - most + 1} more"
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {joint} {items[-1]}" if items else "nothing"


def given(value: Value, kind: str, spelling: Spelling, zone: ZoneRules) -> str:
    """A value of a kind (of a field or an expression) in words."""
    match value:
        case None:
            return "missing"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return listed([quoted(item) for item in value], "and") if value else "empty"
        case str():
            return quoted(spelling(value) if kind == "one of" else value)
    match kind:
        case "date":
            return date(value)
        case "time":
            return moment(value, zone)
        case "duration":
            return duration(value)
        case _:
            return number(value)
