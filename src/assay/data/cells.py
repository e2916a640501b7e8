"""One cell of a table: what it may hold, the text of it, and what to say when it does not fit."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from uuid import UUID

from assay.values import BLANKS, fold

Value = str | int | bool | tuple[str, ...] | None
Reader = Callable[[object], Value]

_SHOWN = 40
_LONG_EXPONENT = 40
_LONG_INTEGER = 10_000  # bits; beyond a few thousand digits Python refuses to print an integer


class BadValue(Exception):  # noqa: N818  it says what is wrong, not that we failed
    """A value that does not fit its field: one sentence, and what to do about it."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def shown(value: object) -> str:
    """A value as a message quotes it: on one line, cut short, in backticks."""
    text = value if isinstance(value, str) else _represented(value)
    line = " ".join(text.split()) if not text.isprintable() else text
    return f"`{line if len(line) <= _SHOWN else line[: _SHOWN - 1] + '…'}`"


def _represented(value: object) -> str:
    if isinstance(value, int) and value.bit_length() > _LONG_INTEGER:
        return "a number of thousands of digits"
    return str(value) if isinstance(value, dt.timedelta) else repr(value)


def plain(value: object) -> object:
    """What a foreign scalar stands for: numpy's and pandas' values, enum members, UUIDs and bytes."""
    if isinstance(value, Enum):
        return plain(value.value)
    if type(value).__name__ in {"NaTType", "NAType"}:
        return None
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes):
        return _decoded(value)
    listed = getattr(value, "tolist", None)
    return listed() if callable(listed) else value


def _decoded(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise BadValue("these bytes are no text", "save the column as text") from None


def text_of(value: object) -> str | None:
    """The trimmed text of a scalar, "" for a blank one; None for None, NaN and infinity. A whole number has no
    decimals, so that an id a spreadsheet holds as 17.0 reads `17`."""
    match value:
        case None:
            return None
        case str():
            return value.replace("\0", "").strip(BLANKS)
        case bool():
            return "true" if value else "false"
        case int():
            return _integer_text(value)
        case float() | Decimal():
            return _number_text(value)
        case dt.datetime():
            return value.isoformat(sep=" ")
        case dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            raise BadValue(f"{shown(value)} is a length of time, not text", "give it as a number: of minutes, of days")
    simple = plain(value)
    if simple is not value:
        return text_of(simple)
    raise BadValue(f"{shown(value)} is not text", _NESTED)


_NESTED = "give one value here; a list of values goes with a field that is `list of text`"


def _integer_text(value: int) -> str:
    if value.bit_length() > _LONG_INTEGER:
        raise BadValue("this number is too long for text")
    return str(value)


def _number_text(value: float | Decimal) -> str | None:
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if not number.is_finite():
        return None
    if abs(number.adjusted()) > _LONG_EXPONENT:
        return str(number)
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


class Missing:
    """The spellings that count as missing, folded. `lengths` spares most cells the folding: folding a trimmed
    text keeps its length."""

    __slots__ = ("lengths", "spellings")

    def __init__(self, spellings: frozenset[str]) -> None:
        self.spellings = spellings | {""}
        self.lengths = frozenset(map(len, self.spellings))

    def takes(self, trimmed: str) -> bool:
        return len(trimmed) in self.lengths and fold(trimmed) in self.spellings

    def text(self, value: object) -> str | None:
        """The trimmed text of a scalar, or None if it is missing."""
        text = text_of(value)
        return None if text is None or self.takes(text) else text
