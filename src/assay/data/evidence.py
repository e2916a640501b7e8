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
MOST_VALUES = 50  # remembered a column
_SAMPLED = 2000  # values a column, on which formats are tried

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
_BOOLEAN = frozenset({"true", "false", "yes", "no"})


@dataclass(slots=True)
class Evidence:
    """Counts over all values seen, and a sample of them. `values` counts distinct texts up to MOST_VALUES, by their
    first spelling; `many` is True once there were more."""

    column: str
    seen: int = 0
    given: int = 0
    many: bool = False
    values: Counter[str] = field(default_factory=Counter)
    not_given: Counter[str] = field(default_factory=Counter)
    sample: list[str] = field(default_factory=list)
    types: Counter[str] = field(default_factory=Counter)
    _spelled: dict[str, str] = field(default_factory=dict)

    def add(self, value: object) -> None:
        """Looks at one raw value."""
        self.seen += 1
        kind, text = _typed(value)
        if not text:
            return
        folded = fold(text)
        if folded in NOT_GIVEN:
            self.not_given[text] += 1
            return
        self.given += 1
        self.types[kind] += 1
        self._count(self._spelled.get(folded), folded, text)
        if len(self.sample) < _SAMPLED or self.given % 97 == 0:
            self.sample.append(text)

    def _count(self, spelled: str | None, folded: str, text: str) -> None:
        if spelled is None:
            if len(self._spelled) >= MOST_VALUES:
                self.many = True
                return
            spelled = self._spelled[folded] = text
        self.values[spelled] += 1

    def all_are(self, pattern: re.Pattern[str]) -> bool:
        return bool(self.sample) and all(map(pattern.fullmatch, self.sample))


def _typed(value: object) -> tuple[str, str | None]:
    """How a file gave the value (text, boolean, number, time, date, list), and its text."""
    if isinstance(value, list | tuple):
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
    """true/false or yes/no in any case."""
    return not evidence.many and bool(evidence.values) and all(fold(value) in _BOOLEAN for value in evidence.values)


def is_zero_one(evidence: Evidence) -> bool:
    return set(evidence.values) == {"0", "1"} and not evidence.many


def is_integer(evidence: Evidence) -> bool:
    """Digits without leading zeros: those are of ids."""
    return evidence.all_are(_INTEGER)


def is_number(evidence: Evidence) -> bool:
    return evidence.all_are(_NUMBER)


def has_decimal_commas(evidence: Evidence) -> bool:
    return evidence.all_are(re.compile(f"{_COMMA_NUMBER.pattern}|{_INTEGER.pattern}")) and any(
        "," in text for text in evidence.sample
    )


def iso_kind(evidence: Evidence) -> Literal["date", "time"] | None:
    """ "date" or "time" where all values are ISO; a time as soon as one has a clock."""
    if not evidence.sample:
        return None
    clocks = False
    for text in evidence.sample:
        reading = read_iso(text) if not is_surely_iso(text) else (0, None if len(text) == 10 else 0, None)
        if reading is None:
            return None
        clocks = clocks or reading[1] is not None
    return "time" if clocks else "date"


def formats_of(evidence: Evidence) -> list[str]:
    """The formats by which all values can be read, dates alone before those with a clock."""
    if not evidence.sample or not all(any(map(str.isdigit, text)) for text in evidence.sample[:20]):
        return []
    dates = (*DATE_FORMATS, *_NAMED_DATES)
    timed = (f"{date} {clock}" for date in dates for clock in _CLOCKS)
    return [format for format in (*dates, *timed) if _reads_all(format, evidence.sample)]


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
    arrays = sum(json_array(text) is not None for text in evidence.sample)
    if arrays and arrays == len(evidence.sample):
        return "json"
    for separator in ";|":
        cells = [text for text in evidence.sample if separator in text]
        items = [item.strip() for text in evidence.sample for item in text.split(separator)]
        again = len(items) - len(set(items))
        if len(cells) * 5 >= len(evidence.sample) > 1 and again * 2 >= len(items) and max(map(len, items)) <= 40:
            return separator
    return None
