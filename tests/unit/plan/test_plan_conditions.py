"""Conditions about activities: what the lead alone makes of them, what they could be, what they wait for."""

from dataclasses import dataclass

import pytest

from assay.plan.describe import describe
from assay.plan.nodes import Condition
from tests.unit.plan.source import plan_of, rule_of


@dataclass(frozen=True)
class Forms:
    scope: str
    alone: str | None = None
    possible: str | None = None
    possible_alone: str | None = None
    inputs: tuple[str, ...] = ()


def forms(condition: Condition | None) -> Forms:
    assert condition is not None
    alone, possible, possible_alone = (
        None if form is None else describe(form)
        for form in (condition.alone, condition.possible, condition.possible_alone)
    )
    inputs = tuple(found.name for found in condition.inputs)
    return Forms(condition.scope, alone, possible, possible_alone, inputs)


CASES = [
    ("employees > 5", Forms("lead", inputs=("employees",))),
    ('action == "demo"', Forms("activity")),
    ('action == "demo" and email is known', Forms("activity", inputs=("email",))),
    (
        'action == "demo" and country == "NL"',
        Forms(
            "activity",
            possible='presume(activity.action == "demo", false) and presume(fold(lead.country) == "nl", true)',
            inputs=("country",),
        ),
    ),
    (
        'action == "demo" or country == "NL"',
        Forms(
            "activity",
            alone='fold(lead.country) == "nl"',
            possible='presume(activity.action == "demo", false) or presume(fold(lead.country) == "nl", true)',
            possible_alone='presume(fold(lead.country) == "nl", true)',
            inputs=("country",),
        ),
    ),
    ('action == "demo" or email is missing', Forms("activity", alone="lead.email is missing", inputs=("email",))),
    (
        'not (action == "demo" and subscribed)',
        Forms(
            "activity",
            alone="not lead.subscribed",
            possible='presume(not activity.action == "demo", false) or presume(not lead.subscribed, true)',
            possible_alone="presume(not lead.subscribed, true)",
            inputs=("subscribed",),
        ),
    ),
    (
        'at least 2 of [action == "demo", subscribed, employees > 5]',
        Forms(
            "activity",
            alone="lead.subscribed and lead.employees > 5",
            possible='at_least(2, presume(activity.action == "demo", false), presume(lead.subscribed, true), '
            "presume(lead.employees > 5, true))",
            possible_alone="presume(lead.subscribed, true) and presume(lead.employees > 5, true)",
            inputs=("subscribed", "employees"),
        ),
    ),
    (
        "amount > employees",
        Forms(
            "activity",
            possible="presume(activity.amount > lead.employees, false) or "
            "(activity.amount > lead.employees) is missing and activity.amount is known",
            inputs=("employees",),
        ),
    ),
    (
        "page == domain(email)",
        Forms(
            "activity",
            possible="presume(fold(activity.page) == fold(domain(lead.email)), false) or "
            "(fold(activity.page) == fold(domain(lead.email))) is missing and fold(activity.page) is known",
            inputs=("email",),
        ),
    ),
    (
        "amount / employees > 2",  # by no employees is no value, but nothing is missing
        Forms(
            "activity",
            possible="presume(activity.amount / lead.employees > 2, false) or "
            "(activity.amount / lead.employees > 2) is missing and lead.employees is missing and activity.amount is known",
            inputs=("employees",),
        ),
    ),
    (
        "padded > 1",
        Forms(
            "activity",
            possible="presume(let:padded > 1, false) or "
            "(let:padded > 1) is missing and lead.employees is missing and activity.amount is known",
            inputs=("employees",),
        ),
    ),
    ('action == "demo" and count(view) > 2', Forms("activity")),
    (
        'action == "demo" and last(page) == "x"',
        Forms(
            "activity",
            possible='presume(activity.action == "demo", false) and presume(fold(aggregate:a1) == "x", true)',
            inputs=("last(page)",),
        ),
    ),
    ("view", Forms("activity")),
    (
        "mixed",
        Forms(
            "activity", "alone:let:mixed", "possible:let:mixed", "possible-alone:let:mixed", ("country", "employees")
        ),
    ),
    (
        "not mixed and seats > 1",
        Forms(
            "activity",
            "alone-not:let:mixed and lead.seats > 1",
            "possible-not:let:mixed and presume(lead.seats > 1, true)",
            "possible-alone-not:let:mixed and presume(lead.seats > 1, true)",
            ("country", "employees", "seats"),
        ),
    ),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_forms(source: str, expected: Forms) -> None:
    assert forms(rule_of(f"when {source} add 1").condition) == expected


def test_forms_of_a_let_are_values_of_their_own() -> None:
    values = {value.name: (value.scope, describe(value.value)) for value in plan_of("when mixed add 1").values}
    assert values == {
        "let:mixed": ("activity", 'activity.action == "view" and fold(lead.country) == "nl" or lead.employees > 5'),
        "alone:let:mixed": ("lead", "lead.employees > 5"),
        "possible:let:mixed": (
            "activity",
            'presume(activity.action == "view", false) and presume(fold(lead.country) == "nl", true) '
            "or presume(lead.employees > 5, true)",
        ),
        "possible-alone:let:mixed": ("lead", "presume(lead.employees > 5, true)"),
    }


def test_constants_in_a_let_about_activities_hold_without_any() -> None:
    text = 'let sure = at least 1 of [page is missing, true]\nlet broad = page == "x" or sure\nwhen broad and country == "NL" add 1'
    condition = plan_of(text).rules[0].condition
    assert condition is not None
    assert condition.alone is not None
    assert describe(condition.alone) == 'alone:let:broad and fold(lead.country) == "nl"'
    assert condition.possible_alone is not None
    assert describe(condition.possible_alone) == ('alone:let:broad and presume(fold(lead.country) == "nl", true)')


@pytest.mark.parametrize(
    "rule",
    [
        "when mixed at least 2 times add 1",
        "each mixed add 1",
        "each mixed once per page add 1",
        "each mixed match amount { otherwise add 1 }",
    ],
)
def test_where_activities_are_counted_the_lead_alone_decides_nothing(rule: str) -> None:
    condition = rule_of(rule).condition
    assert condition is not None
    assert (condition.alone, condition.possible_alone) == (None, None)
    assert condition.possible is not None


def test_inputs_are_named_once_in_order_of_appearance_and_not_inside_aggregates() -> None:
    source = 'big and seg == "NL" and sum(amount where seats > 1) > 2 and country == "x" and seats in 1 to 3'
    condition = rule_of(f"when {source} add 1").condition
    assert forms(condition).inputs == ("employees", "country", "sum(amount where seats > 1)", "seats")


def test_inputs_of_amounts_and_subjects_are_their_own() -> None:
    rule = rule_of("when subscribed add employees * seats per 30 days since last(occurred)")
    assert rule.amount is not None
    assert [found.name for found in rule.amount.inputs] == ["employees", "seats", "last(occurred)"]
    assert forms(rule.condition).inputs == ("subscribed",)
    match = rule_of("match employees + seats { under 10 add seats otherwise add 1 }")
    assert [found.name for found in match.inputs] == ["employees", "seats"]
    assert [found.name for found in match.rows[0].amount.inputs] == ["seats"]


def test_a_window_goes_with_its_condition() -> None:
    condition = rule_of("when view within 7 days add 1").condition
    assert condition is not None
    assert condition.within == 7 * 86_400_000_000
