"""The fence around pyarrow: Parquet files as plain Python values, and back. Nothing else imports it.

Its objects have no types here; every function says what goes in and out. Damaged files make it raise whatever
it likes, so callers catch Exception.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from assay.data.extras import imported

Kind = Literal["text", "number", "time", "texts"]

_BATCH = 4096


def _arrow() -> Any:
    return imported("pyarrow", "Parquet", "parquet")


def _parquet() -> Any:
    _arrow()
    return imported("pyarrow.parquet", "Parquet", "parquet")


class ParquetSource:
    """An open file: `columns`, `count` of rows, and `batches` of columns as lists."""

    def __init__(self, path: Path) -> None:
        self._file = _parquet().ParquetFile(str(path))
        self.columns: tuple[str, ...] = tuple(self._file.schema_arrow.names)
        self.count: int = self._file.metadata.num_rows
        types = imported("pyarrow.types", "Parquet", "parquet")
        self.nested: bool = any(types.is_nested(field.type) for field in self._file.schema_arrow)

    def batches(self) -> Iterator[list[list[object]]]:
        for batch in self._file.iter_batches(batch_size=_BATCH):
            yield [_values(column) for column in batch.columns]

    def close(self) -> None:
        self._file.close()


def _values(column: Any) -> list[object]:
    """A column as Python values; times are cut to microseconds, and a short float is as it prints."""
    arrow = _arrow()
    types = imported("pyarrow.types", "Parquet", "parquet")
    kind = column.type
    if types.is_timestamp(kind):
        column = column.cast(arrow.timestamp("us", tz=kind.tz), safe=False)
    if types.is_float32(kind):
        texts: list[str | None] = column.cast(arrow.string()).to_pylist()
        return [None if text is None else Decimal(text) for text in texts]
    values: list[object] = column.to_pylist()
    return values


class ParquetSink:
    """A file being written: columns with their kinds, then batches of columns."""

    def __init__(self, path: Path, columns: Sequence[tuple[str, Kind]]) -> None:
        arrow = _arrow()
        types = {
            "text": arrow.string(),
            "number": arrow.float64(),
            "time": arrow.timestamp("us", tz="UTC"),
            "texts": arrow.list_(arrow.string()),
        }
        self._schema = arrow.schema([(name, types[kind]) for name, kind in columns])
        self._writer = _parquet().ParquetWriter(str(path), self._schema)

    def write(self, columns: Sequence[Sequence[object]]) -> None:
        arrow = _arrow()
        arrays = [arrow.array(cells, kind) for cells, kind in zip(columns, self._schema.types, strict=True)]
        self._writer.write_batch(arrow.record_batch(arrays, schema=self._schema))

    def close(self) -> None:
        self._writer.close()
