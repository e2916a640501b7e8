"""Which lines of JSON are plain: records of few levels whose texts and numbers every program reads alike.

RE2 patterns over a line. Where a line matches and DuckDB calls it valid, it is JSON by the letter: DuckDB also takes
commas at the end, and numbers such as NaN, which the patterns refuse; the patterns take values without commas in
between, which DuckDB refuses.
"""

_LEVELS = 5  # of arrays and objects within the record
_BLANK = r"[ \t\r\n]*"
_UNIT = r"u(?:00[1-9a-fA-F][0-9a-fA-F]|000[1-9a-fA-F]|0[1-9a-fA-F][0-9a-fA-F]{2}|[1-9a-cA-CeEfF][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2})"
_PAIR = r"u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # but halves of characters are the reader's
TEXT = rf'"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\{_UNIT}|\\{_PAIR})*"'
_NUMBER = r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
_SCALAR = rf"(?:{TEXT}|{_NUMBER}|true|false|null)"


def _value(levels: int) -> str:
    if not levels:
        return _SCALAR
    inner = _value(levels - 1)
    return rf"(?:{_SCALAR}|\[(?:{_BLANK},?{_BLANK}{inner})*{_BLANK}\]|{_record(inner)})"


def _record(value: str) -> str:
    """Commas only before a member, so that none is the last."""
    return rf"\{{(?:{_BLANK},?{_BLANK}{TEXT}{_BLANK}:{_BLANK}{value})*{_BLANK}\}}"


LINE = rf"^{_BLANK}{_record(_value(_LEVELS))}{_BLANK}$"

# Of values as DuckDB prints them.
WORD = r"^(?:true|false|-?[0-9]{1,18})$"  # scalars that are text as they stand
DIGITS = r"^-?[0-9]{1,18}$"
LIST = rf"^\[(?:(?:{TEXT}|null|true|false|-?[0-9]{{1,18}}),?)*\]$"
WHOLE = r"^-?[0-9]{1,13}$"
WITHOUT_FRACTION = r"^(?:-?[1-9][0-9]{0,14}|0)\.0$"
FRACTION = r"^-?[0-9]{1,15}\.[0-9]*[1-9]$"
DECIMAL = r"^-?(?:[0-9]{1,9}\.[0-9]+|[0-9]{10}\.[0-9]{1,4})$"  # rounded, times 10,000, it has 18 digits at most
TIE = r"\.[0-9]{4}5$"
LONG = r"[0-9.]{17}"  # in a line: a number that a binary float may not hold exactly
