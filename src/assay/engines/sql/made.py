"""Tables and views of a run, made from queries and from rows."""

from collections.abc import Sequence

from sqlglot import exp

from assay.engines.sql.build import identifier, select, star, table
from assay.engines.sql.duck import Database, made
from assay.engines.sql.query import Table
from assay.engines.sql.tables import arrow_table


def filled(database: Database, name: str, query: exp.Query) -> bool:
    """Makes a table; False where a file is not as DuckDB wants it. It is temporary: kept as it is, which takes half
    the time of packing it, and spilled where memory ends."""
    temporary = exp.Properties(expressions=[exp.TemporaryProperty()])
    return made(database, exp.Create(this=table(name), kind="TABLE", expression=query, properties=temporary))


def view(database: Database, name: str, query: exp.Query) -> None:
    created = exp.Create(this=table(name), kind="VIEW", expression=query, replace=True)
    database.execute(created.sql("duckdb"))


def empty(database: Database, one: Table) -> None:
    columns = [exp.ColumnDef(this=identifier(each.name), kind=exp.DataType.build(each.type)) for each in one.columns]
    created = exp.Create(this=exp.Schema(this=table(one.name), expressions=columns), kind="TABLE")
    database.execute(created.sql("duckdb"))


def insert(database: Database, one: Table, rows: Sequence[Sequence[object]]) -> None:
    """Rows in order of the table's columns."""
    if rows:
        database.register("chunk", arrow_table(one, rows))
        database.execute(exp.insert(select([star()], "chunk"), one.name).sql("duckdb"))
        database.unregister("chunk")
