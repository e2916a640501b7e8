"""What the values of one column look like: the evidence from which `infer` guesses its type."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from assay.data.cells import BadValue, text_of
from assay.data.coerce import json_array
from assay.data.formats import is_surely_iso, parser_of, read_iso
from assay.values import fold

# Spellings that people and systems write for "not given".
NOT_GIVEN = frozenset(
    {"unknown", "n/a", "na", "n.a.", "#n/a", "null", "none", "nil", "nan", "-", "--", "---", "?", "select", "select..."}
    | {"select…", "- none -", "-none-", "--none--", "not set", "(not set)", "not available", "not provided"}
    | {"not given", "undefined", "unbekannt", "onbekend", "inconnu", "tbd", "missing", "<null>", "\\n"}
)
_REMEMBERED = 1000  # distinct values a column; beyond, every so many-th is looked at
_EVERY = 50

# Day first, month first, then those that can be only one thing.
DATE_FORMATS = (
    "dd/mm/yyyy",
    "mm/dd/yyyy",
    "dd-mm-yyyy",
    "mm-dd-yyyy",
    "dd.mm.yyyy",
    "yyyy/mm/dd",
    "dd/mm/yy",
    "mm/dd/yy",
)
_NAMED_DATES = ("d mmm yyyy", "mmm d, yyyy", "mmm d yyyy", "d-mmm-yyyy", "d-mmm-yy")
_CLOCKS = ("hh:mm", "hh:mm:ss", "hh:mm am/pm", "hh:mm:ss am/pm")

_INTEGER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})")
_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,14})?(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?")
_COMMA_NUMBER = re.compile(r"[+-]?[0-9.]*[0-9],[0-9]+")
_BOOLEAN = {"true", "false", "yes", "no"}


class Counts:
    """The raw values of a column, counted while rows stream by."""

    __slots__ = ("_counts", "_passed", "_sample", "column")

    def __init__(self, column: str) -> None:
        self.column = column
        self._counts: dict[object, int] = {}
        self._passed = 0
        self._sample: list[object] = []

    def add(self, value: object) -> None:
        """Counts one value."""
        counts = self._counts
        key = tuple(map(str, value)) if isinstance(value, list) else value
        try:
            if key in counts:
                counts[key] += 1
                return
        except TypeError:  # nested
            key = repr(value)
        if len(counts) < _REMEMBERED:
            counts[key] = 1
        elif value is not None and value != "":
            self._passed += 1
            if self._passed % _EVERY == 1:
                self._sample.append(key)

    def evidence(self) -> "Evidence":
        """What was seen, put in order."""
        found = Evidence(self.column, many=self._passed > 0)
        for value, count in self._counts.items():
            found.take(value, count)
        for value in self._sample:
            found.take(value, 0)
        found.given += self._passed
        return found


@dataclass(slots=True)
class Evidence:
    """`given`: rows with a value. `values` counts folded texts, `spelled` is how each was written first; with `many`
    they are not all. `not_given` counts spellings of missing values, `types` how the file gave the values."""

    column: str
    many: bool = False
    given: int = 0
    values: Counter[str] = field(default_factory=Counter)
    spelled: dict[str, str] = field(default_factory=dict)
    not_given: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)

    def take(self, value: object, count: int) -> None:
        kind, text = _typed(value)
        if not text:
            return
        folded = fold(text)
        if folded in NOT_GIVEN:
            self.not_given[text] += count
            return
        self.given += count
        self.types[kind] += count
        self.values[folded] += count
        self.spelled.setdefault(folded, text)

    def all_are(self, pattern: re.Pattern[str]) -> bool:
        return bool(self.values) and all(map(pattern.fullmatch, self.values))


def _typed(value: object) -> tuple[str, str | None]:
    """How a file gave the value (text, boolean, number, time, date, list), and its text."""
    if isinstance(value, tuple):
        return "list", ",".join(map(str, value)) or None
    try:
        text = text_of(value)
    except BadValue:
        return "text", None
    match value:
        case bool():
            return "boolean", text
        case int() | float() | Decimal():
            return "number", text
        case dt.datetime():
            return "date" if value.time() == dt.time() and value.tzinfo is None else "time", text
        case dt.date():
            return "date", text
    return "text", text


def is_boolean(evidence: Evidence) -> bool:
    """true/false or yes/no in any case, some of them perhaps written 1 or 0."""
    seen = evidence.values.keys()
    return bool(seen & _BOOLEAN) and seen <= _BOOLEAN | {"0", "1"}


def is_zero_one(evidence: Evidence) -> bool:
    return evidence.values.keys() == {"0", "1"}


def is_integer(evidence: Evidence) -> bool:
    """Digits without leading zeros: those are of ids."""
    return evidence.all_are(_INTEGER)


def is_number(evidence: Evidence) -> bool:
    return evidence.all_are(_NUMBER)


def has_decimal_commas(evidence: Evidence) -> bool:
    return evidence.all_are(re.compile(f"{_COMMA_NUMBER.pattern}|{_INTEGER.pattern}")) and any(
        "," in text for text in evidence.values
    )


def iso_kind(evidence: Evidence) -> Literal["date", "time"] | None:
    """ "date" or "time" where all values are ISO; a time as soon as one has a clock."""
    if not evidence.values:
        return None
    clocks = False
    for text in evidence.values:
        reading = read_iso(text) if not is_surely_iso(text) else (0, None if len(text) == 10 else 0, None)
        if reading is None:
            return None
        clocks = clocks or reading[1] is not None
    return "time" if clocks else "date"


def formats_of(evidence: Evidence) -> list[str]:
    """The formats by which all values can be read, dates alone before those with a clock."""
    if not evidence.values or not all(any(map(str.isdigit, text)) for text in list(evidence.values)[:20]):
        return []
    dates = (*DATE_FORMATS, *_NAMED_DATES)
    timed = (f"{date} {clock}" for date in dates for clock in _CLOCKS)
    return [format for format in (*dates, *timed) if _reads_all(format, evidence.values)]


def mirrored(format: str) -> str | None:
    """The same format with day and month exchanged; None where the month has a name or the year comes first."""
    if format[:5] not in {"dd/mm", "dd-mm"}:
        return None
    return f"mm{format[2]}dd{format[5:]}"


def _reads_all(format: str, texts: Iterable[str]) -> bool:
    parse = parser_of(format)
    return all(parse(text) is not None for text in texts)


def separator_of(evidence: Evidence) -> str | None:
    """`;` or `|` where cells hold several short values that come again; "json" for JSON arrays."""
    arrays = sum(json_array(text) is not None for text in evidence.values)
    if arrays and arrays == len(evidence.values):
        return "json"
    for separator in ";|":
        cells = [text for text in evidence.values if separator in text]
        items = [item.strip() for text in evidence.values for item in text.split(separator)]
        again = len(items) - len(set(items))
        if len(cells) * 5 >= len(evidence.values) > 1 and again * 3 >= len(items) and max(map(len, items)) <= 40:
            return separator
    return None
