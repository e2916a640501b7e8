"""The index: which rules a field's value decides, and that rules which it does not lead to cannot be true."""

import random
from collections.abc import Mapping

import pytest

from assay.engines.record.trace import trace
from assay.plan.forms import items_of
from assay.plan.index import Anchor, indexed
from assay.plan.nodes import Plan
from assay.values import fold
from tests.unit.plan.source import plan_of

RULES = [
    ('when country == "NL" add 1', ("country", "equality")),
    ('when country == "NL" or not country in ["BE", "DE"] add 1', ("country", "equality")),
    ("when country is missing add 1", ("country", "equality")),
    ("when country in emea add 1", ("country", "equality")),
    ('when seg == "NL" add 1', ("country", "equality")),
    ("when subscribed add 1", ("subscribed", "equality")),
    ("when not subscribed add 1", ("subscribed", "equality")),
    ("when employees in 5 to 10 or employees == 20 add 1", ("employees", "range")),
    ("when big and employees < 1000 add 1", ("employees", "range")),
    ('when band < "high" add 1', ("band", "range")),
    ("when created == 2026-01-01 add 1", ("created", "range")),
    ("when since(created) > 30 days add 1", ("created", "computed")),
    ("when employees * 2 > 10 add 1", ("employees", "computed")),
    ('when domain(email) == "x.com" add 1', ("email", "computed")),
    ('when title mentions "VP" and title != "x" add 1', ("title", "text")),
    ('when interests contains "SUV" add 1', ("interests", "list")),
    ("match employees { under 5 add 1 otherwise add 2 }", ("employees", "match")),
    ("match domain(email) { \"x.com\" add 1 }", ("email", "match")),
]  # fmt: skip


@pytest.mark.parametrize(("source", "place"), RULES)
def test_a_rule_that_reads_one_field_is_decided_by_it(source: str, place: tuple[str, str]) -> None:
    planned = plan_of(source)
    assert [(entry.field, entry.how, entry.rules, entry.joint) for entry in planned.index] == [(*place, (0,), ())]
    assert planned.residual == ()


JOINT = [
    ('when country == "NL" and employees > 5 add 1', "country", ("nl",)),
    ('when employees > 5 and country in ["NL", "BE"] and title == "x" add 1', "title", ("x",)),
    ("when subscribed and country in emea add 1", "country", ("de", "fr", "nl")),
    ("when not subscribed and employees > 5 add 1", "subscribed", (False,)),
    ("when country in emea and count(view) > 5 add 1", "country", ("de", "fr", "nl")),
    ('when seg == "NL" and employees > 5 add 1', "country", ("nl",)),
    ('when code == "A" and (country == "NL" or employees > 5) add 1', "code", ("A",)),
]


@pytest.mark.parametrize(("source", "field", "items"), JOINT)
def test_a_conjunction_is_anchored_at_its_most_selective_equality(
    source: str, field: str, items: tuple[object, ...]
) -> None:
    planned = plan_of(source)
    assert [(entry.field, entry.how, entry.rules, entry.joint) for entry in planned.index] == [
        (field, "equality", (), (0,))
    ]
    found = anchors(planned)[0]
    assert items_of(found.items, {named.name: named for named in planned.lists}) == items


@pytest.mark.parametrize(
    "source",
    [
        'when country == "NL" or employees > 5 add 1',
        "when employees > seats add 1",
        "when count(view) > 5 add 1",
        'when country != "NL" and employees > 5 add 1',
        "match employees + seats { otherwise add 1 }",
        "when true add 1",
    ],
)
def test_the_rest_is_tried_for_every_lead(source: str) -> None:
    planned = plan_of(source)
    assert (planned.index, planned.residual) == ((), (0,))


@pytest.mark.parametrize("source", ["when view add 1", "each view add 1", 'when country == "NL" add 1 off'])
def test_rules_about_activities_and_rules_that_are_off_are_not_in_it(source: str) -> None:
    planned = plan_of(source)
    assert (planned.index, planned.residual) == ((), ())


# --- rules that the index does not lead to cannot be true -------------------------------------------------------

PARTS = [
    *('country == "NL"', "country in emea", 'country != "BE"', "country is known", 'country starts with "n"'),
    *("employees > 5", "employees == 5", "employees in 5 to 10", "seats >= employees", "big"),
    *("subscribed", "not subscribed", 'band == "high"', 'band < "high"', 'interests contains "SUV"'),
    *('code == "A"', 'title == "x"', 'seg == "NL"', "created == 2026-01-01", "count(view) >= 0"),
]
VALUES: Mapping[str, list[object]] = {
    "country": ["NL", " be ", "DE", "fr", "x", None],
    "employees": ["5", "7", "250", None],
    "seats": ["5", "7", None],
    "subscribed": ["true", "false", None],
    "band": ["minimum", "middle", "HIGH", None],
    "interests": ["SUV, bike", "bike", None],
    "code": ["A", "a", None],
    "title": ["X", "y", None],
    "created": ["2026-01-01 10:00", "2026-01-02 10:00", None],
}


def anchors(planned: Plan) -> Mapping[int, Anchor]:
    return indexed(planned.rules, planned.values, planned.lists).joint


def random_rule(chosen: random.Random) -> str:
    parts = [chosen.choice(PARTS) for _ in range(chosen.randint(1, 3))]
    return f"when {chosen.choice([' and ', ' and ', ' or ']).join(parts)} add 1"


def test_what_the_index_does_not_lead_to_is_not_true() -> None:
    chosen = random.Random(7)
    planned = plan_of("\n".join(random_rule(chosen) for _ in range(120)))
    lists = {named.name: named for named in planned.lists}
    joint = anchors(planned)
    assert len(joint) > 20
    alone = {place: entry.field for entry in planned.index for place in entry.rules}
    by_value: dict[tuple[int, object], set[str]] = {}
    for number in range(150):
        lead = {name: chosen.choice(values) for name, values in VALUES.items()}
        found = trace(planned, 0, {"id": str(number), **lead}, [])
        for place, anchor in joint.items():
            if found.rules[place].outcome == "true":
                value = found.lead[anchor.field]
                held = fold(value) if isinstance(value, str) and anchor.side.node == "op" else value
                assert held in items_of(anchor.items, lists)
        for place, field in alone.items():
            by_value.setdefault((place, found.lead[field]), set()).add(found.rules[place].outcome)
    assert all(len(outcomes) == 1 for outcomes in by_value.values())


def test_every_rule_about_the_lead_is_in_one_place() -> None:
    chosen = random.Random(8)
    planned = plan_of("\n".join(random_rule(chosen) for _ in range(200)))
    places = [place for entry in planned.index for place in (*entry.rules, *entry.joint)] + list(planned.residual)
    assert sorted(places) == list(range(200))
