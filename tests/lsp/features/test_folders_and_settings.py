"""`workspace/didChangeWorkspaceFolders`, `didChangeConfiguration` with `workspace/configuration`, `didChangeWatchedFiles`."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from lsprotocol import types

from tests.lsp.features.pages import Editor, drawing, eventually
from tests.lsp.features.test_lenses import lenses
from tests.lsp.features.test_workspace_symbols import symbols

RULES = """
lead {
  id text key
  country text
}
when country == "NL" add 5
"""


@contextmanager
def opened(editor: Editor, *folders: Path) -> Iterator[None]:
    """With some folders open in the editor."""
    named = [types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders]
    none: list[types.WorkspaceFolder] = []

    def tell(added: list[types.WorkspaceFolder], removed: list[types.WorkspaceFolder]) -> None:
        event = types.WorkspaceFoldersChangeEvent(added, removed)
        editor.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))

    tell(named, none)
    yield
    tell(none, named)


@asynccontextmanager
async def configured(editor: Editor, settings: dict[str, dict[str, object]]) -> AsyncIterator[None]:
    """With settings by folder; those under "" are of all others."""

    def tell() -> None:
        editor.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))

    for scope, some in settings.items():
        editor.set_configuration({"assay": some}, scope_uri=scope)
    tell()
    yield
    for scope in settings:
        editor.set_configuration({}, scope_uri=scope)
    tell()


def leads(path: Path, number: int) -> None:
    path.write_text("id,country\n" + "".join(f"{n},NL\n" for n in range(number)))


async def test_each_folder_has_settings_of_its_own(editor: Editor, tmp_path: Path) -> None:
    one, other = (tmp_path.resolve() / name for name in ("one", "other"))
    for folder, number in ((one, 1), (other, 2)):
        folder.mkdir()
        leads(folder / "leads.csv", number)
        leads(folder / "more.csv", number + 2)
    settings: dict[str, dict[str, object]] = {one.as_uri(): {"data": "leads.csv"}, other.as_uri(): {"data": "more.csv"}}
    with opened(editor, one, other):
        async with configured(editor, settings):
            pages = [editor.page(RULES, folder / "rules.assay") for folder in (one, other)]
            found = [await eventually(lambda page=page: lenses(editor, page), holding="fires") for page in pages]  # type: ignore[misc]
            assert "\n".join(found) == drawing("""
    fires for 1 of 1 lead
when country == "NL" add 5
    fires for 4 of 4 leads
when country == "NL" add 5
""")


async def test_the_sample_of_the_editor_comes_before_that_of_the_file(editor: Editor, tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    (folder / "assay.toml").write_text('data = "team.csv"\n')
    leads(folder / "team.csv", 5)
    leads(folder / "mine.csv", 3)
    page = editor.page(RULES, folder / "rules.assay")

    async def shown() -> str:
        return await lenses(editor, page)

    assert "5 of 5" in await eventually(shown, holding="of 5")
    async with configured(editor, {"": {"data": str(folder / "mine.csv")}}):
        assert "3 of 3" in await eventually(shown, holding="of 3")
    assert "5 of 5" in await eventually(shown, holding="of 5")


async def test_a_sample_that_is_written_anew(editor: Editor, tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    (folder / "assay.toml").write_text('data = "leads.csv"\n')
    leads(folder / "leads.csv", 5)
    page = editor.page(RULES, folder / "rules.assay")

    async def shown() -> str:
        return await lenses(editor, page)

    async def refreshed() -> str:
        return " ".join(editor.refreshed)

    await eventually(shown, holding="of 5")
    editor.refreshed.clear()
    leads(folder / "leads.csv", 70)
    changed = types.FileEvent((folder / "leads.csv").as_uri(), types.FileChangeType.Changed)
    editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
    assert types.WORKSPACE_CODE_LENS_REFRESH in await eventually(refreshed, holding=types.WORKSPACE_CODE_LENS_REFRESH)
    assert "70 of 70" in await eventually(shown, holding="of 70")


async def test_symbols_of_files_that_are_not_open(editor: Editor, tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    for name in ("deep/down", ".hidden", "node_modules"):
        (folder / name).mkdir(parents=True)
        (folder / name / "a.assay").write_text(f"let zebra_{len(name)} = 1\n")
    with opened(editor, folder):
        closed = editor.page("let zebra_9 = 1\n", folder / "deep" / "down" / "a.assay")
        editor.put_away()
        assert await symbols(editor, "zebra", closed) == drawing("""
zebra_9 (Constant)
let zebra_9 = 1
    ^^^^^^^
""")
