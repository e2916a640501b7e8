"""Suggested examples: what they are called, how they are written, and what is found for what."""

import datetime as dt

import pytest

from assay.check import load_text
from assay.testing.coverage import measure
from assay.testing.suggest import Suggestions, suggest
from assay.values import microseconds_of
from tests.unit.trace.from_text import SCHEMA

AS_OF = microseconds_of(dt.datetime(2026, 11, 1, 12) - dt.datetime(1970, 1, 1))


def suggested(rules: str) -> Suggestions:
    checked = load_text(SCHEMA + rules)
    assert checked.model is not None, [d.message for d in checked.diagnostics]
    return suggest(checked, measure(checked.model, AS_OF), AS_OF)


def names(rules: str) -> list[str]:
    return [one.name for one in suggested(rules).examples]


def test_a_rule_gets_an_example_for_each_outcome() -> None:
    found = suggested('when country in ["NL", "BE"] add 10 as "Near"\nstage MQL at 5')
    assert "".join(one.text for one in found.examples) == (
        'example "country \'NL\', so `Near` counts" {\n  lead { country: "NL" }\n  expect score == 10\n'
        "  expect stage == MQL\n}\n"
        'example "country \'something else\', so `Near` does not count" {\n  lead { country: "something else" }\n'
        "  expect score == 0\n  expect stage is missing\n}\n"
        'example "country is missing, so `Near` is undecided" {\n  lead { }\n  expect score == 0\n'
        "  expect stage is missing\n}\n"
    )
    assert found.open == ()


def test_what_is_shown_already_is_not_suggested() -> None:
    rules = 'when country == "NL" add 10 as "Near"\nexample "a" { lead { country: "nl" } expect score == 10 }'
    assert names(rules) == [
        "country 'something else', so `Near` does not count",
        "country is missing, so `Near` is undecided",
    ]


@pytest.mark.parametrize(
    "rules",
    [
        "when employees in 10 to 50 and not newsletter add 5",
        'when title mentions "VP" and title contains "sales" add 5',
        'when title starts with "VP" or title ends with "sales" or title matches "*chief*" add 5',
        'when domain(email) in ["a.example", "b.example"] add 5',
        "when since(created) > 30 days and renewal > 2026-12-01 add 5",
        "when length(title) >= 10 add 5",
        'when interests contains ["SUV", "van"] and interests contains "bus" add 5',
        'when band >= "Middle" add 5',
        "when employees / 10 >= 20 and -employees > -5000 add 5",
        'when at least 2 of [country == "NL", newsletter, employees > 10] add 5',
        'when action == "view" and page starts with "/a" within 7 days add 5',
        'when action == "view" at least 3 times within 2 hours add 5',
        'when count(action == "view" within 7 days) >= 2 and none(action == "bounce") add 5',
        'when last(page) == "/a" and distinct(page) < 2 add 5',
        'each action == "view" once per page at most 2 per week add 5 max 10',
        'each action == "view" at least 2 times per visit add 5',
        'each action == "view" match page { "/a" add 5  "/b", "/c" add 2  missing add 1 }',
        "match employees { under 10 add 0  under 100 add 10  otherwise add 20  missing add 1 }",
        "when newsletter add employees per 30 days since created",
        'ignore activity if action == "open"\nwhen any(action == "view") add 1',
        'group fit { when country == "NL" add 10 when newsletter add 10 } grade fit { "A" from 20, "B" from 10, "C" otherwise }',
        'when newsletter add 30 when country == "NL" add 30 stage MQL when score >= 50 and employees > 5',
        'when newsletter add 10 stage MQL at 50 promote to MQL when action == "demo" and email is known',
        'when newsletter add 10 stage MQL at 10 route to "A" when stage == MQL and country == "NL" route to "B" otherwise',
        "when newsletter add 5 disqualify if score < 5 and employees > 1 never disqualified and not newsletter",
    ],
)
def test_all_there_is_to_show_is_found(rules: str) -> None:
    found = suggested(rules)
    assert found.examples
    assert found.open == ()
    text = SCHEMA + rules + "\n" + "\n".join(one.text for one in found.examples)
    again = load_text(text)
    assert again.model is not None
    coverage = measure(again.model, AS_OF)
    assert all(report.passed for report in coverage.reports), text
    assert coverage.share == 1, text


def test_texts_are_spelt_as_in_the_rules() -> None:
    (one, *_) = suggested('let near = ["België", "NL"]\nwhen country in near add 10').examples
    assert 'country: "België"' in one.text


def test_times_are_written_as_long_ago() -> None:
    texts = [one.text for one in suggested("when since(created) > 30 days add 10").examples]
    assert any("days ago" in text or "minutes ago" in text for text in texts)
    assert not any("as of" in text for text in texts)


def test_an_example_that_would_not_last_gets_a_date() -> None:
    texts = [
        one.text
        for one in suggested(
            "when since(created) > 0 days and days_until(renewal) < 3 add 10 until 2026-11-20"
        ).examples
    ]
    assert any("as of 2026-11-01 {" in text for text in texts)


def test_a_lead_that_breaks_a_guarantee_is_not_suggested() -> None:
    rules = 'when country == "XX" add 10 as "X"\nnever score > 5\n'
    found = suggested(rules)
    assert [(point.name, goal.want) for point, goal in found.open] == [("X", "true")]


def test_names_are_used_once() -> None:
    rules = (
        'when country == "NL" add 10 as "Near"\n'
        'example "country is missing, so `Near` is undecided" { lead { country: "NL" } expect score == 10 }'
    )
    assert "country is missing, so `Near` is undecided (2)" in names(rules)


def test_the_solver_shows_what_no_lead_can_do() -> None:
    """Points come from the newsletter alone: who has some reads it."""
    checked = load_text(SCHEMA + "when newsletter add 5\nstage MQL when score > 3 and newsletter\n")
    assert checked.model is not None
    found = suggest(checked, measure(checked.model, AS_OF), AS_OF, solving=True)
    beyond = {(point.name, goal.want, goal.part) for point, goal in found.beyond}
    assert beyond == {("MQL", "undecided", None), ("MQL", "decides false", 0), ("MQL", "decides false", 1)}
    assert found.open == ()


def test_the_solver_finds_what_the_search_does_not() -> None:
    many = "\n".join(f'when country == "{at}" add {at}' for at in range(1, 12))
    rules = f"{many}\nstage MQL when score in 7 to 7 and employees > 5\n"
    checked = load_text(SCHEMA + rules)
    assert checked.model is not None
    found = suggest(checked, measure(checked.model, AS_OF), AS_OF, solving=True)
    assert not [goal for point, goal in found.open if point.kind == "stage"]
