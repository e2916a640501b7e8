"""What `assay sql` prints, run over ordinary columns: it must say what the record engine says, as a flat file would."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

import pyarrow as pa

from assay.data.cells import BadValue
from assay.engines.record import BadRecord, Scorer
from assay.engines.sql.printed import printed
from assay.engines.sql.query import Table
from assay.engines.sql.values import row_reader
from assay.plan.nodes import Field, Plan
from assay.results import LeadResult
from assay.values import SCALE, date_of
from tests.properties.agreement import ready
from tests.strategies.cases import Case
from tests.strategies.records import Lead

Row = Mapping[str, object]
Execute = Callable[[str, Mapping[str, pa.Table]], Sequence[Row]]  # a query over tables by name
_TYPES = {
    "number": pa.decimal128(18, 4),
    "integer": pa.decimal128(18, 4),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "time": pa.timestamp("us"),
    "list": pa.list_(pa.string()),
}
_FIRST_GROUP = 8  # column of the result; then come the others, and the grades
_EPOCH = dt.datetime(1970, 1, 1)


def differences(case: Case, dialect: str, execute: Execute) -> Iterator[str]:
    """Raises Unsupported and Refused, as `in_sql`."""
    rules = ready(case.rules)
    return differences_of(rules.plan, rules.moment, case.leads, dialect, execute)


def differences_of(plan: Plan, as_of: int, given: Sequence[Lead], dialect: str, execute: Execute) -> Iterator[str]:
    query = printed(plan, dialect, as_of)
    scorer = Scorer(plan, as_of)
    lead_of = row_reader(plan, query.leads)
    activity_of = None if query.activities is None else row_reader(plan, query.activities)
    leads: list[list[object]] = []
    activities: list[list[object]] = []
    expected: dict[str, LeadResult] = {}
    for place, lead in enumerate(given):
        key = f"L-{place}"
        try:
            result = scorer.score(lead.values, lead.activities).result()
            row = [key, *lead_of(lead.values)]
            acts = [] if activity_of is None else [[key, *activity_of(one)] for one in lead.activities]
        except (BadRecord, BadValue):
            continue
        leads.append(row)
        activities += acts
        expected[key] = result
    tables = {"leads": _table(query.leads, plan.lead.fields, leads)}
    if query.activities is not None:
        tables["activities"] = _table(query.activities, plan.activity.fields, activities)
    found = {str(row["lead"]): row for row in execute(query.text, tables)}
    if found.keys() != expected.keys():
        yield f"leads: {sorted(expected)} expected, {sorted(found)} found"
    for key, result in expected.items():
        yield from _compared(key, result, found[key])


def _table(table: Table, fields: Sequence[Field], rows: list[list[object]]) -> pa.Table:
    """Ordinary columns: decimals, dates and times instead of the numbers that engines count with."""
    kinds = {one.name: one.kind for one in fields}
    own = "key" if table.name == "leads" else "lead_key"
    columns = [(own, "text"), *((one.name, kinds[one.field]) for one in table.columns if one.field is not None)]
    arrays = {
        name: pa.array([_plain(row[at], kind) for row in rows], _TYPES.get(kind, pa.string()))
        for at, (name, kind) in enumerate(columns)
    }
    return pa.table(arrays)


def _plain(value: object, kind: str) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        return value
    match kind:
        case "number" | "integer":
            return Decimal(value) / SCALE
        case "date":
            return date_of(value)
        case "time":
            return _EPOCH + dt.timedelta(microseconds=value)
        case _:
            return value


def _compared(key: str, result: LeadResult, row: Row) -> Iterator[str]:
    for name, told in _flat(result).items():
        given = row[name]
        if (float(given) if isinstance(given, Decimal) else given) != told:
            yield f"{name} of {key}: record {told!r}, SQL {given!r}"
    placed = [float(one) if isinstance(one, Decimal) else one for one in list(row.values())[_FIRST_GROUP:]]
    told = [*(one.kept for one in result.groups.values()), *result.grades.values()]
    if placed[: len(told)] != told:
        yield f"groups and grades of {key}: record {told!r}, SQL {placed!r}"


def _flat(result: LeadResult) -> dict[str, object]:
    excluded = bool(result.excluded)
    lists = {
        "disqualified": result.disqualified,
        "rules": [one.id for one in result.rules],
        "undecided": [one.id for one in result.undecided],
        "broken": result.broken,
    }
    by = None if result.route is None else result.route.respond_by
    return {
        "excluded_because": "; ".join(result.excluded),
        "score": result.score,
        "stage": result.stage,
        "stage_by": result.stage_by,
        "route": None if result.route is None else result.route.to,
        "respond_by": None if by is None else by.isoformat().replace("+00:00", "Z"),
        **{name: None if excluded else "; ".join(listed) for name, listed in lists.items()},
    }
