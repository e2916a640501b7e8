"""Typed Arrow tables for DuckDB and Spark. The only place of the SQL engines that knows pyarrow."""

from collections.abc import Sequence
from types import ModuleType

from assay.data.extras import imported
from assay.engines.sql.query import Table


def arrow_table(table: Table, rows: Sequence[Sequence[object]]) -> object:
    """A pyarrow table of rows whose values are in order of the table's columns."""
    arrow = imported("pyarrow", "SQL", "sql")
    columns = zip(*rows, strict=True) if rows else ([] for _ in table.columns)
    types = [_type(arrow, one.type) for one in table.columns]
    arrays = [arrow.array(list(cells), type_) for cells, type_ in zip(columns, types, strict=True)]
    return arrow.table(
        arrays, schema=arrow.schema([(one.name, kind) for one, kind in zip(table.columns, types, strict=True)])
    )


def _type(arrow: ModuleType, kind: str) -> object:
    types = {"BIGINT": arrow.int64, "TEXT": arrow.string, "BOOLEAN": arrow.bool_}
    return arrow.list_(arrow.string()) if kind == "TEXT[]" else types[kind]()
