"""From the score on: exclusion, grades, disqualification, stages, promotions, routes, guarantees, the result."""

import datetime as dt
from typing import Any

import pytest

from assay.engines.record import Scorer
from assay.plan.nodes import Const, Decision, Expr, Grade, Guarantee, Plan, Promotion, Route, Stage
from assay.results import FiredRule, GroupScore, Handover, UndecidedRule
from assay.values import HOUR
from tests.unit.record.plans import (
    AS_OF,
    about_activities,
    about_lead,
    action,
    add,
    country,
    lead,
    number,
    op,
    plan_of,
    scored,
    text,
    var,
    when,
)

VISITS = when("visits", about_lead(op("known", lead("visits")), "visits"), add(lead("visits")))


def at(points: float) -> Expr:
    return op("ge", var("score"), number(points))


def stage(name: str, points: float, sticky: bool = False) -> Stage:
    return Stage(name, sticky, about_lead(at(points)), round(points * 100), f"score >= {points}")


def at_least(place: int) -> Expr:
    return op("ge", var("stage"), Const("const", "stage", place))


STAGES = (stage("IQL", 1), stage("MQL", 10, sticky=True), stage("SQL", 20))


def plan(**more: Any) -> Plan:
    return plan_of(VISITS, stages=STAGES, **more)


@pytest.mark.parametrize(
    ("visits", "previous", "stage", "by"),
    [
        (0, None, None, None),
        (1, None, "IQL", "threshold"),
        (10, None, "MQL", "threshold"),
        (25, "IQL", "SQL", "threshold"),
        (5, "MQL", "MQL", "sticky"),
        (0, "SQL", "MQL", "sticky"),
        (0, "IQL", None, None),
        (12, "SQL", "MQL", "threshold"),
        (0, "mql", None, None),
        (0, "gone", None, None),
    ],
)
def test_stages(visits: int, previous: str | None, stage: str | None, by: str | None) -> None:
    outcome = scored(plan(), {"visits": visits}, previous=previous)
    assert (outcome.stage, outcome.stage_by, outcome.previous_stage) == (stage, by, previous)


DEMO = Promotion(1, about_activities(action("demo")), "asked for a demo")


def test_promotions_raise_and_never_lower() -> None:
    again = Promotion(0, about_lead(op("eq", var("stage_before"), Const("const", "stage", 2))), "never lower")
    promoted = plan(promotions=(DEMO, again))
    assert scored(promoted, {"visits": 1}, {"action": "demo"}).stage == "MQL"
    assert scored(promoted, {"visits": 1}, {"action": "demo"}).stage_by == "promotion"
    assert scored(promoted, {"visits": 10}, {"action": "demo"}).stage_by == "threshold"
    assert scored(promoted, {"visits": 30}, {"action": "demo"}).stage == "SQL"
    assert scored(promoted, {"visits": 1}).stage == "IQL"


def test_disqualification_beats_everything_but_keeps_the_score() -> None:
    reasons = (
        Decision(about_lead(country("nl")), "dutch"),
        Decision(about_lead(op("gt", var("group:fit"), number(5))), "too many visits"),
        Decision(about_activities(action("unsubscribe")), "unsubscribed"),
    )
    routes = (Route("Sales", None, None),)
    strict = plan(disqualifies=reasons, promotions=(DEMO,), routes=routes)
    outcome = scored(strict, {"visits": 25, "country": "NL"}, {"action": "demo"}, previous="SQL")
    assert outcome.disqualified == ("dutch", "too many visits")
    assert (outcome.score, outcome.stage, outcome.stage_by, outcome.route) == (2500, None, None, None)
    assert scored(strict, {"visits": 1}).disqualified == ()
    assert scored(strict, {"visits": 1}).route == "Sales"
    assert scored(strict, {"visits": 1}, {"action": "Unsubscribe"}).disqualified == ("unsubscribed",)


def test_an_excluded_lead_has_nothing_else() -> None:
    reasons = (Decision(about_lead(country("nl")), "home"), Decision(about_activities(action("test")), "a test"))
    never = (Guarantee("never", about_lead(op("missing", var("stage"))), "never without a stage"),)
    outcome = scored(plan(excludes=reasons, guarantees=never), {"visits": 9, "country": "nl"}, {"action": "test"})
    assert outcome.excluded == ("home", "a test")
    assert (outcome.score, outcome.groups, outcome.fired, outcome.undecided) == (None, {}, (), ())
    assert (outcome.stage, outcome.broken, outcome.grades, outcome.route) == (None, (), {}, None)
    assert outcome.result().score is None
    assert scored(plan(excludes=reasons), {"visits": 9}).excluded == ()


@pytest.mark.parametrize(("visits", "letter"), [(0, "C"), (9.99, "C"), (10, "B"), (19.99, "B"), (20, "A"), (99, "A")])
def test_grades(visits: float, letter: str) -> None:
    bands = (("A", 2000), ("B", 1000), ("C", None))
    good = Guarantee("never", about_lead(op("eq", var("grade:fit"), text("a"))), "never an A")
    outcome = scored(plan(grades=(Grade("fit", bands), Grade("score", bands)), guarantees=(good,)), {"visits": visits})
    assert (outcome.grades, outcome.grade) == ({"fit": letter, "score": letter}, letter * 2)
    assert outcome.broken == (("never an A",) if letter == "A" else ())


def test_the_first_route_that_is_true_takes_the_lead() -> None:
    routes = (
        Route("EMEA", about_lead(op("and", at_least(1), country("nl"))), 4 * HOUR),
        Route("Inside", about_lead(at_least(1)), None),
    )
    routed = plan(routes=routes)
    outcome = scored(routed, {"visits": 10, "country": "nl"})
    assert (outcome.route, outcome.respond_by) == ("EMEA", AS_OF + 4 * HOUR)
    assert (scored(routed, {"visits": 10}).route, scored(routed, {"visits": 10}).respond_by) == ("Inside", None)
    assert scored(routed, {"visits": 1}).route is None
    assert scored(routed, {"visits": 0}).route is None


def test_unknown_is_not_broken() -> None:
    guarantees = (
        Guarantee("never", about_lead(op("and", at_least(1), country("nl"))), "never dutch"),
        Guarantee("always", about_lead(op("or", op("not", at_least(0)), country("be"))), "always belgian"),
    )
    guarded = plan(guarantees=guarantees)
    assert scored(guarded, {"visits": 10}).broken == ()
    assert scored(guarded, {"visits": 10, "country": "nl"}).broken == ("never dutch", "always belgian")
    assert scored(guarded, {"visits": 10, "country": "be"}).broken == ()


def test_the_result_is_what_people_see() -> None:
    rules = (VISITS, when("nl", about_lead(country("nl"), "country"), add(1)))
    routes = (Route("Sales", None, HOUR),)
    made = plan_of(*rules, stages=STAGES, routes=routes, total_maximum=1000)
    result = scored(made, {"id": "L-0017", "visits": "12.5"}, {"occurred": "2030-01-01"}).result()
    assert (result.key, result.score, result.stage, result.stage_by) == ("L-0017", 10, "MQL", "threshold")
    assert result.groups == {"fit": GroupScore(12.5, 12.5)}
    assert result.rules == (FiredRule("visits", "fit", 12.5),)
    assert result.undecided == (UndecidedRule("nl", ("country",)),)
    assert result.route == Handover("Sales", dt.datetime(2024, 10, 4, 1, tzinfo=dt.UTC))
    assert (result.as_of, result.future_activities) == (dt.datetime(2024, 10, 4, tzinfo=dt.UTC), 1)
    assert (result.rules_version, result.grade, result.previous_stage) == ("0" * 12, None, None)


def test_an_outcome_may_be_asked_in_any_order_and_twice() -> None:
    scorer = Scorer(plan(promotions=(DEMO,)), AS_OF)
    first = scorer.score({"visits": 1}, [{"action": "demo"}])
    second = scorer.score({"visits": 2})
    assert (second.stage, first.stage, first.stage, second.score, first.score) == ("IQL", "MQL", "MQL", 200, 100)
    assert first.fired == first.fired == (("visits", "fit", 100),)
    assert first.result() == first.result()
