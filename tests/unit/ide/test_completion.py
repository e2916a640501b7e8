"""What completion offers, the parser takes; and it is there before the next key."""

import random
from pathlib import Path

import pytest

from assay.ide.completion import complete, documentation, plain
from assay.ide.completion.cursor import Cursor, cursor_at
from assay.ide.scene import Scene
from assay.source import Source
from assay.syntax.build import Build
from assay.syntax.machine import Machine, program
from assay.syntax.table import table
from assay.syntax.tokens import scan
from tests.unit.ide.scenes import scene_of

PACKS = sorted((Path(__file__).parents[3] / "rules").rglob("*.assay"))
PLACES = 30  # of each file


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.parent.name)
def test_the_parser_takes_what_is_offered(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    scene = scene_of(text)
    for offset in places(text):
        refused = offered_in_vain(scene, offset)
        assert refused == [], text[:offset].rpartition("\n")[2]


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.parent.name)
def test_the_parser_takes_what_is_offered_in_a_broken_statement(path: Path) -> None:
    """The rest of the line is not written yet."""
    text = path.read_text(encoding="utf-8")
    for offset in places(text)[:8]:
        end = text.find("\n", offset)
        refused = offered_in_vain(scene_of(text[:offset] + text[end:]), offset)
        assert refused == [], text[:offset].rpartition("\n")[2]


def places(text: str) -> list[int]:
    """Places between tokens, the same every time."""
    starts = [token.start for token in scan(Source("x", text), table()).tokens]
    return random.Random(7).sample(starts, min(PLACES, len(starts)))


def offered_in_vain(scene: Scene, offset: int) -> list[str]:
    found, cursor = complete(scene, offset), cursor_at(scene.document, offset)
    if found is None or cursor is None:
        return []
    return [item.label for item in found.items if not fits(cursor, plain(item.insert))]


def fits(cursor: Cursor, insert: str) -> bool:
    before = cursor.machine.tokens[:-2]
    tokens = [*before, *scan(Source("x", insert), table()).tokens]
    for state in (cursor.machine.states, cursor.machine.states[: cursor.machine.innermost() + 1]):
        machine = Machine(program(table()), [*tokens, tokens[-1]], Build(cursor.document.source), "file")
        machine.build.muted = True
        machine.states = list(state)
        machine.values = list(cursor.machine.values[: len(state) - 1])
        machine.starts = list(cursor.machine.starts[: len(state) - 1])
        if machine.run(len(before), len(tokens) - 1) == len(tokens) - 1:
            return True
    return False


def test_names_that_need_backticks_get_them() -> None:
    scene = scene_of("lead {\n  `Lead Source` text\n  `when` text\n}\nwhen ")
    found = complete(scene, len(scene.text))
    assert found is not None
    inserted = {item.label: item.insert for item in found.items}
    assert (inserted["Lead Source"], inserted["when"]) == ("`Lead Source`", "`when`")


def test_values_seen_in_the_sample_come_in_order() -> None:
    scene = scene_of('lead {\n  country text\n}\nwhen country == "N')
    found = complete(scene, len(scene.text), {("lead", "country"): ("NL", "BE")})
    assert found is not None
    assert [item.label for item in found.items] == ['"NL"', '"BE"']
    assert found.replaced.text == '"N'


def test_documentation_comes_when_it_is_asked_for() -> None:
    scene = scene_of("lead {\n  country text\n}\nwhen ")
    found = complete(scene, len(scene.text))
    assert found is not None
    told = {item.label: documentation(item.about, scene) for item in found.items if item.about is not None}
    assert told["country"] is not None
    assert "A field of the lead." in told["country"]
    assert all(told.values())


def test_a_snippet_for_an_editor_that_knows_none() -> None:
    assert plain('when ${1:condition} add ${2:10} as "${3|a,b|}"$0') == 'when condition add 10 as "a"'


def test_of_very_many_names_those_that_fit_what_was_typed() -> None:
    lets = "".join(f"let name_{n} = {n}\n" for n in range(1000))
    scene = scene_of(f"{lets}when employees > name_98")
    found = complete(scene, len(scene.text))
    assert found is not None
    labels = [item.label for item in found.items if item.kind == "let"]
    assert labels == ["name_98", *(f"name_98{n}" for n in range(10))]
    scene = scene_of(f"{lets}when employees > ")
    found = complete(scene, len(scene.text))
    assert found is not None
    assert sum(item.kind == "let" for item in found.items) == 100
