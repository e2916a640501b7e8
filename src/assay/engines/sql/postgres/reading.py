"""Tables as the compiled query expects them: typed values, one row a lead or an activity.

PostgreSQL reads what it is sure to read as the reader does (`cells`). A table all of whose rows are such is read where it
is, through a view. Of others the rows come into a temporary table; those it is not sure of go through the reader, and come
back or are rejected in its words.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Composed, Identifier

from assay.data.cells import BadValue, Missing, text_of
from assay.data.checker import Checker
from assay.data.failures import Unreadable
from assay.data.keys import empty_key, repeated_key
from assay.data.postgres import JSON, Connection, Relation
from assay.data.records import ACTIVITIES, Labels, row_of
from assay.data.rejects import Fault, fault_of, fault_of_row, faults_of
from assay.data.rows import Row
from assay.engines.sql.postgres.selection import Selection, Source, selection_of
from assay.engines.sql.query import Column, Table
from assay.engines.sql.values import Reject, habits_of, row_reader
from assay.plan.nodes import Plan

_BATCH = 4096
# Names with capitals are none the compiler gives.
_OID, _TID, _SURE = Identifier("Oid"), Identifier("Tid"), Identifier("Sure")
PREVIOUS = Identifier("Previous")
_NULL = SQL("null")


@dataclass(frozen=True, slots=True)
class Origin:
    """What is read. `places`: rows of it have a place of their own, which no other row has."""

    table: Composable
    places: bool


def read_in(connection: Connection, plan: Plan, source: Source, reject: Reject) -> None:
    """Makes the table the query wants, for this transaction. Bad rows are told to `reject`. Stages of an earlier run are
    in a table of the name PREVIOUS, if they are wanted."""
    _refuse_objects(source)
    origin = _origin(connection, source.relation)
    selection = selection_of(plan, source)
    if origin.places and selection.key is not None and _is_sure(connection, source, selection, origin.table):
        connection.execute(_view(source, selection, origin.table))
        return
    create(connection, source.wanted)
    connection.execute(_filled(source, selection, origin.table))
    _read_rest(connection, plan, source, origin.table, reject)
    if source.wanted.is_of_leads:
        _refuse_keys(connection, plan, source, origin.table, reject)
        _give_stages(connection, source)
    connection.execute(_analyzed(source))


def _refuse_objects(source: Source) -> None:
    """A lead may bring its activities along; here they have a table of their own."""
    if source.wanted.is_of_leads and source.types.get(ACTIVITIES) in JSON:
        raise Unreadable(
            f"the column `{ACTIVITIES}` of `{source.relation.name}` holds objects", "score it with `--engine record`"
        )


def _origin(connection: Connection, relation: Relation) -> Origin:
    """The table, or a copy of what a view shows: its rows must have a place by which to find them again."""
    found = connection.execute(
        "select relkind::text, relhassubclass from pg_class where oid = %s", (relation.oid,)
    ).fetchone()
    if found is not None and found[0] in {"r", "p", "m"}:
        return Origin(relation.identifier, found[0] != "p" and not found[1])
    copy = Identifier(f"Copy {relation.oid}")
    connection.execute(
        SQL("create temporary table {} on commit drop as select * from {}").format(copy, relation.identifier)
    )
    return Origin(copy, places=True)


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


# --- a table in which PostgreSQL is sure of every row is read where it is --------------------------------------


def _is_sure(connection: Connection, source: Source, selection: Selection, origin: Composable) -> bool:
    """Whether the reader would make the same of every row, and every lead has a key of its own."""
    if not source.wanted.is_of_leads:
        return selection.sure is None or _holds(connection, selection, origin, selection.sure)
    sure = SQL("true") if selection.sure is None else selection.sure
    plain = SQL("{} and {}").format(selection.plain_key or _NULL, sure)
    if _is_unique(connection, source) and _holds(connection, selection, origin, plain):
        return True
    connection.execute("set local work_mem = '64MB'")  # or the keys of some hundred thousand leads go to the disk
    rows = selection.select([SQL("{} as key").format(selection.key or _NULL), SQL("{} as sure").format(sure)], origin)
    odd = SQL(
        "select 1 from ({}) r group by key having key is null or count(*) > 1 or bool_and(sure) is not true limit 1"
    ).format(rows)
    return connection.execute(odd).fetchone() is None


def _holds(connection: Connection, selection: Selection, origin: Composable, condition: Composable) -> bool:
    """Whether a condition is true of every row."""
    odd = SQL("{} where ({}) is not true limit 1").format(selection.select([SQL("1")], origin), condition)
    return connection.execute(odd).fetchone() is None


def _is_unique(connection: Connection, source: Source) -> bool:
    """Whether the database itself keeps keys apart: then only those that are not as they are read could meet."""
    column = next((one for one, name in source.binding.fields.items() if name == source.schema.key), None)
    found = connection.execute(
        "select 1 from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]"
        " where i.indrelid = %s and a.attname = %s and i.indisunique and i.indisvalid and i.indimmediate"
        " and i.indnkeyatts = 1 and i.indpred is null and i.indexprs is null limit 1",
        (source.relation.oid, column),
    )
    return found.fetchone() is not None


def _view(source: Source, selection: Selection, origin: Composable) -> Composed:
    """The table the query wants as a view: nothing is stored. A lead is numbered by its place."""
    own = {"n": SQL("s.ctid"), "previous_stage": SQL("p.stage")}
    columns = [
        SQL("{} as {}").format(
            selection.value(source, one) if one.field else own.get(one.name, selection.key or _NULL),
            Identifier(one.name),
        )
        for one in source.wanted.columns
    ]
    stages: Composable = SQL("")
    if _wants_stages(source):
        stages = SQL(" left join {} p on p.key = {}").format(PREVIOUS, selection.key or _NULL)
    return SQL("create temporary view {} as {}{}").format(
        Identifier(source.wanted.name), selection.select(columns, origin), stages
    )


def _wants_stages(source: Source) -> bool:
    return any(one.name == "previous_stage" for one in source.wanted.columns)


# --- what PostgreSQL reads of others --------------------------------------------------------------------------


def _filled(source: Source, selection: Selection, origin: Composable) -> Composed:
    number = SQL("row_number() over ()")
    own = {"n": number, "previous_stage": _NULL}
    columns = [
        selection.value(source, one)
        if one.field
        else own.get(one.name, selection.key or SQL("({})::text").format(number))
        for one in _stored(source.wanted)
    ]
    columns += [SQL("s.tableoid"), SQL("s.ctid"), SQL("true") if selection.sure is None else selection.sure]
    return SQL("insert into {} {}").format(Identifier(source.wanted.name), selection.select(columns, origin))


def _give_stages(connection: Connection, source: Source) -> None:
    if _wants_stages(source):
        connection.execute(
            SQL("update leads set previous_stage = p.stage from {} p where p.key = leads.key").format(PREVIOUS)
        )


def _analyzed(source: Source) -> Composed:
    """By these columns tables are joined."""
    by = SQL("n, key") if source.wanted.is_of_leads else SQL("lead_key")
    return SQL("analyze {} ({})").format(Identifier(source.wanted.name), by)


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
