"""DuckDB runs a query over tables in memory or in a file. The only place that knows its package."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
from sqlglot import exp

from assay.engines.sql.query import Query

Database = duckdb.DuckDBPyConnection
OutOfRange = (duckdb.OutOfRangeException, duckdb.ConversionException)
_ROWS = 10_000
_LARGE = 100_000  # characters, about 2,000 rules


def connection(folder: Path | None = None, threads: int | None = None) -> Database:
    """A database in memory, or in a folder into which it also spills. It loads nothing from elsewhere."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads is not None:
        config["threads"] = threads
    if folder is not None:
        config["temp_directory"] = str(folder / "spilled")
    return duckdb.connect(":memory:" if folder is None else str(folder / "leads.duckdb"), config=config)


def rows(database: Database, query: Query, tables: Mapping[str, object]) -> Iterator[tuple[object, ...]]:
    """The rows of the result. `tables` are Arrow tables by the names the query reads."""
    for name, table in tables.items():
        database.register(name, table)
    yield from rows_of(executed(database, query.sql()))


def executed(database: Database, query: str) -> Database:
    """Runs a query. Two of the optimizers take longer than a large query itself, the more so the larger it is."""
    if len(query) > _LARGE:
        database.execute("set disabled_optimizers = 'in_clause,common_subexpressions'")
    return database.execute(query)


def rows_of(found: Database) -> Iterator[tuple[object, ...]]:
    while batch := found.fetchmany(_ROWS):
        yield from batch


def run(database: Database, query: exp.Expr) -> list[tuple[object, ...]]:
    """The rows of a short answer; none where a file is not as DuckDB wants it."""
    try:
        return database.execute(query.sql("duckdb")).fetchall()
    except (duckdb.InvalidInputException, duckdb.IOException, duckdb.ConversionException):
        return []


def described(database: Database, path: str) -> dict[str, str] | None:
    """Names and types of the columns of a Parquet file; None where DuckDB cannot read it."""
    source = exp.Table(this=exp.Anonymous(this="READ_PARQUET", expressions=[exp.Literal.string(path)]))
    star = exp.Select(expressions=[exp.Star()], from_=exp.From(this=source))
    found = run(database, exp.Describe(this=star))
    return {str(name): str(type_) for name, type_, *_ in found} or None
