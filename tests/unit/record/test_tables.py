"""Tables of lead fields: what is looked up, where places differ, what is remembered and forgotten."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import pytest

from assay.data.coerce import BadValue
from assay.engines.record import BadRecord, Scorer, details, table
from assay.plan.nodes import ConstSet, NamedList, Op, Rule
from tests.unit.record.plans import (
    AS_OF,
    about_lead,
    add,
    country,
    fold,
    inputs,
    lead,
    number,
    op,
    plan_of,
    row,
    scored,
    subtract,
    text,
    texts,
    var,
    when,
)

STAFF = lead("employees")


def ids(rules: tuple[Rule, ...], given: Mapping[str, object]) -> list[str]:
    return [one.id for one in scored(plan_of(*rules), given).fired]


RANGES = tuple(
    when(name, about_lead(test, "employees"), add(1))
    for name, test in {
        "under 10": op("lt", STAFF, number(10)),
        "to 10": op("le", STAFF, number(10)),
        "over 10": op("gt", STAFF, number(10)),
        "from 10": op("ge", STAFF, number(10)),
        "is 10": op("eq", STAFF, number(10)),
        "10 to 20": op("and", op("ge", STAFF, number(10)), op("le", STAFF, number(20))),
        "10 or 20": op("in_set", STAFF, ConstSet("set", "number", (100_000, 200_000))),
        "not 10": op("ne", STAFF, number(10)),
        "nothing": op("and", op("ge", STAFF, number(20)), op("lt", STAFF, number(10))),
    }.items()
)
AT_10 = ["to 10", "from 10", "is 10", "10 to 20", "10 or 20"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (9, ["under 10", "to 10", "not 10"]),
        ("9.9999", ["under 10", "to 10", "not 10"]),
        (10, AT_10),
        (10.0, AT_10),
        ("10", AT_10),
        (Decimal("10.00004"), AT_10),
        ("10.0001", ["over 10", "from 10", "10 to 20", "not 10"]),
        (11, ["over 10", "from 10", "10 to 20", "not 10"]),
        (20, ["over 10", "from 10", "10 to 20", "10 or 20", "not 10"]),
        (20.5, ["over 10", "from 10", "not 10"]),
        (10**14 - 1, ["over 10", "from 10", "not 10"]),
        (1 - 10**14, ["under 10", "to 10", "not 10"]),
        (10**14, []),
        (-(10**14), []),
        (float("nan"), []),
        (None, []),
        (" ", []),
    ],
)
def test_places_between_bounds(raw: object, expected: list[str]) -> None:
    assert ids(RANGES, {"employees": raw}) == expected
    undecided = scored(plan_of(*RANGES), {"employees": raw}).undecided
    assert [one.missing for one in undecided] == ([] if expected else [("employees",)] * len(RANGES))


def test_the_same_raw_value_twice_gives_the_same() -> None:
    scorer = Scorer(plan_of(*RANGES), AS_OF)
    for _ in range(2):
        for raw in (10, "10", None, 10.0, "20", 9):
            outcome = scorer.score({"employees": raw})
            fresh = scored(plan_of(*RANGES), {"employees": raw})
            assert (outcome.fired, outcome.undecided) == (fresh.fired, fresh.undecided)


def test_texts_that_are_equal_are_found_whatever_their_case() -> None:
    rules = (
        when("folded", about_lead(country("nl"), "country"), add(1)),
        when("exact", about_lead(op("eq", lead("country"), text("nl")), "country"), add(1)),
        when("listed", about_lead(op("in_set", fold(lead("country")), texts("be", "nl")), "country"), add(1)),
    )
    assert ids(rules, {"country": "NL"}) == ["folded", "listed"]
    assert ids(rules, {"country": " nl\u00a0"}) == ["folded", "exact", "listed"]
    assert ids(rules, {"country": "de"}) == []


def test_numbers_as_text_and_true_are_not_taken_for_each_other() -> None:
    rules = (when("one", about_lead(op("eq", lead("title"), text("1")), "title"), add(1)),)
    scorer = Scorer(plan_of(*rules), AS_OF)
    given = (1, True, 1.0, "1", "true", Decimal(1))
    assert [bool(scorer.score({"title": raw}).fired) for raw in given] == [True, False, True, True, False, True]


def test_a_list_given_as_a_list_or_as_text() -> None:
    test = op("has_any", op("fold_list", lead("interests")), texts("suv"))
    rules = (when("suv", about_lead(test, "interests"), add(1)),)
    assert ids(rules, {"interests": ["Coupé", "SUV"]}) == ["suv"]
    assert ids(rules, {"interests": "Coupé, SUV"}) == ["suv"]
    assert ids(rules, {"interests": []}) == []
    assert [one.id for one in scored(plan_of(*rules), {"interests": ""}).undecided] == ["suv"]


def test_a_bad_value_names_its_field() -> None:
    scorer = Scorer(plan_of(*RANGES), AS_OF)
    for raw in ("many", True, [1], {"a": 1}, object()):
        with pytest.raises(BadRecord) as caught:
            scorer.score({"employees": raw})
        assert (caught.value.field, caught.value.table, caught.value.index) == ("employees", "lead", 0)
        assert isinstance(caught.value.value, BadValue)


def test_fields_that_no_rule_reads_are_not_read() -> None:
    rules = (when("nl", about_lead(country("nl"), "country"), add(1)),)
    assert ids(rules, {"country": "NL", "employees": "no number at all"}) == ["nl"]


def test_dates_and_times_from_python() -> None:
    rules = (
        when("born", about_lead(op("lt", lead("born"), Op("op", "day", (var("as_of"),))), "born"), add(1)),
        when("new", about_lead(op("le", lead("created"), var("as_of")), "created"), add(1)),
    )
    given = {
        "born": dt.date(1980, 2, 29),
        "created": dt.datetime(2024, 10, 4, 2, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    }
    assert ids(rules, given) == ["born", "new"]
    assert ids(rules, given | {"created": dt.datetime(2024, 10, 4, 0, 1)}) == ["born"]


MATCH = Rule(
    "match",
    "fit",
    "match",
    "match",
    subject=STAFF,
    rows=(
        row(op("lt", var("subject"), number(10)), add(0)),
        row(op("lt", var("subject"), number(200)), add(10)),
        row(op("in_set", var("subject"), ConstSet("set", "number", (2_000_000,))), subtract(7)),
        row(None, add(20), otherwise=True),
    ),
    inputs=inputs("employees"),
)


@pytest.mark.parametrize(("raw", "points"), [(9, 0), (10, 1000), (199, 1000), (200, -700), (201, 2000), ("1e5", 2000)])
def test_match_takes_the_first_row(raw: object, points: int) -> None:
    outcome = scored(plan_of(MATCH), {"employees": raw})
    assert [(one.id, one.points) for one in outcome.fired] == [("match", points)]
    assert outcome.score == points


def test_match_without_a_row_for_it() -> None:
    unmatched = Rule("m", "fit", "m", "match", subject=STAFF, rows=MATCH.rows[:1], inputs=inputs("employees"))
    assert scored(plan_of(unmatched), {"employees": 10}).fired == ()
    assert scored(plan_of(unmatched), {"employees": 10}).undecided == ()
    assert scored(plan_of(unmatched), {}).undecided == (("m", ("employees",)),)
    taking = (*MATCH.rows, row(None, add(3), missing=True))
    assert scored(plan_of(Rule("m", "fit", "m", "match", subject=STAFF, rows=taking)), {}).score == 300


def test_tables_that_are_full_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, small in {"RAW_VALUES": 3, "STALE": 2, "DETAILS": 2, "FIRED": 4, "FEW": 1}.items():
        monkeypatch.setattr(details if name == "FEW" else table, name, small)
    test = op("starts_with", fold(lead("title")), text("a"))
    rules = (
        *RANGES,
        when("a", about_lead(test, "title"), add(1)),
        when("nl", about_lead(country("nl"), "country"), add(1)),
    )
    scorer = Scorer(plan_of(*rules), AS_OF)
    for _ in range(3):
        for at in range(40):
            given = {
                "employees": str(at),
                "title": f"{'ab'[at % 2]}{at}",
                "country": ("nl", "be", "x", "y", "z")[at % 5],
            }
            expected = scored(plan_of(*rules), given)
            found = scorer.score(given)
            assert (found.score, found.fired, found.undecided) == (expected.score, expected.fired, expected.undecided)


def test_a_named_list_is_asked_through_its_name() -> None:
    free = NamedList("free", "text", ("gmail.com", "gmx.de"))
    test = op("in_set", fold(op("domain", lead("email"))), ConstSet("set", "text", (), "free"))
    plan = plan_of(when("free", about_lead(test, "email"), subtract(10)), lists=(free,))
    assert scored(plan, {"email": "A@GMX.de"}).score == -1000
    assert scored(plan, {"email": "a@x.de"}).score == 0
    assert [one.id for one in scored(plan, {"email": "nobody"}).undecided] == ["free"]


def test_an_undecided_rule_of_a_known_field_has_nothing_missing() -> None:
    test = op("gt", op("div", number(100), STAFF), number(1))
    plan = plan_of(when("per head", about_lead(test, "employees"), add(1)))
    assert scored(plan, {"employees": 0}).undecided == (("per head", ()),)
    assert scored(plan, {}).undecided == (("per head", ("employees",)),)


def test_many_ranges_of_one_field() -> None:
    rules = tuple(when(f"r{n}", about_lead(op("lt", STAFF, number(n)), "employees"), add(1)) for n in range(2_000))
    scorer = Scorer(plan_of(*rules), AS_OF)
    assert scorer.score({"employees": 0}).score == 199_900
    assert scorer.score({"employees": 1_990}).score == 900
    assert [one.id for one in scorer.score({"employees": 1_997}).fired] == ["r1998", "r1999"]
    assert len(scorer.score({}).undecided) == 2_000
