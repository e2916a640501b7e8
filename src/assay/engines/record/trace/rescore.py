"""Scoring a traced lead again with some of its fields given, by the compiled engine.

Values go back to what Python holds them as, so that they are read as any other record is.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assay.engines.record.scorer import Scorer
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.traced import Trace
from assay.plan.nodes import Field, Table
from assay.values import SCALE, date_of, utc_datetime

WORK = 600_000  # about microseconds
MOST = 3_000  # scorings


@dataclass(frozen=True, slots=True)
class Where:
    """Where a lead ends up; `stage` by its place, None in no stage."""

    kind: Literal["stage", "disqualified", "excluded"]
    stage: int | None = None


Rescore = Callable[[Mapping[str, Value]], Where]
"""Scores the lead again with some fields given."""


def where(trace: Trace) -> Where:
    """Where a traced lead ended up."""
    if trace.excluded:
        return Where("excluded")
    return Where("disqualified") if trace.disqualified else Where("stage", trace.stage)


def rescored(trace: Trace) -> Rescore:
    """Scores the lead of a trace again."""
    scorer = Scorer(trace.plan, trace.as_of)
    kinds = {field.name: field for field in trace.plan.lead.fields}
    lead = _raw(trace.plan.lead, trace.lead)
    activities = [_raw(trace.plan.activity, activity.values) for activity in trace.state.activities]
    stages = {stage.name: place for place, stage in enumerate(trace.plan.stages)}

    def rescore(given: Mapping[str, Value]) -> Where:
        changed = {name: python_value(kinds[name], value) for name, value in given.items()}
        found = scorer.score({**lead, **changed}, activities, trace.previous)
        if found.excluded:
            return Where("excluded")
        return Where("disqualified") if found.disqualified else Where("stage", stages.get(found.stage or ""))

    return rescore


def runs(trace: Trace) -> int:
    """How many scorings are bearable, by the size of the rules and of the lead's history."""
    rules = trace.plan.rules
    about_activities = sum(rule.condition is not None and rule.condition.scope == "activity" for rule in rules)
    each = 150 + len(rules) // 100 + len(trace.state.activities) * (about_activities + len(trace.plan.aggregates))
    return min(max(WORK // each, 200), MOST)


def _raw(table: Table, values: Mapping[str, Value]) -> dict[str, object]:
    return {field.name: python_value(field, values.get(field.name)) for field in table.fields}


def python_value(field: Field, value: Value) -> object:
    """An encoded value as a program would hand it in."""
    if value is None or not isinstance(value, int) or isinstance(value, bool):
        return value
    match field.kind:
        case "number" | "integer":
            return Decimal(value) / SCALE
        case "date":
            return date_of(value)
        case "time":
            return utc_datetime(value)
        case _:
            return value


FIRST_DAY, LAST_DAY = -dt.date(1970, 1, 1).toordinal() + 2, (dt.date.max - dt.date(1970, 1, 1)).days - 1
"""Days a calendar can name, in every zone."""
