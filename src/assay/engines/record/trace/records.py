"""Records as handed in, read by the schema and sorted into those that count and those that do not."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from assay.data.coerce import BadValue, reader_of
from assay.engines.record.bad_record import BadRecord
from assay.engines.record.trace.nodes import ActivityTrace
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.state import State
from assay.engines.record.trace.values import evaluate
from assay.plan.nodes import Plan, Table
from assay.values import ZoneRules

TableName = Literal["lead", "activity"]


def read_lead(plan: Plan, lead: Mapping[str, object]) -> dict[str, Value]:
    """The lead's values by field name; raises BadRecord."""
    return _read(plan, plan.lead, "lead", 0, lead)


def read_activities(plan: Plan, as_of: int, activities: Iterable[Mapping[str, object]]) -> tuple[ActivityTrace, ...]:
    """The activities in the order given; those after `as_of` are marked. Raises BadRecord."""
    rows = [_read(plan, plan.activity, "activity", place, row) for place, row in enumerate(activities)]
    return tuple(placed(plan, as_of, place, values) for place, values in enumerate(rows))


def placed(plan: Plan, as_of: int, place: int, values: Mapping[str, Value]) -> ActivityTrace:
    """An activity that was read, with its time."""
    time = values.get(plan.activity.time) if plan.activity.time is not None else None
    assert time is None or isinstance(time, int)
    future = time is not None and time > as_of
    return ActivityTrace(place, values, time, "future" if future else "kept")


def _read(plan: Plan, table: Table, name: TableName, index: int, record: Mapping[str, object]) -> dict[str, Value]:
    zone = ZoneRules(plan.zone.moments, plan.zone.offsets)
    missing = frozenset(plan.missing)
    values: dict[str, Value] = {}
    for field in table.fields:
        try:
            values[field.name] = reader_of(field, zone, missing)(record.get(field.name))
        except BadValue as error:
            raise BadRecord(field.name, name, index, error) from None
    return values


def ignored(state: State) -> tuple[ActivityTrace, ...]:
    """The activities with those dropped by `ignore` marked; the first decision that is true says why."""
    return tuple(_judged(state, activity) for activity in state.activities)


def _judged(state: State, activity: ActivityTrace) -> ActivityTrace:
    for index, decision in enumerate(state.plan.ignores):
        if evaluate(decision.condition.test, state.frame(activity)) is True:
            return replace(activity, status="ignored", ignored_by=index)
    return activity
