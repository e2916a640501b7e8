"""What is missing for the next stage, in sentences."""

from collections.abc import Mapping

import pytest

from assay.render.explaining_next import next_in_words
from assay.render.explanation import Lack, NextStage
from assay.render.words import words_of
from tests.unit.trace.from_text import traced

DEMO = {"lead_id": "L-1", "action": "demo", "occurred": "2026-10-30"}


def following(
    rules: str, lead: Mapping[str, object] | None = None, *activities: Mapping[str, object]
) -> NextStage | None:
    found = traced(rules, lead, *activities)
    return next_in_words(words_of(found.plan, found.state.zone, found.lead), found)


def told(lack: Lack | None) -> list[str]:
    """Sentences and headings, an indent for each level."""
    if lack is None:
        return []
    inner = [f"  {line}" for part in lack.parts for line in told(part)]
    return [lack.text, *inner]


@pytest.mark.parametrize(
    ("condition", "lead", "expected"),
    [
        ("score >= 60", {}, ["score is 0, needs to be 60 or more: 60 points more"]),
        ("score > 0", {}, ["score is 0, needs to be over 0"]),
        ("fit >= 1", {}, ["Profile is 0, needs to be 1 or more: 1 point more"]),
        ("employees >= 200", {"employees": 150}, ["employees is 150, needs to be 200 or more: 50 more"]),
        ("employees < 100", {"employees": 150}, ["employees is 150, needs to be under 100: more than 50 less"]),
        ("not employees < 200", {"employees": 150}, ["employees is 150, needs to be 200 or more: 50 more"]),
        ("employees >= 200", {}, ["employees is missing, needs to be 200 or more"]),
        ('country == "NL"', {"country": "FR"}, ["country is FR, needs to be NL"]),
        ('country in ["NL", "BE"]', {"country": "fr"}, ["country is fr, needs to be NL or BE"]),
        ('country not in ["NL", "BE"]', {"country": "nl"}, ["country is nl, needs to be not NL or BE"]),
        ('title mentions "VP"', {"title": "Clerk"}, ["title is Clerk; needed: title mentions VP"]),
        ("email is known", {}, ["email is missing, needs to be given"]),
        ("newsletter", {"newsletter": False}, ["newsletter is no, needs to be yes"]),
        ('band >= "Middle"', {"band": "low"}, ["band is Low, needs to be Middle or higher"]),
        ('any(action == "demo" within 7 days)', {}, ["needs an activity where action is demo in the last 7 days"]),
        ('none(action == "demo")', {}, ["needs no activity where action is demo"]),
        (
            'count(action == "demo") >= 3',
            {},
            ["number of activities where action is demo is 1, needs to be 3 or more: 2 more"],
        ),
        (
            'employees >= 200 and country == "NL"',
            {"employees": 5, "country": "FR"},
            ["all of these", "  employees is 5, needs to be 200 or more: 195 more", "  country is FR, needs to be NL"],
        ),
        (
            'employees >= 200 or country == "NL"',
            {"employees": 5, "country": "FR"},
            ["one of these", "  employees is 5, needs to be 200 or more: 195 more", "  country is FR, needs to be NL"],
        ),
        (
            'at least 2 of [newsletter, email is known, country == "NL"]',
            {"newsletter": True, "country": "FR"},
            ["1 more of these", "  email is missing, needs to be given", "  country is FR, needs to be NL"],
        ),
        ("big", {"employees": 5}, ["employees is 5, needs to be 200 or more: 195 more"]),
        ("not disqualified", {"country": "XX"}, ["needs: not disqualified"]),
        (
            "since(created) > 30 days",
            {"created": "2026-10-20"},
            ["time since created is 12 days, needs to be more than 30 days: more than 18 days more"],
        ),
    ],
)
def test_one_condition(condition: str, lead: dict[str, object], expected: list[str]) -> None:
    rules = f"""
    let big = employees >= 200
    group fit "Profile" {{ match country {{ "ZZ" add 5 }} }}
    disqualify if country == "XX" because "no such country"
    stage MQL when {condition}
    """
    activities = [DEMO] if "count" in condition or "none" in condition else []
    found = following(rules, lead, *activities)
    assert found is not None
    assert told(found.lacks) == expected


def test_the_highest_stage_has_none_above() -> None:
    assert following("stage MQL when score >= 0") is None
    assert following('when country == "NL" add 1') is None


def test_disqualifications_are_in_the_way() -> None:
    found = following('disqualify if country == "XX" because "no such country" stage MQL at 0', {"country": "XX"})
    assert found is not None
    assert (found.blocked, found.lacks) == (("no such country",), None)


def test_promotions_are_other_ways() -> None:
    rules = 'stage MQL at 50 promote to MQL when action == "demo" and email is known within 7 days because "asked"'
    found = following(rules, {}, {**DEMO, "occurred": "2026-10-01"})
    assert found is not None
    (way,) = found.other_ways
    assert way.name == "asked"
    assert told(way.lacks) == [
        "all of these",
        "  email is missing, needs to be given",
        "  needs an activity where action is demo in the last 7 days",
    ]


def test_what_could_still_come_is_named() -> None:
    rules = """
    when action == "demo" add 30 as "Demo"
    when employees >= 200 add 20 as "Big"
    when country == "NL" add 50 as "Home"
    stage MQL at 40
    """
    found = following(rules, {"country": "FR"})
    assert found is not None
    assert told(found.lacks) == [
        "score is 0, needs to be 40 or more: 40 points more (could still come: +30 Demo, +20 Big)"
    ]
