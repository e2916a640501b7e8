"""Every example that is made up checks and passes, and its rule fires in it."""

import datetime as dt
from pathlib import Path

import pytest

from assay.check import load_text
from assay.fixes import edited
from assay.ide.scene import Scene
from assay.ide.witness import example_edit
from assay.linter import walk
from assay.testing import run_examples
from tests.strategies.dice import Dice
from tests.strategies.rulesets import make_rule_set
from tests.unit.ide.scenes import SCHEMA, scene_of

AS_OF = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
MOMENT = int(AS_OF.timestamp()) * 1_000_000
PACKS = sorted((Path(__file__).parents[3] / "rules").glob("*/*.assay"))


def rule_places(scene: Scene) -> list[int]:
    """Where each rule begins."""
    model = scene.rules.model
    assert model is not None
    return [rule.span.start for _, rule in walk.rules(model) if Path(rule.span.source.name) == scene.document.path]


def passes(text: str, folder: Path | None) -> bool:
    checked = load_text(text, folder=folder)
    assert checked.model is not None, [d.message for d in checked.diagnostics]
    report = run_examples(checked.model, MOMENT)[-1]
    return report.passed


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.parent.name)
def test_examples_for_the_rules_of_packs(path: Path) -> None:
    scene = scene_of(path.read_text(encoding="utf-8"), path.resolve())
    if not rule_places(scene):
        pytest.skip("has no rules")
    places, found = rule_places(scene), 0
    for place in places:
        edit = example_edit(scene, place, AS_OF)
        if edit is not None:
            found += 1
            assert passes(edited(scene.document.source, [edit]), path.parent), edit.text
    assert found >= len(places) * 0.7, f"{found} of {len(places)}"


@pytest.mark.parametrize("seed", range(20))
def test_examples_for_any_rules(seed: int) -> None:
    rules = make_rule_set(Dice(seed), size=6)
    if rules.files or not rules.schema.declared:
        pytest.skip("from several files, or without a schema")
    scene = scene_of(rules.text)
    for place in rule_places(scene):
        edit = example_edit(scene, place, AS_OF)
        if edit is not None:
            assert passes(edited(scene.document.source, [edit]), None), edit.text


def made_up(program: str) -> str | None:
    scene = scene_of(SCHEMA + program)
    edit = example_edit(scene, len(SCHEMA) + 1, AS_OF)
    return None if edit is None else edit.text


def test_an_example_of_the_lead() -> None:
    assert made_up('when country in ["NL", "BE"] and employees >= 200 add 20 as "Big"\nstage MQL at 10\n') == (
        '\nexample "Big" {\n  lead { country: "NL", employees: 200 }\n  expect ungrouped == 20\n  expect stage == MQL\n}\n'
    )


def test_an_example_of_what_was_done() -> None:
    assert made_up('when action == "visit" at least 2 times within 12 hours add 5\n') == (
        '\nexample "action == \\"visit\\"" {\n  activity { action: "visit", occurred: 1 hour ago } times 2\n'
        "  expect ungrouped == 5\n}\n"
    )


def test_rules_that_fire_for_nobody_get_none() -> None:
    assert made_up('when country == "NL" and country == "BE" add 5\n') is None
    assert made_up("when active == true add 5 starting 2030-01-01\n") is None
