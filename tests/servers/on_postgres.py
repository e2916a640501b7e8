"""Prepared cases on a PostgreSQL server."""

from collections.abc import Callable, Sequence

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from assay.engines.sql import Table
from assay.engines.sql.postgres.reading import create
from tests.servers.agreement import Ready, Rows


def on(connection: Connection) -> Callable[[Ready], Sequence[Sequence[object]]]:
    """Runs a case in a transaction that leaves nothing behind."""

    def run(given: Ready) -> Sequence[Sequence[object]]:
        with connection.transaction(force_rollback=True):
            _fill(connection, given.query.leads, given.leads)
            if given.query.activities is not None:
                _fill(connection, given.query.activities, given.activities)
            return connection.execute(given.query.sql().encode()).fetchall()

    return run


def _fill(connection: Connection, table: Table, rows: Rows) -> None:
    create(connection, table)
    columns = SQL(", ").join(Identifier(one.name) for one in table.columns)
    into = SQL("copy {} ({}) from stdin").format(Identifier(table.name), columns)
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows:
            copy.write_row([list(cell) if isinstance(cell, tuple) else cell for cell in row])
