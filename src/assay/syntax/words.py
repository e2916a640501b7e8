# ruff: noqa: SIM905  (word lists read best as words)
"""The words of the language: those that are never names, and those that are names wherever they can be."""

import re
from collections.abc import Mapping

# Words that carry the structure of a sentence. As names they need backticks.
KEYWORDS = frozenset(
    """
    add always and because contains disqualify each exclude expect false if implies in is let matches mentions
    missing never not or otherwise per promote subtract true when within
    """.split()
)

# Words with a meaning in their place, and free as names everywhere else.
SOFT_KEYWORDS = frozenset(
    """
    activity after ago as at best boolean by compounding date day days ends every exact exactly example expiring
    fading first format from grade group halving hour hours ignore integer key known lead least less list losing
    match max min minute minutes model month more most number of off once one over owner quarter review route
    since split stage starting starts sticky text time times timezone to total under until use week weeks weight
    where with
    """.split()
)

# Words of other languages that are never names here, so that `else` and `null` get an answer.
MISTAKEN = frozenset(
    {"then", "Then", "THEN", "else", "Else", "ELSE", "elif", "null", "NULL", "Null", "nil", "None", "undefined"}
)

# Bare, these are results of the model; a field of that name is written in backticks.
RESULTS = frozenset({"score", "stage", "route", "disqualified"})


_PLAIN = re.compile(r"[^\W\d]\w*")


def is_plain_name(name: str) -> bool:
    """Whether a name can be written without backticks (a result of the model keeps its meaning as such)."""
    return name not in KEYWORDS and name not in MISTAKEN and not is_shouted(name) and _PLAIN.fullmatch(name) is not None


def is_shouted(name: str) -> bool:
    """Whether a name is a reserved word in capitals: `AND`, `When`."""
    return name[:1].isupper() and (name.isupper() or name[1:].islower()) and name.lower() in KEYWORDS


def needs_backticks(name: str) -> bool:
    """Whether a field of this name is written in backticks (elsewhere than as a bare result)."""
    return name in RESULTS or not is_plain_name(name)


# Words that other languages and people put after a number. (how many, of which unit); no unit: a plain number.
UNITS_ELSEWHERE: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("month", "months"), ("30", "days")),
    **dict.fromkeys(("year", "years", "yr", "yrs"), ("365", "days")),
    **dict.fromkeys(("quarter", "quarters"), ("91", "days")),
    **dict.fromkeys(("d", "D", "Days", "Day", "DAYS", "DAY"), ("1", "days")),
    **dict.fromkeys(("w", "wk", "wks", "Weeks", "Week", "WEEKS", "WEEK"), ("1", "weeks")),
    **dict.fromkeys(("h", "hr", "hrs", "Hours", "Hour", "HOURS", "HOUR"), ("1", "hours")),
    **dict.fromkeys(("min", "mins", "Minutes", "Minute", "MINUTES", "MINUTE"), ("1", "minutes")),
    **dict.fromkeys(("k", "K", "thousand"), ("1000", "")),
    **dict.fromkeys(("M", "mn", "million"), ("1000000", "")),
}
