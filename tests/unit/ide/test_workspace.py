"""Which files are one set of rules, with unsaved text in place of what is on disk."""

from pathlib import Path

from assay.ide.workspace import Workspace


def files(folder: Path, **texts: str) -> dict[str, Path]:
    paths = {name: (folder / f"{name}.assay").resolve() for name in texts}
    for name, path in paths.items():
        path.write_text(texts[name], encoding="utf-8")
    return paths


def messages(workspace: Workspace, path: Path) -> list[str]:
    return [finding.message for finding in workspace.rules(path).findings[path]]


def test_a_file_that_is_used_knows_the_names_of_its_user(tmp_path: Path) -> None:
    paths = files(tmp_path, main='use "more.assay"\nlead { title text }\nlet a = 1\n', more='when title == "x" add a\n')
    workspace = Workspace()
    workspace.opened(paths["more"], paths["more"].read_text(), 1)
    assert messages(workspace, paths["more"]) == []


def test_files_that_lean_on_the_schema_of_one_are_one_set(tmp_path: Path) -> None:
    paths = files(tmp_path, a="lead { title text }\nlet points = 4\n", b='when title == "x" add points\n')
    workspace = Workspace()
    workspace.opened(paths["b"], paths["b"].read_text(), 1)
    assert messages(workspace, paths["b"]) == []


def test_files_with_schemas_of_their_own_stand_alone(tmp_path: Path) -> None:
    paths = files(tmp_path, a="lead { title text }\n", b='lead { name text }\nwhen title == "x" add 1\n')
    workspace = Workspace()
    workspace.opened(paths["b"], paths["b"].read_text(), 1)
    assert len(messages(workspace, paths["b"])) == 1


def test_unsaved_text_counts_in_other_files(tmp_path: Path) -> None:
    paths = files(
        tmp_path, main='use "more.assay"\nlead { title text }\nwhen title == "x" add points\n', more="let p = 4\n"
    )
    workspace = Workspace()
    workspace.opened(paths["main"], paths["main"].read_text(), 1)
    assert len(messages(workspace, paths["main"])) == 1
    workspace.opened(paths["more"], "let points = 4\n", 1)
    assert messages(workspace, paths["main"]) == []
    workspace.closed(paths["more"])
    assert len(messages(workspace, paths["main"])) == 1


def test_an_unsaved_file_stands_alone() -> None:
    path = Path("/nowhere/at/all/new.assay")
    workspace = Workspace()
    workspace.opened(path, "let a = b\n", 1)
    workspace.edited(path, 8, 9, "1", 2)
    assert workspace.rules(path).documents[path].text == "let a = 1\n"
    assert messages(workspace, path) == []


def test_a_list_file_on_disk_is_read_again_when_it_changed(tmp_path: Path) -> None:
    paths = files(tmp_path, main='lead { title text }\nlet titles from "t.txt"\nwhen title in titles add 1\n')
    workspace = Workspace()
    workspace.opened(paths["main"], paths["main"].read_text(), 1)
    assert len(messages(workspace, paths["main"])) == 1
    (tmp_path / "t.txt").write_text("CTO\n", encoding="utf-8")
    workspace.files_changed([tmp_path / "t.txt"])
    assert messages(workspace, paths["main"]) == []


def test_the_last_model_without_an_error_is_kept() -> None:
    path = Path("/nowhere/at/all/new.assay")
    workspace = Workspace()
    workspace.opened(path, "let a = 1\n", 1)
    model = workspace.rules(path).model
    workspace.edited(path, 8, 9, "", 2)
    rules = workspace.rules(path)
    assert rules.model is None
    assert rules.last_model is model
