"""What a sample of a delimited file's rows shows of its columns. It decides how the file is read, never what comes out."""

import csv
import re
from collections.abc import Iterable, Sequence

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


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.strip()) is not None
