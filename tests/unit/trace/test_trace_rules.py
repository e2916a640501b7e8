"""Rules about the lead and about activities, as the trace sees them."""

import datetime as dt
from dataclasses import replace

from assay.engines.record.trace.nodes import Contribution
from assay.plan.nodes import Amount, Choice, Decay, Limit, Quota, Row
from assay.values import DAY
from tests.unit.trace.hand import (
    about_activity,
    about_lead,
    activity,
    add,
    is_,
    lead,
    num,
    op,
    plan,
    rule,
    run,
    seen,
    var,
)

DEMO = about_activity(is_(activity("action"), "demo"))
BIG = about_lead(op("ge", lead("employees"), num(200)), "employees")


def standings(contributions: tuple[Contribution, ...]) -> list[str]:
    return [one.standing for one in contributions]


def test_a_rule_about_the_lead() -> None:
    made = plan(rule("big", BIG))
    assert run(made, {"employees": 200}).rules[0].points == 1000
    assert run(made, {"employees": "199.9999"}).rules[0].outcome == "false"
    undecided = run(made).rules[0]
    assert (undecided.outcome, undecided.missing) == ("undecided", ("employees",))


def test_parts_and_what_they_saw_are_kept() -> None:
    both = about_lead(op("and", is_(lead("country"), "nl"), op("ge", lead("employees"), num(200))))
    part = run(plan(rule("both", both)), {"country": " NL ", "employees": 5}).rules[0].condition.part  # type: ignore[union-attr]
    assert part is not None
    assert [one.value for one in part.parts] == [True, False]
    assert part.parts[1].seen[0].value == 50_000


def test_off_and_dates() -> None:
    day = (dt.date(2026, 11, 1) - dt.date(1970, 1, 1)).days
    made = plan(
        rule("off", BIG, off=True),
        rule("early", BIG, starting=day + 1),
        rule("late", BIG, until=day - 1),
        rule("today", BIG, starting=day, until=day),
    )
    found = run(made, {"employees": 200})
    assert [found.rules[index].outcome for index in range(4)] == ["off", "not yet", "over", "true"]
    assert [one.id for one in found.result().rules] == ["today"]


def test_bounds_are_of_the_amount_before_its_sign() -> None:
    takes = Amount(-1, num(30))
    found = run(plan(rule("takes", BIG, takes, maximum=2000)), {"employees": 200}).rules[0]
    assert (found.earned, found.points) == (-3000, -2000)


def test_an_amount_that_is_missing_leaves_a_rule_undecided() -> None:
    by_size = Amount(1, op("div", lead("employees"), num(100)), add(0, "employees").inputs)
    found = run(plan(rule("all", about_lead(op("known", lead("id"))), by_size)))
    assert (found.rules[0].outcome, found.rules[0].missing) == ("undecided", ("employees",))


# --- activities --------------------------------------------------------------------------------------------


def test_the_latest_match_ages_and_later_ones_than_now_do_not_count() -> None:
    made = plan(rule("demo", DEMO, add(30), decay=Decay("halving", 90 * DAY)))
    found = run(made, {}, seen("demo", 200), seen("Demo ", 75), seen("page", 1), seen("demo", -1))
    assert found.rules[0].points == 1684
    aging = found.rules[0].contributions[0].aging
    assert aging is not None
    assert (aging.age, aging.before, aging.after) == (75 * DAY, 300_000, 1684)
    assert found.result().future_activities == 1


def test_an_undated_match_leaves_a_decaying_rule_undecided() -> None:
    made = plan(rule("demo", DEMO, add(30), decay=Decay("halving", 90 * DAY)))
    assert run(made, {}, seen("demo")).rules[0].outcome == "undecided"
    assert run(made, {}, seen("demo"), seen("demo", 0)).rules[0].points == 3000


def test_a_window_is_open_at_its_far_end() -> None:
    made = plan(rule("demo", replace(DEMO, within=7 * DAY)))
    assert run(made, {}, seen("demo", 7)).rules[0].outcome == "false"
    assert run(made, {}, seen("demo", 6.999)).rules[0].outcome == "true"
    assert run(made, {}, seen("demo")).rules[0].outcome == "false"


def test_only_a_missing_lead_field_makes_a_rule_about_activities_undecided() -> None:
    either = about_activity(
        op("or", is_(activity("action"), "demo"), is_(lead("country"), "nl")),
        "country",
        alone=is_(lead("country"), "nl"),
        possible=op("presume", is_(lead("country"), "nl"), op("known", lead("id"))),
        possible_alone=op("missing", lead("country")),
    )
    made = plan(rule("either", either))
    assert run(made, {}, seen("page", 1)).rules[0].outcome == "undecided"
    assert run(made).rules[0].outcome == "undecided"
    assert run(made, {"country": "BE"}, seen(None, 1)).rules[0].outcome == "false"
    assert run(made, {"country": "nl"}).rules[0].outcome == "true"


def test_how_often() -> None:
    twice = plan(rule("twice", DEMO, times=("exactly", 2)))
    assert [run(twice, {}, *[seen("demo", 1)] * count).rules[0].outcome for count in (1, 2, 3)] == [
        "false",
        "true",
        "false",
    ]


# --- each --------------------------------------------------------------------------------------------------


def test_each_says_what_counts_and_what_does_not() -> None:
    made = plan(rule("daily", DEMO, add(5), kind="each", limit=Limit(1, "day"), maximum=800))
    found = run(made, {}, seen("demo", 1.1), seen("demo", 1.2), seen("demo", 3), seen("demo")).rules[0]
    assert standings(found.contributions) == ["limit", "counted", "counted", "no period"]
    assert (found.earned, found.points) == (1000, 800)


def test_once_per_takes_the_latest_of_each_value() -> None:
    made = plan(rule("pages", DEMO, add(5), kind="each", once_per=op("fold", activity("page"))))
    found = run(made, {}, seen("demo", 3, page="/A"), seen("demo", 2, page="/a"), seen("demo", 1)).rules[0]
    assert standings(found.contributions) == ["once per", "counted", "no value"]


def test_periods_of_days_begin_with_the_first_match() -> None:
    made = plan(rule("rolling", DEMO, add(5), kind="each", limit=Limit(1, None, 3 * DAY)))
    found = run(made, {}, seen("demo", 10), seen("demo", 7.5), seen("demo", 7)).rules[0]
    assert standings(found.contributions) == ["counted", "limit", "counted"]


def test_quota_counts_a_period_once() -> None:
    made = plan(rule("busy days", DEMO, add(5), kind="each", quota=Quota(2, "day")))
    found = run(made, {}, seen("demo", 1.1), seen("demo", 1.2), seen("demo", 3)).rules[0]
    assert standings(found.contributions) == ["counted", "represented", "too few"]
    assert found.points == 500


def test_months_and_quarters() -> None:
    for period, expected in (("month", 3), ("quarter", 2), ("week", 3)):
        made = plan(rule("r", DEMO, add(1), kind="each", limit=Limit(1, period)))  # type: ignore[arg-type]
        found = run(made, {}, seen("demo", 1), seen("demo", 32), seen("demo", 33), seen("demo", 62))
        assert found.rules[0].points == expected * 100, period


def row(test: str | None, points: float, *, missing: bool = False, otherwise: bool = False) -> Row:
    condition = None if test is None else is_(var("subject"), test)
    return Row(condition, missing, otherwise, add(points), test or "row")


def test_each_match_takes_the_row_of_the_activity() -> None:
    rows = (row("/pricing", 10), row("/docs", 3))
    everything = about_activity(op("known", activity("action")))
    made = plan(rule("pages", everything, None, kind="each match", subject=activity("page"), rows=rows))
    found = run(made, {}, seen("a", 1, page="/pricing"), seen("a", 1, page="/x"), seen("a", 1)).rules[0]
    assert standings(found.contributions) == ["counted", "no row", "counted"]
    assert [one.points for one in found.contributions] == [1000, None, None]
    assert found.points == 1000


def test_match_on_the_lead() -> None:
    rows = (row("nl", 10), row(None, 1, otherwise=True))
    matching = rule("match country", BIG, None, kind="match", subject=lead("country"), rows=rows)
    made = plan(replace(matching, condition=None, inputs=BIG.inputs))
    assert run(made, {"country": "NL"}).rules[0].points == 1000
    assert run(made, {"country": "x"}).rules[0].points == 100
    assert run(made).rules[0].outcome == "undecided"


# --- choices -----------------------------------------------------------------------------------------------


def test_first_of_passes_over_what_is_undecided_and_stops_at_the_first() -> None:
    known = about_lead(op("known", lead("id")))
    rules = (rule("unsure", BIG, choice=0), rule("taken", known, choice=0), rule("later", known, choice=0))
    found = run(plan(*rules, choices=(Choice("first", (0, 1, 2)),)))
    assert [found.rules[index].outcome for index in range(3)] == ["undecided", "true", "passed over"]


def test_best_of_takes_the_greatest_and_of_equals_the_first() -> None:
    known = about_lead(op("known", lead("id")))
    rules = (rule("a", known, add(5)), rule("b", known, add(9)), rule("c", known, add(9)))
    found = run(plan(*rules, choices=(Choice("best", (0, 1, 2)),)))
    assert [found.rules[index].outcome for index in range(3)] == ["beaten", "true", "beaten"]
    assert found.score == 900
