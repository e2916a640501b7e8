"""Decisions that others leave nothing to: held against the record engine over leads of every kind."""

from itertools import product
from random import Random

import pytest

from assay.analysis.cover import covered_routes, implied_reasons, shadowed_stages
from assay.analysis.logic import Logic, logic
from assay.analysis.rows import overlaps
from assay.check import load_text
from assay.engines.record import Scorer
from assay.values import SCALE
from tests.unit.analysis.test_truth import ATOMS, SCHEMA, VALUES, condition

ON_LEAD = [atom for atom in ATOMS if not atom.startswith(("any", "count"))]


def made(text: str) -> Logic:
    checked = load_text(SCHEMA + text)
    assert checked.model is not None, [d.message for d in checked.diagnostics]
    return logic(checked.model)


def two_fields(seed: int) -> tuple[Random, list[str], list[dict[str, object]]]:
    random = Random(seed)
    fields = random.sample(sorted(VALUES), 2)
    atoms = [atom for atom in ON_LEAD if any(field in atom for field in fields)]
    values = product(*(VALUES[field] for field in fields))
    return random, atoms, [{"id": "1"} | dict(zip(fields, each, strict=True)) for each in values]


@pytest.mark.parametrize("seed", range(15))
def test_a_covered_route_is_never_taken(seed: int) -> None:
    random, atoms, leads = two_fields(seed)
    routes = "".join(f'route to "{at}" when {condition(random, atoms, 2)}\n' for at in range(6))
    found = made(routes)
    covered = {str(at) for at, _ in covered_routes(found.bounded, found.plan)}
    scorer = Scorer(found.plan, as_of=0)
    taken = {route.to for lead in leads if (route := scorer.score(lead).result().route)}
    assert not covered & taken


@pytest.mark.parametrize("seed", range(15))
def test_nobody_is_in_a_shadowed_stage(seed: int) -> None:
    random, atoms, leads = two_fields(seed)
    points = f"when {condition(random, atoms, 1)} add 20\nwhen {condition(random, atoms, 1)} add 30\n"
    stages = "".join(f"stage S{at} when score >= {random.randrange(0, 60, 10)}\n" for at in range(4))
    found = made(points + stages)
    shadowed = {f"S{at}" for at, _ in shadowed_stages(found.bounded, found.plan)}
    scorer = Scorer(found.plan, as_of=0)
    assert not shadowed & {scorer.score(lead).stage for lead in leads}


@pytest.mark.parametrize("seed", range(15))
def test_an_implied_reason_never_stands_alone(seed: int) -> None:
    random, atoms, leads = two_fields(seed)
    texts = [" and ".join(random.choice(atoms) for _ in range(random.choice([1, 2]))) for _ in range(8)]
    found = made("".join(f'disqualify if {text} because "{at}"\n' for at, text in enumerate(texts)))
    implied = [(str(at), str(by)) for at, by in implied_reasons(found.known, (), found.plan.disqualifies)]
    scorer = Scorer(found.plan, as_of=0)
    for lead in leads:
        reasons = scorer.score(lead).result().disqualified
        assert all(by in reasons for at, by in implied if at in reasons), (texts, lead)


def test_what_covers_what() -> None:
    routes = 'route to "a" when size > 10\nroute to "b" when size <= 10\nroute to "c" when size is known\n'
    found = made(routes + 'route to "d" otherwise\n')
    assert list(covered_routes(found.bounded, found.plan)) == [(2, (0, 1))]
    found = made("when vip add 9\nstage A at 5\nstage B at 3\nstage C at 7\n")
    assert list(shadowed_stages(found.bounded, found.plan)) == [(0, 1)]
    found = made("when vip add 9\nstage A at 5\nstage B at 3\npromote to A when size > 10\n")
    assert list(shadowed_stages(found.bounded, found.plan)) == []
    twice = 'disqualify if size > 10 because "x"\ndisqualify if size >= 11 because "y"\n'
    found = made(twice)
    assert list(implied_reasons(found.known, (), found.plan.disqualifies)) == [(1, 0)]


OVERLAPS = [
    ("0 to 10 add 1  10 to 20 add 5", [(10, 0, 1)]),
    ("10 or less add 1  10 or more add 5", [(10, 0, 1)]),
    ("0 to 15 add 1  10 to 20 add 5", [(10, 0, 1)]),
    ("under 10 add 1  10 to 20 add 5", []),
    ("under 10 add 1  under 20 add 5", []),  # steps
    ("over 20 add 9  over 10 add 5", []),
    ("10 to 20 add 1  0 to 100 add 5", []),
    ("10 to 20 add 1  15 add 5  otherwise add 0", []),
    ("20 to 30 add 3  0 to 10 add 1  10 to 20 add 5", [(20, 0, 2), (10, 1, 2)]),
]


@pytest.mark.parametrize(("rows", "found"), OVERLAPS)
def test_bands_that_claim_the_same_number(rows: str, found: list[tuple[int, int, int]]) -> None:
    model = load_text(f"lead {{ id text key  n number }}\nmatch n {{ {rows} }}\n").model
    assert model is not None
    rules = logic(model)
    assert [(one.value // SCALE, one.first, one.second) for one in overlaps(rules.known, rules.plan.rules[0])] == found
