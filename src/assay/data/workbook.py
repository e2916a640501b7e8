"""XLSX, streaming: the first visible sheet, its first row that is not blank as the header."""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from assay.data.cells import BadValue, text_of
from assay.data.dialect import header_of, shift
from assay.data.extras import MissingExtra
from assay.data.failures import Unreadable
from assay.data.files import open_binary, peek
from assay.data.rows import FaultyRow, Label, Row
from assay.data.sheets import SheetSource
from assay.data.sniffing import refuse_other_formats

_AHEAD = 100  # rows looked at to judge the header

Cells = Sequence[object]


class Workbook:
    """An open XLSX file; see rows.Table. `size` and `position` count rows of the sheet."""

    counted = "row"
    open_ended = False
    typed = True

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path
        _refuse_other(path)
        try:
            self._source = SheetSource(path)
        except MissingExtra as missing:
            raise Unreadable(f"cannot read `{path}`: {missing.message}", missing.help) from None
        except Exception:  # see sheets
            raise _damaged(path) from None
        if not self._source.is_worked_out:
            self._source.close()
            raise Unreadable(
                f"`{path}` holds formulas and not what they come to",
                "open it in Excel, which works them out, and save it",
            )
        self.size = self._source.count
        self.position = 0
        self.shifted = 0
        self._cells = self._used()
        self._ahead = list(itertools.islice(self._cells, _AHEAD))
        self.columns = self._header()

    def _header(self) -> tuple[str, ...]:
        if not self._ahead:
            raise Unreadable(f"the first sheet of `{self.name}` is empty", "put the table on the first sheet")
        width = len(self._ahead[0][1])
        padded = [[*map(_text, cells), *[""] * (width - len(cells))] for _, cells in self._ahead]
        return header_of(self.name, padded, None)

    def rows(self, label: Label = str) -> Iterator[Row]:
        labels = tuple(map(label, self.columns))
        for line, cells in itertools.chain(self._ahead[1:], self._cells):
            self.position = line
            yield self._row(line, cells, labels)

    def _row(self, line: int, cells: Cells, labels: tuple[str, ...]) -> Row:
        values: dict[str, object] = dict(itertools.zip_longest(labels, cells[: len(labels)]))
        if len(cells) <= len(labels):
            return Row(line, values)
        self.shifted += 1
        rest = "; ".join(filter(None, map(_text, cells[len(labels) :])))
        return FaultyRow(line, values, shift(len(cells), len(labels)), rest)

    def _used(self) -> Iterator[tuple[int, Cells]]:
        """Rows that hold something, with their number, without the blank cells at their end."""
        try:
            for line, cells in enumerate(self._source.rows(), 1):
                used = len(cells)
                while used and (cells[used - 1] is None or cells[used - 1] == ""):
                    used -= 1
                if used:
                    yield line, cells[:used]
        except Exception:
            raise _damaged(self._path) from None

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _text(cell: object) -> str:
    """Of any cell: what is no text may stand in a column that nothing reads."""
    try:
        return text_of(cell) or ""
    except BadValue:
        return str(cell)


def _refuse_other(path: Path) -> None:
    with open_binary(path) as raw:
        start = peek(path, raw)
    if start.startswith(b"PK"):
        return
    refuse_other_formats(str(path), start)
    raise Unreadable(f"`{path}` is not an Excel file", "name it after what it is: `.csv`, `.jsonl`, `.parquet`")


def _damaged(path: Path) -> Unreadable:
    return Unreadable(f"`{path}` is a damaged Excel file, or no workbook", "open it in Excel and save it again")
