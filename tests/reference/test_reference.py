"""Every fenced block of the language reference, run."""

import datetime as dt
from typing import cast

import pytest
from pydantic import TypeAdapter

from assay.check import Checked, Columns, load_text
from assay.engines.record import Scorer
from assay.formatter import format_source
from assay.linter.lint import Context
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.model import Model
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.results import LeadResult
from assay.source import Source
from assay.testing import run_examples
from assay.values import ZoneRules, days_of
from tests.reference.blocks import PAGE, Case, Json, cases

CASES = cases()
FOLDER = PAGE.parents[1] / "rules" / "b2b_saas"
APART = {"activities", "previous_stage"}  # of a lead in a `lead` block
RESULT = TypeAdapter(LeadResult)
DAY = days_of(dt.date(2026, 11, 1))


def activities(lead: Json) -> list[Json]:
    return cast(list[Json], lead.get("activities", []))


def checked(case: Case) -> Checked:
    """The block's rules; without data the columns are unknown, with data they are those of the leads."""
    if not case.leads:
        return load_text(case.text, folder=FOLDER)
    lead = dict.fromkeys(name for row in case.leads for name in row if name not in APART)
    activity = dict.fromkeys(name for row in case.leads for each in activities(row) for name in each)
    return load_text(case.text, folder=FOLDER, columns=Columns(tuple(lead), tuple(activity), None))


def model_of(case: Case) -> Model:
    found = checked(case)
    assert [f"{d.code.code} {d.span.line}: {d.message}" for d in found.diagnostics] == []
    assert found.model is not None
    return found.model


def as_of(rules: Plan) -> int:
    return ZoneRules(rules.zone.moments, rules.zone.offsets).midnight(DAY)


def by_field(record: Json, columns: dict[str, str]) -> Json:
    return {columns.get(name, name): value for name, value in record.items() if name not in APART}


def scored(rules: Plan, lead: Json) -> Json:
    of_lead = {field.column: field.name for field in rules.lead.fields}
    of_activity = {field.column: field.name for field in rules.activity.fields}
    outcome = Scorer(rules, as_of(rules)).score(
        by_field(lead, of_lead),
        [by_field(activity, of_activity) for activity in activities(lead)],
        cast(str | None, lead.get("previous_stage")),
    )
    return cast(Json, RESULT.dump_python(outcome.result(), mode="json"))


def part(value: object, wanted: object) -> object:
    """`value` cut down to what `wanted` mentions."""
    if isinstance(value, dict) and isinstance(wanted, dict):
        return {key: part(value.get(key, "not there"), wanted[key]) for key in wanted}
    return value


@pytest.mark.parametrize("case", [c for c in CASES if not c.codes], ids=lambda c: c.name)
def test_a_block_checks_without_findings_and_its_examples_pass(case: Case) -> None:
    model = model_of(case)
    for report in run_examples(model, as_of(plan(model))):
        assert report.passed, report


@pytest.mark.parametrize("case", [c for c in CASES if "style" in c.rules.flags], ids=lambda c: c.name)
def test_a_block_is_as_the_formatter_writes_it(case: Case) -> None:
    assert format_source(Source("block", case.rules.text)).text == case.rules.text


@pytest.mark.parametrize("case", [c for c in CASES if c.codes], ids=lambda c: c.name)
def test_a_block_marked_error_gives_exactly_its_codes(case: Case) -> None:
    assert sorted(d.code.code for d in checked(case).diagnostics) == case.codes


@pytest.mark.parametrize("case", [c for c in CASES if c.lints], ids=lambda c: c.name)
def test_a_block_marked_lint_has_its_findings(case: Case) -> None:
    found = {d.code.code for d in lint(Context(model_of(case), DAY), LINTS.values())}
    assert found >= set(case.lints)


@pytest.mark.parametrize("case", [c for c in CASES if c.leads], ids=lambda c: c.name)
def test_leads_give_the_results_below_them(case: Case) -> None:
    rules = plan(model_of(case))
    found = [part(scored(rules, lead), wanted) for lead, wanted in zip(case.leads, case.results, strict=True)]
    assert found == list(case.results)


def test_the_page_has_blocks_of_every_kind() -> None:
    assert len(CASES) > 50
    assert sum(bool(case.leads) for case in CASES) > 20
    assert any(case.codes for case in CASES)
