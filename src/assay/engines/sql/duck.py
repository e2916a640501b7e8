"""DuckDB runs a query over tables in memory or in a file. The only place that knows its package."""

import importlib.util
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
from sqlglot import exp

from assay.data.arrow import Batch
from assay.engines.sql.paths import parquet_at
from assay.engines.sql.query import Query

if importlib.util.find_spec("pyarrow") is None:  # DuckDB asks for it only when it hands over what it found
    raise ModuleNotFoundError("DuckDB was installed without pyarrow")

Database = duckdb.DuckDBPyConnection
OutOfRange = (duckdb.OutOfRangeException, duckdb.ConversionException)
Failed = duckdb.Error
Stopped = (duckdb.InterruptException, RuntimeError)  # by Ctrl-C, if it says "interrupted"
_UNREADABLE = (duckdb.InvalidInputException, duckdb.IOException, duckdb.ConversionException)
_NO_SPACE = re.compile(r"No space left on device|Disk quota exceeded")
_ROWS = 10_000
_SAMPLE = 20_000
_LARGE = 100_000  # characters, about 2,000 rules


def is_full(failed: Failed) -> bool:
    """Whether there is no more room: in memory, or on the disk DuckDB spills to."""
    return isinstance(failed, duckdb.OutOfMemoryException) or _NO_SPACE.search(str(failed)) is not None


def _is_of_a_file(failed: Failed) -> bool:
    """Whether a file is not as DuckDB wants it. What it says of damaged Parquet has no class of its own."""
    return not is_full(failed) and (isinstance(failed, _UNREADABLE) or type(failed) is Failed)


def connection(folder: Path | None = None, threads: int | None = None, memory: str | None = None) -> Database:
    """A database in memory, or in a folder into which it also spills; `memory` is the most it takes, such as `1GB`. It
    loads nothing from elsewhere."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads is not None:
        config["threads"] = threads
    if memory is not None:
        config["memory_limit"] = memory
    if folder is not None:
        config["temp_directory"] = str(folder / "spilled")
    return duckdb.connect(":memory:" if folder is None else str(folder / "leads.duckdb"), config=config)


def rows(database: Database, query: Query, tables: Mapping[str, object]) -> Iterator[tuple[object, ...]]:
    """The rows of the result. `tables` are Arrow tables by the names the query reads."""
    for name, table in tables.items():
        database.register(name, table)
    yield from rows_of(executed(database, query.sql()))


def executed(database: Database, query: str) -> Database:
    """Runs a query."""
    _without_slow_optimizers(database, query)
    return database.execute(query)


def _without_slow_optimizers(database: Database, query: str) -> None:
    """Two of the optimizers take longer than a large query itself, the more so the larger it is."""
    if len(query) > _LARGE:
        database.execute("set disabled_optimizers = 'in_clause,common_subexpressions'")


def in_order(database: Database) -> None:
    """Rows come out as they stand in a file: else lists are looked up by joining, which mixes what several threads
    read."""
    database.execute("set disabled_optimizers = 'in_clause'")


def rows_of(found: Database) -> Iterator[tuple[object, ...]]:
    while batch := found.fetchmany(_ROWS):
        yield from batch


def batches(database: Database, query: exp.Query, many: int) -> Iterator[Batch]:
    """The rows of a long answer as Arrow batches of about so many, as they come."""
    text = query.sql("duckdb", copy=False)
    _without_slow_optimizers(database, text)
    found = database.sql(text)
    read = getattr(found, "to_arrow_reader", None) or found.fetch_arrow_reader  # its name before 1.5
    yield from read(many)


def to_parquet(database: Database, query: exp.Query, path: str) -> None:
    """Writes the rows into a file."""
    database.sql(query.sql("duckdb")).write_parquet(path)


def run(database: Database, query: exp.Expr) -> list[tuple[object, ...]]:
    """The rows of a short answer; none where a file is not as DuckDB wants it."""
    return asked(database, query) or []


def asked(database: Database, query: exp.Expr) -> list[tuple[object, ...]] | None:
    """The same; None where a file is not as DuckDB wants it."""
    try:
        return database.execute(query.sql("duckdb")).fetchall()
    except Failed as failed:
        if not _is_of_a_file(failed):
            raise
        return None


def made(database: Database, statement: exp.Expr) -> bool:
    """Runs what makes a table; False where a file is not as DuckDB wants it."""
    try:
        executed(database, statement.sql("duckdb", copy=False))
    except Failed as failed:
        if not _is_of_a_file(failed):
            raise
        return False
    return True


def described(database: Database, path: str) -> dict[str, str] | None:
    """Names and types of the columns of a Parquet file; None where DuckDB cannot read it."""
    star = exp.Select(expressions=[exp.Star()], from_=exp.From(this=parquet_at(path)))
    found = run(database, exp.Describe(this=star))
    return {str(name): str(type_) for name, type_, *_ in found} or None


def repeating(database: Database, path: str, names: Sequence[str]) -> frozenset[str]:
    """Those columns of text of a Parquet file whose values come again and again, from its first rows."""
    if not names:
        return frozenset()
    first = exp.Select(expressions=[exp.Star()]).from_(parquet_at(path), copy=False).limit(_SAMPLE, copy=False)
    counts = [exp.Count(this=exp.Distinct(expressions=[_quoted(name)])) for name in names]
    query = exp.Select(expressions=[exp.Count(this=exp.Star()), *counts], from_=exp.From(this=first.subquery("sample")))
    found = run(database, query)
    many, *different = found[0] if found else (0,)
    pairs = zip(names, different, strict=False)
    return frozenset(
        name for name, count in pairs if isinstance(many, int) and isinstance(count, int) and count * 5 < many
    )


def _quoted(name: str) -> exp.Column:
    return exp.Column(this=exp.to_identifier(name, quoted=True))
