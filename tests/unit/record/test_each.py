"""`each`: what matches, what counts of it, and what could have."""

from itertools import permutations

import pytest

from assay.plan.nodes import Const, Decay, Limit, Op, Quota, Rule
from assay.values import DAY
from tests.unit.record.plans import (
    about_activities,
    action,
    activity,
    add,
    country,
    each,
    fold,
    lead,
    number,
    op,
    plan_of,
    row,
    scored,
    subtract,
    text,
    var,
)

VIEW = about_activities(action("view"))
PAGE, AMOUNT = fold(activity("page")), activity("amount")


def view(day: str | None = None, page: str | None = None, amount: object = None) -> dict[str, object]:
    return {"action": "view", "occurred": None if day is None else f"2024-{day}", "page": page, "amount": amount}


def points(rule: Rule, *activities: dict[str, object], lead: dict[str, object] | None = None) -> int | str:
    """The points of a rule, "undecided" or "no", the same for every order of the activities."""
    found = set()
    for order in list(permutations(activities))[:24]:
        outcome = scored(plan_of(rule), lead or {}, *order)
        found.add("undecided" if outcome.undecided else outcome.fired[0].points if outcome.fired else "no")
    assert len(found) == 1
    return found.pop()


def test_once_per_matching_activity() -> None:
    rule = each("views", VIEW, add(5), maximum=1200)
    assert points(rule, {"action": "demo"}) == "no"
    assert points(rule, view(), view()) == 1000
    assert points(rule, view(), view(), view()) == 1200
    assert points(each("views", VIEW, subtract(5), maximum=1200), *[view()] * 3) == -1200


def test_amounts_of_the_activity() -> None:
    rule = each("views", VIEW, add(op("div", AMOUNT, number(3))))
    assert points(rule, view(amount=1), view(amount=2)) == 33 + 67
    assert points(rule, view(amount=1), view()) == 33
    assert points(rule, view(), view()) == "undecided"
    assert points(each("views", VIEW, add(0)), view()) == 0


def test_once_per_value_takes_the_latest_and_at_one_moment_the_greatest() -> None:
    rule = each("pages", VIEW, add(AMOUNT), once_per=PAGE)
    assert points(rule, view("09-01", "a", 1), view("09-02", "A", 2), view("09-01", "b", 4)) == 600
    assert points(rule, view("09-02", "a", 1), view("09-02", "a", 3), view("09-02", "a")) == 300
    assert points(rule, view("09-01", "a", 1), view(None, "a", 9)) == 100
    assert points(rule, view(None, "a", 1), view(None, "a", 9)) == 900
    assert points(rule, view("09-01", None, 1)) == "no"
    assert points(rule, view("09-01", "a", 1), view("09-02", "a")) == "undecided"
    down = each("pages", VIEW, subtract(AMOUNT), once_per=PAGE)
    assert points(down, view("09-02", "a", 1), view("09-02", "a", 3)) == -100


@pytest.mark.parametrize(
    ("period", "days", "expected"),
    [
        ("day", ["09-02 00:00", "09-02 23:59", "09-03 00:00"], 2),
        ("week", ["09-01", "09-02", "09-08 23:59", "09-09"], 3),
        ("month", ["08-31 23:59", "09-01", "09-30"], 2),
        ("quarter", ["06-30", "07-01", "09-30", "10-01"], 3),
    ],
)
def test_at_most_one_per_calendar_period(period: str, days: list[str], expected: int) -> None:
    rule = each("views", VIEW, add(1), limit=Limit(1, period))  # type: ignore[arg-type]
    assert points(rule, *map(view, days), view(None)) == expected * 100


def test_the_first_of_a_period_count_and_at_one_moment_the_greatest() -> None:
    rule = each("views", VIEW, add(AMOUNT), limit=Limit(2, "day"))
    assert points(rule, view("09-02 10:00", None, 1), view("09-02 11:00", None, 2), view("09-02 12:00", None, 4)) == 300
    assert points(rule, view("09-02 10:00", None, 1), view("09-02 10:00", None, 2), view("09-02 10:00", None, 4)) == 600
    assert points(rule, view("09-02 10:00"), view("09-02 10:00"), view("09-02 10:00", None, 4)) == 400
    assert points(rule, view(None, None, 1)) == "no"


def test_rolling_periods_begin_with_the_first_match_that_is_left() -> None:
    rule = each("views", about_activities(action("view"), within=20 * DAY), add(1), limit=Limit(1, None, 3 * DAY))
    assert points(rule, view("09-01"), view("09-20"), view("09-22 23:59"), view("09-23"), view("09-26")) == 300
    paged = each("views", VIEW, add(1), limit=Limit(1, None, 3 * DAY), once_per=PAGE)
    assert points(paged, view("09-01", "a"), view("09-03", "a"), view("09-05", "b")) == 100


def test_quota() -> None:
    daily = each("busy days", VIEW, add(1), quota=Quota(2, "day"))
    assert points(daily, view("09-02 10:00"), view("09-02 11:00"), view("09-03"), view(None), view(None)) == 100
    visits = each("visits", VIEW, add(AMOUNT), quota=Quota(2, None, PAGE))
    assert points(visits, view("09-02", "a", 1), view("09-03", "A", 2), view("09-04", "b", 4), view("09-04")) == 200
    assert points(visits, view("09-02", "a", 1)) == "no"
    fading = each("visits", VIEW, add(8), quota=Quota(2, None, PAGE), decay=Decay("expiring", 2 * DAY))
    assert points(fading, view("09-01", "a"), view("10-03", "a"), view("09-01", "b"), view("09-02", "b")) == 800


def test_steps_run_in_their_order() -> None:
    rule = each("views", VIEW, add(AMOUNT), once_per=PAGE, limit=Limit(1, "day"), quota=Quota(1, "day"))
    given = [
        view("09-02 10:00", "a", 1),
        view("09-02 11:00", "a", 2),
        view("09-02 12:00", "b", 4),
        view("09-03", "b", 8),
    ]
    assert points(rule, *given) == 200 + 800


def test_contributions_are_decayed_rounded_and_then_bounded() -> None:
    rule = each("views", VIEW, add(0.333), decay=Decay("fading", DAY, 500_000), maximum=40)
    assert points(rule, view("10-03")) == 17
    assert points(rule, view("10-03"), view("10-03")) == 34
    assert points(rule, view("10-03"), view("10-03"), view("10-03")) == 40
    assert points(rule, view()) == "undecided"
    assert points(rule, view(), view("10-01")) == 0


def presumed(test: Op, value: bool) -> Op:
    return op("presume", test, Const("const", "boolean", value))


DUTCH = about_activities(
    op("and", action("view"), country("nl")),
    "country",
    possible=op("and", presumed(action("view"), False), presumed(country("nl"), True)),
)


def test_what_could_have_counted() -> None:
    assert points(each("views", DUTCH, add(1)), view()) == "undecided"
    assert points(each("views", DUTCH, add(1)), {"action": "demo"}) == "no"
    assert points(each("views", DUTCH, add(1))) == "no"
    assert points(each("pages", DUTCH, add(1), once_per=PAGE), view()) == "no"
    assert points(each("pages", DUTCH, add(1), once_per=PAGE), view(None, "a")) == "undecided"
    assert points(each("busy", DUTCH, add(1), quota=Quota(2, "day")), view("09-01"), view("09-02")) == "no"
    assert points(each("busy", DUTCH, add(1), quota=Quota(2, "day")), view("09-01"), view("09-01")) == "undecided"
    assert points(each("views", DUTCH, add(1)), view(), lead={"country": "nl"}) == 100


def test_the_row_of_the_activity_decides() -> None:
    rows = (
        row(op("eq", var("subject"), text("a")), add(3)),
        row(op("eq", var("subject"), text("b")), subtract(AMOUNT)),
        row(op("eq", var("subject"), text("c")), add(lead("employees"), "employees")),
    )
    rule = Rule("pages", "fit", "pages", "each match", condition=VIEW, subject=PAGE, rows=rows)
    assert points(rule, view(None, "A"), view(None, "b", 1), view(None, "x")) == 200
    assert points(rule, view(None, "x")) == "no"
    assert points(rule, view(None, None)) == "undecided"
    assert points(rule, view(None, None), view(None, "a")) == 300
    assert scored(plan_of(rule), {}, view(None, "c")).undecided == (("pages", ("employees",)),)
    missing = (*rows, row(None, add(9), missing=True))
    taken = Rule("pages", "fit", "pages", "each match", condition=VIEW, subject=PAGE, rows=missing, maximum=1000)
    assert points(taken, view(None, None)) == 900
    assert points(taken, view(None, None), view(None, "a")) == 1000


def test_once_per_of_activities_alike_keeps_the_greatest_of_the_values_counted_by_next() -> None:
    """Which of them stands decides whether a value has enough; the order in which they came must not."""
    paged = each("visits", VIEW, add(5), once_per=activity("occurred"), quota=Quota(2, None, PAGE))
    assert points(paged, view("01-01", "a"), view("01-01", "b"), view("01-02", "b")) == 500
    assert points(paged, view("01-01", "a"), view("01-01", "b"), view("01-02", "a")) == "no"
    assert points(paged, view("01-01"), view("01-01", "b"), view("01-02", "b"), view("01-02")) == 500
