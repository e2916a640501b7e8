"""Rules with parts on several fields: as bits, as joints anchored at a field, and in plain code."""

from itertools import product

import pytest

from assay.plan.nodes import Aggregate, Amount, Choice, Expr, Rule
from tests.unit.record.plans import (
    about_lead,
    action,
    add,
    country,
    fold,
    lead,
    number,
    op,
    plan_of,
    scored,
    subtract,
    text,
    texts,
    var,
    when,
)

STAFF = op("ge", lead("employees"), number(200))
TITLE = op("mentions", fold(lead("title")), texts("vp"))
PARTS: dict[str, tuple[Expr, dict[bool | None, object]]] = {
    "country": (country("nl"), {True: "NL", False: "BE", None: None}),
    "employees": (STAFF, {True: 200, False: 199, None: ""}),
    "title": (TITLE, {True: "VP", False: "CTO", None: "n/a"}),
}
CASES = list(product((True, False, None), repeat=3))


def given(values: tuple[bool | None, ...]) -> dict[str, object]:
    return {name: raws[value] for (name, (_, raws)), value in zip(PARTS.items(), values, strict=True)}


def conjunction(amount: Amount, **more: object) -> Rule:
    condition = about_lead(op("and", *(part for part, _ in PARTS.values())), *PARTS)
    return when("all", condition, amount, **more)


@pytest.mark.parametrize("values", CASES)
@pytest.mark.parametrize("form", ["bits", "joint", "plain"])
def test_three_parts(form: str, values: tuple[bool | None, ...]) -> None:
    amount = add(7) if form != "joint" else add(op("div", number(14), number(2)))
    more = {"choice": 0} if form == "plain" else {}
    choices = (Choice("first", (0,)),) if form == "plain" else ()
    outcome = scored(plan_of(conjunction(amount, **more), choices=choices), given(values))
    missing = tuple(name for name, value in zip(PARTS, values, strict=True) if value is None)
    if all(values):
        assert (outcome.score, outcome.fired, outcome.undecided) == (700, (("all", "fit", 700),), ())
    elif False in values:
        assert (outcome.score, outcome.fired, outcome.undecided) == (0, (), ())
    else:
        assert (outcome.score, outcome.fired, outcome.undecided) == (0, (), (("all", missing),))


def test_the_order_of_the_plan_whatever_the_form() -> None:
    rules = (
        conjunction(add(1)),
        when("nl", about_lead(country("nl"), "country"), add(2)),
        when(
            "worked out",
            about_lead(country("nl"), "country"),
            add(op("min", lead("employees"), number(3)), "employees"),
        ),
        conjunction(subtract(5)),
        when("staff", about_lead(STAFF, "employees"), add(1)),
    )
    full = scored(plan_of(*rules), given((True, True, True)))
    assert [(one.id, one.points) for one in full.fired] == [
        ("all", 100),
        ("nl", 200),
        ("worked out", 300),
        ("all", -500),
        ("staff", 100),
    ]
    lacking = scored(plan_of(*rules), given((True, None, None)))
    assert lacking.undecided == (
        ("all", ("employees", "title")),
        ("worked out", ("employees",)),
        ("all", ("employees", "title")),
        ("staff", ("employees",)),
    )


def test_a_part_on_activities_is_run_only_where_the_field_leads_there() -> None:
    demo = Aggregate("demo", 'any(action == "demo")', "any", None, action("demo"), None, "kept", 0, "boolean")
    rule = when("nl demo", about_lead(op("and", country("nl"), var("aggregate:demo")), "country"), add(3))
    plan = plan_of(rule, aggregates=(demo,))
    assert scored(plan, {"country": "NL"}, {"action": "Demo"}).score == 300
    assert scored(plan, {"country": "NL"}, {"action": "view"}).score == 0
    assert scored(plan, {}, {"action": "demo"}).undecided == (("nl demo", ("country",)),)
    assert scored(plan, {}, {"action": "view"}).undecided == ()


def test_many_conjunctions() -> None:
    rules = tuple(
        when(
            f"r{n}",
            about_lead(op("and", country("nl"), op("lt", lead("employees"), number(n))), "country", "employees"),
            add(1),
        )
        for n in range(400)
    )
    plan = plan_of(*rules, when("x", about_lead(op("eq", fold(lead("title")), text("x")), "title"), add(1)))
    assert [one.id for one in scored(plan, {"country": "nl", "employees": 397}).fired] == ["r398", "r399"]
    lacking = scored(plan, {"employees": 398, "title": "x"})
    assert lacking.undecided == (("r399", ("country",)),)
    assert scored(plan, {"country": "nl", "title": "y"}).undecided == tuple(
        (f"r{n}", ("employees",)) for n in range(400)
    )
