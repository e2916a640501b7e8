"""A file as the table that a query reads: its fields encoded, and how far each row may be trusted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    aliased,
    case,
    cast,
    coalesce,
    compare,
    every,
    is_null,
    null,
    number,
    select_from,
    some,
    subquery,
    surely,
    text,
    truth,
    when,
)
from assay.engines.sql.query import Column, Table
from assay.engines.sql.scan.cells import (
    Read,
    Reading,
    boolean_cell,
    list_cell,
    number_cell,
    one_of_cell,
    reading_of,
    spelled_cell,
    text_cell,
    trimmed,
)
from assay.engines.sql.scan.moments import date_cell, time_cell
from assay.engines.sql.scan.sources import DOUBLE, TEXT, Source, contains, doubtful
from assay.engines.sql.scan.typed import INTEGERS, parsed, spelled, typed
from assay.engines.sql.spelling import Spelling
from assay.plan.nodes import Field, Plan
from assay.plan.nodes import Table as Schema

PLAIN, ODD, DOUBTFUL = 0, 1, 2
_CELLS: Mapping[str, Callable[[Reading, Field, Sql], Read | None]] = {
    "text": text_cell,
    "one of": one_of_cell,
    "boolean": boolean_cell,
    "date": date_cell,
    "time": time_cell,
    "list": list_cell,
}


@dataclass(frozen=True, slots=True)
class Scan:
    """`columns` of the query's table, but for `n`, by name; `trust`: 0 for a plain row, 1 for an odd one, which the
    reader has to read, 2 for one that the reader may cut otherwise."""

    source: Source
    columns: Mapping[str, Sql]
    trust: Sql
    held: Mapping[str, tuple[int, Sql]]

    def table(self, wanted: Table, trust: str) -> exp.Select:
        """The columns of the query's table, and how far each row may be trusted under a name of its own."""
        values = {**self.columns, trust: self.trust}
        names = [one.name for one in wanted.columns if one.name in values]
        columns = [aliased(values[name].copy(), name) for name in dict.fromkeys((*names, trust))]
        return select_from(columns, self._worked_out())

    def _worked_out(self) -> Sql:
        """The file with what is held beside its columns, step by step."""
        found: Sql = self.source.relation.copy()
        for step in sorted({step for step, _ in self.held.values()}):
            made = [aliased(value.copy(), name) for name, (at, value) in self.held.items() if at == step]
            query = select_from([exp.Star(), *made], found)
            found = subquery(query, f"step_{step}")
        return found

    def lines(self, wanted: exp.Query) -> exp.Select:
        """The line of each of some rows, and its cells as they are, in order; `wanted` gives lines."""
        cells = [aliased(self.source.raw(name), f"c{at}") for at, name in enumerate(self.source.columns)]
        inner = self.source.select([aliased(self.source.line.copy(), "at_line"), *cells])
        chosen = exp.Select(expressions=[exp.Star()]).from_(inner.subquery("numbered"), copy=False)
        chosen = chosen.where(exp.In(this=exp.column("at_line"), query=wanted.subquery()), copy=False)
        return chosen.order_by(exp.Ordered(this=exp.column("at_line"), nulls_first=True), copy=False)


def lead_scan(
    plan: Plan, spelling: Spelling, leads: Table, source: Source, columns: Mapping[str, str], labels: Sequence[str]
) -> Scan | None:
    """How a file of leads is read; None where it needs the reader throughout. `columns`: of each field, in the file;
    `labels`: columns of the file that tell people who a lead is, in order of the table's columns of no field."""
    reading = reading_of(plan, spelling, (inner for inner, _ in source.columns.values()), leads)
    if any(source.columns[label][1] != TEXT for label in labels):
        return None
    read = _fields(reading, plan.lead, source, columns)
    own = {"n": number(0), "key": null()} if read is None else _own_key(reading, plan, source, columns)
    if read is None or own is None:
        return None
    own |= dict(zip(beside(leads), map(source.raw, labels), strict=False))
    keyless = null() if plan.lead.key is None else is_null(own["key"].copy())
    return scan_of(reading, source, leads, read, own, keyless)


def activity_scan(
    plan: Plan, spelling: Spelling, activities: Table, source: Source, columns: Mapping[str, str]
) -> Scan | None:
    """The same of activities, which name their lead."""
    reading, schema = reading_of(plan, spelling, (inner for inner, _ in source.columns.values())), plan.activity
    read = _fields(reading, schema, source, columns)
    if read is None or schema.key is None or schema.key not in columns:
        return None
    key = _text_of(reading, source, columns[schema.key])
    if key is None:
        return None
    own: dict[str, Sql] = {"lead_key": exp.Nullif(this=key, expression=text(""))}
    return scan_of(reading, source, activities, read, own, null())


def beside(table: Table) -> list[str]:
    """The columns that are neither fields nor who the lead is: names, in order, then what comes from elsewhere."""
    return [one.name for one in table.columns if one.field is None and one.name not in ("n", "key")]


def scan_of(
    reading: Reading, source: Source, table: Table, read: Mapping[str, Read], own: Mapping[str, Sql], keyless: Sql
) -> Scan:
    columns = {
        one.name: own[one.name] if one.field is None else _of_column(one, read[one.field])
        for one in table.columns
        if one.field is not None or one.name in own
    }
    odd = [one.odd.copy() for one in read.values() if not isinstance(one.odd, exp.Boolean)]
    odd += [] if isinstance(keyless, exp.Null) else [keyless]
    odd += _zeros(source) if not source.cut else [_blank(source)] if isinstance(keyless, exp.Null) else []
    trust = when(some(odd), number(ODD), number(PLAIN)) if odd else number(PLAIN)
    doubt = doubtful(source)
    if not isinstance(doubt, exp.Null):
        trust = case([(doubt, number(DOUBTFUL))], trust)
    return Scan(source, columns, cast(trust, "TINYINT"), reading.held)


def _of_column(column: Column, read: Read) -> Sql:
    return read.value if not column.spellings else null() if read.place is None else read.place


def _zeros(source: Source) -> list[Sql]:
    """U+0000, which reading removes."""
    return [surely(contains(source.raw(name), 0)) for name in source.columns if name in source.flat]


def _blank(source: Source) -> Sql:
    """Rows without any cell, which the reader passes over, are among those whose cells all are empty or begin with a blank."""
    cells = [(source.raw(name), type_) for name, (_, type_) in source.columns.items()]
    return every(
        [
            coalesce(compare("lt", raw, text("!")), truth(value=True)) if type_ == TEXT else is_null(raw)
            for raw, type_ in cells
        ]
    )


# --- fields ----------------------------------------------------------------------------------------------------


def _fields(reading: Reading, schema: Schema, source: Source, columns: Mapping[str, str]) -> dict[str, Read] | None:
    """Every declared field, whether or not rules read it; None where one is not of a plain kind."""
    found: dict[str, Read] = {}
    for one in schema.fields:
        name = columns.get(one.name)
        read = Read(null(), reading.sure) if name is None else _field(reading, one, source, name)
        if read is None:
            return None
        found[one.name] = read
    return found


def _field(reading: Reading, field: Field, source: Source, name: str) -> Read | None:
    type_ = source.columns[name][1]
    if type_ == TEXT and field.kind in ("number", "integer"):
        return number_cell(reading, field, source.raw(name), _trimmed(reading, source, name))
    if field.name in reading.common and name in source.flat:
        return spelled_cell(reading, field, source.raw(name))
    if type_ == DOUBLE and source.cut:
        return parsed(reading, source.raw(name), whole=field.kind == "integer")
    cell = text_in(reading, source, name) if type_ == TEXT else None
    if cell is None and field.kind in ("text", "one of", "boolean"):
        cell = spelled(source.raw(name), type_) if (field.kind, type_) != ("boolean", "BOOLEAN") else None
    return (
        typed(reading, field.kind, source.raw(name), type_)
        if cell is None
        else _CELLS[field.kind](reading, field, cell)
    )


def text_in(reading: Reading, source: Source, name: str) -> Sql:
    cell = reading.hold(_trimmed(reading, source, name))
    if name in source.flat:
        reading.filled.add(cell.name)
    return cell


def _trimmed(reading: Reading, source: Source, name: str) -> Sql:
    return trimmed(reading, source.raw(name), flat=name in source.flat, blanks=source.blanks)


def _text_of(reading: Reading, source: Source, name: str) -> Sql | None:
    """A key as text, or None where its type needs the reader."""
    type_ = source.columns[name][1]
    if type_ == TEXT:
        return text_in(reading, source, name)
    return cast(source.raw(name), TEXT) if type_ in INTEGERS else None


def _own_key(reading: Reading, plan: Plan, source: Source, columns: Mapping[str, str]) -> dict[str, Sql] | None:
    """The key as it is written: by it activities are found, and people."""
    field = next((one for one in plan.lead.fields if one.name == plan.lead.key), None)
    if field is None:
        return {"n": number(0), "key": null()}
    cell = None if field.name not in columns else _text_of(reading, source, columns[field.name])
    if cell is None:
        return None
    return {"n": number(0), "key": reading.unless_missing(cell, cell)}
