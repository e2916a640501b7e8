"""How far points reach, and which rows of a `match` take what."""

from random import Random

import pytest

from assay.analysis.logic import Logic, logic
from assay.analysis.rows import gaps, steps, unreached
from assay.check import load_text
from assay.engines.record import Scorer

FIELDS = ["a", "b", "c"]


def made(text: str) -> Logic:
    checked = load_text(text)
    assert checked.model is not None, [d.message for d in checked.diagnostics]
    return logic(checked.model)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("when a == 1 add 5\nwhen b == 1 subtract 3\n", -300, 500),
        ("group g max 4 { when a == 1 add 5 }\n", 0, 400),
        ("group g min 2 max 4 { when a == 1 add 5 }\n", 200, 400),
        ("group g weight 50% { when a == 1 add 5\n when b == 1 subtract 1 }\n", -50, 250),
        ('each page == "x" add 5\n', 0, None),
        ('each page == "x" subtract 5 max 20\n', -2000, 0),
        ("first of {\n when a == 1 add 5\n when b == 1 add 7\n}\n", 0, 700),
        ("when a == 1 add a\n", None, None),
        ("when a == 1 add a max 5\n", None, 500),
        ("when a == 1 add a max 5 min 1\n", 0, 500),
        ("match a {\n under 5 add 3\n otherwise subtract 2\n}\n", -200, 300),
        ("when a == 1 add 5\ntotal min 2 max 3\n", 200, 300),
        ("when a == 1 add 5 off\n", 0, 0),
        ("group o max 9 { group i max 4 { when a == 1 add 6 }\n when b == 1 add 3 }\n", 0, 700),
    ],
)
def test_the_score_from_least_to_most(text: str, low: int | None, high: int | None) -> None:
    score = made(text).score
    assert (score.low, score.high) == (low, high)


@pytest.mark.parametrize("seed", range(15))
def test_no_lead_is_outside(seed: int) -> None:
    random = Random(seed)
    rules = [
        f"when {random.choice(FIELDS)} > {random.randrange(5)} {random.choice(['add', 'subtract'])} {random.randrange(9)}"
        for _ in range(4)
    ]
    bounds = random.choice(["", "max 5", "min -2", "min -1 max 6", "weight 33%"])
    found = made(
        f"group g {bounds} {{\n" + "\n".join(rules) + "\n}\n" + f"when a in 1 to 3 add {random.randrange(4)}\n"
    )
    scorer = Scorer(found.plan, as_of=0)
    for _ in range(60):
        lead = {name: random.choice([None, *range(7)]) for name in FIELDS}
        score = scorer.score({"id": "1", **lead}).score
        assert score is not None
        assert found.score.low is not None
        assert found.score.high is not None
        assert found.score.low <= score <= found.score.high


def test_rows_that_nothing_reaches() -> None:
    def rows(text: str) -> tuple[int, ...]:
        found = made(text)
        return unreached(found.known, found.plan.rules[0])

    assert rows("match n {\n under 100 add 1\n 5 to 9 add 2\n otherwise add 3\n missing add 4\n}\n") == (1,)
    assert rows('match t {\n "a", "b" add 1\n "B" add 2\n otherwise add 3\n}\n') == (1,)
    assert rows("match n {\n under 10 add 1\n under 100 add 2\n missing add 4\n}\n") == ()
    whole = "lead { n integer }\nmatch n {\n under 10 add 1\n 11 or more add 2\n otherwise add 3\n}\n"
    assert rows(whole) == ()
    assert rows(whole.replace("11", "10")) == (2,)


def test_gaps_and_the_order_of_bands() -> None:
    found = made("match n {\n over 20 add 1\n under 10 add 2\n 11 to 20 add 3\n}\n")
    rule = found.plan.rules[0]
    assert [band.value // 10_000 for band in gaps(found.known, rule, fractions=False)] == [10]
    assert steps(found.known, rule) == [1, 2, 0]
    fraction = made("match n {\n under 10 add 1\n 10 to 19 add 2\n 20 or more add 3\n}\n")
    assert gaps(fraction.known, fraction.plan.rules[0], fractions=False) == []
    assert len(gaps(fraction.known, fraction.plan.rules[0], fractions=True)) == 1
    whole = made("lead { n integer }\nmatch n {\n under 10 add 1\n 10 to 19 add 2\n 20 or more add 3\n}\n")
    assert gaps(whole.known, whole.plan.rules[0], fractions=True) == []
