"""Tables as the compiled query expects them: typed values in temporary tables, one row a lead or an activity.

PostgreSQL reads what it is sure to read as the reader does (`cells`); every other row goes through the reader, and comes
back or is rejected in its words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Composed, Identifier

from assay.data.bind import Binding
from assay.data.cells import BadValue, Missing, text_of
from assay.data.checker import Checker
from assay.data.failures import Unreadable
from assay.data.keys import empty_key, repeated_key
from assay.data.postgres import JSON, Connection, Relation
from assay.data.records import ACTIVITIES, Labels, row_of
from assay.data.rejects import Fault, fault_of, fault_of_row, faults_of
from assay.data.rows import Row
from assay.engines.sql.postgres.cells import Cell, known, opened, type_of, value_of
from assay.engines.sql.query import Column, Table
from assay.engines.sql.values import Habits, Reject, habits_of, row_reader
from assay.plan import nodes
from assay.plan.nodes import Field, Plan

_BATCH = 4096
# Names with capitals are none the compiler gives.
_OID, _TID, _SURE = Identifier("Oid"), Identifier("Tid"), Identifier("Sure")


@dataclass(frozen=True, slots=True)
class Source:
    """A table to read: where it is, which of its columns are which fields, and what the query wants of it."""

    relation: Relation
    binding: Binding
    schema: nodes.Table
    wanted: Table


def read_in(connection: Connection, plan: Plan, source: Source, reject: Reject) -> None:
    """Makes the temporary table the query wants, for this transaction. Bad rows are told to `reject`."""
    _refuse_objects(source)
    origin = _origin(connection, source.relation)
    create(connection, source.wanted)
    connection.execute(_filled(plan, source, origin))
    _read_rest(connection, plan, source, origin, reject)
    if source.wanted.is_of_leads:
        _refuse_keys(connection, plan, source, origin, reject)
    connection.execute(SQL("analyze {}").format(Identifier(source.wanted.name)))


def _refuse_objects(source: Source) -> None:
    """A lead may bring its activities along; here they have a table of their own."""
    if source.wanted.is_of_leads and _types(source).get(ACTIVITIES) in JSON:
        raise Unreadable(
            f"the column `{ACTIVITIES}` of `{source.relation.name}` holds objects", "score it with `--engine record`"
        )


def _types(source: Source) -> dict[str, int]:
    return dict(zip(source.relation.columns, source.relation.types, strict=True))


def _origin(connection: Connection, relation: Relation) -> Composable:
    """The table, or a copy of what a view shows: its rows must have a place by which to find them again."""
    found = connection.execute("select relkind::text from pg_class where oid = %s", (relation.oid,)).fetchone()
    if found is not None and found[0] in {"r", "p", "m"}:
        return relation.identifier
    copy = Identifier(f"Copy {relation.oid}")
    connection.execute(
        SQL("create temporary table {} on commit drop as select * from {}").format(copy, relation.identifier)
    )
    return copy


def create(connection: Connection, wanted: Table) -> None:
    columns = [SQL("{} {}").format(Identifier(one.name), SQL(_TYPES[one.type])) for one in _stored(wanted)]
    columns += [SQL("{} oid, {} tid, {} boolean").format(_OID, _TID, _SURE)]
    connection.execute(
        SQL("create temporary table {} ({}) on commit drop").format(Identifier(wanted.name), SQL(", ").join(columns))
    )


_TYPES = {"BIGINT": "bigint", "TEXT": "text", "BOOLEAN": "boolean", "TEXT[]": "text[]"}


def _stored(wanted: Table) -> tuple[Column, ...]:
    """Activities are numbered too, to be found again."""
    numbered = any(one.name == "n" for one in wanted.columns)
    return wanted.columns if numbered else (Column("n", "BIGINT"), *wanted.columns)


# --- what PostgreSQL reads ----------------------------------------------------------------------------------


def _filled(plan: Plan, source: Source, origin: Composable) -> Composed:
    habits = habits_of(plan)
    cells = [_cell(source, one) for one in source.schema.fields]
    key = _key_cell(source)
    key_habits = habits if source.wanted.is_of_leads else Habits((), habits.zone)
    named = [(cell, habits) for cell in cells if cell is not None] + ([(key, key_habits)] if key else [])
    values = {cell.name: value_of(cell, given) for cell, given in named}
    selected = [
        _selected(one, source, {name: value.value for name, value in values.items()}) for one in _stored(source.wanted)
    ]
    return SQL(
        "insert into {target} select {selected}, s.tableoid, s.ctid, {sure} from {origin} s"
        " cross join lateral (select {opened} offset 0) a cross join lateral (select {known} offset 0) b"
    ).format(
        target=Identifier(source.wanted.name),
        selected=SQL(", ").join(selected),
        sure=SQL(" and ").join([SQL("({})").format(value.sure) for value in values.values()] or [SQL("true").format()]),
        origin=origin,
        opened=_named([(cell, opened(cell)) for cell, _ in named]),
        known=_named([(cell, known(cell, given)) for cell, given in named]),
    )


def _named(values: Sequence[tuple[Cell, Composable]]) -> Composable:
    listed = [SQL("{} as {}").format(value, Identifier(cell.name)) for cell, value in values]
    return SQL(", ").join(listed or [SQL("null").format()])


def _selected(column: Column, source: Source, values: Mapping[str, Composable]) -> Composable:
    match column.name, column.field:
        case _, str(name):
            fields = {one.name: one for one in source.schema.fields}
            null = SQL("null::{}").format(SQL(type_of(fields[name])))
            return values.get(f"field {name}", null)
        case "n", _:
            return SQL("row_number() over ()")
        case "previous_stage", _:
            return SQL("null")
    return values.get("key", SQL("(row_number() over ())::text"))  # key, lead_key


def _cell(source: Source, field: Field) -> Cell | None:
    """None where the table has no column for the field: it is missing for every row. A field inside an object is its
    column's, which only the reader takes apart."""
    types = _types(source)
    column = source.binding.column(field.name) if field.name in source.binding.fields.values() else field.column
    whole = column if column in types else column.partition(".")[0]
    if whole not in types or (field.name not in source.binding.fields.values() and types[whole] not in JSON):
        return None
    return Cell(field, whole, types[whole], f"field {field.name}")


def _key_cell(source: Source) -> Cell | None:
    """The key as text, whatever its field is."""
    key = next((one for one in source.schema.fields if one.name == source.schema.key), None)
    cell = None if key is None else _cell(source, key)
    return (
        None if cell is None else Cell(Field(cell.field.name, "text", cell.field.column), cell.column, cell.type, "key")
    )


# --- what the reader reads ----------------------------------------------------------------------------------


def _read_rest(connection: Connection, plan: Plan, source: Source, origin: Composable, reject: Reject) -> None:
    """Rows PostgreSQL was not sure of, read by the reader and put where they belong."""
    target = Identifier(source.wanted.name)
    one = connection.execute(SQL("select 1 from {} where not {} limit 1").format(target, _SURE)).fetchone()
    if one is None:
        return
    encode = _Encoder(plan, source)
    columns = [*(Identifier(one.name) for one in _stored(source.wanted)), _OID, _TID]
    into = SQL("copy {} ({}) from stdin").format(target, SQL(", ").join(columns))
    for batch in _raw_rows(connection, source, origin, SQL("not t.{}").format(_SURE)):
        good = [(*read, *place) for row, place in batch if (read := encode.row(row, reject)) is not None]
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for values in good:
                copy.write_row([list(value) if isinstance(value, tuple) else value for value in values])
    connection.execute(SQL("delete from {} where not {}").format(target, _SURE))


def _raw_rows(
    connection: Connection, source: Source, origin: Composable, which: Composable
) -> Iterator[list[tuple[Row, tuple[object, object]]]]:
    """Batches of rows as the table has them, by fields, with their place."""
    names, labels = source.relation.columns, Labels(source.binding.label)
    query = SQL(
        "select t.n, t.{0}::text, t.{1}::text, s.* from {2} s join {3} t on t.{0} = s.tableoid and t.{1} = s.ctid"
        " where {4} order by t.n"
    ).format(_OID, _TID, origin, Identifier(source.wanted.name), which)
    with connection.cursor("assay_rest") as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_BATCH):
            yield [
                (row_of(int(str(n)), dict(zip(names, cells, strict=True)), labels), (oid, tid))
                for n, oid, tid, *cells in rows
            ]


class _Encoder:
    """Reads rows as every other engine does."""

    def __init__(self, plan: Plan, source: Source) -> None:
        missing = frozenset(plan.missing)
        self._source = source
        self._checker = Checker(source.schema, habits_of(plan).zone, missing)
        self._read = row_reader(plan, source.wanted)
        self._missing = Missing(missing)

    def row(self, row: Row, reject: Reject) -> list[object] | None:
        """The values of the stored columns, in order; None where the row was rejected."""
        if row.fault is not None:
            reject(row, (fault_of_row(row),))
            return None
        if bad := self._checker.bad(row.values):
            reject(row, faults_of(bad, row.values, self._source.binding))
            return None
        try:
            key = self._key(row)
        except BadValue as error:
            reject(row, (Fault(None, None, error.message),))
            return None
        own: dict[str, object] = {"n": row.line, "previous_stage": None}
        fields = iter(self._read(row.values))
        return [
            next(fields) if one.field is not None else own.get(one.name, key) for one in _stored(self._source.wanted)
        ]

    def _key(self, row: Row) -> str | None:
        if self._source.schema.key is None:
            return str(row.line)
        value = row.values.get(self._source.schema.key)
        return self._missing.text(value) if self._source.wanted.is_of_leads else text_of(value) or None


# --- keys ---------------------------------------------------------------------------------------------------


def _refuse_keys(connection: Connection, plan: Plan, source: Source, origin: Composable, reject: Reject) -> None:
    """Every lead needs a key of its own; of a repeated one the first row stays."""
    if source.schema.key is None:
        return
    target = Identifier(source.wanted.name)
    repeated = SQL(
        "select n from (select n, row_number() over (partition by key order by n) as place from {}) r where place > 1"
    )
    any_repeated = SQL("select 1 from {} group by key having count(*) > 1 limit 1").format(target)
    if connection.execute(any_repeated).fetchone() is None:
        again: Composable = SQL("false")
    else:
        connection.execute(SQL('create temporary table "Again" on commit drop as {}').format(repeated.format(target)))
        again = SQL('t.n in (select n from "Again")')
    which = SQL("(t.key is null or {})").format(again)
    missing = Missing(frozenset(plan.missing))
    for batch in _raw_rows(connection, source, origin, which):
        for row, _ in batch:
            reject(row, (_key_fault(source, row, missing),))
    connection.execute(SQL("delete from {} t where {}").format(target, which))


def _key_fault(source: Source, row: Row, missing: Missing) -> Fault:
    name = source.schema.key or ""
    key = missing.text(row.values.get(name))
    bad = empty_key() if key is None else repeated_key(key)
    return fault_of(name, bad, row.values, source.binding)
