"""The delimiter and the header of delimited text, from its first lines."""

import csv
import itertools
import re
from collections.abc import Iterable, Sequence

from assay.data.failures import Unreadable
from assay.values import fold, trim

DELIMITERS = ",;\t|"
_LOOKED_AT = 200  # records
_DATA = re.compile(
    r"[^@\s]+@[^@\s]+\.[a-z]{2,}"  # an address
    r"|https?://\S+"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T].*)?|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4}(?: .*)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")

Records = list[list[str]]


def delimiter_of(lines: Sequence[str], preferred: str = ",") -> str:
    """The delimiter that cuts the first lines into most columns most evenly; `preferred` among equals."""
    if lines and (told := re.fullmatch(r"sep=(.)\s*", lines[0], re.IGNORECASE)):
        return told[1]
    candidates = preferred + DELIMITERS.replace(preferred, "")
    return max(candidates, key=lambda delimiter: _evenness(records_of(lines, delimiter)))


def records_of(lines: Iterable[str], delimiter: str) -> Records:
    """The first records, blank lines left out; what cannot be parsed ends them."""
    records: Records = []
    try:
        for record in itertools.islice(csv.reader(lines, delimiter=delimiter, skipinitialspace=True), _LOOKED_AT):
            if record:
                records.append(record)
    except csv.Error:
        pass
    return records


def _evenness(records: Records) -> tuple[float, int]:
    width = len(records[0]) if records else 0
    if width < 2:
        return 0.0, 0
    even = sum(len(record) == width for record in records) / len(records)
    return round(even, 1), width


def header_of(name: str, records: Records, delimiter: str | None) -> tuple[str, ...]:
    """The column names (`delimiter` is None for sheets): trimmed, blank ones called `column N`, blanks at the end of the line dropped. Raises
    Unreadable where there is no header, a name stands twice, or most rows have another number of cells."""
    header = [trim(cell.replace("\0", "")) for cell in records[0]]
    rows = records[1:]
    while (
        len(header) > 1 and not header[-1] and not any(len(row) >= len(header) and row[len(header) - 1] for row in rows)
    ):
        header.pop()
    _refuse_no_header(name, header, rows)
    _refuse_shift(name, len(header), rows, delimiter)
    named = tuple(cell or f"column {place}" for place, cell in enumerate(header, 1))
    refuse_repeats(name, named)
    return named


def refuse_repeats(name: str, columns: Iterable[str]) -> None:
    """Raises Unreadable where two columns have one name."""
    seen: set[str] = set()
    for column in columns:
        if column in seen:
            raise Unreadable(f"`{name}` has two columns called `{column}`", "rename one of them")
        seen.add(column)


def _refuse_shift(name: str, width: int, rows: Records, delimiter: str | None) -> None:
    widths = [cells_used(row, width) for row in rows]
    shifted = [other for other in widths if other != width]
    if len(shifted) * 2 <= len(rows) or len(rows) < 2:
        return
    common = max(set(shifted), key=shifted.count)
    raise Unreadable(
        f"the cells of `{name}` are shifted: its header has {counted(width, 'column')}, but most rows have {common}",
        "delete the lines above the header" if width == 1 else _advice(delimiter),
    )


def cells_used(row: Sequence[str], width: int) -> int:
    """The number of cells of a row; blank ones beyond the header do not count."""
    used = len(row)
    while used > width and not row[used - 1].strip():
        used -= 1
    return used


def shift(cells: int, columns: int) -> str:
    """What is wrong with a row of another width."""
    return f"{counted(cells, 'cell')}, but the header has {counted(columns, 'column')}"


def counted(number: int, what: str) -> str:
    """`1 cell`, `3 cells`."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _advice(delimiter: str | None) -> str:
    separated = f"; {_spoken(delimiter)} was taken to separate cells" if delimiter else ""
    return f"name every column in the header{separated}"


def _spoken(delimiter: str) -> str:
    return "a tab" if delimiter == "\t" else f"`{delimiter}`"


def _refuse_no_header(name: str, header: list[str], rows: Records) -> None:
    if looks_like_data(header, rows):
        quoted = ", ".join(f"`{cell}`" for cell in header[:3])
        raise Unreadable(
            f"`{name}` has no header: its first line looks like data ({quoted}{', …' if len(header) > 3 else ''})",
            "put the names of the columns in the first line",
        )


def looks_like_data(header: Sequence[str], rows: Records) -> bool:
    """True where the first line is surely no header: it holds an address, a date or a link above more of the
    same, or half of it are numbers above numbers that do not just count up (as years do)."""
    columns = [_column(rows, place) for place in range(len(header))]
    if any(_DATA.fullmatch(cell) and _mostly(_DATA, column) for cell, column in zip(header, columns, strict=True)):
        return True
    numbers = [
        cell
        for cell, column in zip(header, columns, strict=True)
        if _NUMBER.fullmatch(cell) and _mostly(_NUMBER, column)
    ]
    recurring = sum(_recurs(cell, column) for cell, column in zip(header, columns, strict=True))
    if _counts_up(numbers):
        return False
    return len(numbers) * 2 >= len(header) or (bool(numbers) and recurring >= 2)


def _column(rows: Records, place: int) -> list[str]:
    return [trim(row[place]) for row in rows if place < len(row) and row[place].strip()]


def _mostly(pattern: re.Pattern[str], column: list[str]) -> bool:
    return not column or sum(pattern.fullmatch(cell) is not None for cell in column) >= 0.8 * len(column)


def _recurs(cell: str, column: list[str]) -> bool:
    return bool(cell) and not _NUMBER.fullmatch(cell) and fold(cell) in map(fold, column)


def _counts_up(numbers: list[str]) -> bool:
    """Columns named 1, 2, 3 or 2024, 2025 are a header."""
    if len(numbers) < 2 or not all(number.isdigit() for number in numbers):
        return not numbers
    values = [int(number) for number in numbers]
    return all(after - before == 1 for before, after in itertools.pairwise(values))
