"""Rows of values, as the reader makes them, in the columns a query expects."""

from collections.abc import Callable, Mapping

from assay.data.coerce import reader_of
from assay.engines.sql.query import Table
from assay.plan.nodes import Plan
from assay.values import ZoneRules

Read = Callable[[Mapping[str, object]], list[object]]


def row_reader(plan: Plan, table: Table) -> Read:
    """What reads one record, keyed by field, into the values of the table's fields, in order. Raises BadValue."""
    zone, missing = ZoneRules(plan.zone.moments, plan.zone.offsets), frozenset(plan.missing)
    fields = {one.name: one for schema in (plan.lead, plan.activity) for one in schema.fields}
    schema = plan.lead if table.name == "leads" else plan.activity
    fields = {one.name: one for one in schema.fields}
    readers = [
        (one.field, reader_of(fields[one.field], zone, missing)) for one in table.columns if one.field is not None
    ]

    def read(record: Mapping[str, object]) -> list[object]:
        return [reader(record.get(name)) for name, reader in readers]

    return read


def own_columns(table: Table) -> tuple[str, ...]:
    """The columns that are no fields, in order: n, key, previous_stage, lead_key."""
    return tuple(one.name for one in table.columns if one.field is None)
