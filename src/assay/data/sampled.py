"""What a sample of a delimited file's rows shows of its columns. It decides how the file is read, never what comes out."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from assay.values import trim

_LONGEST, _MOST = 100, 300  # characters of a spelling, and spellings of a column
# To find that a cell is no spelling takes ten steps of 50 ns, and one more for each spelling; on average a cell may take
# so much.
_STEPS, _BEARABLE = 10, 0.3
_NUMBER = re.compile(r"[+-]?[0-9]{1,11}(?:\.[0-9]{1,4})?")

Rows = Sequence[Sequence[str]]


def rows_of(lines: Iterable[bytes], delimiter: str, width: int) -> Rows:
    """The lines as rows; those of another width, and what follows a quote that is not closed, are left out."""
    text = (line.decode("utf-8", "replace") for line in lines)
    rows: list[list[str]] = []
    try:
        for cells in csv.reader(text, delimiter=delimiter, strict=True):
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
    """Of columns in which hardly any cell is to be expected that the rows do not have, what the cells hold."""
    by_column = dict(zip(columns, zip(*rows, strict=True), strict=False))
    found = ((name, _nearly_all(Counter(filter(None, cells)))) for name, cells in by_column.items())
    return {name: common for name, common in found if common}


def _nearly_all(counted: Counter[str]) -> tuple[str, ...]:
    """Most often first; nothing where others are too likely, which take DuckDB the longer to tell the more there are. Others
    are as likely as what has come once only (Good and Turing). Those with blanks at their ends are not looked up."""
    known = [one for one, _ in counted.most_common() if len(one) <= _LONGEST and one == trim(one)]
    others = counted.total() - sum(counted[one] for one in known if counted[one] > 1)
    enough = len(known) <= _MOST and others * (_STEPS + len(known)) <= _BEARABLE * counted.total()
    return tuple(known) if enough else ()


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.strip()) is not None
