"""The lead and the activities of an example, as the values engines hold."""

from collections.abc import Iterable, Mapping

from assay.data.coerce import Reader, Value, reader_of
from assay.engines.record.trace.nodes import ActivityTrace
from assay.engines.record.trace.records import placed
from assay.model import Example, ExampleValue, Relative
from assay.plan.nodes import Plan, Table
from assay.values import ZoneRules

Given = Iterable[tuple[str, ExampleValue]]


def example_lead(plan: Plan, example: Example, as_of: int) -> Mapping[str, Value]:
    """The lead's values by field; what the example does not give is missing."""
    return _record(plan, plan.lead, example.lead, as_of)


def example_activities(plan: Plan, example: Example, as_of: int) -> tuple[ActivityTrace, ...]:
    """The activities in order, `times N` of them N times."""
    rows = [_record(plan, plan.activity, one.values, as_of) for one in example.activities for _ in range(one.times)]
    return tuple(placed(plan, as_of, place, row) for place, row in enumerate(rows))


def _record(plan: Plan, table: Table, given: Given, as_of: int) -> dict[str, Value]:
    zone = ZoneRules(plan.zone.moments, plan.zone.offsets)
    kinds = {field.name: field.kind for field in table.fields}
    readers = {field.name: reader_of(field, zone, frozenset(plan.missing)) for field in table.fields}
    values: dict[str, Value] = dict.fromkeys(kinds)
    for name, value in given:
        values[name] = _value(zone, readers[name], kinds[name], value, as_of)
    return values


def _value(zone: ZoneRules, read: Reader, kind: str, value: ExampleValue, as_of: int) -> Value:
    """Texts are read as from a file, so that a spelling of "missing" is missing here too; the rest is encoded."""
    match value:
        case Relative():
            moment = as_of - value.before
            return zone.day(moment) if kind == "date" else moment
        case str() | tuple():
            return read(value)
        case _:
            return value
