"""The query a warehouse or dbt runs: it reads ordinary columns, and returns what people read.

Numbers are DECIMAL, dates DATE, times TIMESTAMP in UTC; the first steps bring them into the form in which all engines
count. Results are as in a flat file: points with their decimals, names of stages, lists joined with `; `.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    aliased,
    case,
    cast,
    column,
    compare,
    is_null,
    negation,
    number,
    select,
    some,
    surely,
    text,
    times,
    when,
)
from assay.engines.sql.compiler import evaluated, ignored, input_tables, new_context, strands_of, used_by
from assay.engines.sql.context import Context
from assay.engines.sql.decode import BY
from assay.engines.sql.emit import Steps, read_by, through
from assay.engines.sql.folds import Folds
from assay.engines.sql.layout import Made
from assay.engines.sql.names import Names, spoken
from assay.engines.sql.printed.pretty import pretty
from assay.engines.sql.query import Table
from assay.plan.nodes import Field, Plan
from assay.values import POINT, SCALE, utc_datetime

_TOGETHER = 200  # names listed in one expression, where a step holds only so many columns
_MANY = 300  # rules from which on DuckDB takes seconds to make joins of lists; 5,000 take minutes, and then 12 seconds
_SHOWN = {"number": "DECIMAL(18, 4)", "integer": "DECIMAL(18, 4)", "boolean": "BOOLEAN", "date": "DATE"}


@dataclass(frozen=True, slots=True)
class Printed:
    """A query's text, and the tables it reads (None: no activities)."""

    text: str
    leads: Table
    activities: Table | None


def readable(plan: Plan, dialect: str, as_of: int) -> str:
    """The text of the query, with what it is and what it reads at its head. Raises Unsupported."""
    return printed(plan, dialect, as_of).text


def printed(plan: Plan, dialect: str, as_of: int) -> Printed:
    """The same, with the tables it reads."""
    context = new_context(plan, dialect, as_of)
    context.registry.is_read = True
    ignores = ignored(context)
    made = evaluated(context, previous=False, folded=Folds())
    context.registry.begin("result")
    shown = list(_shown(context, made))
    used = used_by(context, [*ignores, *(value for _, value in shown)])
    leads, activities = input_tables(context, used, previous=False)
    acts, strands = (activities if context.registry.passes else None), strands_of(context)
    steps = Steps(context, leads, acts, ignores, used, source=_encoded, strands=strands)
    last = through(steps, sorted(read_by(value for _, value in shown)))
    query = select([aliased(value, name) for name, value in shown], last)
    query.set("with_", exp.With(expressions=steps.ctes))
    head = "".join(f"-- {line}".rstrip() + "\n" for line in _head(context, steps))
    return Printed(head + pretty(query, dialect) + "\n", steps.leads, steps.activities)


# --- reading -----------------------------------------------------------------------------------------------


def _encoded(steps: Steps, table: Table) -> exp.Select:
    """A table of ordinary columns in the form in which engines count. The key stands for the number of a lead."""
    context = steps.context
    fields = context.activity_fields if table.name == "activities" else context.lead_fields
    kinds = {one.name: fields[one.field].kind for one in table.columns if one.field is not None}
    if any(kind in _TEXTS for kind in kinds.values()):
        columns = [one.name for one in table.columns if one.name != "n"]
        cut = [_named_as(_cut(context, column(name), kinds.get(name)), name) for name in columns]
        source = steps.add(f"trimmed_{table.name}", select(cut, table.name), _TRIMMED.format(table.name))
    else:
        source = table.name
    own = {"n": "key"}
    read = [
        (one.name, _read(context, column(own.get(one.name, one.name)), kinds.get(one.name))) for one in table.columns
    ]
    return select([_named_as(value, name) for name, value in read], source)


_TEXTS = frozenset({"text", "one of"})
_TRIMMED = "{} without blanks at the ends of texts"


def _named_as(value: Sql, name: str) -> Sql:
    return value if isinstance(value, exp.Column) and value.name == name else aliased(value, name)


def _cut(context: Context, raw: Sql, kind: str | None) -> Sql:
    match kind:
        case "text":
            return context.spelling.trim(raw)
        case "one of":
            return context.spelling.fold(raw, trimmed=False)
        case _:
            return raw


def _read(context: Context, value: Sql, kind: str | None) -> Sql:
    spelling = context.spelling
    match kind:
        case "number" | "integer":
            return cast(times(cast(value, "DECIMAL(22, 4)"), number(SCALE)), "BIGINT")
        case "date":
            return spelling.days(value)
        case "time":
            return spelling.microseconds(value)
        case "text":
            return _known(context, value, spelling.fold(value.copy(), trimmed=True))
        case "one of":
            return _known(context, value, value.copy())
        case _:
            return value


def _known(context: Context, value: Sql, folded: Sql) -> Sql:
    """Text that is blank, or spells that it was not given, is missing."""
    if not context.plan.missing:
        return exp.Nullif(this=value, expression=text(""))
    spelled = [text(one) for one in dict.fromkeys(("", *context.plan.missing))]
    return case([(exp.In(this=folded, expressions=spelled), exp.Null())], value)


# --- showing -----------------------------------------------------------------------------------------------


def _shown(context: Context, made: Made) -> Iterator[tuple[str, Sql]]:
    """The columns of the result; an excluded lead has its reasons and nothing else."""
    names = Names().new
    out = (
        context.registry.put(some([surely(one.copy()) for one in made.excluded]), "is_excluded")
        if made.excluded
        else None
    )
    yield names("lead"), column("key")
    yield names("excluded_because"), _listed(context, made.excluded, [one.reason for one in context.plan.excludes])
    for name, value in _scored(context, made):
        yield names(name), value if out is None else when(negation(out.copy()), value)
    yield names("as_of"), text(_moment(context.as_of))
    yield names("rules_version"), text(context.plan.rules_version)


def _scored(context: Context, made: Made) -> Iterator[tuple[str, Sql]]:
    plan, results = context.plan, context.results
    stage, by = (context.registry.held(results[name], name) for name in ("stage", "stage_by"))
    yield "score", _points(results["points:score"])
    yield "stage", _named(stage, [one.name for one in plan.stages])
    yield "stage_by", _named(by, BY if plan.stages else ())
    yield "disqualified", _listed(context, made.disqualified, [one.reason for one in plan.disqualifies])
    yield "route", _named(made.route, [one.to for one in plan.routes])
    yield "respond_by", _respond_by(context, made.route)
    for group in plan.groups:
        yield f"points_{group.name}", _points(results[f"points:group:{group.name}"])
    for grade, (name, place) in zip(plan.grades, made.grades, strict=True):
        yield f"grade_{name}", _named(place, [letter for letter, _ in grade.bands])
    rules = [made.rules[index] for index in sorted(made.rules)]
    ids = [plan.rules[one.index].id for one in rules]
    fired = [context.registry.held(one.outcome, f"rule_{id_}") for one, id_ in zip(rules, ids, strict=True)]
    yield "rules", _listed(context, fired, ids)
    yield "undecided", _listed(context, [is_null(one.copy()) for one in fired], ids)
    yield "broken", _listed(context, made.broken, [one.text for one in plan.guarantees])


def _points(hundredths: Sql) -> Sql:
    hundredth = cast(text(f"{1 / POINT:.2f}"), "DECIMAL(3, 2)")
    return cast(times(hundredths.copy(), hundredth), "DECIMAL(18, 2)")


def _named(place: Sql, names: object) -> Sql:
    """The name at a place."""
    assert isinstance(names, list | tuple)
    found = [(compare("eq", place.copy(), number(at)), text(name)) for at, name in enumerate(names)]
    return case(found) if found else exp.Null()


def _listed(context: Context, conditions: list[Sql], names: list[str]) -> Sql:
    """The names of what is true, joined. Where a step holds only so many columns, some at a time."""
    if not conditions:
        return text("")
    named = [when(one.copy(), text(name)) for one, name in zip(conditions, names, strict=True)]
    if context.spelling.most_columns is None or len(named) <= _TOGETHER:
        return context.spelling.texts(named)
    parts = [context.spelling.texts(named[at : at + _TOGETHER]) for at in range(0, len(named), _TOGETHER)]
    held = [context.registry.put(exp.Nullif(this=part, expression=text("")), "listed") for part in parts]
    return context.spelling.texts(held)


def _respond_by(context: Context, route: Sql) -> Sql:
    found = [
        (compare("eq", route.copy(), number(at)), text(_moment(context.as_of + one.within)))
        for at, one in enumerate(context.plan.routes)
        if one.within is not None
    ]
    return case(found) if found else exp.Null()


def _moment(microseconds: int) -> str:
    return utc_datetime(microseconds).isoformat().replace("+00:00", "Z")


# --- the head ----------------------------------------------------------------------------------------------


def _head(context: Context, steps: Steps) -> Iterator[str]:
    plan = context.plan
    yield f"{spoken(plan.name or 'Leads')}, rules {plan.rules_version}, as of {_moment(context.as_of)}."
    yield f"Written by `assay sql` for {context.spelling.dialect}; write it again when the rules change."
    yield "Within, points are hundredths and numbers ten-thousandths, times are microseconds and days days since 1970."
    if context.spelling.dialect == "duckdb" and len(plan.rules) > _MANY:
        yield "So many rules run several times as fast after: set disabled_optimizers = 'in_clause'"
    yield ""
    yield "It reads these tables, and returns a row for every lead:"
    for table in (steps.leads, *([] if steps.activities is None else [steps.activities])):
        fields = context.activity_fields if table.name == "activities" else context.lead_fields
        yield ""
        yield f"  {table.name}"
        yield from (f"    {name:<24} {rest}" for name, rest in _columns(table, fields))
        if context.spelling.dialect == "bigquery" and any(one.type == "TEXT[]" for one in table.columns):
            yield ""
            yield "  BigQuery has no missing arrays: of a list that was not given conditions are false there, not undecided."


def _columns(table: Table, fields: object) -> Iterator[tuple[str, str]]:
    assert isinstance(fields, dict)
    key = "the lead's key" if table.name == "leads" else "the key of its lead"
    yield (
        ("key" if table.name == "leads" else "lead_key"),
        f"TEXT, {key}; unique" if table.name == "leads" else f"TEXT, {key}",
    )
    for one in table.columns:
        if one.field is not None:
            yield one.name, _described(fields[one.field])


def _described(field: Field) -> str:
    kind = {"time": "TIMESTAMP in UTC", "list": "array of TEXT"}.get(field.kind, _SHOWN.get(field.kind, "TEXT"))
    meant = "" if field.column == field.name else f", from the column {spoken(field.column)}"
    return f"{kind}: `{spoken(field.name)}`{meant}"
