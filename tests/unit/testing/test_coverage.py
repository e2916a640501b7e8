"""What examples show of rules: outcomes, parts, what decides; and how it is told."""

import datetime as dt
import json
import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from assay.check import load_text
from assay.render.coverage import coverage_text, percent
from assay.render.examples_json import examples_json
from assay.render.examples_junit import examples_junit
from assay.render.lcov import report_lcov
from assay.testing.coverage import Coverage, measure
from assay.testing.coverage.words import gaps, titled
from assay.values import microseconds_of
from tests.unit.render.test_schemas import schema
from tests.unit.trace.from_text import SCHEMA, printed

AS_OF = microseconds_of(dt.datetime(2026, 11, 1, 12) - dt.datetime(1970, 1, 1))


def measured(rules: str) -> Coverage:
    checked = load_text(SCHEMA + rules, "rules.assay")
    assert checked.model is not None, [d.message for d in checked.diagnostics]
    return measure(checked.model, AS_OF)


def lacks(rules: str) -> list[str]:
    """All that is lacking, a line each."""
    coverage = measured(rules)
    return [
        " ".join(filter(None, (titled(one.point), gap.part, gap.lacks)))
        for one in coverage.points
        for gap in gaps(coverage, one)
    ]


BIG = "when employees >= 200 add 30\n"


@pytest.mark.parametrize(
    ("leads", "lacking"),
    [
        (["employees: 300"], ["employees >= 200 never false, never undecided (employees missing)"]),
        (["employees: 300", "employees: 1"], ["employees >= 200 never undecided (employees missing)"]),
        (["employees: 300", "employees: 1", ""], []),
    ],
)
def test_the_outcomes_of_a_rule(leads: list[str], lacking: list[str]) -> None:
    examples = "".join(f'example "{at}" {{ lead {{ {lead} }} expect score >= 0 }}\n' for at, lead in enumerate(leads))
    assert lacks(BIG + examples) == lacking


def of(condition: str, *leads: str) -> list[str]:
    """What the parts of a condition lack; what the whole lacks is left out."""
    examples = "".join(
        f'example "{at}" {{ lead {{ {lead} }} expect score == score }}\n' for at, lead in enumerate(leads)
    )
    found = lacks(f'when {condition} add 30 as "R"\n{examples}')
    return [one.removeprefix("R ") for one in found if not one.startswith("R never")]


BOTH = 'country == "NL" and employees >= 200'
EITHER = 'country == "NL" or employees >= 200'


def test_a_part_of_a_conjunction_decides_where_the_others_are_true() -> None:
    shown = of(BOTH, 'country: "NL", employees: 300', 'country: "BE", employees: 1', "")
    assert shown == ['country == "NL" never decides when false', "employees >= 200 never decides when false"]
    assert (
        of(BOTH, 'country: "NL", employees: 300', 'country: "BE", employees: 300', 'country: "NL", employees: 1', "")
        == []
    )


def test_a_part_of_a_disjunction_decides_where_the_others_are_false() -> None:
    shown = of(EITHER, 'country: "NL", employees: 300', 'country: "BE", employees: 1', "")
    assert shown == ['country == "NL" never decides when true', "employees >= 200 never decides when true"]
    assert (
        of(EITHER, 'country: "BE", employees: 1', 'country: "NL", employees: 1', 'country: "BE", employees: 300', "")
        == []
    )


def test_beside_an_undecided_part_none_decides() -> None:
    """Beside unknown, true gives unknown: nothing was settled."""
    shown = of(BOTH, 'country: "NL"', 'country: "BE"', "employees: 1", "employees: 300")
    assert shown == ['country == "NL" never decides', "employees >= 200 never decides"]


def test_a_part_written_twice_is_one_part() -> None:
    twice = '(country == "NL" and newsletter) or (country == "NL" and employees >= 200)'
    shown = of(
        twice, 'country: "NL", newsletter: true, employees: 1', 'country: "BE", newsletter: true, employees: 300'
    )
    assert len([one for one in shown if one.startswith("country")]) == 1
    assert 'country == "NL" never undecided' in shown


def test_parts_of_at_least() -> None:
    some = 'at least 2 of [country == "NL", employees >= 200, newsletter]'
    shown = of(
        some, 'country: "NL", employees: 300, newsletter: false', 'country: "NL", employees: 1, newsletter: false'
    )
    assert shown == [
        'country == "NL" never false, never undecided',
        "employees >= 200 never undecided",
        "newsletter never true, never undecided",
    ]


def test_what_no_lead_can_show_is_not_asked_for() -> None:
    """Whoever is no 100 is no 200: the second part is never false while the first is true."""
    shown = of("employees >= 200 and employees >= 100")
    assert [one for one in shown if one.startswith("employees >= 100")] == [
        "employees >= 100 never true, never false, never undecided"
    ]
    coverage = measured("when employees >= 200 and employees >= 100 add 1")
    impossible = [(g.goal.part, g.goal.want) for g in coverage.points[0].goals if not g.possible]
    assert impossible == [(1, "decides false")]
    assert lacks('when email is missing add 5 as "None" example "a" { lead { } expect score == 5 }') == [
        "None never false"
    ]


ACTIVE = 'when action == "view" and page == "/a" add 5 as "R"\n'


def test_parts_about_activities_are_asked_of_each() -> None:
    """An activity that makes a part unknown is not selected: nobody has to show it."""
    seen = 'activity { action: "view", page: "/a" } activity { action: "x", page: "/a" } activity { action: "view", page: "/b" }'
    assert lacks(f'{ACTIVE}example "a" {{ {seen} expect score == 5 }} example "b" {{ expect score == 0 }}') == []
    assert lacks(f'{ACTIVE}example "b" {{ expect score == 0 }}') == [
        "R never true",
        'R action == "view" never true, never false',
        'R page == "/a" never true, never false',
    ]


def test_activities_outside_the_window_were_not_asked() -> None:
    old = 'activity { action: "view", page: "/a", occurred: 40 days ago }'
    rules = ACTIVE.replace(" add 5", " within 30 days add 5")
    assert len(lacks(f'{rules}example "a" {{ {old} expect score == 0 }}')) == 3


def test_conditions_inside_aggregates_have_parts_too() -> None:
    rules = 'when count(action == "view" and page == "/a") >= 2 add 5 as "R"\n'
    shown = lacks(f'{rules}example "a" {{ activity {{ action: "view", page: "/b" }} expect score == 0 }}')
    assert shown == [
        "R never true",
        'R action == "view" never false, never decides when true',
        'R page == "/a" never true',
    ]


def test_lets_are_looked_at_where_they_are_written() -> None:
    rules = f'let fits = {BOTH}\nlet unused = newsletter\nwhen fits add 5 as "R"\n'
    shown = lacks(f'{rules}example "a" {{ lead {{ country: "NL", employees: 300 }} expect score == 5 }}')
    assert shown == [
        "let fits never false, never undecided",
        'let fits country == "NL" never false, never undecided',
        "let fits employees >= 200 never false, never undecided",
        "R never false, never undecided (country or employees missing)",
    ]


def test_rows_and_grades_and_stages_and_routes() -> None:
    rules = """
    group fit { match employees { under 10 add 0  under 100 add 10  otherwise add 20 } as "Size" }
    grade fit { "A" from 20, "B" from 10, "C" otherwise }
    stage IQL when fit >= 0
    stage MQL when fit >= 10
    promote to MQL when newsletter because "asked"
    route to "Sales" when stage == MQL
    route to "Nurture" otherwise
    """
    assert lacks(f'{rules}example "a" {{ lead {{ employees: 50, newsletter: true }} expect stage == MQL }}') == [
        "Size never undecided (employees missing)",
        "row Size: under 10 never taken",
        "row Size: otherwise never taken",
        "grade fit A never given",
        "grade fit C never given",
        "stage IQL no lead ends up in it",
        "stage MQL never false",
        "promote to MQL raises no lead, never false, never undecided (newsletter missing)",
        "route to Sales never false, never undecided (stage missing)",
        "route to Nurture never taken",
    ]


def test_a_row_that_nothing_reaches_is_not_asked_for() -> None:
    rules = 'match employees { under 10 add 1  under 5 add 2  otherwise add 0 } as "Size"'
    assert lacks(f'{rules} example "a" {{ lead {{ employees: 1 }} expect score == 1 }}') == [
        "Size never undecided (employees missing)",
        "row Size: otherwise never taken",
    ]


def test_guarantees_keep_one_outcome_and_have_their_parts_seen() -> None:
    rules = 'never newsletter == false and country == "NL" because "law"\n'
    shown = lacks(f'{rules}example "a" {{ lead {{ newsletter: true, country: "NL" }} expect score == 0 }}')
    assert shown == [
        "law never undecided (newsletter or country missing)",
        "law newsletter == false never true, never undecided",
        'law country == "NL" never false, never undecided',
    ]


def test_exclusions_ignored_activities_and_what_is_off() -> None:
    rules = """
    ignore activity if page == "/status" because "machines"
    exclude if country == "XX" because "staff"
    disqualify if newsletter because "asked to go"
    when employees > 1 add 1 as "Off" off
    when employees > 2 add 1 as "On"
    """
    assert lacks(f'{rules}example "a" {{ lead {{ country: "XX" }} expect score is missing }}') == [
        "ignore activity: machines never true, never false",
        "exclude: staff never false, never undecided (country missing)",
        "On never true, never false, never undecided (employees missing)",
        "disqualify: asked to go never true, never false, never undecided (newsletter missing)",
    ]


def test_leads_that_are_disqualified_show_no_stage() -> None:
    rules = 'disqualify if newsletter\nstage MQL when country == "NL"\n'
    shown = lacks(f'{rules}example "a" {{ lead {{ country: "NL", newsletter: true }} expect disqualified }}')
    assert "stage MQL no lead ends up in it, never true, never false, never undecided (country missing)" in shown


@pytest.mark.parametrize(("shown", "of_all", "told"), [(2, 3, "66.6%"), (999, 1000, "99.9%"), (9999, 10000, "99.9%")])
def test_a_percentage_is_100_only_if_all_is_shown(shown: int, of_all: int, told: str) -> None:
    assert percent(Fraction(shown, of_all)) == told
    assert percent(Fraction(1)) == "100%"


TWO = (
    BIG
    + 'stage MQL at 30\nexample "big" { lead { employees: 300 } expect stage == MQL }\nexample "\\"x\\" < y" { expect score == 1 }\n'
)


def test_the_page() -> None:
    page = printed(coverage_text(measured(TWO)))
    assert re.search(r"^Rules +1/1 +0/1 +1/1 +66\.6% +█+$", page, re.MULTILINE)
    assert "Not shown by any example  rules.assay" in page
    assert re.search(r"^15  employees >= 200 +never false$", page, re.MULTILINE)
    assert page.endswith("Coverage 83.3%: 5 of 6 shown by 2 examples\n")


def test_rules_without_anything_to_show() -> None:
    coverage = measured('example "a" { expect score is missing }')
    assert coverage.share == 1
    assert "nothing in these rules" in printed(coverage_text(coverage))


def test_json_fits_its_schema() -> None:
    validator = Draft202012Validator(schema("assay.render", "test.schema.json"))
    Draft202012Validator.check_schema(validator.schema)
    coverage = measured(TWO)
    for found in (coverage, None):
        report = json.loads(examples_json(coverage.reports, found))
        assert [error.message for error in validator.iter_errors(report)] == []
    report = json.loads(examples_json(coverage.reports, coverage))
    assert [example["passed"] for example in report["examples"]] == [True, False]
    assert report["examples"][1]["failures"][0]["message"] == "expected `score == 1`, got score 0"
    assert report["coverage"]["points"][0]["goals"][0] == {
        "part": None,
        "want": "true",
        "possible": True,
        "shown_by": ["big"],
    }


def test_junit_has_a_case_for_each_example() -> None:
    (suite,) = ElementTree.fromstring(examples_junit(measured(TWO).reports))
    assert suite.attrib == {"name": "rules.assay", "tests": "2", "failures": "1", "errors": "0"}
    passed, failed = suite
    assert passed.attrib == {"classname": "rules.assay", "name": "big", "file": "rules.assay", "line": "17"}
    assert len(passed) == 0
    assert failed.attrib["name"] == '"x" < y'
    assert failed[0].attrib["message"] == "expected `score == 1`, got score 0"
    assert "employees is missing" in (failed[0].text or "")


def test_lcov_counts_lines_and_branches() -> None:
    lines = report_lcov(measured(TWO)).splitlines()
    assert lines[:2] == ["TN:assay", "SF:rules.assay"]
    assert [one for one in lines if one.startswith("BRDA:15")] == ["BRDA:15,0,0,1", "BRDA:15,0,1,0", "BRDA:15,0,2,1"]
    assert [one for one in lines if one.startswith("DA")] == ["DA:15,1", "DA:16,1"]
    assert lines[-3:] == ["LF:2", "LH:2", "end_of_record"]
    assert "BRF:6" in lines
    assert "BRH:5" in lines
