"""Parquet, streaming by batches; rows are counted as records."""

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from assay.data.arrow import ParquetSource
from assay.data.dialect import refuse_repeats
from assay.data.extras import MissingExtra
from assay.data.failures import Unreadable
from assay.data.files import open_binary, peek
from assay.data.records import Labels, columns_of, row_of
from assay.data.rows import Label, Row
from assay.data.sniffing import refuse_other_formats

Batch = list[list[object]]  # columns


class Parquet:
    """An open Parquet file; see rows.Table. `size` and `position` count records."""

    counted = "record"
    open_ended = False
    typed = True
    shifted = 0

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        _refuse_other(path)
        try:
            self._source = ParquetSource(path)
        except MissingExtra as missing:
            raise Unreadable(f"cannot read `{path}`: {missing.message}", missing.help) from None
        except Exception:  # see arrow
            raise _damaged(path) from None
        self._path = path
        self.size: int | None = self._source.count
        self.position = 0
        refuse_repeats(self.name, self._source.columns)
        self._rest = self._batches()
        self._ahead: list[Batch] = []
        self.columns = self._source.columns
        if self._source.nested:  # only values tell the columns inside
            self.open_ended = True
            self._ahead = list(itertools.islice(self._rest, 1))
            self.columns = columns_of(self._records(self._ahead))

    def rows(self, label: Label = str) -> Iterator[Row]:
        batches = itertools.chain(self._ahead, self._rest)
        return self._nested(batches, Labels(label)) if self._source.nested else self._flat(batches, label)

    def _flat(self, batches: Iterable[Batch], label: Label) -> Iterator[Row]:
        labels = tuple(map(label, self.columns))
        for columns in batches:
            for cells in zip(*columns, strict=True):
                self.position += 1
                yield Row(self.position, dict(zip(labels, cells, strict=True)))

    def _nested(self, batches: Iterable[Batch], labels: Labels) -> Iterator[Row]:
        for record in self._records(batches):
            self.position += 1
            yield row_of(self.position, record, labels)

    def _records(self, batches: Iterable[Batch]) -> Iterator[dict[str, object]]:
        for columns in batches:
            for cells in zip(*columns, strict=True):
                yield dict(zip(self._source.columns, cells, strict=True))

    def _batches(self) -> Iterator[Batch]:
        try:
            yield from self._source.batches()
        except Exception:
            raise _damaged(self._path) from None

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _refuse_other(path: Path) -> None:
    with open_binary(path) as raw:
        start = peek(path, raw)
    if start.startswith(b"PAR1"):
        return
    refuse_other_formats(str(path), start)
    raise Unreadable(f"`{path}` is not a Parquet file", "name it after what it is: `.csv`, `.jsonl`, `.xlsx`")


def _damaged(path: Path) -> Unreadable:
    return Unreadable(f"`{path}` is a damaged Parquet file, or cut off", "export it again")
