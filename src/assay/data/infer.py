"""A first schema from data, for `assay init`: a type for each column, the key, the spellings of "not given".

Guesses are cautious: a wrong `number` makes bad rows, a wrong `text` only a comparison that does not check. So a
column is text unless all that was seen says otherwise, ids stay text, and a column is `one of` only where few
values come again and again.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assay.data import evidence as look
from assay.data.bind import matching
from assay.data.evidence import Counts, Evidence
from assay.data.rows import Table
from assay.syntax.words import needs_backticks
from assay.values import fold

Kind = Literal["text", "number", "integer", "boolean", "date", "time", "one of", "list"]

SCANNED = 100_000  # rows
_FEW = 12  # values of a `one of`
_AGAIN = 5  # times each of them comes, on average
_LONG = 30  # characters; longer ones are no choice from a list
_ID = re.compile(
    r"(?:^|[ _.-])(?:id|ids|fid|gid|uid|uuid|guid|key|code|number|no|nr)$|(?-i:[a-z]I[dD]$)", re.IGNORECASE
)
_DIGITS = re.compile(r"phone|mobile|fax|zip|postal|post ?code|plz|vat|iban|account|sku", re.IGNORECASE)
_FLAG = re.compile(r"^(?:is|has|was|can|do|opt|opted|allow|accepts?)(?:[ _]|[A-Z])|[ _](?:flag|optin|opt_?out)$")
_OPEN = re.compile(
    r"country|city|state|region|company|account|owner|name|title|campaign|user|agent|value|url|link|page|domain|tag",
    re.IGNORECASE,
)  # new values come up any day
_KEYS = ("id", "lead id", "lead_id", "contact id", "contact_id", "record id", "record_id", "key", "email", "e-mail")
_REFERENCES = ("lead_id", "lead id", "leadid", "contact_id", "contact id", "prospect_id", "prospect id", "person_id")
_MOMENTS = ("occurred", "occurred_at", "activity_date", "timestamp", "created_at", "created", "date", "time")


@dataclass(frozen=True, slots=True)
class Guess:
    """A column and the type it seems to have. `values` of a `one of`; `format` of dates, with `mirrored` where day
    and month could also be the other way round; `split_by` of a list. `filled` is the share of rows that have a
    value; `note` is a sentence for the person who reads the schema."""

    column: str
    kind: Kind
    backticks: bool
    filled: float
    values: tuple[str, ...] = ()
    format: str | None = None
    mirrored: str | None = None
    split_by: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Inferred:
    """`key`, `reference` (to the lead, in activities) and `time` name columns; `missing` are spellings of "not given", commonest first; `whole` is True where
    every row was looked at."""

    columns: tuple[Guess, ...]
    key: str | None
    reference: str | None
    time: str | None
    missing: tuple[str, ...]
    rows: int
    whole: bool


def infer(table: Table, most: int = SCANNED) -> Inferred:
    """Reads up to `most` rows of an open table and guesses. Raises Unreadable."""
    found = {column: Counts(column) for column in table.columns}
    candidates = _Candidates(table.columns)
    rows, whole = 0, True
    for row in table.rows():
        if rows >= most:
            whole = False
            break
        if row.fault is not None:
            continue
        rows += 1
        candidates.add(row.values)
        for column, value in row.values.items():
            if column not in found:
                found[column] = Counts(column)
            found[column].add(value)
    seen = [counts.evidence() for counts in found.values()]
    guesses = tuple(guess(column, rows) for column in seen)
    return Inferred(
        columns=guesses,
        key=candidates.best() if rows else None,
        reference=_named(_REFERENCES, found),
        time=moment_column(guesses),
        missing=_spellings(seen),
        rows=rows,
        whole=whole,
    )


def guess(seen: Evidence, rows: int) -> Guess:
    """The type of a column by what was seen of it."""
    filled = round(seen.given / rows, 3) if rows else 0.0
    text = Guess(seen.column, "text", needs_backticks(seen.column), filled)
    if not seen.given:
        return replace(text, note="no row has a value here")
    for attempt in (_list, _boolean, _moment, _number, _one_of):
        if (found := attempt(seen, text)) is not None:
            return found
    return text


def _list(seen: Evidence, text: Guess) -> Guess | None:
    separator = look.separator_of(seen)
    if seen.types["list"] or separator == "json":
        return replace(text, kind="list")
    return replace(text, kind="list", split_by=separator) if separator else None


def _boolean(seen: Evidence, text: Guess) -> Guess | None:
    flag = look.is_zero_one(seen) and _FLAG.search(seen.column)
    return replace(text, kind="boolean") if flag or look.is_boolean(seen) else None


def _moment(seen: Evidence, text: Guess) -> Guess | None:
    if seen.types["date"] == seen.given:
        return replace(text, kind="date")
    if (kind := look.iso_kind(seen)) is not None:
        return replace(text, kind=kind)
    fitting = look.formats_of(seen)
    if not fitting:
        return None
    kind = "time" if ":" in fitting[0] else "date"
    mirrored = next((other for other in fitting[1:] if other == look.mirrored(fitting[0])), None)
    note = f"every date fits {fitting[0]} and {mirrored}: check which is meant" if mirrored else None
    return replace(text, kind=kind, format=fitting[0], mirrored=mirrored, note=note)


def _number(seen: Evidence, text: Guess) -> Guess | None:
    if _ID.search(seen.column) or _DIGITS.search(seen.column):
        return None
    if look.is_integer(seen):
        return replace(text, kind="integer")
    if look.is_number(seen):
        return replace(text, kind="number")
    if look.has_decimal_commas(seen):
        return replace(text, note="these are numbers with a decimal comma: export them with a point to compare them")
    return None


def _one_of(seen: Evidence, text: Guess) -> Guess | None:
    few = 2 <= len(seen.values) <= _FEW and not seen.many
    if not few or seen.given < _AGAIN * len(seen.values) or max(map(len, seen.values)) > _LONG:
        return None
    if (
        _ID.search(seen.column)
        or _OPEN.search(seen.column)
        or any(mark in value for value in seen.values for mark in ",;")
    ):
        return None
    return replace(text, kind="one of", values=tuple(seen.spelled[value] for value in sorted(seen.values)))


def moment_column(guesses: Sequence[Guess]) -> str | None:
    """The column that says when something happened: by its name, else the first time, else the first date."""
    times = [found.column for found in guesses if found.kind == "time" and not found.column.startswith("_")]
    moments = times or [found.column for found in guesses if found.kind == "date"]
    return _named(_MOMENTS, moments) or (moments[0] if moments else None)


def _named(names: Iterable[str], columns: Iterable[str]) -> str | None:
    """The column with the first of the names."""
    spelled = {matching(column): column for column in columns}
    return next((spelled[name] for name in map(matching, names) if name in spelled), None)


def _spellings(columns: Iterable[Evidence]) -> tuple[str, ...]:
    total: Counter[str] = Counter()
    for seen in columns:
        total.update(seen.not_given)
    by_folding: dict[str, str] = {}
    for spelling, _ in total.most_common():
        by_folding.setdefault(fold(spelling), spelling)
    return tuple(by_folding.values())


class _Candidates:
    """Columns that could be the key: so called, and so far with another value in every row."""

    def __init__(self, columns: Sequence[str]) -> None:
        by_name = [column for name in _KEYS if (column := _named((name,), columns)) is not None]
        others = [column for column in columns if _ID.search(column)]
        self._seen: dict[str, set[str]] = {column: set() for column in dict.fromkeys((*by_name, *others))}

    def add(self, values: Mapping[str, object]) -> None:
        for column, seen in list(self._seen.items()):
            value = values.get(column)
            text = value if isinstance(value, str) else repr(value)
            if value is None or not text.strip() or text in seen:
                del self._seen[column]
            else:
                seen.add(text)

    def best(self) -> str | None:
        return next(iter(self._seen), None)
