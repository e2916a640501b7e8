"""What is said of conditions, held against the record engine over leads of every kind."""

from itertools import product
from random import Random

import pytest

from assay.analysis.cells import Other
from assay.analysis.logic import logic
from assay.analysis.truth import always, never, outcomes, survey
from assay.check import load_text
from assay.engines.record import Scorer
from assay.plan.nodes import LeadField
from assay.values import SCALE

SCHEMA = """
lead { id text key  size integer  price number  country text  code text exact  vip boolean
       tier one of "low", "mid", "high" }
activity { lead_id text key  action text  minutes number }
"""
ATOMS = [
    "size > 10",
    "size < 11",
    "size <= 10",
    "size in 5 to 12",
    "size == 7",
    "price > 10",
    "price < 11",
    "price != 10.5",
    'country == "NL"',
    'country in ["nl", "BE"]',
    'country starts with "n"',
    'country != "be"',
    'code == "A"',
    'code == "a"',
    'code contains "A"',
    "vip",
    "vip == false",
    'tier >= "mid"',
    'tier == "low"',
    'tier in ["high", "low"]',
    "size is known",
    "country is missing",
    "price is missing",
    'any(action == "demo")',
    'count(action == "demo") >= 2',
]
ON_ACTIVITY = ['action == "demo"', 'action == "visit"', "minutes > 3", "minutes < 2", "action is known"]
VALUES: dict[str, list[object]] = {
    "size": [None, 4, 5, 7, 10, 11, 13],
    "price": [None, "9.5", 10, "10.5", "10.75", 12],
    "country": [None, "NL", "be", "Norway", "FR"],
    "code": [None, "A", "a", "xA"],
    "vip": [None, True, False],
    "tier": [None, "low", "mid", "high"],
}
ACTIVITIES: list[list[dict[str, object]]] = [
    [],
    [{"action": "demo", "minutes": 1}],
    [{"action": "visit", "minutes": 5}, {"action": "demo"}],
    [{"action": "demo", "minutes": 4}, {"action": "demo", "minutes": 2}, {}],
]


def condition(random: Random, atoms: list[str], depth: int = 3) -> str:
    if depth == 0 or random.random() < 0.25:
        return random.choice(atoms)
    kind = random.choice(["and", "and", "or", "not", "at least"])
    if kind == "not":
        return f"not ({condition(random, atoms, depth - 1)})"
    parts = [f"({condition(random, atoms, depth - 1)})" for _ in range(random.choice([2, 2, 3]))]
    return f"at least 2 of [{', '.join(parts)}]" if kind == "at least" else f" {kind} ".join(parts)


@pytest.mark.parametrize("seed", range(60))
def test_never_and_always_hold_of_leads_of_every_kind(seed: int) -> None:
    random = Random(seed)
    fields = random.sample(sorted(VALUES), 2)
    own = [atom for atom in ATOMS if any(atom.startswith(field) for field in fields)] + ATOMS[-2:]
    atoms = own if seed % 3 else [*own, *ON_ACTIVITY]
    texts = [condition(random, atoms) for _ in range(12)]
    checked = load_text(SCHEMA + "".join(f'when {text} add 1 as "{at}"\n' for at, text in enumerate(texts)))
    assert checked.model is not None, [d.message for d in checked.diagnostics]
    made = logic(checked.model)
    scorer = Scorer(made.plan, as_of=0)
    claims = {r.id: (never(made.known, c), always(made.known, c)) for r in made.plan.rules if (c := r.condition)}
    for values in product(*(VALUES[field] for field in fields)):
        lead = {"id": "1"} | dict(zip(fields, values, strict=True))
        for activities in ACTIVITIES:
            fired = {rule.id for rule in scorer.score(lead, activities).result().rules}
            for id, (is_never, is_always) in claims.items():
                assert not (is_never and id in fired), (texts[int(id)], lead)
                assert not is_always or id in fired, (texts[int(id)], lead)


@pytest.mark.parametrize("seed", range(40))
def test_a_case_makes_the_condition_what_it_says(seed: int) -> None:
    random = Random(1000 + seed)
    text = condition(random, ATOMS[:23])
    checked = load_text(SCHEMA + f"when {text} add 1\n")
    assert checked.model is not None
    made = logic(checked.model)
    rule = made.plan.rules[0]
    assert rule.condition is not None
    found = survey(made.known, [rule.condition.test])
    scorer = Scorer(made.plan, as_of=0)
    tried = 0
    for (truth,), case in (found or {}).items():
        lead = {name.name: value for name, value in case.items() if isinstance(name, LeadField)}
        if any(isinstance(value, Other) for value in lead.values()):
            continue
        numbers = {"size", "price"}
        typed = {n: v / SCALE if n in numbers and isinstance(v, int) else v for n, v in lead.items()}
        outcome = scorer.score({"id": "1", **typed}).result()
        assert bool(outcome.rules) == (truth is True), (text, typed)
        assert bool(outcome.undecided) == (truth is None), (text, typed)
        tried += 1
    assert found is None or tried or any(isinstance(v, Other) for case in found.values() for v in case.values())


@pytest.mark.parametrize(
    ("text", "is_never", "is_always"),
    [
        ("size > 10 and size < 11", True, False),
        ("price > 10 and price < 11", False, False),
        ('country == "nl" and country == "NL "', False, False),
        ('country == "NL" and country starts with "b"', True, False),
        ('country contains "x" and not (country contains "x")', True, False),
        ('tier > "mid" and tier < "high"', True, False),
        ("vip or vip == false or vip is missing", False, True),
        ("vip or vip == false", False, False),
        ('count(action == "demo") >= 0', False, True),
        ('count(action == "demo") < 0', True, False),
        ('domain(country) == "a" and domain(country) == "b"', True, False),
        ("size > price and not (size > price)", True, False),
        ("size > price and size < price", False, False),
        ("country is missing and not (country is missing)", True, False),
        ('country is missing and country == "NL"', True, False),
    ],
)
def test_what_is_known(text: str, is_never: bool, is_always: bool) -> None:
    checked = load_text(SCHEMA + f"when {text} add 1\n")
    assert checked.model is not None, [d.message for d in checked.diagnostics]
    made = logic(checked.model)
    given = made.plan.rules[0].condition
    assert given is not None
    assert (never(made.known, given), always(made.known, given)) == (is_never, is_always)


def test_activities_are_judged_one_at_a_time() -> None:
    checked = load_text(
        SCHEMA + 'when action == "a" and action == "b" add 1\nwhen minutes > 1 and action == "a" add 1\n'
    )
    assert checked.model is not None
    made = logic(checked.model)
    assert [never(made.known, r.condition) for r in made.plan.rules if r.condition] == [True, False]


def test_the_rank_of_a_value_that_activities_give() -> None:
    """`lowest(tier) >= "mid"` is about a rank, and was held to be never true."""
    rules = 'lead { id text key } activity { lead_id text key  tier one of "low", "mid", "high" }\n'
    checked = load_text(rules + 'when lowest(tier) >= "mid" add 1')
    assert checked.model is not None
    found = logic(checked.model)
    condition = found.plan.rules[0].condition
    assert condition is not None
    assert outcomes(found.known, condition.test) == frozenset({True, False, None})
