"""Results worked out by hand from the language's definition: both evaluators must give them."""

import pytest

from assay.check import load_text
from assay.engines.record import Scorer
from assay.engines.record.trace import trace
from assay.plan import plan
from assay.results import LeadResult
from assay.values import DAY, utc_datetime

AS_OF = 20_758 * DAY  # 2026-11-01 00:00 UTC
SCHEMA = """lead { id text exact key  country text  code text exact  employees number  created time  tags list of text }
activity { lead_id text exact key  action text  page text  amount number  occurred time }
"""
Record = dict[str, object]


def ago(days: float, **values: object) -> Record:
    """An activity so many days before the moment of scoring."""
    return {"occurred": utc_datetime(AS_OF - int(days * DAY)), **values}


def scored(rules: str, lead: Record, activities: list[Record]) -> LeadResult:
    model = load_text(SCHEMA + rules).model
    assert model is not None, [d.message for d in load_text(SCHEMA + rules).diagnostics]
    made = plan(model)
    result = Scorer(made, AS_OF).score(lead, activities).result()
    assert trace(made, AS_OF, lead, activities).result() == result
    backwards = Scorer(made, AS_OF).score(lead, list(reversed(activities))).result()
    assert backwards == result
    return result


DEMO = 'when action == "demo" add 30'
DEMOS = [ago(75, action="demo"), ago(200, action="demo")]


@pytest.mark.parametrize(
    ("rules", "activities", "score"),
    [
        (f"{DEMO} fading 25% every 30 days", DEMOS, 15),
        (f"{DEMO} fading 25% every 30 days compounding", DEMOS, 16.88),
        (f"{DEMO} halving every 30 days", DEMOS, 5.3),
        (f"{DEMO} losing 4 every 30 days", DEMOS, 22),
        (f"{DEMO} expiring after 75 days", DEMOS, 0),
        (f"{DEMO} expiring after 76 days", DEMOS, 30),
        ('when action == "demo" subtract 30 halving every 30 days', DEMOS, -5.3),
        (f"{DEMO} within 75 days", DEMOS, 0),
        ('when action == "demo" within 76 days add 30', DEMOS, 30),
        ('when action == "demo" add 30', [ago(-1, action="demo")], 0),
        ('when action == "demo" within 1 days add 30', [ago(0, action="demo")], 30),
        ('when action == "demo" within 1 days add 30', [{"action": "demo"}], 0),
        ('each action == "view" add 5 max 12', [ago(n, action="view") for n in (1, 2, 3)], 12),
        ('each action == "view" subtract 5 max 12', [ago(n, action="view") for n in (1, 2, 3)], -12),
        (
            'each action == "view" at most once per day add amount',
            [ago(0.5, action="view", amount=n) for n in (3, 7)],
            7,
        ),
        ('each action == "view" once per page add 5', [ago(n, action="view", page="/A ") for n in (1, 2)], 5),
        ('each action == "view" once per page add 5', [ago(1, action="view")], 0),
        (
            'each action == "view" at least 2 times per page add 5',
            [ago(n, action="view", page=p) for n, p in ((1, "a"), (2, "A"), (3, "b"))],
            5,
        ),
        (
            'each action == "view" at most 1 per 3 days add 5',
            [ago(n, action="view") for n in (10, 8, 7, 6.9, 1)],
            15,
        ),
        ('when action == "view" at least 2 times add 5', [ago(1, action="view"), ago(1, action="view")], 5),
        ('when action == "view" exactly 1 times add 5', [ago(1, action="view"), ago(1, action="view")], 0),
        ('when count(action == "view") >= 2 add sum(amount)', [ago(1, action="view", amount="2.005")] * 2, 4.01),
        ('when first(page) == "a" add 1', [ago(1, page="b"), ago(1, page="a"), ago(9)], 1),
    ],
)
def test_activities(rules: str, activities: list[Record], score: float) -> None:
    assert scored(rules, {"id": "1"}, activities).score == score


@pytest.mark.parametrize(
    ("rules", "lead", "score"),
    [
        ("when employees > 0 add employees / 3", {"employees": 1}, 0.33),
        ("when employees > 0 subtract employees", {"employees": "0.125"}, -0.13),
        ('when country == " nl " add 1', {"country": "NL\u00a0"}, 1),
        ('when code == "nl" add 1', {"code": "NL"}, 0),
        ('when tags contains "SUV" add 1', {"tags": "coupe, suv"}, 1),
        ("group g max 10 weight 50% { when employees > 0 add 25 }", {"employees": 1}, 10),
        ("group g min 5 { when employees > 0 add 1 }", {}, 5),
        ("total max 8\nwhen employees > 0 add 9", {"employees": 1}, 8),
        ("first of { when employees > 9 add 1 when employees > 5 add 2 }", {"employees": 7}, 2),
        ("best of { when employees > 5 add 1 when employees > 1 add 2 }", {"employees": 7}, 2),
        ("match employees { under 5 add 1 5 to 9 add 2 otherwise add 3 }", {"employees": 9}, 2),
        ("match employees { under 5 add 1 otherwise add 3 missing add 4 }", {}, 4),
        ("when since(created) > 30 days subtract 10 per 30 days since created max 25", {"created": "2026-01-01"}, -25),
    ],
)
def test_leads(rules: str, lead: Record, score: float) -> None:
    assert scored(rules, {"id": "1", **lead}, []).score == score


@pytest.mark.parametrize(
    ("rules", "lead", "activities", "missing"),
    [
        ("when employees > 5 add 1", {}, [], ("employees",)),
        ("when not employees > 5 add 1", {}, [], ("employees",)),
        ("match employees { under 5 add 1 otherwise add 2 }", {}, [], ("employees",)),
        ('when country == "NL" add employees', {"country": "NL"}, [], ("employees",)),
        ('when action == "demo" and country == "NL" add 1', {}, [ago(1, action="demo")], ("country",)),
        ('when action == "demo" or country == "NL" add 1', {}, [], ("country",)),
        ("when since(last(occurred)) > 1 days add 1", {}, [], ("last(occurred)",)),
        ('when action == "demo" add 1 expiring after 9 days', {}, [{"action": "demo"}], ()),
    ],
)
def test_what_could_not_be_decided(
    rules: str, lead: Record, activities: list[Record], missing: tuple[str, ...]
) -> None:
    result = scored(rules, {"id": "1", **lead}, activities)
    assert result.rules == ()
    (undecided,) = result.undecided
    assert undecided.missing == missing


@pytest.mark.parametrize(
    "activities", [[], [ago(1, action="view")], [{"action": "demo"}]], ids=["none", "another", "undated"]
)
def test_a_missing_activity_field_decides_nothing(activities: list[Record]) -> None:
    result = scored('when action == "demo" and country == "NL" and page == "x" add 1', {"id": "1"}, activities)
    assert (result.rules, result.undecided) == ((), ())


def test_what_the_lead_alone_makes_true_does_not_age() -> None:
    rules = 'when action == "order" or country == "NL" add 10 halving every 1 days'
    assert scored(rules, {"id": "1", "country": "NL"}, []).score == 10
    assert scored(rules, {"id": "1", "country": "NL"}, [ago(100, action="webinar")]).score == 10
    assert scored(rules, {"id": "1", "country": "NL"}, [ago(100, action="order")]).score == 10
    assert scored(rules, {"id": "1", "country": "FR"}, [ago(100, action="order")]).score == 0
