"""Rules and leads nobody thought of: every one can be explained, and what is said of unknown fields is so."""

import random
from collections.abc import Iterator

import pytest

from assay.check import load_text
from assay.engines.record import BadRecord
from assay.engines.record.trace import Trace, trace, trace_of_values
from assay.engines.record.trace.classes import UNITS
from assay.engines.record.trace.rescore import where
from assay.engines.record.trace.unknown import Change, Span, unknown_fields
from assay.plan import plan
from assay.plan.nodes import Field
from assay.render.explain import explain_page
from assay.render.explaining import explanation
from assay.render.explanation import Explanation
from assay.values import DAY, SCALE, microseconds_of, utc_datetime
from tests.strategies.cases import make_case
from tests.unit.trace.from_text import printed

SEEDS = range(300, 312)


def traces(seed: int) -> Iterator[Trace]:
    case = make_case(seed, 1 + seed % 8)
    checked = load_text(case.rules.text)
    if checked.model is None:
        return
    as_of = microseconds_of(case.rules.as_of - utc_datetime(0))
    for lead in case.leads:
        try:
            yield trace(plan(checked.model), as_of, lead.values, lead.activities, lead.previous)
        except BadRecord:
            continue


@pytest.mark.parametrize("seed", SEEDS)
def test_anything_can_be_explained(seed: int) -> None:
    for found in list(traces(seed))[:2]:
        explained = explanation(found)
        assert Explanation.model_validate_json(explained.model_dump_json()) == explained
        assert printed(explain_page(explained), 60).endswith(".\n")


@pytest.mark.parametrize("seed", SEEDS)
def test_ordered_fields_change_the_stage_exactly_where_it_is_said(seed: int) -> None:
    dice = random.Random(seed)
    for found in list(traces(seed))[:2]:
        unknown = unknown_fields(found)
        cut = dict(unknown.cut)
        for field in found.plan.lead.fields:
            if field.kind in UNITS and field.name not in cut and found.lead.get(field.name) is None:
                for value in _values(dice, field, found.as_of):
                    expected = _said(unknown.changes, field, value, default=unknown.now)
                    lead = {**found.lead, field.name: value}
                    again = trace_of_values(found.plan, found.as_of, lead, found.activities, found.previous)
                    assert where(again) == expected, (field.name, value)


def _values(dice: random.Random, field: Field, as_of: int) -> list[int]:
    match field.kind:
        case "date":
            return [dice.randrange(15_000, 24_000) for _ in range(5)]
        case "time":
            return [as_of + dice.randrange(-800, 800) * DAY // 2 for _ in range(5)]
        case _:
            return [dice.randrange(-1_000, 2_000) * SCALE for _ in range(5)]


def _said(changes: tuple[Change, ...], field: Field, value: int, default: object) -> object:
    for change in changes:
        (first, *more) = change.values
        if not more and isinstance(first, Span) and first.field == field:
            above = first.low is None or first.low <= value
            if above and (first.high is None or value <= first.high):
                return change.to
    return default
