"""What findings rest on: leads that were scored, or how it is known that there is none."""

import json
import re
from datetime import date

import pytest

from assay.analysis import leads
from assay.catalogue import evidence_of
from assay.check import load_text
from assay.diagnostics import Diagnostic, Evidence, with_evidence
from assay.engines.record import Scorer
from assay.linter.lint import Context
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.plan import plan
from assay.render.diagnostics_json import report_json
from assay.render.diagnostics_text import report_text
from assay.render.github import report_github
from assay.render.gitlab import report_gitlab
from assay.render.junit import report_junit
from assay.render.sarif import report_sarif
from assay.testing.examples import run_examples
from assay.values import DAY, days_of

TODAY = days_of(date(2026, 11, 21))
LOGIC = [code for code, one in LINTS.items() if one.family == "logic"]
PROVED_ALONE = {"L101", "L103", "L106"}  # there is nothing to show of what never happens
SHOWN_ALONE = {"L107", "L108", "L109", "L115", "L120"}


def findings(text: str, code: str) -> tuple[Diagnostic, ...]:
    model = load_text(text).model
    assert model is not None
    return with_evidence(lint(Context(model, TODAY), [LINTS[code]]))


def evidence(text: str, code: str) -> Evidence:
    (found,) = findings(text, code)
    return found.evidence


@pytest.mark.parametrize("code", LOGIC)
def test_every_finding_of_logic_shows_a_lead_or_says_why_there_is_none(code: str) -> None:
    found = evidence_of(LINTS[code].code)
    assert bool(found.shown) == (code not in PROVED_ALONE)
    assert (found.proof is not None) == (code not in SHOWN_ALONE)


@pytest.mark.parametrize("code", [code for code in LOGIC if code not in PROVED_ALONE])
def test_what_is_shown_is_an_example_that_can_be_pasted(code: str) -> None:
    for one in evidence_of(LINTS[code].code).shown:
        text = LINTS[code].code.bad + f'example "shown" {{ {one.lead} expect not (score is missing) }}\n'
        model = load_text(text.replace("} expect", "}\n  expect")).model
        assert model is not None
        (done,) = run_examples(model, TODAY * DAY)
        given = done.trace.result()
        assert given.score is not None or given.excluded
        for id, points in re.findall(r"`([^`]+)` gives (-?[\d.]+)", one.given):
            assert [rule.points for rule in given.rules if rule.id == id] == [float(points)]
        for stage in re.findall(r"is in `(\w+)`", one.given):
            assert given.stage == stage


TWICE = "when employees >= 50 add 5\nwhen employees >= 200 add 10\n"


def test_a_lead_for_which_it_does_not_hold_is_not_shown() -> None:
    assert evidence(TWICE, "L105").shown[0].lead == "lead { employees: 200 }"
    for but in (
        "exclude if employees > 5\n",
        'exclude if country is missing\nexclude if country != "x"\nexclude if true\n',
    ):
        assert evidence(but + TWICE, "L105").shown == ()


def test_what_the_engine_does_not_confirm_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    others = load_text("lead { id text key  employees number }\nwhen employees > 1_000_000 add 5\n").model
    assert others is not None
    engine = Scorer(plan(others), TODAY * DAY)
    monkeypatch.setattr(leads, "Scorer", lambda *_: engine)
    assert evidence(TWICE, "L105").shown == ()


def test_it_takes_on_what_keeps_it_in() -> None:
    """An exclusion of those of whom nothing is known, and a stage that asks for points."""
    text = "exclude if country is missing\n" + LINTS["L119"].code.bad
    assert evidence(text, "L119").shown[0].given.startswith("meets both")
    text = LINTS["L113"].code.bad.replace("when employees > 10", "when score >= 30") + (
        'when employees > 10 add 10\nwhen seats > 5 add 15\nwhen country == "NL" add 10\n'
    )
    shown = evidence(text, "L113").shown
    assert [one.given for one in shown] == ['meets it, and is in `MQL` with score 35, goes to "Sales"']


def test_activities_are_made_up_in_their_window() -> None:
    text = (
        "activity { lead_id text key  action text  occurred time }\n"
        'when action == "demo" within 2 hours add 5\nwhen action == "demo" within 2 hours add 7\n'
    )
    (shown,) = evidence(text, "L104").shown
    assert shown.lead == 'lead { } activity { action: "demo", occurred: 1 hour ago }'
    assert evidence(text, "L104").proof == "both ask for the very same"


def test_a_field_named_like_a_word_of_the_language() -> None:
    text = "lead { id text key  `when` number }\nwhen `when` >= 50 add 5\nwhen `when` >= 200 add 10\n"
    assert evidence(text, "L105").shown[0].lead == "lead { `when`: 200 }"


def test_nobody_looks_for_leads_before_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_text(TWICE).model
    assert model is not None
    found = lint(Context(model, TODAY), [LINTS["L105"]])
    monkeypatch.setattr(leads, "Scorer", lambda *_: pytest.fail("scored"))
    assert found[0].evidence == Evidence()


def test_no_more_leads_are_scored_than_there_is_time_for() -> None:
    model = load_text(TWICE).model
    assert model is not None
    context = Context(model, TODAY)
    context.leads.left = 0
    assert with_evidence(lint(context, [LINTS["L105"]]))[0].evidence.shown == ()


def test_every_report_tells_it() -> None:
    found = findings(TWICE, "L105")
    lead, given = "lead { employees: 200 }", "`employees >= 50` gives 5 and `employees >= 200` gives 10"
    (one,) = json.loads(report_json(found))["diagnostics"]
    assert one["witnesses"] == [{"lead": lead, "given": given}]
    assert "held against each other" in one["proof"]
    (result,) = json.loads(report_sarif(found))["runs"][0]["results"]
    assert result["properties"] == {"witnesses": [{"lead": lead, "given": given}]}
    texts = (report_text(found).plain, report_github(found), report_gitlab(found), report_sarif(found))
    assert all(lead in text and "proof: " in text for text in texts)
    assert lead in report_junit(found, [found[0].span.source])


def test_no_more_rules_are_traced_than_there_is_time_for() -> None:
    code = LINTS["L112"].code
    model = load_text(code.bad).model
    assert model is not None
    context = Context(model, TODAY)
    context.leads.traced = 1
    (found,) = with_evidence(lint(context, [LINTS["L112"]]))
    assert (found.evidence.shown, found.evidence.proof is None) == ((), False)
