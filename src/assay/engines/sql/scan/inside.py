"""What leads did, where it stands in their own records: a list of records under `activities`.

Lines are taken apart once, as they are read: the list of each plain lead stays beside it until what is in it has been
read, like the records of a file of activities, into a table of its own. One that is not plain makes its lead odd; the
reader then reads the whole line, and what it finds takes the place of what was read here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlglot import exp

from assay.data.bind import bind, matching
from assay.data.records import ACTIVITIES
from assay.engines.sql.build import (
    Sql,
    cast,
    column,
    compare,
    every,
    identifier,
    is_known,
    negation,
    null,
    number,
    select,
    surely,
    table,
    text,
    truth,
    when,
    where,
)
from assay.engines.sql.duck import Database
from assay.engines.sql.made import filled, insert, view
from assay.engines.sql.query import Column, Table
from assay.engines.sql.scan.cells import reading_of
from assay.engines.sql.scan.json_records import Members, Path, Records
from assay.engines.sql.scan.json_values import Written
from assay.engines.sql.scan.sources import made_source
from assay.engines.sql.scan.tables import ODD, PLAIN, Scan
from assay.engines.sql.spelling import Spelling
from assay.plan.nodes import Plan
from assay.plan.nodes import Table as Schema

_LIST, _EXACT, _ESCAPED = "_did", "_exact", "_escaped"  # no column of a query begins so
_BESIDE = Column(_LIST, "TEXT[]"), Column(_EXACT, "BOOLEAN"), Column(_ESCAPED, "BOOLEAN")
_ONE, _EACH, _READ = "_one", "each_inside", "activities_inside"
_ELEMENTS = "$[*]"


# --- of each lead ----------------------------------------------------------------------------------------------


def with_lists(leads: Table) -> Table:
    """The table of leads with what they did, and how their lines are written."""
    return replace(leads, columns=(*leads.columns, *_BESIDE))


def listed_beside(members: Members) -> tuple[dict[str, Sql], Sql]:
    """Those columns, and whether `activities` is something else than a list of records."""
    given, hold = members.of(ACTIVITIES), members.reading.hold
    split = exp.Anonymous(this="JSON_EXTRACT", expressions=[given.json.copy(), text(_ELEMENTS)])
    is_list = exp.StartsWith(this=given.json.copy(), expression=text("["))
    listed = hold(when(is_list, cast(split, "TEXT[]")))
    no_record = negation(exp.StartsWith(this=column(_ONE), expression=text("{")))
    others = exp.Anonymous(this="LIST_FILTER", expressions=[listed.copy(), _of_one(no_record)])
    none = surely(compare("eq", exp.Anonymous(this="LEN", expressions=[others]), number(0)))
    written = members.records.written
    told = {_EXACT: written.exact, _ESCAPED: written.escaped}
    told = {name: when(is_known(listed.copy()), value.copy()) for name, value in told.items()}
    return {_LIST: listed, **told}, every([given.is_given, negation(none)])


def _of_one(body: Sql) -> Sql:
    return exp.Lambda(this=body, expressions=[identifier(_ONE)])


# --- of each activity ------------------------------------------------------------------------------------------


def inside_scan(
    plan: Plan, spelling: Spelling, activities: Table, blanks: str, paths: Mapping[str, Path] | None
) -> Scan | None:
    """How the activities of plain leads are read; None where that needs the reader. `paths`: where in them each column is,
    in the first records; None where one may be in two places."""
    if plan.lead.key is None or paths is None or _is_a_field(plan.lead):
        return None
    schema = _read_alone(plan.activity, activities)
    if (columns := _columns(schema, paths)) is None:
        return None
    reading = reading_of(plan, spelling, [_ONE])
    each = Records(column(_ONE), truth(value=True), Written(column(_EXACT), column(_ESCAPED), blanks))
    declared = {one: (one,) for one in columns.values() if one not in paths}
    members = Members(reading, schema, {**paths, **declared}, columns, (), each)
    if (read := members.fields()) is None:
        return None
    odd = [one.odd for one in read.values()]
    return members.scan(made_source(_EACH), activities, read, {"lead_key": column("key")}, odd)


def _is_a_field(leads: Schema) -> bool:
    """Whether leads have a field that may read what stands there."""
    names = [matching(one.column) for one in leads.fields]
    return any(name == ACTIVITIES or name.startswith(ACTIVITIES + ".") for name in names)


def _read_alone(schema: Schema, activities: Table) -> Schema:
    """Fields that no rule reads may hold anything: it is never looked at."""
    read = {one.field for one in activities.columns}
    return replace(schema, fields=tuple(one for one in schema.fields if one.name in read), key=None)


def _columns(schema: Schema, paths: Mapping[str, Path]) -> dict[str, str] | None:
    """The column of each field; as it is declared where the first records do not have it. None where a field has two."""
    wanted, found = bind(schema, ()), dict[str, str]()
    for name in paths:
        field = wanted.matched.get(matching(name))
        if field is not None and found.setdefault(field, name) != name:
            return None
    declared = {one.name: one.column for one in schema.fields if "." not in one.column}
    return {**declared, **found}


# --- in the database -------------------------------------------------------------------------------------------


def read_inside(database: Database, leads: str, scan: Scan, activities: Table, trust: tuple[str, str]) -> bool:
    """Reads what the plain leads of a table did; False where DuckDB cannot. `trust`: of leads, and of activities."""
    of_lead, of_activity = trust
    one = exp.Anonymous(this="UNNEST", expressions=[column(_LIST)]).as_(_ONE)
    each = select([column("key"), column(_EXACT), column(_ESCAPED), one], leads)
    view(database, _EACH, where(each, compare("eq", column(of_lead), number(PLAIN))))
    if not filled(database, _READ, scan.table(activities, of_activity)):
        return False
    odd = where(select([column("lead_key")], _READ), compare("eq", column(of_activity), number(ODD)))
    database.execute(exp.update(leads, {of_lead: number(ODD), "key": null()}, where=_among("key", odd)).sql("duckdb"))
    return True


def added_to(activities: exp.Select, wanted: Table, trust: str) -> exp.Query:
    """Activities, and those inside."""
    plain = compare("eq", column(trust), number(PLAIN))
    own = where(select([column(one.name) for one in wanted.columns], _READ), plain)
    return exp.union(activities, own, distinct=False, copy=False)


def replace_inside(database: Database, leads: str, wanted: Table, rows: Sequence[Sequence[object]]) -> None:
    """Of the leads of a table these activities count, in order of the table's columns, then trust, and no others."""
    keys = select([column("key")], leads)
    database.execute(exp.delete(table(_READ), where=_among("lead_key", keys)).sql("duckdb"))
    insert(database, replace(wanted, name=_READ), rows)


def _among(name: str, keys: exp.Query) -> Sql:
    return exp.In(this=column(name), query=exp.Subquery(this=keys))
