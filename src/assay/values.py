"""Values as every engine holds them, and the few functions on which all must agree.

| kind     | held as                                                              |
|----------|----------------------------------------------------------------------|
| text     | str; folded with `fold` unless compared exactly                      |
| one of   | the folded text                                                      |
| number   | int: ten-thousandths (`SCALE`), |n| < 10^14 (`LIMIT` ten-thousandths)|
| boolean  | bool                                                                 |
| date     | int: days since 1970-01-01                                           |
| time     | int: microseconds since 1970-01-01 UTC                               |
| duration | int: microseconds                                                    |
| list     | tuple of str                                                         |
| points   | int: hundredths (`POINT`)                                            |
| missing  | None                                                                 |
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

SCALE = 10_000
POINT = 100
LIMIT = 10**14 * SCALE
MINUTE = 60_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY
_STEP = Decimal("0.0001")
_EXACTLY = Context(prec=40, rounding=ROUND_HALF_UP)  # whatever precision the host has set, and one rounding only
EPOCH_DAY = dt.date(1970, 1, 1).toordinal()

BLANKS = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_FOLDING = {0x130: "i", 0x3A3: "\u03c3", 0x3C2: "\u03c3"}
_SEPARATORS = BLANKS + "".join(map(chr, range(1, 32))) + "\x7f" + "!\"$%&'()*,-./:;<=>?@[\\]^_`{|}~"
_SEPARATORS += "\xa1\xab\xb7\xbb\xbf\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2022\u2026"
_TO_BLANK = dict.fromkeys(map(ord, _SEPARATORS), " ")


def trim(text: str) -> str:
    """Without the blanks of LANGUAGE.md at both ends."""
    return text.strip(BLANKS)


def fold(text: str) -> str:
    """The form in which text compares unless its field is `exact`."""
    return text.strip(BLANKS).translate(_FOLDING).lower()


def words(folded: str) -> tuple[str, ...]:
    """The words of a folded text, as `mentions` sees them."""
    return tuple(word for word in folded.translate(_TO_BLANK).split(" ") if word)


def divide(numerator: int, denominator: int) -> int:
    """Integer quotient rounded half away from zero; the denominator is not 0."""
    sign = 1 if (numerator < 0) == (denominator < 0) else -1
    n, d = abs(numerator), abs(denominator)
    return sign * ((2 * n + d) // (2 * d))


def in_range(number: int | None) -> int | None:
    """A number out of range is missing."""
    return number if number is not None and -LIMIT < number < LIMIT else None


def number_of(value: Decimal) -> int | None:
    """Ten-thousandths of a decimal, rounded half away from zero; None if out of range or no number."""
    if not value.is_finite() or (value and value.adjusted() > 14):
        return None
    return in_range(int(_EXACTLY.quantize(value, _STEP).scaleb(4))) if value else 0


def points_of(number: int) -> int:
    """Hundredths of a point from a number, rounded half away from zero."""
    return divide(number, SCALE // POINT)


def days_of(date: dt.date) -> int:
    return date.toordinal() - EPOCH_DAY


def date_of(days: int) -> dt.date:
    return dt.date.fromordinal(days + EPOCH_DAY)


def microseconds_of(delta: dt.timedelta) -> int:
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def local_microseconds(moment: dt.datetime) -> int:
    """The clock reading of a naive datetime as if it were UTC."""
    return microseconds_of(moment.replace(tzinfo=None) - dt.datetime(1970, 1, 1))


def utc_datetime(moment: int) -> dt.datetime:
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=moment)


class ZoneRules:
    """A zone as the plan writes it down: from each moment (microseconds UTC) on, an offset (microseconds east).

    The first offset also holds before the first moment.
    """

    def __init__(self, moments: Sequence[int], offsets: Sequence[int]) -> None:
        self.moments = tuple(moments)
        self.offsets = tuple(offsets)

    def offset(self, moment: int) -> int:
        return self.offsets[max(bisect_right(self.moments, moment) - 1, 0)]

    def day(self, moment: int) -> int:
        """The local day (days since 1970-01-01) of a moment."""
        return (moment + self.offset(moment)) // DAY

    def moment(self, local: int) -> int:
        """The moment of a local clock reading: of a repeated one the earlier, a skipped one moves on by the gap."""
        before = self.offset(local - DAY)
        after = self.offset(local + DAY)
        if before == after:
            return local - before
        candidates = [local - offset for offset in (before, after) if self.offset(local - offset) == offset]
        return min(candidates) if candidates else local - before

    def midnight(self, day: int) -> int:
        """The moment at which a local day begins."""
        return self.moment(day * DAY)
