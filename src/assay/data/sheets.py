"""The fence around openpyxl: sheets as rows of plain Python values, and back. Nothing else imports it.

Its objects have no types here; every function says what goes in and out. Damaged files make it raise whatever
it likes, so callers catch Exception.
"""

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assay.data.extras import imported

_WIDEST = 60  # characters of a column


def _openpyxl() -> Any:
    return imported("openpyxl", "Excel", "xlsx")


class SheetSource:
    """The first visible sheet of a workbook, row by row; `count` is how many rows it claims to have."""

    def __init__(self, path: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions of no concern here
            self._book = _openpyxl().load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in self._book.worksheets if sheet.sheet_state == "visible"]
        self._sheet = sheets[0] if sheets else self._book.worksheets[0]
        self.count: int | None = self._sheet.max_row
        self._sheet.reset_dimensions()  # some writers claim fewer cells than there are

    def rows(self) -> Iterator[tuple[object, ...]]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rows = self._sheet.iter_rows(values_only=True)
        yield from rows

    def close(self) -> None:
        self._book.close()


class SheetSink:
    """A workbook being written, row by row, the first row bold and fixed."""

    def __init__(self, title: str, header: Sequence[str]) -> None:
        self._book = _openpyxl().Workbook(write_only=True)
        self._sheet = self._book.create_sheet(title)
        self._sheet.freeze_panes = "A2"
        letter = imported("openpyxl.utils", "Excel", "xlsx").get_column_letter
        for place, name in enumerate(header, 1):
            self._sheet.column_dimensions[letter(place)].width = min(max(len(name) + 2, 12), _WIDEST)
        bold = imported("openpyxl.styles", "Excel", "xlsx").Font(bold=True)
        self._sheet.append([self._cell(name, bold) for name in header])

    def write(self, cells: Sequence[object]) -> None:
        """Text stays text, also where it looks like a formula."""
        self._sheet.append([self._cell(cell) if isinstance(cell, str) else cell for cell in cells])

    def _cell(self, text: str, font: object = None) -> object:
        made: Any = imported("openpyxl.cell", "Excel", "xlsx").WriteOnlyCell(self._sheet)
        illegal = imported("openpyxl.cell.cell", "Excel", "xlsx").ILLEGAL_CHARACTERS_RE
        made.value = illegal.sub("", text)[:32_767]  # the most a cell holds
        made.data_type = "s"
        if font is not None:
            made.font = font
        return made

    def save(self, path: Path) -> None:
        self._book.save(path)
