"""The reach of a model is that of its plan."""

from pathlib import Path

import pytest

from assay.analysis.ranges import ranges
from assay.check import load, load_text
from assay.ide.reach import reach_of
from assay.model import Model
from assay.plan import plan
from tests.strategies.dice import Dice
from tests.strategies.rulesets import make_rule_set

PACKS = sorted(path.parent for path in (Path(__file__).parents[3] / "rules").glob("*/*.assay"))


def assert_same(model: Model) -> None:
    groups, _, score = ranges(plan(model))
    reach = reach_of(model)
    assert reach.score == score
    assert reach.groups == {name: found.kept for name, found in groups.items()}


@pytest.mark.parametrize("folder", sorted(set(PACKS)), ids=lambda folder: folder.name)
def test_of_rule_packs(folder: Path) -> None:
    model = load(folder).model
    assert model is not None
    assert_same(model)


@pytest.mark.parametrize("seed", range(60))
def test_of_any_rules(seed: int) -> None:
    model = load_text(make_rule_set(Dice(seed), size=12).text).model
    if model is None:
        pytest.skip("takes in other files")
    assert_same(model)
