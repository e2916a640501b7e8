"""The fence around openpyxl: sheets as rows of plain Python values, and back. Nothing else imports it.

Damaged files make it raise whatever it likes, so callers catch Exception.
"""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Protocol

from assay.data.extras import imported

_WIDEST = 60  # characters of a column
_LONGEST = 32_767  # characters a cell holds
_CHUNK = 1 << 20
_OVERLAP = 1 << 15  # bytes: more than a cell with a formula takes
# A formula with nothing behind it. Where it says that it comes to text (`t="str"`), that is empty.
_NOT_WORKED_OUT = re.compile(
    rb'<c(?:\s+(?!t=)[\w:]+="[^"]*")*\s*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)


class _Sheet(Protocol):
    _worksheet_path: str

    @property
    def sheet_state(self) -> str: ...

    @property
    def max_row(self) -> int | None: ...

    def reset_dimensions(self) -> None: ...

    def iter_rows(self, *, values_only: bool) -> Iterator[tuple[object, ...]]: ...


def _library(part: str = "") -> ModuleType:
    return imported(f"openpyxl{part}", "Excel", "xlsx")


class SheetSource:
    """The first visible sheet of a workbook, row by row; `count` is how many rows it claims to have. `is_worked_out`:
    whether what its formulas come to is in the file, as Excel saves it and scripts that write formulas do not."""

    def __init__(self, path: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, of no concern here
            self._book = _library().load_workbook(path, read_only=True, data_only=True, keep_links=False)
        sheets: list[_Sheet] = self._book.worksheets
        self._sheet = next((sheet for sheet in sheets if sheet.sheet_state == "visible"), sheets[0])
        self.count = self._sheet.max_row
        self.is_worked_out = _is_worked_out(path, self._sheet._worksheet_path)
        self._sheet.reset_dimensions()  # some writers claim fewer cells than there are

    def rows(self) -> Iterator[tuple[object, ...]]:
        yield from self._sheet.iter_rows(values_only=True)

    def close(self) -> None:
        self._book.close()


def _is_worked_out(path: Path, part: str) -> bool:
    with zipfile.ZipFile(path) as archive, archive.open(part) as sheet:
        before = b""
        while chunk := sheet.read(_CHUNK):
            text = before + chunk
            if b"<f" in text and _NOT_WORKED_OUT.search(text):
                return False
            before = text[-_OVERLAP:]
    return True


class _Cell(Protocol):
    value: object
    data_type: str
    font: object


class SheetSink:
    """A workbook being written, row by row, the first row bold and fixed."""

    def __init__(self, title: str, header: Sequence[str]) -> None:
        self._book = _library().Workbook(write_only=True)
        self._sheet = self._book.create_sheet(title)
        self._sheet.freeze_panes = "A2"
        letter = _library(".utils").get_column_letter
        for place, name in enumerate(header, 1):
            self._sheet.column_dimensions[letter(place)].width = min(max(len(name) + 2, 12), _WIDEST)
        self._cell = _library(".cell").WriteOnlyCell
        self._illegal = _library(".cell.cell").ILLEGAL_CHARACTERS_RE
        bold = _library(".styles").Font(bold=True)
        self._sheet.append([self._text(name, bold) for name in header])

    def write(self, cells: Sequence[object]) -> None:
        """Text stays text, also where it looks like a formula."""
        self._sheet.append([self._text(cell) if isinstance(cell, str) else cell for cell in cells])

    def _text(self, text: str, font: object = None) -> _Cell:
        made: _Cell = self._cell(self._sheet)
        made.value = self._illegal.sub("", text)[:_LONGEST]
        made.data_type = "s"
        if font is not None:
            made.font = font
        return made

    def save(self, path: Path) -> None:
        self._book.save(path)
