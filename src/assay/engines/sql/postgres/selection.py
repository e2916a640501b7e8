"""What PostgreSQL reads of a table: a select of the values the query wants, and whether the reader would make the same of
a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Composed, Identifier

from assay.data.bind import Binding
from assay.data.postgres import JSON, Relation
from assay.engines.sql.postgres.cells import SURE, Cell, Value, has_step, is_plain, type_of, value_of, written
from assay.engines.sql.query import Column, Table
from assay.engines.sql.values import Habits, habits_of
from assay.plan import nodes
from assay.plan.nodes import Field, Plan


@dataclass(frozen=True, slots=True)
class Source:
    """A table to read: where it is, which of its columns are which fields, and what the query wants of it."""

    relation: Relation
    binding: Binding
    schema: nodes.Table
    wanted: Table

    @property
    def types(self) -> dict[str, int]:
        return dict(zip(self.relation.columns, self.relation.types, strict=True))


@dataclass(frozen=True, slots=True)
class Selection:
    """`values`: of the fields the table has, and of its `key` (None: it has none; `plain_key`: whether it is the text of
    its column). `sure`: whether they are what the
    reader makes of the row, whose other fields count too; None: they always are. `step` follows the table, which is `s`."""

    values: Mapping[str, Composable]
    key: Composable | None
    plain_key: Composable | None
    sure: Composable | None
    step: Composable

    def select(self, columns: Sequence[Composable], origin: Composable) -> Composed:
        return SQL("select {} from {} s{}").format(SQL(", ").join(columns), origin, self.step)

    def value(self, source: Source, column: Column) -> Composable:
        """Of a column that is a field: missing where the table has no such column."""
        field = next(one for one in source.schema.fields if one.name == column.field)
        return self.values.get(field.name, SQL("null::{}").format(SQL(type_of(field))))


def selection_of(plan: Plan, source: Source) -> Selection:
    habits = habits_of(plan)
    raw = {one.field for one in source.wanted.columns if one.raw}
    cells = [_cell(source, one, raw=one.name in raw) for one in source.schema.fields]
    there = [cell for cell in cells if cell is not None]
    values = {cell.field.name: value_of(cell, habits) for cell in there}
    key, key_habits = _key_cell(source), habits if source.wanted.is_of_leads else Habits((), habits.zone)
    of_key = None if key is None else value_of(key, key_habits)
    all_ = [*values.values(), *([of_key] if of_key else [])]
    read = {name: one.value for name, one in values.items()}
    plain_key = None if key is None else is_plain(key, key_habits)
    return Selection(read, of_key.value if of_key else None, plain_key, _all_sure(all_), _step(there, habits))


def _all_sure(values: Sequence[Value]) -> Composable | None:
    unsure = [SQL("({})").format(one.sure) for one in values if one.sure is not SURE]
    return SQL(" and ").join(unsure) if unsure else None


def _step(cells: Sequence[Cell], habits: Habits) -> Composable:
    """The text of those cells of whose text more is made."""
    texts = [SQL("{} as {}").format(written(one, habits), Identifier(one.name)) for one in cells if has_step(one)]
    if not texts:
        return SQL("")
    return SQL(" cross join lateral (select {} offset 0) a").format(SQL(", ").join(texts))


def _cell(source: Source, field: Field, *, raw: bool) -> Cell | None:
    """None where the table has no column for the field: it is missing for every row. A field inside an object is its
    column's, which only the reader takes apart."""
    types, fields = source.types, source.binding.fields.values()
    column = source.binding.column(field.name) if field.name in fields else field.column
    whole = column if column in types else column.partition(".")[0]
    if whole not in types or (field.name not in fields and types[whole] not in JSON):
        return None
    return Cell(field, whole, types[whole], f"field {field.name}", raw)


def _key_cell(source: Source) -> Cell | None:
    """The key as text, whatever its field is."""
    key = next((one for one in source.schema.fields if one.name == source.schema.key), None)
    cell = None if key is None else _cell(source, key, raw=False)
    if cell is None:
        return None
    return Cell(Field(cell.field.name, "text", cell.field.column), cell.column, cell.type, "key")
