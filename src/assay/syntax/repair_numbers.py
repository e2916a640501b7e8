"""Repairs of numbers, units, percentages and dates."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from assay.syntax import spellings
from assay.syntax.site import Repair, Site, made
from assay.syntax.tokens import UNITISH
from assay.syntax.words import UNITS_ELSEWHERE

Finder = Callable[[Site], Repair | None]

_UNIT_KINDS = {"minutes": "MINUTES", "hours": "HOURS", "days": "DAYS", "weeks": "WEEKS"}


def grouped(site: Site) -> Repair | None:
    """`1,000`, `1 000` and `2,5`."""
    digits, stop = site.previous.text, site.index
    if site.previous.kind != "NUMBER":
        return None
    while site.at(stop).kind == "COMMA" and site.at(stop + 1).kind == "NUMBER" and site.touch(stop - 1, stop):
        if not site.touch(stop, stop + 1):
            return None
        digits += "," + site.at(stop + 1).text
        stop += 2
    if stop == site.index and site.token.kind == "NUMBER" and re.fullmatch(r"[0-9]{3}(\.[0-9]+)?", site.token.text):
        digits, stop = f"{digits} {site.token.text}", site.index + 1
    if stop == site.index:
        return None
    if re.fullmatch(r"[0-9]{1,3}([, ][0-9]{3})+(\.[0-9]+)?", digits):
        right, why = re.sub("[, ]", "", digits), "thousands are not set apart, or with `_` as in `1_000`"
    elif digits.count(",") == 1:
        right, why = digits.replace(",", "."), "decimals follow a point"
    else:
        return None
    diagnostic = spellings.wrong_number(site.span(site.index - 1, stop - 1), right, why)
    return Repair(diagnostic, site.index - 1, stop, (made("NUMBER", right, site.previous),))


def bare_point(site: Site) -> Repair | None:
    """`.5`."""
    if site.token.text != "." or site.following.kind != "NUMBER" or not site.touch(site.index, site.index + 1):
        return None
    if not site.accepts("NUMBER"):
        return None
    right = f"0.{site.following.text}"
    diagnostic = spellings.wrong_number(site.span(site.index, site.index + 1), right, "a digit stands before the point")
    return Repair(diagnostic, site.index, site.index + 2, (made("NUMBER", right, site.token),))


def unit(site: Site) -> Repair | None:
    """`30 months`, `2 hrs`, `10k`."""
    if site.previous.kind != "NUMBER" or site.token.text not in UNITS_ELSEWHERE:
        return None
    factor, name = UNITS_ELSEWHERE[site.token.text]
    amount = Decimal(site.previous.text.replace("_", "")) * int(factor)
    written = format(amount.normalize(), "f")
    span = site.span(site.index - 1, site.index)
    digits = made("NUMBER", written, site.previous)
    if not name:
        diagnostic = spellings.wrong_number(span, written, "numbers are written out")
        return Repair(diagnostic, site.index - 1, site.index + 1, (digits,), sure=True)
    right = f"{written} {name.removesuffix('s') if amount == 1 else name}"
    why = "is written out" if factor == "1" else "has no fixed length"
    diagnostic = spellings.foreign_unit(span, right, why)
    return Repair(
        diagnostic, site.index - 1, site.index + 1, (digits, made(_UNIT_KINDS[name], name, site.token)), sure=True
    )


def percent(site: Site) -> Repair | None:
    """`30%` where a plain number is wanted."""
    if site.previous.kind != "NUMBER" or not site.fits(site.index + 1):
        return None
    return Repair(spellings.needless_percent(site.span(site.index)), site.index, site.index + 1, ())


def percent_missing(site: Site) -> Repair | None:
    """`weight 50`, `fading 25 every 30 days`."""
    if site.previous.kind != "NUMBER" or not site.fits(site.index, "PERCENT"):
        return None
    diagnostic = spellings.percent_missing(site.span(site.index - 1))
    return Repair(diagnostic, site.index, site.index, (made("PERCENT", "%", site.previous),))


def foreign_date(site: Site) -> Repair | None:
    """`31/12/2026`, `2026/12/31`, `2026-1-5`. Of two small numbers the first is taken for the day."""
    parts = re.split("[-/.–—‑−]", site.token.text)
    year, month, day = parts if len(parts[0]) == 4 else parts[::-1]
    if int(month) > 12:
        month, day = day, month
    right = f"{year}-{int(month):02}-{int(day):02}"
    if not site.accepts("DATE") or not is_date(right):
        return None
    diagnostic = spellings.wrong_date(site.span(site.index), right, "is no date here")
    return Repair(diagnostic, site.index, site.index + 1, (made("DATE", right, site.token),), sure=True)


def zoned(site: Site) -> Repair | None:
    """`2026-11-01T14:30:00.000Z`."""
    found = re.match(r".{10}(?:T|[ \t]+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?", site.token.text)
    if found is None or not site.accepts("TIME"):
        return None
    span = site.span(site.index)
    rest = type(span)(span.source, span.start + found.end(), span.end)
    return Repair(
        spellings.zoned_time(rest), site.index, site.index + 1, (made("TIME", found[0], site.token),), sure=True
    )


def is_date(written: str) -> bool:
    """Whether `YYYY-MM-DD` is a day of the calendar."""
    try:
        dt.date.fromisoformat(written)
    except ValueError:
        return False
    return True


NUMBERS: Mapping[str, tuple[Finder, ...]] = {
    "NUMBER": (grouped,),
    "PERCENT": (percent,),
    UNITISH: (unit,),
    "BADDATE": (foreign_date,),
    "BADTIME": (zoned,),
}
