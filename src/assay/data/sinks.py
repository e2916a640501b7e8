"""Where results go, one class a format: each takes results one by one, or batches of them that a database has spelled,
and is closed at the end."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Literal, Protocol, TextIO

from assay.data.arrow import Batch, ParquetSink, lines_in, rows_in
from assay.data.csv_text import row_writer
from assay.data.failures import Unwritable
from assay.data.flat import Cell, Shape, cells_of, columns_of, texts, whole
from assay.data.result_json import line_of
from assay.data.sheets import SheetSink
from assay.results import LeadResult

_BATCH = 5000
_SHEET_ROWS = 1_048_576


Form = Literal["csv", "json", "columns"]


class Sink(Protocol):
    """`write_batch` takes batches of the sink's form: lines of text as `data.arrow.lines_in` has them, or the flat
    columns."""

    form: ClassVar[Form]

    def write(self, result: LeadResult) -> None: ...

    def write_batch(self, batch: Batch) -> None: ...

    def close(self) -> None: ...


class JsonLinesSink:
    """One object a lead. A half of a surrogate pair, which UTF-8 cannot hold, is written `\\udXXX`."""

    form: ClassVar[Form] = "json"

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")

    def write(self, result: LeadResult) -> None:
        self._file.write(line_of(result))

    def write_batch(self, batch: Batch) -> None:
        _write_lines(self._file, batch)

    def close(self) -> None:
        self._file.close()


class CsvSink:
    """Flat columns, UTF-8, line ends `\\n`. Text that a spreadsheet would run as a formula gets a `'` before it."""

    form: ClassVar[Form] = "csv"

    def __init__(self, path: Path, shape: Shape) -> None:
        self._shape = shape
        self._file = path.open("w", encoding="utf-8", errors="replace", newline="")
        self._row = row_writer(self._file)
        self._row([name for name, _ in columns_of(shape)])

    def write(self, result: LeadResult) -> None:
        cells = texts(cells_of(result, self._shape))
        self._row([harmless(cell) if isinstance(cell, str) else cell for cell in cells])

    def write_batch(self, batch: Batch) -> None:
        _write_lines(self._file, batch)

    def close(self) -> None:
        self._file.close()


def _write_lines(file: TextIO, batch: Batch) -> None:
    """They are bytes already."""
    file.flush()
    file.buffer.write(lines_in(batch))


def harmless(text: str) -> str:
    """Text as a CSV cell that no spreadsheet takes for a formula: a `'` goes before `=`, `@` and, unless a number or
    a telephone number follows, before `+` and `-`."""
    if text[:1] not in {"=", "+", "-", "@", "\t", "\r"}:
        return text
    harmless_sign = text[0] in "+-" and text[1:].replace(".", "", 1).replace(" ", "").isdecimal()
    return text if harmless_sign else f"'{text}"


def without_guard(cell: str) -> str:
    """The text again, where a CSV of ours is read: `harmless` undone."""
    return cell[1:] if cell[:1] == "'" and harmless(cell[1:]) == cell else cell


class ParquetFileSink:
    """Flat columns; lists are lists of text, times are UTC."""

    form: ClassVar[Form] = "columns"

    def __init__(self, path: Path, shape: Shape) -> None:
        self._shape = shape
        self._sink = ParquetSink(path, columns_of(shape))
        self._rows: list[list[Cell]] = []

    def write(self, result: LeadResult) -> None:
        self._rows.append(list(map(_encodable, cells_of(result, self._shape))))
        if len(self._rows) >= _BATCH:
            self._flush()

    def write_batch(self, batch: Batch) -> None:
        self._flush()
        self._sink.write_batch(batch)

    def _flush(self) -> None:
        if self._rows:
            self._sink.write(list(zip(*self._rows, strict=True)))
            self._rows.clear()

    def close(self) -> None:
        self._flush()
        self._sink.close()


def _encodable(cell: Cell) -> Cell:
    """Text without halves of surrogate pairs."""
    match cell:
        case str() if not cell.isascii():
            return cell.encode("utf-8", "replace").decode("utf-8")
        case tuple():
            return tuple(text.encode("utf-8", "replace").decode("utf-8") for text in cell)
    return cell


class WorkbookSink:
    """Flat columns on one sheet; times are text, as Excel knows no zones."""

    form: ClassVar[Form] = "columns"

    def __init__(self, path: Path, shape: Shape) -> None:
        self._path = path
        self._shape = shape
        self._sheet = SheetSink("leads", [name for name, _ in columns_of(shape)])
        self._rows = 1

    def write(self, result: LeadResult) -> None:
        self._add([_encodable(cell) for cell in cells_of(result, self._shape)])

    def write_batch(self, batch: Batch) -> None:
        for row in rows_in(batch):
            self._add([_cell(value) for value in row])

    def _add(self, cells: Sequence[Cell]) -> None:
        self._rows += 1
        if self._rows > _SHEET_ROWS:
            raise Unwritable(f"a sheet holds {_SHEET_ROWS:,} rows at most", "write `.csv` or `.parquet` instead")
        self._sheet.write(texts(cells))

    def close(self) -> None:
        self._sheet.save(self._path)


def _cell(value: object) -> Cell:
    """A value of a flat column as results have it."""
    match value:
        case list():
            return tuple(str(text) for text in value)
        case float():
            return whole(value)
        case dt.datetime():
            return value.replace(tzinfo=dt.UTC)
        case _:
            return None if value is None else str(value)
