"""What a sample of a delimited file's rows shows of its columns. It decides how the file is read, never what comes out."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assay.values import trim

_LONGEST, _MOST = 100, 300  # characters of a spelling, and spellings of a column
_NUMBER = re.compile(r"[+-]?[0-9]{1,11}(?:\.[0-9]{1,4})?")

Rows = Sequence[Sequence[str]]


def rows_of(lines: Iterable[bytes], delimiter: str, width: int) -> Rows:
    """The lines as rows; those of another width, and what follows a quote that is not closed, are left out."""
    text = (line.decode("utf-8", "replace") for line in lines)
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(text, delimiter=delimiter, skipinitialspace=True, strict=True):
            if len(cells) == width:
                rows.append(cells)
    except csv.Error:
        pass
    return rows


def columns_of_numbers(columns: Sequence[str], rows: Rows) -> frozenset[str]:
    """The columns that have numbers, and nothing else but empty cells."""
    found = zip(columns, zip(*rows, strict=True), strict=False)
    return frozenset(name for name, cells in found if any(cells) and all(map(_is_number, filter(None, cells))))


def common_spellings(columns: Sequence[str], rows: Rows) -> Mapping[str, tuple[str, ...]]:
    """Of columns in which most cells come more than once, what these cells have between the blanks at their ends."""
    by_column = dict(zip(columns, zip(*rows, strict=True), strict=False))
    found = ((name, _again(Counter(filter(None, map(trim, cells))))) for name, cells in by_column.items())
    return {name: again for name, again in found if again}


def _again(counted: Counter[str]) -> tuple[str, ...]:
    """What comes more than once, most often first; nothing where that is less than half of all."""
    again = [(one, count) for one, count in counted.most_common(_MOST) if count > 1 and len(one) <= _LONGEST]
    enough = 2 * sum(count for _, count in again) > counted.total()
    return tuple(one for one, _ in again) if enough else ()


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.strip()) is not None
