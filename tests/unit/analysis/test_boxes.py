"""Rules held against each other by their masks: what is claimed is so for leads of every kind."""

from collections.abc import Mapping
from itertools import product
from random import Random

import pytest

from assay.analysis.boxes import boxes, implied, sample
from assay.analysis.logic import logic
from assay.analysis.twins import inside, same, worded
from assay.check import load_text
from assay.engines.record import Scorer
from assay.plan.nodes import LeadField
from assay.values import SCALE
from tests.unit.analysis.test_truth import ATOMS, SCHEMA, VALUES, condition

ON_LEAD = [atom for atom in ATOMS if not atom.startswith(("any", "count"))]


def conjunction(random: Random, atoms: list[str]) -> str:
    return " and ".join(f"({condition(random, atoms, 1)})" for _ in range(random.choice([1, 1, 2, 3])))


@pytest.mark.parametrize("seed", range(25))
def test_what_implies_what_holds_of_leads_of_every_kind(seed: int) -> None:
    random = Random(seed)
    fields = random.sample(sorted(VALUES), 2)
    atoms = [atom for atom in ON_LEAD if any(field in atom for field in fields)]
    texts = list(dict.fromkeys(conjunction(random, atoms) for _ in range(14)))
    checked = load_text(SCHEMA + "".join(f'when {text} add 1 as "{at}"\n' for at, text in enumerate(texts)))
    assert checked.model is not None
    made = logic(checked.model)
    found = boxes(made.known, [rule.condition.test for rule in made.plan.rules if rule.condition])
    numbered = [(str(at), box) for at, box in enumerate(found.boxes)]
    claims = [(a, b) for a, x in numbered for b, y in numbered if x and y and a != b and implied(x, y)]
    twins = [(a, b) for a, x in numbered for b, y in numbered if x and y and x.key == y.key]
    scorer = Scorer(made.plan, as_of=0)
    for values in product(*(VALUES[field] for field in fields)):
        lead = {"id": "1"} | dict(zip(fields, values, strict=True))
        fired = {rule.id for rule in scorer.score(lead).result().rules}
        assert all(b in fired for a, b in claims if a in fired), lead
        assert all((a in fired) == (b in fired) for a, b in twins), lead
        assert not any(box is None and id in fired for id, box in numbered), lead
    for id, box in numbered:
        example = sample(found, box) if box else None
        if example is not None:
            assert id in {rule.id for rule in scorer.score(raw(example)).result().rules}, (texts[int(id)], example)


def raw(example: Mapping[LeadField, object]) -> dict[str, object]:
    numbers = {"size", "price"}
    typed = {f.name: v / SCALE if f.name in numbers and isinstance(v, int) else v for f, v in example.items()}
    return {"id": "1"} | typed


def pairs(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]], list[str | None]]:
    checked = load_text(SCHEMA + text)
    assert checked.model is not None, [d.message for d in checked.diagnostics]
    made = logic(checked.model)
    twins = list(same(made.known, made.plan.rules))
    inner = list(inside(made.known, made.plan.rules))
    shown = [worded(made.known, pair.example) for pair in (*twins, *inner)]
    return [(p.first, p.second) for p in twins], [(p.first, p.second) for p in inner], shown


def test_the_same_said_in_two_ways() -> None:
    text = 'when country in ["NL", "BE"] add 1\nwhen not (country != "be" and country != "nl") add 2\n'
    assert pairs(text) == ([(0, 1)], [], ['country "nl"'])
    assert pairs("when size > 10 and vip add 1\nwhen vip and size >= 11 add 2\n") == (
        [(0, 1)],
        [],
        ["vip true, size 11"],
    )


def test_a_step_inside_another() -> None:
    assert pairs("when size > 10 add 1\nwhen size > 20 add 2\n") == ([], [(0, 1)], ["size 21"])
    assert pairs("when size > 10 add 1\nwhen size > 20 subtract 2\n") == ([], [], [])
    assert pairs("when size is known add 1\nwhen size > 20 add 2\n") == ([], [], [])


def test_rules_that_count_apart_are_no_twins() -> None:
    apart = "group a { when vip add 1 }\ngroup b { when vip add 1 }\n"
    assert pairs(apart) == ([], [], [])
    assert pairs("first of {\n when vip add 1\n when vip == true add 2\n}\n") == ([], [], [])
    assert pairs("when vip add 1 until 2026-01-01\nwhen vip add 2\n") == ([], [], [])
    assert pairs('when action == "a" at least 2 times add 1\nwhen action == "a" add 1\n') == ([], [], [])
    assert pairs('when code == "A" add 1\nwhen code == "a" add 1\n') == ([], [], [])
