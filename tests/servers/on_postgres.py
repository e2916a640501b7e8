"""Generated cases on a PostgreSQL server, by the harness of `tests.properties.in_sql`. Text comes as tables hold it:
with blanks at its ends, and blank where there is none."""

from dataclasses import dataclass
from typing import cast

import pyarrow as pa
from psycopg import Connection
from psycopg.sql import SQL, Identifier

from assay.engines.sql import Query, Table
from assay.engines.sql.postgres.reading import create
from tests.properties.in_sql import Rows, Run
from tests.servers.rough import as_tables_hold_it


def on(connection: Connection) -> Run:
    """Runs a query in a transaction that leaves nothing behind."""

    def run(query: Query, leads: object, activities: object) -> Rows:
        with connection.transaction(force_rollback=True):
            _filled(connection, query, leads, activities)
            return connection.execute(query.sql().encode()).fetchall()

    return run


# Several processes share the work on tables however small.
_SHARED = {
    "max_parallel_workers_per_gather": "2",
    "parallel_setup_cost": "0",
    "parallel_tuple_cost": "0",
    "min_parallel_table_scan_size": "0",
    "min_parallel_index_scan_size": "0",
}


@dataclass(slots=True)
class InParallel:
    """Runs a query over ordinary tables (only one process may read temporary ones) by several processes, wherever
    PostgreSQL has a plan for that; `queries` counts those it had one for."""

    connection: Connection
    queries: int = 0

    def run(self, query: Query, leads: object, activities: object) -> Rows:
        with self.connection.transaction(force_rollback=True):
            share(self.connection)
            for table in _filled(self.connection, query, leads, activities):
                make_ordinary(self.connection, table.name)
            text = query.sql().encode()
            self.queries += is_shared(self.connection, text)
            return self.connection.execute(text).fetchall()


def share(connection: Connection) -> None:
    """For the rest of a transaction."""
    for name, value in _SHARED.items():
        connection.execute(SQL("set local {} = {}").format(Identifier(name), value))


def is_shared(connection: Connection, query: bytes) -> bool:
    return any("Gather" in line for (line,) in connection.execute(b"explain " + query).fetchall())


def make_ordinary(connection: Connection, name: str) -> None:
    table, other = Identifier(name), Identifier(f"{name} of all")
    connection.execute(SQL("create table {} as table {}").format(other, table))
    connection.execute(SQL("drop table {}").format(table))
    connection.execute(SQL("alter table {} rename to {}").format(other, table))


def _filled(connection: Connection, query: Query, leads: object, activities: object) -> list[Table]:
    tables = [query.leads, *([] if query.activities is None else [query.activities])]
    for table, given in zip(tables, (leads, activities), strict=False):
        _fill(connection, table, given)
    return tables


def _fill(connection: Connection, table: Table, given: object) -> None:
    create(connection, table)
    columns = as_tables_hold_it(table, cast(pa.Table, given)).to_pydict()
    listed = SQL(", ").join(map(Identifier, columns))
    into = SQL("copy {} ({}) from stdin").format(Identifier(table.name), listed)
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in zip(*columns.values(), strict=True):
            copy.write_row(row)
