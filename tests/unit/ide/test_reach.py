"""The reach of a model is that of its plan."""

from pathlib import Path

import pytest

from assay.analysis.ranges import ranges
from assay.check import load, load_text
from assay.ide.exact import Exact
from assay.ide.exact_reach import exact_reach
from assay.ide.reach import reach_of, reach_within
from assay.ide.texts import texts_of
from assay.ide.workspace import Workspace
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


BEFORE = """\
lead { country text }
let far = country == "DE"
group fit { when country == "NL" add 5 when far add 8 }
group more { when country == "FR" add 1 when country == "BE" add 2 }
stage A when score > 100
"""


def test_what_a_solver_found_holds_for_groups_that_stay_the_same() -> None:
    path = Path("/nowhere/rules.assay")
    workspace = Workspace()

    def edited(old: str, new: str) -> tuple[list[str], str]:
        """How far groups and the score reach after an edit."""
        start = workspace.open[path].text.index(old)
        workspace.edited(path, start, start + len(old), new, 2)
        model, exact = workspace.rules(path).model, workspace.rules(path).exact
        assert model is not None
        reach = reach_within(model, exact)
        return [f"{name} {found.high}" for name, found in reach.groups.items()], str(reach.score.high)

    workspace.opened(path, BEFORE, 1)
    assert edited("100", "200") == (["fit 1300", "more 300"], "1600")
    rules, roots = workspace.rules(path), workspace.roots(path)
    found = exact_reach(texts_of(roots, rules), 0, 60.0)
    assert found is not None
    assert rules.model is not None
    workspace.reached(roots, Exact(rules.model, found))
    assert edited("200", "300") == (["fit 800", "more 200"], "800")
    assert edited("BE", "AT") == (["fit 800", "more 300"], "1100")
    assert edited('"DE"', '"CH"') == (["fit 1300", "more 300"], "1600")


def test_rules_with_a_mistake_reach_nothing() -> None:
    path = Path("/nowhere/rules.assay")
    workspace = Workspace()
    workspace.opened(path, BEFORE + "when", 1)
    assert exact_reach(texts_of(workspace.roots(path), workspace.rules(path)), 0, 1.0) is None
