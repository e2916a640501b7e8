"""Files as tables of a server, to compare what is read of either."""

import csv
from collections.abc import Sequence
from pathlib import Path

from psycopg import sql

from tests.servers.postgres import Server


def text_table(server: Server, name: str, file: Path) -> None:
    """The table with the columns of a CSV file, all text; empty cells are null."""
    with file.open(newline="", encoding="utf-8-sig") as opened:
        header, *rows = csv.reader(opened)
    table(server, name, [(column, "text") for column in header], [[cell or None for cell in row] for row in rows])


def table(server: Server, name: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[object]]) -> None:
    """A table made anew: columns with their types, and rows."""
    identifier = sql.Identifier(name)
    listed = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(type_)) for column, type_ in columns
    )
    with server.connect() as connection:
        connection.execute(sql.SQL("drop table if exists {}").format(identifier))
        connection.execute(sql.SQL("create table {} ({})").format(identifier, listed))
        with connection.cursor().copy(sql.SQL("copy {} from stdin").format(identifier)) as copy:
            for row in rows:
                copy.write_row(row)
