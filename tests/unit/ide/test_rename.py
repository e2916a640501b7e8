"""Renamed rules are checked rules that say the same; what cannot be renamed is refused in a sentence."""

from collections import Counter
from pathlib import Path

import pytest

from assay.check import load_text
from assay.engines.record import BadRecord, Scorer
from assay.fixes import edited
from assay.ide.rename import Refusal, Renamable, prepare_rename, rename
from assay.ide.scene import Scene
from assay.ide.symbols import Symbol, definition_of
from assay.ide.workspace import Workspace
from assay.plan import plan
from assay.results import LeadResult
from tests.properties.agreement import EPOCH
from tests.strategies.cases import Case, make_case
from tests.strategies.dice import Dice
from tests.strategies.records import Lead
from tests.unit.ide.scenes import scene_at, scene_of

NEW = (
    "profile",
    "größe",
    "our markets",
    "Lead Source",
    "when",
    "max",
    "month",
    "days",
    "first",
    "under",
    "to",
    "route",
    "any",
)


def symbols(scene: Scene) -> list[Symbol]:
    names = scene.names
    found = [Symbol("let", name) for name in names.lets]
    found += [Symbol("group", name) for name in names.groups]
    found += [Symbol("stage", name) for name in names.stages]
    found += [Symbol("lead field", name) for name in scene.lead]
    return found + [Symbol("activity field", name) for name in scene.activity]


def anonymous(result: LeadResult, stages: list[str]) -> object:
    """All of a result but names, and ids that are conditions."""
    return (
        result.score,
        [(group.earned, group.kept) for group in result.groups.values()],
        result.grade,
        None if result.stage is None else stages.index(result.stage),
        result.stage_by,
        len(result.excluded) > 0,
        len(result.disqualified) > 0,
        result.route,
        [rule.points for rule in result.rules],
        Counter(len(rule.missing) for rule in result.undecided),
        len(result.broken) > 0,
    )


def results(text: str, case: Case, leads: list[Lead]) -> list[object]:
    model = load_text(text).model
    assert model is not None, text
    scorer = Scorer(plan(model), (case.rules.as_of - EPOCH) // (EPOCH.resolution))
    found: list[object] = []
    for lead in leads:
        try:
            result = scorer.score(lead.values, lead.activities, lead.previous).result()
        except BadRecord as bad:
            found.append((bad.table, bad.index))
        else:
            found.append(anonymous(result, [stage.name for stage in model.stages]))
    return found


def renamed(lead: Lead, symbol: Symbol, new: str) -> Lead:
    """The lead as the renamed rules' fields and stages are called."""

    def row(values: dict[str, object], kind: str) -> dict[str, object]:
        return {new if name == symbol.name and symbol.kind == kind else name: value for name, value in values.items()}

    previous = new if symbol.kind == "stage" and lead.previous == symbol.name else lead.previous
    activities = tuple(row(one, "activity field") for one in lead.activities)
    return Lead(row(lead.values, "lead field"), activities, previous)


@pytest.mark.parametrize("seed", range(40))
def test_renamed_rules_say_the_same(seed: int) -> None:
    case = make_case(seed, size=8, leads=6)
    if case.rules.files or not case.rules.schema.declared:
        pytest.skip("from several files, or without a schema")
    dice, scene = Dice(seed), scene_of(case.rules.text)
    before = results(case.rules.text, case, list(case.leads))
    for symbol in dice.some(symbols(scene), 3, 3):
        new = dice.pick(NEW)
        declared = definition_of(symbol, scene)
        assert declared is not None
        edits = rename(scene, declared.name.span.start + (declared.name.span.text[0] == "`"), new)
        if isinstance(edits, Refusal):
            assert "already" in edits.reason or "word of the language" in edits.reason
            continue
        after = results(edited(scene.document.source, edits), case, [renamed(lead, symbol, new) for lead in case.leads])
        assert after == before, (symbol, new)


def refusal(program: str, new: str) -> str:
    scene, place = scene_at(program)
    found = rename(scene, place, new)
    assert isinstance(found, Refusal)
    return found.reason


def after(program: str, new: str) -> str:
    scene, offset = scene_at(program)
    found = rename(scene, offset, new)
    assert not isinstance(found, Refusal)
    return edited(scene.document.source, found)


def test_every_place_gets_the_name() -> None:
    text = after('let em|ea = ["NL"]\nwhen country in emea add 5 # emea\nwhen country == "emea" add 2\n', "benelux")
    assert text.endswith('let benelux = ["NL"]\nwhen country in benelux add 5 # emea\nwhen country == "emea" add 2\n')


def test_backticks_come_where_they_are_needed_and_go_where_they_are_not() -> None:
    assert "let `our markets` =" in after('let em|ea = ["NL"]\n', "our markets")
    assert "let `when` =" in after('let em|ea = ["NL"]\n', "`when`")
    assert "\n  source text from" in after('when `Lead So|urce` == "x" add 3\n', "source")
    assert "let max = 3\n" in after("let m|ost = 3\nwhen employees > 2 add most\n", "max")


def test_a_word_that_would_be_read_otherwise_gets_backticks() -> None:
    program = 'each action == "visit" at least 2 times per pa|ge add 3\n'
    assert "times per `day` add" in after(program, "day")


def test_a_field_keeps_its_column() -> None:
    assert '  land text from "country"\n' in after('when coun|try == "x" add 3\n', "land")
    assert '  source text from "Lead Source"\n' in after('when `Lead So|urce` == "x" add 3\n', "source")


def test_names_that_are_taken() -> None:
    assert refusal('let em|ea = ["NL"]\n', "country") == "there is already a field of the lead called `country`"
    assert "already a `let`" in refusal("let x| = 3\nlet y = 3\n", "y")
    assert "already a group" in refusal("stage A| at 3\ngroup fit { when active == true add 3 }\n", "fit")
    assert "already a field of the activity" in refusal('when coun|try == "x" add 3\n', "page")


def test_what_is_no_name() -> None:
    assert "at least one letter" in refusal("let x| = 3\n", "  ")
    assert "backtick" in refusal("let x| = 3\n", "a`b")
    assert "word of the language" in refusal("group f|it { when active == true add 3 }\n", "score")
    assert "word of the language" in refusal("let x| = 3\n", "ungrouped")


def test_a_statement_that_cannot_be_read_may_speak_of_it() -> None:
    assert "line 21" in refusal("let x| = 3\nwhen x x x\n", "y")


def test_what_can_be_renamed() -> None:
    found = prepare_rename(*scene_at('when `Lead So|urce` == "x" add 3\n'))
    assert isinstance(found, Renamable)
    assert (found.span.text, found.name) == ("`Lead Source`", "Lead Source")
    assert prepare_rename(*scene_at('when country == "N|L" add 3\n')) is None
    assert isinstance(prepare_rename(*scene_at("when active == true a|dd 3\n")), Refusal)
    assert isinstance(prepare_rename(*scene_at("when scor|e > 3 add 3\n")), Refusal)


def test_columns_have_the_names_of_the_input() -> None:
    scene = scene_of("when country == 3 add 5\n")
    found = rename(scene, 6, "land")
    assert isinstance(found, Refusal)
    assert "heading of a column" in found.reason


def test_all_files_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "lists.assay").write_text('let emea = ["NL"]\n')
    rules = tmp_path / "rules.assay"
    rules.write_text('use "lists.assay"\nwhen country in emea add 5\n')
    scene = scene_of(rules.read_text(), rules, Workspace((tmp_path,)))
    found = rename(scene, scene.text.index("emea") + 1, "benelux")
    assert not isinstance(found, Refusal)
    assert sorted(Path(edit.span.source.name).name for edit in found) == ["lists.assay", "rules.assay"]
    assert {edit.span.text for edit in found} == {"emea"}
