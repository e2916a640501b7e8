"""Rules about activities: windows, times, what could be true, and the activity that ages."""

from collections.abc import Mapping

import pytest

from assay.engines.record import BadRecord, Scorer
from assay.plan.nodes import Const, Decay, Decision, Expr, Rule, Value
from assay.values import DAY
from tests.unit.record.plans import (
    AS_OF,
    about_activities,
    action,
    activity,
    add,
    country,
    fold,
    number,
    op,
    plan_of,
    scored,
    subtract,
    text,
    var,
    when,
)

WEEK = 7 * DAY
DEMO = {"action": " Demo "}


def presumed(test: Expr, value: bool) -> Expr:
    return op("presume", test, Const("const", "boolean", value))


# `action == "demo" and country == "nl"`, and the same with `or`, as the planner writes them out.
BOTH = about_activities(
    op("and", action("demo"), country("nl")),
    "country",
    possible=op("and", presumed(action("demo"), False), presumed(country("nl"), True)),
)
EITHER = about_activities(
    op("or", action("demo"), country("nl")),
    "country",
    alone=country("nl"),
    possible=op("or", presumed(action("demo"), False), presumed(country("nl"), True)),
    possible_alone=presumed(country("nl"), True),
)


def outcome(rule: Rule, lead: Mapping[str, object], *activities: Mapping[str, object]) -> int | str:
    """The points of a rule, "undecided" or "no"."""
    found = scored(plan_of(rule), lead, *activities)
    if found.undecided:
        assert not found.fired
        return "undecided"
    return found.fired[0].points if found.fired else "no"


@pytest.mark.parametrize(
    ("lead", "activities", "both", "either"),
    [
        ({"country": "NL"}, [DEMO], 100, 100),
        ({"country": "NL"}, [{"action": "view"}], "no", 100),
        ({"country": "NL"}, [], "no", 100),
        ({"country": "BE"}, [DEMO], "no", 100),
        ({"country": "BE"}, [], "no", "no"),
        ({}, [DEMO], "undecided", 100),
        ({}, [{"action": "view"}], "no", "undecided"),
        ({}, [{}], "no", "undecided"),
        ({}, [], "no", "undecided"),
        ({"country": "BE"}, [{}], "no", "no"),
    ],
)
def test_parts_about_the_lead(
    lead: dict[str, object], activities: list[dict[str, object]], both: int | str, either: int | str
) -> None:
    assert outcome(when("both", BOTH, add(1)), lead, *activities) == both
    assert outcome(when("either", EITHER, add(1)), lead, *activities) == either


@pytest.mark.parametrize(
    ("times", "lead", "count", "expected"),
    [
        (("at least", 2), {"country": "nl"}, 1, "no"),
        (("at least", 2), {"country": "nl"}, 2, 100),
        (("at least", 2), {"country": "nl"}, 3, 100),
        (("exactly", 2), {"country": "nl"}, 2, 100),
        (("exactly", 2), {"country": "nl"}, 3, "no"),
        (("at least", 2), {}, 1, "no"),
        (("at least", 2), {}, 2, "undecided"),
        (("exactly", 2), {}, 3, "undecided"),
    ],
)
def test_times(times: tuple[str, int], lead: dict[str, object], count: int, expected: int | str) -> None:
    assert outcome(when("times", BOTH, add(1), times=times), lead, *[DEMO] * count, {"action": "view"}) == expected


@pytest.mark.parametrize(
    ("occurred", "matches"),
    [
        ("2024-10-04", True),
        ("2024-09-27 00:00:00.000001", True),
        ("2024-09-27", False),
        ("2024-09-26", False),
        ("2024-10-04 00:00:00.000001", False),
        (None, False),
    ],
)
def test_a_window_is_open_at_its_start(occurred: str | None, matches: bool) -> None:
    rule = when("recent", about_activities(action("demo"), within=WEEK), add(1))
    assert outcome(rule, {}, {**DEMO, "occurred": occurred}) == (100 if matches else "no")


def test_what_lies_after_the_moment_of_scoring_is_dropped_and_counted() -> None:
    plan = plan_of(when("demo", about_activities(action("demo")), add(1)))
    found = scored(plan, {}, {**DEMO, "occurred": "2024-10-05"}, {"action": "x"}, {**DEMO, "occurred": "2030-01-01"})
    assert (found.score, found.future_activities) == (0, 2)
    assert scored(plan, {}, DEMO).future_activities == 0


def test_the_latest_match_ages() -> None:
    rule = when("demo", about_activities(action("demo")), add(30), decay=Decay("fading", 10 * DAY, 500_000))
    old, new = {**DEMO, "occurred": "2024-09-01"}, {**DEMO, "occurred": "2024-09-22"}
    assert outcome(rule, {}, old, new, {"action": "view", "occurred": "2024-10-03"}) == 1500
    assert outcome(rule, {}, new, DEMO) == 1500
    assert outcome(rule, {}, old) == 0
    assert outcome(rule, {}, DEMO) == "undecided"


def test_what_the_lead_alone_makes_true_does_not_age() -> None:
    rule = when("either", EITHER, add(30), decay=Decay("expiring", DAY))
    assert outcome(rule, {"country": "NL"}) == 3000
    assert outcome(rule, {"country": "NL"}, {"action": "view", "occurred": "2020-01-01"}) == 3000
    assert outcome(rule, {"country": "BE"}, {**DEMO, "occurred": "2024-10-01"}) == 0


def test_bounds_are_of_the_amount_before_its_sign() -> None:
    for sign, expected in ((add, 500), (subtract, -500)):
        assert outcome(when("demo", about_activities(action("demo")), sign(7), maximum=500), {}, DEMO) == expected
    assert outcome(when("demo", about_activities(action("demo")), subtract(7), minimum=900), {}, DEMO) == -900


def test_a_let_about_activities_is_seen_by_every_rule() -> None:
    pricing = op("and", action("view"), op("starts_with", fold(activity("page")), text("/pricing")))
    values = (Value("let:pricing", "activity", pricing, "boolean"),)
    rules = (
        when("once", about_activities(var("let:pricing")), add(1)),
        when("twice", about_activities(var("let:pricing")), add(10), times=("at least", 2)),
        when("not", about_activities(op("not", var("let:pricing"))), add(100)),
    )
    view = {"action": "View", "page": "/Pricing/eu"}
    assert scored(plan_of(*rules, values=values), {}, view).score == 100
    assert scored(plan_of(*rules, values=values), {}, view, view).score == 1100
    assert scored(plan_of(*rules, values=values), {}, {"action": "view"}, {"action": "demo"}).score == 10000


def test_ignored_activities_are_gone_before_anything_else() -> None:
    spam = Decision(about_activities(op("starts_with", fold(activity("page")), text("/status"))), "status")
    plan = plan_of(when("view", about_activities(action("view")), add(1)), ignores=(spam,))
    assert scored(plan, {}, {"action": "view", "page": "/STATUS/1"}).score == 0
    assert scored(plan, {}, {"action": "view", "page": "/STATUS/1"}, {"action": "view"}).score == 100


def test_a_bad_activity_is_named_by_its_place() -> None:
    plan = plan_of(when("big", about_activities(op("gt", activity("amount"), number(5))), add(1)))
    with pytest.raises(BadRecord) as caught:
        scored(plan, {}, {"amount": 1}, {"amount": "lots"})
    assert (caught.value.field, caught.value.table, caught.value.index) == ("amount", "activity", 1)
    with pytest.raises(BadRecord) as caught:
        scored(plan, {}, {"occurred": "yesterday"})
    assert (caught.value.field, caught.value.index) == ("occurred", 0)


def test_activities_may_come_from_a_generator() -> None:
    plan = plan_of(when("demo", about_activities(action("demo")), add(1)))
    assert Scorer(plan, AS_OF).score({}, (one for one in [DEMO])).score == 100
