"""Groups, choices and the total; rules that read groups."""

from dataclasses import replace
from typing import Literal

import pytest

from assay.plan.nodes import Choice, Rule
from assay.values import DAY
from tests.unit.record.plans import (
    AS_OF,
    about_activities,
    about_lead,
    action,
    add,
    country,
    group,
    lead,
    number,
    op,
    plan_of,
    scored,
    subtract,
    var,
    when,
)

ALWAYS = op("known", lead("id"))
KNOWN = {"id": "1"}


def rule(name: str, of: str, points: float) -> Rule:
    condition = about_lead(ALWAYS)
    amount = add(points) if points >= 0 else subtract(-points)
    return Rule(name, of, name, "when", condition=condition, amount=amount)


def test_inner_groups_first_then_weight_then_bounds() -> None:
    rules = (rule("a", "outer", 10), rule("b", "inner", 30.01), rule("c", "inner", 3))
    groups = (
        group("inner", (1, 2), parent="outer", maximum=1500, weight=500_000),
        group("outer", (0,), children=("inner",), maximum=2000, minimum=-100),
    )
    outcome = scored(plan_of(*rules, groups=groups), KNOWN)
    assert outcome.groups == {"inner": (1651, 1500), "outer": (2500, 2000)}
    assert outcome.score == 2000


@pytest.mark.parametrize(("points", "kept"), [(-20, -500), (2, 200), (20, 1000)])
def test_the_total_is_bounded(points: float, kept: int) -> None:
    plan = plan_of(rule("a", "fit", points), total_minimum=-500, total_maximum=1000)
    outcome = scored(plan, KNOWN)
    assert (outcome.score, outcome.groups) == (kept, {"fit": (points * 100, points * 100)})


def test_bounds_hold_where_nothing_fired() -> None:
    groups = (group("fit", (0,), minimum=300),)
    assert scored(plan_of(rule("a", "fit", 10), groups=groups), {}).groups == {"fit": (0, 300)}


def test_weights_round_half_away_from_zero() -> None:
    for points, expected in ((0.01, 1), (-0.01, -1), (0.03, 2)):
        groups = (group("fit", (0,), weight=500_000),)
        assert scored(plan_of(rule("a", "fit", points), groups=groups), KNOWN).score == expected


def test_rules_may_read_groups_before_them() -> None:
    rules = (
        rule("a", "fit", 12.5),
        Rule("b", "late", "b", "when", condition=about_lead(op("ge", var("group:fit"), number(12.5))), amount=add(1)),
        Rule(
            "c", "late", "c", "when", condition=about_lead(ALWAYS), amount=add(op("div", var("group:fit"), number(2)))
        ),
    )
    groups = (group("fit", (0,)), group("late", (1, 2)))
    assert scored(plan_of(*rules, groups=groups), KNOWN).groups == {"fit": (1250, 1250), "late": (725, 725)}


@pytest.mark.parametrize(
    ("more", "fires"),
    [
        ({}, True),
        ({"off": True}, False),
        ({"starting": AS_OF // DAY}, True),
        ({"starting": AS_OF // DAY + 1}, False),
        ({"until": AS_OF // DAY}, True),
        ({"until": AS_OF // DAY - 1}, False),
    ],
)
def test_rules_that_are_not_run_are_neither(more: dict[str, object], fires: bool) -> None:
    one = when("a", about_lead(country("nl"), "country"), add(1), **more)
    assert bool(scored(plan_of(one), {"country": "NL"}).fired) is fires
    assert bool(scored(plan_of(one), {}).undecided) is fires


def choice(kind: Literal["first", "best"], *rules: Rule) -> tuple[tuple[Rule, ...], tuple[Choice, ...]]:
    return tuple(replace(one, choice=0) for one in rules), (Choice(kind, tuple(range(len(rules)))),)


OPTIONS = (
    when("nl", about_lead(country("nl"), "country"), add(1)),
    when("staff", about_lead(op("gt", lead("employees"), number(10)), "employees"), add(lead("visits"), "visits")),
    when("demo", about_activities(action("demo")), add(5)),
    when("known", about_lead(ALWAYS), subtract(7)),
)


@pytest.mark.parametrize(
    ("given", "first", "best"),
    [
        ({"country": "nl"}, ("nl", ()), ("demo", ("staff",))),
        ({"country": "be", "employees": 11, "visits": 3}, ("staff", ()), ("demo", ())),
        ({"country": "be", "employees": 11, "visits": 9}, ("staff", ()), ("staff", ())),
        ({"country": "be", "employees": 11, "visits": 5}, ("staff", ()), ("staff", ())),
        ({"country": "be", "employees": 11}, ("demo", ("staff",)), ("demo", ("staff",))),
        ({}, ("demo", ("nl", "staff")), ("demo", ("nl", "staff"))),
    ],
)
def test_choices(
    given: dict[str, object], first: tuple[str, tuple[str, ...]], best: tuple[str, tuple[str, ...]]
) -> None:
    kinds: tuple[Literal["first", "best"], ...] = ("first", "best")
    for kind, (fired, undecided) in zip(kinds, (first, best), strict=True):
        rules, choices = choice(kind, *OPTIONS)
        outcome = scored(plan_of(*rules, choices=choices), {**KNOWN, **given}, {"action": "demo"})
        assert [one.id for one in outcome.fired] == [fired]
        assert [one.id for one in outcome.undecided] == list(undecided)
        assert outcome.score == outcome.fired[0].points


def test_a_choice_that_takes_away() -> None:
    rules, choices = choice("best", *OPTIONS[3:], when("worse", about_lead(ALWAYS), subtract(9)))
    assert scored(plan_of(*rules, choices=choices), KNOWN).fired == (("known", "fit", -700),)
