"""Examples in rule files: what holds, what does not, and what is said of it."""

import datetime as dt

import pytest

from assay.check import load_text
from assay.render.examples import examples_text
from assay.testing import ExampleReport, run_examples
from assay.values import microseconds_of
from tests.unit.trace.from_text import SCHEMA, printed

AS_OF = microseconds_of(dt.datetime(2026, 11, 1, 12) - dt.datetime(1970, 1, 1))
RULES = """
missing "N/A"
group interest { each action == "view" at most once per day add 5 max 20 }
group fit { when employees >= 200 add 30 as "Big" when country == "NL" add 10 }
grade fit { "A" from 30, "B" otherwise }
stage MQL at 30
route to "Inside sales" when stage == MQL
"""


def reports(examples: str, rules: str = RULES) -> tuple[ExampleReport, ...]:
    checked = load_text(SCHEMA + rules + examples)
    assert checked.model is not None, [d.message for d in checked.diagnostics]
    return run_examples(checked.model, AS_OF)


def page(examples: str) -> str:
    return printed(examples_text(reports(examples)))


def test_an_example_that_holds() -> None:
    (report,) = reports(
        """example "a" {
          lead { employees: 300, country: " nl " }
          activity { action: "view", occurred: 1 days ago } times 3
          activity { action: "VIEW", occurred: 2 days ago }
          expect stage == MQL and interest == 10
          expect grade(fit) == "A"
          expect route == "Inside sales"
          expect count(action == "view") == 4
        }"""
    )
    assert report.passed
    assert [one.holds for one in report.expectations] == [True] * 4
    assert report.trace.score == 5000


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("created: 2026-10-31", "since(created) == 36 hours"),
        ("created: 2026-10-31 14:30", "created < 2026-10-31 14:31"),
        ("created: 90 minutes ago", "since(created) == 90 minutes"),
        ("renewal: 2 days ago", "renewal == 2026-10-30"),
        ("renewal: 2027-01-01", "renewal == 2027-01-01"),
        ("employees: -2.5", "employees == -2.5"),
        ("newsletter: true", "newsletter"),
        ('interests: ["SUV", " van "]', 'interests contains "Van"'),
        ('band: "high"', 'band == "High"'),
        ('title: " VP  "', "length(title) == 2"),
        ('title: "n/a"', "title is missing"),
        ('title: "  "', "title is missing"),
        ("", "title is missing"),
    ],
)
def test_values_are_read_as_from_a_file(given: str, expected: str) -> None:
    (report,) = reports(f'example "a" {{ lead {{ {given} }} expect {expected} }}')
    assert report.passed, page(f'example "a" {{ lead {{ {given} }} expect {expected} }}')


def test_an_example_has_its_own_moment_or_that_of_the_run() -> None:
    own, other = reports(
        """
        example "own" as of 2026-01-02 { lead { created: 2026-01-01 } expect days_since(created) == 1 }
        example "other" { lead { created: 2026-10-31 } expect days_since(created) == 1 }
        """
    )
    assert own.passed
    assert other.passed
    assert other.as_of == AS_OF


def test_unknown_does_not_pass() -> None:
    (report,) = reports('example "a" { lead { } expect country == "NL" }')
    assert [one.holds for one in report.expectations] == [None]
    assert not report.passed


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("interest == 5", "expected `interest == 5`, got interest 15"),
        ("stage == MQL and interest > 20", "got no stage and interest 15"),
        ('title == "VP" or score > 1000', "got title missing and score 25 (unknown"),
        ('not country == "NL"', "got country NL"),
        ('grade(fit) == "A"', "got grade(fit) B"),
        ('route == "Inside sales"', "got no route"),
        ('count(action == "view") == 2', 'got count(action == "view") 3'),
        ("disqualified", "got not disqualified"),
    ],
)
def test_expected_and_got(expected: str, said: str) -> None:
    shown = page(
        f"""example "a" {{
          lead {{ country: "NL" }}
          activity {{ action: "view", occurred: 1 days ago }}
          activity {{ action: "view", occurred: 2 days ago }}
          activity {{ action: "view", occurred: 3 days ago }}
          expect {expected}
        }}"""
    )
    assert said in shown
    assert "3 activities × 5 = 15" in shown
    assert "? Big: employees is missing" in shown
    assert shown.endswith("1 of 1 example failed\n")


def test_the_count_of_all() -> None:
    shown = page('example "one" { expect score == 0 } example "two" { expect score == 0 }')
    assert "✓ one" in shown
    assert shown.endswith("2 examples passed\n")


def test_thousands_of_activities_take_no_time() -> None:
    rules = """
    each action == "view" once per page at most 3 per 2 days add 5 fading 1% every 1 days
    each action == "view" at least 2 times per day add 1
    """
    activity = 'activity { action: "view", page: "/a", occurred: 3 days ago } times 5000'
    (report,) = reports(f'example "a" {{ lead {{ }} {activity} {activity} expect score > 0 }}', rules)
    assert report.passed


def test_excluded_leads_have_results_to_expect() -> None:
    rules = 'exclude if country == "XX" because "staff" group g { when title is missing add 5 } stage MQL at 0'
    (report,) = reports(
        'example "a" { lead { country: "XX" } expect stage is missing and g is missing and not disqualified }', rules
    )
    assert report.passed
