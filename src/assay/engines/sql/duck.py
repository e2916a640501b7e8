"""DuckDB runs a query over tables in memory or views over files."""

from collections.abc import Iterator, Mapping

import duckdb

from assay.engines.sql.query import Query

_ROWS = 10_000


def connection(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory that loads nothing from elsewhere."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if threads is not None:
        config["threads"] = threads
    return duckdb.connect(":memory:", config=config)


def rows(
    database: duckdb.DuckDBPyConnection, query: Query, tables: Mapping[str, object]
) -> Iterator[tuple[object, ...]]:
    """The rows of the result. `tables` are Arrow tables by the names the query reads."""
    for name, table in tables.items():
        database.register(name, table)
    found = database.execute(query.sql())
    while batch := found.fetchmany(_ROWS):
        yield from batch
