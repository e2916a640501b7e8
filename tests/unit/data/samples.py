"""Small Parquet and XLSX files."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq


def parquet(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def workbook(path: Path, rows: Sequence[Sequence[object]], before: str | None = None) -> Path:
    """A workbook with the rows on its first visible sheet; `before` names a hidden one in front."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if before is not None:
        sheet.title = before
        sheet.append(["hidden"])
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet("leads")
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def sample_parquet(path: Path) -> Path:
    return parquet(path, id=["a", "b"], n=[1, 2], when=[dt.datetime(2026, 1, 1), None])


def sample_workbook(path: Path) -> Path:
    return workbook(path, [["id", "n", "when"], ["a", 1, dt.datetime(2026, 1, 1)], ["b", 2, None]])
