"""Opening a table by what its name ends in, or by its first bytes where the ending says nothing."""

import contextlib
import sys
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import cast

from assay.data.addresses import Address, address_of, is_address, without_secrets
from assay.data.delimited import Delimited
from assay.data.failures import Unreadable
from assay.data.files import open_binary, peek
from assay.data.json_document import JsonDocument, open_json
from assay.data.json_lines import JsonLines
from assay.data.parquet import Parquet
from assay.data.rows import Table
from assay.data.workbook import Workbook

STDIN = "-"


def open_table(path: str | Path) -> Table:
    """An open table; `-` is JSONL on stdin. Raises Unreadable, here and while rows are read."""
    name = str(path)
    if name == STDIN:
        return open_json("stdin", cast(BufferedReader, sys.stdin.buffer), by_lines=True)
    if is_address(name):
        return open_database(address_of(name), None)
    if "://" in name:
        raise Unreadable(
            f"cannot read from `{without_secrets(name)}`", "export the table to a file, or pipe JSONL to `-`"
        )
    return _opened(Path(path))


def open_database(address: Address, table: str | None) -> Table:
    """A table of a database; None: the one the address names for the leads. Raises Unreadable."""
    if (named := table or address.leads) is None:
        raise Unreadable(f"{address.shown} names no table", "add `?leads=TABLE` to the address")
    with _installed(address):
        from assay.data.postgres import PostgresTable  # noqa: PLC0415 - a library that is installed on demand
    return PostgresTable(address, named)


def open_earlier(address: Address, table: str, as_of: int, rules_version: str) -> Table:
    """The run before this one in a table of results. Raises Unreadable, Absent where there is none."""
    with _installed(address):
        from assay.data.postgres_runs import EarlierRun, Run  # noqa: PLC0415 - as above
    return EarlierRun(address, table, Run(as_of, rules_version))


@contextlib.contextmanager
def _installed(address: Address) -> Iterator[None]:
    try:
        yield
    except ImportError:
        raise Unreadable(
            f"reading {address.shown} needs a library that is not installed", 'pip install "assay-lang[postgres]"'
        ) from None


def opened_again(table: Table) -> Table | None:
    """The same file once more, from its beginning; None for what is no file, and for a pipe. Raises Unreadable."""
    match table:
        case Delimited() | JsonLines() if table.size is None:
            return None
        case Delimited() | Parquet() | Workbook():
            return _opened(Path(table.name))
        case JsonLines() if table.path is not None:
            return _opened(table.path)
        case JsonDocument():
            return table.reopened()
    return None


def _opened(path: Path) -> Table:
    match path.suffix.lower():
        case ".csv" | ".txt":
            return Delimited(path)
        case ".tsv" | ".tab":
            return Delimited(path, "\t")
        case ".json":
            return _json(path, by_lines=False)
        case ".jsonl" | ".ndjson":
            return _json(path, by_lines=True)
        case ".parquet" | ".pq":
            return Parquet(path)
        case ".xlsx" | ".xlsm":
            return Workbook(path)
    return _by_content(path)


def _json(path: Path, by_lines: bool) -> Table:
    raw = open_binary(path)
    try:
        return open_json(str(path), raw, by_lines, path)
    except BaseException:
        raw.close()
        raise


def _by_content(path: Path) -> Table:
    with open_binary(path) as raw:
        if not raw.seekable():
            raise Unreadable(f"`{path}` is a pipe", "give JSONL on stdin and write `-` for the file")
        start = peek(path, raw)
    if start.startswith(b"PAR1"):
        return Parquet(path)
    if start.startswith(b"PK\x03\x04"):
        return Workbook(path)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return _json(path, by_lines=True)
    return Delimited(path)
