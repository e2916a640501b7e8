"""Which unknown fields could change the stage: exact for one field, and for what only two do together."""

from collections.abc import Mapping

import pytest

from assay.engines.record.trace.unknown import unknown_fields
from assay.render.explaining_next import unknown_in_words
from assay.render.words import words_of
from tests.unit.trace.from_text import traced

STAGES = "stage IQL when score >= 10 stage MQL when score >= 30 "


def told(rules: str, lead: Mapping[str, object] | None = None, *activities: Mapping[str, object]) -> list[str]:
    """The possibilities in words, one a line."""
    found = traced(STAGES + rules, lead, *activities)
    words = words_of(found.plan, found.state.zone, found.lead)
    unknown = unknown_in_words(words, unknown_fields(found))
    return [f"{one.condition}: {one.becomes}" for one in unknown.possibilities]


def cut(rules: str) -> tuple[tuple[str, str], ...]:
    return unknown_fields(traced(STAGES + rules)).cut


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("when employees >= 200 add 30", ["if `employees` were 200 or more: MQL"]),
        ("when employees > 200 add 30", ["if `employees` were over 200: MQL"]),
        ("when employees < 200 add 30", ["if `employees` were under 200: MQL"]),
        ("when employees == 200 add 30", ["if `employees` were 200: MQL"]),
        ("when employees in 10 to 20 add 10", ["if `employees` were 10 to 20: IQL"]),
        (
            "match employees { under 10 add 0 under 200 add 10 otherwise add 30 }",
            ["if `employees` were 200 or more: MQL", "if `employees` were 10 or more and under 200: IQL"],
        ),
        ("when employees / 10 >= 20 add 30", ["if `employees` were 199.9995 or more: MQL"]),
        ("let size = employees * 2 when size + 1 > 401 add 30", ["if `employees` were over 200: MQL"]),
        ("when employees is known add 30", ["if `employees` were known, whatever it is: MQL"]),
        ('when country == "NL" add 30', ["if `country` were NL: MQL"]),
        ('when country in ["NL", "BE"] add 30', ["if `country` were BE or NL: MQL"]),
        ('let benelux = ["NL", "BE", "LU"] when country in benelux add 30', ["if `country` were in benelux: MQL"]),
        ('when country != "NL" add 30', ["if `country` were known and none of these: NL: MQL"]),
        ('when title mentions ["VP", "CTO"] add 30', ["if `title` mentioned CTO or VP: MQL"]),
        (
            'when title contains "sales" and title ends with "lead" add 30',
            ["if `title` contained sales and ended with lead: MQL"],
        ),
        ('when domain(email) == "acme.com" add 30', ["if domain of `email` were acme.com: MQL"]),
        ('when domain(email) matches "*.edu" add 30', ['if domain of `email` fitted "*.edu": MQL']),
        ('when band == "High" add 30', ["if `band` were High: MQL"]),
        ('when band >= "Middle" add 30', ["if `band` were Middle or High: MQL"]),
        ("when newsletter add 30", ["if `newsletter` were yes: MQL"]),
        ('when interests contains "SUV" add 30', ["if `interests` contained SUV: MQL"]),
        (
            'when interests contains "SUV" and interests contains "Van" add 30',
            ["if `interests` contained SUV and Van: MQL"],
        ),
        ("when since(created) > 30 days add 30", ["if `created` were before 2026-10-02: MQL"]),
        ("when days_since(created) >= 7 add 30", ["if `created` were 2026-10-25 or earlier: MQL"]),
        ("when renewal >= 2027-01-01 add 30", ["if `renewal` were 2027-01-01 or later: MQL"]),
        ("when created >= 2026-01-01 add 30", ["if `created` were 2026-01-01 or later: MQL"]),
        ('disqualify if country == "NL"', ["if `country` were NL: disqualified"]),
        ('exclude if email ends with "@us.com"', ["if `email` ended with @us.com: excluded"]),
        ('promote to MQL when country == "NL"', ["if `country` were NL: MQL"]),
        ('when country == "NL" add 30 off', []),
    ],
)
def test_one_field(rules: str, expected: list[str]) -> None:
    assert told(rules) == expected


def test_what_is_known_is_not_asked_for() -> None:
    assert told("when employees >= 200 add 30", {"employees": 5}) == []


def test_what_only_two_fields_do_together() -> None:
    rules = 'when employees >= 200 and country == "NL" add 30'
    assert told(rules) == ["if `country` were NL and `employees` were 200 or more: MQL"]


def test_one_field_is_told_before_two() -> None:
    rules = 'when employees >= 200 add 10 when country == "NL" add 20'
    assert told(rules) == [
        "if `country` were NL: IQL",
        "if `employees` were 200 or more: IQL",
        "if `country` were NL and `employees` were 200 or more: MQL",
    ]


def test_a_computed_amount_is_searched_for_and_said_to_be() -> None:
    rules = "when employees is known add employees / 100"
    assert told(rules) == [
        "if `employees` were 2999.495 or more: MQL",
        "if `employees` were 999.495 or more and under 2999.495: IQL",
    ]
    assert cut(rules) == (("employees", "goes into a computation: typical values were tried"),)


def test_comparisons_with_an_activity() -> None:
    rules = "each page == title add 30"
    seen = {"lead_id": "L-1", "page": "/Pricing", "occurred": "2026-10-01"}
    assert told(rules, {}, seen) == ["if `title` were /pricing: MQL"]


def test_a_spelling_of_missing_is_not_tried() -> None:
    assert told('missing "none" when country == "none" add 30 when country == "NL" add 10') == [
        "if `country` were NL: IQL"
    ]


def test_very_many_values_stay_within_bounds() -> None:
    rows = " ".join(f'when country == "c{number}" add {number % 40}' for number in range(3_000))
    found = unknown_fields(traced(STAGES + rows))
    assert found.cut == (("country", "is compared with very many values: not all were tried"),)
