"""Links to other files, and symbols of all of them."""

from pathlib import Path

from assay.ide.hover import hover
from assay.ide.links import link_at, links
from assay.ide.scene import Scene
from assay.ide.workspace import Workspace
from assay.ide.workspace_symbols import workspace_symbols
from tests.unit.ide.scenes import drawn, scene_of

RULES = 'use "lists.assay"\nlet free from "lists/free.txt"\nlet gone from "lists/gone.txt"\nwhen country in emea add 5 as "Home"\n'


def folder_scene(folder: Path) -> tuple[Scene, Workspace]:
    (folder / "lists").mkdir()
    (folder / "lists" / "free.txt").write_text("gmail.com\nweb.de\n# both\n")
    (folder / "lists.assay").write_text(
        'let emea = ["NL"]\ngroup fit { group inner { when active == true add 3 as "Active" } }\n'
    )
    rules = folder / "rules.assay"
    rules.write_text(RULES)
    workspace = Workspace((folder,))
    return scene_of(RULES, rules, workspace), workspace


def test_links_to_the_files_there_are(tmp_path: Path) -> None:
    scene, _ = folder_scene(tmp_path)
    found = links(scene)
    assert [(link.span.text, link.target) for link in found] == [
        ("lists.assay", tmp_path / "lists.assay"),
        ("lists/free.txt", tmp_path / "lists" / "free.txt"),
    ]
    assert link_at(scene, RULES.index("free.txt")) == found[1]
    assert link_at(scene, RULES.index("country")) is None


def test_links_out_of_the_folder_are_none(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x\n")
    inside = tmp_path / "rules"
    inside.mkdir()
    text = 'let a from "../secret.txt"\nlet b from "/etc/passwd"\n'
    (inside / "rules.assay").write_text(text)
    assert links(scene_of(text, inside / "rules.assay", Workspace((inside,)))) == ()


def test_hover_counts_what_a_list_file_holds(tmp_path: Path) -> None:
    scene, _ = folder_scene(tmp_path)
    found = hover(scene, RULES.index("free.txt"))
    assert found is not None
    assert drawn(found.span) == 'let free from "lists/free.txt"\n              ^^^^^^^^^^^^^^^^'
    assert '2 values: "gmail.com", "web.de".' in found.text


def test_symbols_of_all_files(tmp_path: Path) -> None:
    _, workspace = folder_scene(tmp_path)
    everything = workspace_symbols(workspace.all_documents(), "")
    assert {(one.name, one.kind, one.inside) for one in everything} == {
        ("emea", "let", None),
        ("free", "let", None),
        ("gone", "let", None),
        ("fit", "group", None),
        ("inner", "group", "fit"),
        ("Active", "rule", "inner"),
        ("Home", "rule", None),
    }


def test_symbols_by_their_letters(tmp_path: Path) -> None:
    _, workspace = folder_scene(tmp_path)
    assert [one.name for one in workspace_symbols(workspace.all_documents(), "E")] == [
        "emea",
        "free",
        "gone",
        "Home",
        "inner",
        "Active",
    ]
    assert [one.name for one in workspace_symbols(workspace.all_documents(), "hm")] == ["Home"]
    assert workspace_symbols(workspace.all_documents(), "xyz") == ()
