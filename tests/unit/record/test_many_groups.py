"""Rule sets with more groups than one generated function adds up."""

import pytest

from assay.check import load_text
from assay.engines.record import Scorer
from assay.plan import plan


def _scored(text: str) -> int | None:
    model = load_text(text).model
    assert model is not None
    return Scorer(plan(model), 0).score({"country": "nl", "employees": "25"}).score


@pytest.mark.parametrize("groups", [1, 30, 60, 200])
def test_groups_side_by_side(groups: int) -> None:
    rules = 'when country == "NL" add 2 when employees > 5 and country == "NL" add 1'
    assert _scored("\n".join(f"group g{n} {{ {rules} }}" for n in range(groups))) == groups * 300


@pytest.mark.parametrize("depth", [1, 35, 60, 90])
def test_groups_within_groups(depth: int) -> None:
    opened = "\n".join(f'group g{n} {{ when country == "NL" add 1' for n in range(depth))
    assert _scored(opened + "}" * depth) == depth * 100
