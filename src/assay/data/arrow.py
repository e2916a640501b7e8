"""The fence around pyarrow: Parquet files as plain Python values, and back. Nothing else imports it.

Damaged files make it raise whatever it likes, so callers catch Exception.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Literal, Protocol

from assay.data.extras import imported

Kind = Literal["text", "number", "time", "texts"]

_BATCH = 4096


class _Type(Protocol):
    @property
    def tz(self) -> str | None: ...


class _Cell(Protocol):
    def as_py(self) -> object: ...


class _Column(Protocol):
    offset: int

    @property
    def type(self) -> _Type: ...

    def __len__(self) -> int: ...

    def __getitem__(self, at: int) -> _Cell: ...

    def buffers(self) -> list[bytes | None]: ...

    def cast(self, target: object, safe: bool = True) -> "_Column": ...

    def to_pylist(self) -> list[object]: ...


class Batch(Protocol):
    """Some rows, column by column."""

    @property
    def columns(self) -> list[_Column]: ...


def _library(part: str) -> ModuleType:
    return imported(f"pyarrow{part}", "Parquet", "parquet")


class ParquetSource:
    """An open file: `columns`, `count` of rows, and `batches` of columns as lists. `nested`: some columns hold
    objects or lists."""

    def __init__(self, path: Path) -> None:
        self._file = _library(".parquet").ParquetFile(str(path))
        schema = self._file.schema_arrow
        self.columns: tuple[str, ...] = tuple(schema.names)
        self.count: int = self._file.metadata.num_rows
        self.nested: bool = any(_library(".types").is_nested(field.type) for field in schema)

    def batches(self) -> Iterator[list[list[object]]]:
        found: Iterable[Batch] = self._file.iter_batches(batch_size=_BATCH)
        for batch in found:
            yield [_values(column) for column in batch.columns]

    def close(self) -> None:
        self._file.close()


def _values(column: _Column) -> list[object]:
    """A column as Python values; times are cut to microseconds, and a short float is as it prints."""
    arrow, types = _library(""), _library(".types")
    if types.is_timestamp(column.type):
        column = column.cast(arrow.timestamp("us", tz=column.type.tz), safe=False)
    values = column.cast(arrow.string()) if types.is_float32(column.type) else column
    listed = values.to_pylist() if not types.is_temporal(column.type) else _moments(column)
    return [None if text is None else Decimal(str(text)) for text in listed] if values is not column else listed


def _moments(column: _Column) -> list[object]:
    """Those that Python has no date for, before the year 1 and after 9999, as text."""
    try:
        return column.to_pylist()
    except (OverflowError, ValueError):
        texts = column.cast(_library("").string()).to_pylist()
        return [_moment(column[at], text) for at, text in enumerate(texts)]


def _moment(cell: _Cell, text: object) -> object:
    try:
        return cell.as_py()
    except (OverflowError, ValueError):
        return text


def lines_in(batch: Batch) -> memoryview:
    """The bytes of a batch of one column of text, one after the other as they lie there. None of it is null."""
    (column,) = batch.columns
    texts = column.cast(_library("").large_string())
    _, places, data = texts.buffers()
    if places is None or data is None:
        return memoryview(b"")
    at = memoryview(places).cast("q")
    return memoryview(data)[at[texts.offset] : at[texts.offset + len(texts)]]


def rows_in(batch: Batch) -> Iterator[tuple[object, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


class _Writer(Protocol):
    def write_batch(self, batch: object) -> None: ...

    def close(self) -> None: ...


class ParquetSink:
    """A file being written: columns with their kinds, then batches of columns."""

    def __init__(self, path: Path, columns: Sequence[tuple[str, Kind]]) -> None:
        self._arrow = _library("")
        types = {
            "text": self._arrow.string(),
            "number": self._arrow.float64(),
            "time": self._arrow.timestamp("us", tz="UTC"),
            "texts": self._arrow.list_(self._arrow.string()),
        }
        self._schema = self._arrow.schema([(name, types[kind]) for name, kind in columns])
        self._writer: _Writer = _library(".parquet").ParquetWriter(str(path), self._schema)

    def write(self, columns: Sequence[Sequence[object]]) -> None:
        arrays = [self._arrow.array(cells, kind) for cells, kind in zip(columns, self._schema.types, strict=True)]
        self._writer.write_batch(self._arrow.record_batch(arrays, schema=self._schema))

    def write_batch(self, batch: Batch) -> None:
        """Columns that have nearly the types wanted."""
        arrays = [column.cast(kind) for column, kind in zip(batch.columns, self._schema.types, strict=True)]
        self._writer.write_batch(self._arrow.record_batch(arrays, schema=self._schema))

    def close(self) -> None:
        self._writer.close()
