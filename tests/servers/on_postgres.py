"""Generated cases on a PostgreSQL server, by the harness of `tests.properties.in_sql`. Text comes as tables hold it:
with blanks at its ends, and blank where there is none."""

from typing import Protocol, cast

from psycopg import Connection
from psycopg.sql import SQL, Identifier

from assay.engines.sql import Query, Table
from assay.engines.sql.postgres.reading import create
from tests.properties.in_sql import Rows, Run


class Columns(Protocol):
    """An Arrow table."""

    def to_pydict(self) -> dict[str, list[object]]: ...


def on(connection: Connection) -> Run:
    """Runs a query in a transaction that leaves nothing behind."""

    def run(query: Query, leads: object, activities: object) -> Rows:
        with connection.transaction(force_rollback=True):
            _fill(connection, query.leads, leads)
            if query.activities is not None:
                _fill(connection, query.activities, activities)
            return connection.execute(query.sql().encode()).fetchall()

    return run


def _fill(connection: Connection, table: Table, given: object) -> None:
    create(connection, table)
    columns = cast(Columns, given).to_pydict()
    for one in table.columns:
        if one.raw:
            columns[one.name] = [_roughened(value, at) for at, value in enumerate(columns[one.name])]
    listed = SQL(", ").join(map(Identifier, columns))
    into = SQL("copy {} ({}) from stdin").format(Identifier(table.name), listed)
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in zip(*columns.values(), strict=True):
            copy.write_row(row)


def _roughened(value: object, at: int) -> object:
    """The text with blanks around it, every third as it is."""
    before, after = (("", ""), (" ", "\u00a0"), ("\u3000\n", "\t"))[at % 3]
    if value is None:
        return (None, "", before + after)[at % 3]
    return f"{before}{value}{after}"
