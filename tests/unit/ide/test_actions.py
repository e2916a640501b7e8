"""Actions keep what they promise: a `match` gives the points the rules gave, and what is let stand is found no more."""

import pytest

from assay.check import load_text
from assay.engines.record import Scorer
from assay.fixes import edited
from assay.ide.actions import Action, actions
from assay.linter.lint import Context
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.plan import plan
from tests.strategies.dice import Dice
from tests.unit.ide.drawings import with_lints
from tests.unit.ide.scenes import SCHEMA, scene_at, scene_of

TEXTS = ("NL", "nl ", "BE", "DE", "Österreich", "österreich")
NUMBERS = ("-5", "0", "10", "10.5", "10.00001", "50", "200")


def text_rule(dice: Dice) -> str:
    if dice.chance(0.5):
        return f'country == "{dice.pick(TEXTS)}"'
    texts = ", ".join(f'"{text}"' for text in dice.some(TEXTS, 1, 2))
    return f"country in [{texts}]"


def number_rule(dice: Dice) -> str:
    low, high = sorted(dice.some(NUMBERS, 2, 2), key=float)
    if dice.chance(0.4):
        return f"employees in {low} to {high}"
    return f"employees {dice.pick(('==', '<', '<=', '>', '>='))} {low}"


def rules(dice: Dice) -> str:
    make = dice.pick((text_rule, number_rule))
    lines = [
        f"  when {make(dice)} {dice.pick(('add', 'subtract'))} {dice.between(0, 30)}" for _ in range(dice.between(2, 4))
    ]
    return "group fit min -20 max 40 halving every 30 days {\n" + "\n".join(lines) + "\n}\n"


def scores(text: str) -> list[object]:
    model = load_text(text).model
    assert model is not None, text
    scorer = Scorer(plan(model), 0)
    leads = [{"id": "1", "country": value} for value in (*TEXTS, "xx", None)]
    leads += [{"id": "1", "employees": value} for value in (*NUMBERS, "-6", "10.2", "11", "1000", None)]
    return [scorer.score(lead, ()).result().groups["fit"] for lead in leads]


def chosen(found: tuple[Action, ...], title: str) -> Action | None:
    return next((action for action in found if title in action.title), None)


def test_a_match_gives_the_points_the_rules_gave() -> None:
    offered = 0
    for seed in range(300):
        dice = Dice(seed)
        scene = scene_of(SCHEMA + rules(dice))
        places = [at for at in range(len(scene.text)) if scene.text.startswith("  when", at)]
        action = chosen(actions(scene, dice.pick(places) + 3, len(scene.text)), "into a `match`")
        if action is None or action.edits is None:
            continue
        offered += 1
        after = edited(scene.document.source, action.edits)
        assert scores(after) == scores(scene.text), after
    assert offered > 30


def test_conditions_that_overlap_stay_rules() -> None:
    for program in (
        "when employees <= 10 a|dd 1\nwhen employees >= 10 add 2\n",
        "when employees == 10.00001 a|dd 1\nwhen employees == 10.00002 add 2\n",
        'when country in ["NL", "BE"] a|dd 1\nwhen country == "be" add 2\n',
        'when country == "NL" a|dd 1\nwhen tier == "gold" add 2\n',
    ):
        scene, place = scene_at(program)
        assert chosen(actions(scene, place, place), "into a `match`") is None


@pytest.mark.parametrize(
    "program",
    ['when country == "NL" add| 0\n', 'group fit {\n  when country == "NL" add| 0\n}\nstage A when fit > 0\n'],
)
def test_what_is_let_stand_is_found_no_more(program: str) -> None:
    scene, offset = scene_at(program)
    scene = with_lints(scene)
    action = chosen(actions(scene, offset, offset), "let L301 stand")
    assert action is not None
    assert action.edits is not None
    assert action.cures is not None
    model = load_text(edited(scene.document.source, action.edits)).model
    assert model is not None
    assert "L301" not in {found.code.code for found in lint(Context(model, 20_000), [LINTS["L301"]])}
    assert "L002" not in {found.code.code for found in lint(Context(model, 20_000), [LINTS["L301"]])}


def test_a_second_finding_joins_the_comment_there_is() -> None:
    program = '# assay: ignore L302 meant so\nwhen country == "NL" or active == true and employees > 5 add| 0\n'
    scene, offset = scene_at(program)
    action = chosen(actions(with_lints(scene), offset, offset), "let L301 stand")
    assert action is not None
    assert action.edits is not None
    assert "# assay: ignore L302, L301 meant so\n" in edited(scene.document.source, action.edits)


def test_fix_all_takes_what_is_safe() -> None:
    scene, offset = scene_at('when country = "NL" add 5\nwhen employees => 3 add 5\nwhen countr == 3 add| 5\n')
    action = chosen(actions(scene, offset, offset), "fix all")
    assert action is not None
    assert action.edits is not None
    after = edited(scene.document.source, action.edits)
    assert 'when country == "NL" add 5\nwhen employees >= 3 add 5\nwhen countr == 3' in after
