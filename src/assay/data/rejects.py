"""Bad rows: what is wrong with them, and the file in which they are handed back (`--rejects`).

The file has the columns of the input and behind them line, column, value and reason, so that rows can be
corrected and scored again. It ends in .csv or .jsonl and is written also when there is nothing to reject, so that
no old one is mistaken for it.
"""

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from assay.data.bind import Binding
from assay.data.cells import BadValue, plain, text_of
from assay.data.csv_text import row_writer
from assay.data.failures import Unwritable
from assay.data.placing import refuse_unwritable, saying_why, writable
from assay.data.rows import Row

_OURS = ("line", "column", "value", "reason")


@dataclass(frozen=True, slots=True)
class Fault:
    """`column` as the file calls it, None where the whole row is wrong; `reason` is a sentence with its help."""

    column: str | None
    value: str | None
    reason: str


Reject = Callable[[int, Mapping[str, object], Sequence[Fault]], None]


def faults_of(bad: Sequence[tuple[str, BadValue]], values: Mapping[str, object], binding: Binding) -> tuple[Fault, ...]:
    """The faults of a row from `Checker.bad`."""
    return tuple(fault_of(field, error, values, binding) for field, error in bad)


def fault_of(field: str, error: BadValue, values: Mapping[str, object], binding: Binding) -> Fault:
    reason = f"{error.message}; {error.help}" if error.help else error.message
    return Fault(binding.column(field), _cell(values.get(field)), reason)


def fault_of_row(row: Row) -> Fault:
    """The fault of a faulty row as a whole."""
    return Fault(None, row.rest, row.fault or "")


@contextlib.contextmanager
def rejects_to(path: Path, columns: Sequence[str]) -> Iterator[Reject]:
    """A function that takes a bad row: its line, its values under the columns of the file (`Binding.original`), and
    its faults. Raises Unwritable."""
    _refuse_others(path)
    with writable(path) as place:
        with saying_why(path):
            file = place.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        try:
            lines = path.suffix.lower() == ".jsonl"
            yield _guarded(_json_writer(file) if lines else _csv_writer(file, columns), path)
        finally:
            with saying_why(path):
                file.close()


def refuse_rejects_to(path: Path) -> None:
    """Says before a run what would keep them from being written. Raises Unwritable."""
    _refuse_others(path)
    refuse_unwritable(path)


def _refuse_others(path: Path) -> None:
    if path.suffix.lower() not in {".csv", ".jsonl"}:
        raise Unwritable(f"cannot tell the format of `{path}`", "end its name in .csv or .jsonl")


def _guarded(reject: Reject, path: Path) -> Reject:
    def write(line: int, values: Mapping[str, object], faults: Sequence[Fault]) -> None:
        with saying_why(path):
            reject(line, values, faults)

    return write


def _csv_writer(file: TextIO, columns: Sequence[str]) -> Reject:
    write = row_writer(file)
    write([*columns, *[_free(name, columns) for name in _OURS]])

    def reject(line: int, values: Mapping[str, object], faults: Sequence[Fault]) -> None:
        told = [
            "; ".join(fault.column or "" for fault in faults),
            "; ".join(fault.value or "" for fault in faults),
            " / ".join(fault.reason for fault in faults),
        ]
        write([*[_cell(values.get(column)) for column in columns], line, *told])

    return reject


def _json_writer(file: TextIO) -> Reject:
    def reject(line: int, values: Mapping[str, object], faults: Sequence[Fault]) -> None:
        told = [{"column": fault.column, "value": fault.value, "reason": fault.reason} for fault in faults]
        record = {"line": line, "faults": told, "row": dict(values)}
        file.write(json.dumps(record, ensure_ascii=False, default=_cell) + "\n")

    return reject


def _free(name: str, columns: Sequence[str]) -> str:
    while name in columns:
        name = f"rejected_{name}"
    return name


def _cell(value: object) -> str | None:
    """A value as a cell: text, or JSON for what is no scalar."""
    try:
        return text_of(value)
    except BadValue:
        return json.dumps(_simple(value), ensure_ascii=False, default=str)


def _simple(value: object) -> object:
    try:
        return plain(value)
    except BadValue:  # bytes that are no text
        return value
