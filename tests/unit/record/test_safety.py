"""Nothing a user writes becomes code, nothing they write is too deep or too much, and order does not matter."""

from random import Random

import pytest

from assay.engines.record import Scorer, writer
from assay.engines.record.trace import trace
from assay.plan.nodes import Aggregate, Choice, Expr, Rule, Value
from tests.unit.record.dice import case
from tests.unit.record.plans import (
    AS_OF,
    about_activities,
    about_lead,
    action,
    activity,
    add,
    country,
    each,
    fold,
    inputs,
    lead,
    number,
    op,
    plan_of,
    row,
    scored,
    text,
    texts,
    var,
    when,
)

EVIL = "xq'\"; import os #"


def test_no_text_or_number_of_the_rules_is_in_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    flush = writer.Namespace.flush

    def noted(self: writer.Namespace) -> None:
        written.extend(self._pending)
        flush(self)

    monkeypatch.setattr(writer.Namespace, "flush", noted)
    rules = (
        when(EVIL, about_lead(op("eq", fold(lead("country")), text(EVIL)), "country"), add(98765)),
        when(
            "joint",
            about_lead(op("and", op("contains_any", fold(lead("title")), texts(EVIL, "y")), country(EVIL))),
            add(lead("visits")),
        ),
        when(
            "choice",
            about_lead(op("like", fold(lead("title")), text(f"*{EVIL}*"))),
            add(98765),
            choice=0,
            maximum=9876500,
        ),
        each(
            "each",
            about_activities(action(EVIL), within=98765),
            add(activity("amount")),
            once_per=fold(activity("page")),
        ),
        Rule(
            "m",
            "fit",
            "m",
            "match",
            subject=lead("visits"),
            rows=(row(op("lt", var("subject"), number(98765)), add(98765)),),
        ),
    )
    aggregate = Aggregate(EVIL, EVIL, "count", None, action(EVIL), None, "kept", 0, "number")
    late = when("late", about_lead(op("gt", var(f"aggregate:{EVIL}"), number(98765)), "country"), add(1))
    plan = plan_of(*rules, late, aggregates=(aggregate,), choices=(Choice("first", (2,)),))
    outcome = Scorer(plan, AS_OF).score({"country": EVIL}, [{"action": EVIL}])
    assert outcome.fired[0] == (EVIL, "fit", 9876500)
    code = "".join(written)
    assert len(code) > 1000
    for pasted in ("xq", "98765", "import", "country", "visits", "Evil"):
        assert pasted not in code


def deep(start: Expr, name: str, other: Expr, depth: int = 3_000) -> Expr:
    for _ in range(depth):
        start = op(name, start, other)
    return start


def test_depth_is_no_danger() -> None:
    sums = op("gt", deep(lead("employees"), "add", lead("visits")), number(2_999))
    nots = country("nl")
    for _ in range(3_000):
        nots = op("not", nots)
    mixed = country("nl")
    for at in range(3_000):
        mixed = op("or" if at % 2 else "and", mixed, op("lt", activity("amount"), number(5)))
    rules = (
        when("sums", about_lead(sums), add(1)),
        when("nots", about_lead(nots), add(2)),
        when("mixed", about_activities(mixed), add(4)),
        when("plain", about_lead(op("and", sums, nots)), add(8), choice=0),
    )
    plan = plan_of(*rules, choices=(Choice("first", (3,)),))
    assert scored(plan, {"country": "NL", "employees": 0, "visits": 1}, {"amount": 3}).score == 1500


@pytest.mark.parametrize("scope", ["lead", "activity"])
def test_long_chains_of_lets(scope: str) -> None:
    first = op("gt", lead("visits") if scope == "lead" else activity("amount"), number(1))
    values = [Value("let:0", scope, first, "boolean")]  # type: ignore[arg-type]
    for at in range(1, 2_000):
        doubled = op("and", var(f"let:{at - 1}"), op("or", var(f"let:{at - 1}"), country("nl")))
        values.append(Value(f"let:{at}", scope, doubled, "boolean"))  # type: ignore[arg-type]
    last = var("let:1999")
    condition = about_lead(last) if scope == "lead" else about_activities(last)
    plan = plan_of(when("last", condition, add(1)), values=tuple(values))
    assert scored(plan, {"visits": 2}, {"amount": 2}).score == 100
    assert scored(plan, {"visits": 1}, {"amount": 1}).score == 0


def test_lets_that_double_in_size() -> None:
    values = [Value("let:0", "lead", op("and", country("nl"), country("nl")), "boolean")]
    for at in range(1, 60):
        values.append(Value(f"let:{at}", "lead", op("and", var(f"let:{at - 1}"), var(f"let:{at - 1}")), "boolean"))
    plan = plan_of(when("doubled", about_lead(var("let:59"), "country"), add(1)), values=tuple(values))
    assert scored(plan, {"country": "NL"}).score == 100
    assert scored(plan, {}).undecided == (("doubled", ("country",)),)


def test_patterns_take_no_time() -> None:
    plan = plan_of(when("stars", about_lead(op("like", fold(lead("title")), text("*a" * 30 + "*b"))), add(1)))
    assert scored(plan, {"title": "a" * 5_000}).score == 0
    assert scored(plan, {"title": "a" * 5_000 + "b"}).score == 100


def test_many_rules_of_every_kind_compile() -> None:
    rules = [
        *(when(f"a{n}", about_activities(op("and", action(f"a{n}"), op("gt", activity("amount"), number(n)))), add(1)) for n in range(400)),
        *(when(f"l{n}", about_lead(op("gt", lead("employees"), op("add", lead("visits"), number(n)))), add(1)) for n in range(400)),
        Rule("m", "fit", "m", "match", subject=fold(lead("country")), inputs=inputs("country"),
             rows=tuple(row(op("eq", var("subject"), text(f"c{n}")), add(n)) for n in range(1_000))),
    ]  # fmt: skip
    outcome = scored(plan_of(*rules), {"country": "C7", "employees": 100, "visits": 98}, {"action": "a3", "amount": 9})
    assert [(one.id, one.points) for one in outcome.fired] == [("a3", 100), ("l0", 100), ("l1", 100), ("m", 700)]


@pytest.mark.parametrize("seed", range(120))
def test_random_plans_agree_with_the_trace_in_any_order_of_activities(seed: int) -> None:
    plan, dice = case(seed)
    scorer, shuffled = Scorer(plan, AS_OF), Random(seed)
    for _ in range(5):
        lead_row, activities, previous = dice.lead(), dice.activities(), dice.one(None, "S0", "S1", "S2")
        result = scorer.score(lead_row, activities, previous).result()
        assert result == trace(plan, AS_OF, lead_row, activities, previous).result()
        shuffled.shuffle(activities)
        assert scorer.score(lead_row, activities, previous).result() == result
