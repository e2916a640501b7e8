"""`workspace/symbol`."""

from pathlib import Path

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon


async def symbols(editor: Editor, query: str, *pages: Page) -> str:
    found = await soon(editor.workspace_symbol_async(types.WorkspaceSymbolParams(query))) or []
    lines = []
    for one in found:
        assert isinstance(one.location, types.Location)
        (page,) = [page for page in pages if page.uri == one.location.uri]
        inside = f" in {one.container_name}" if one.container_name else ""
        lines.append(f"{one.name} ({one.kind.name}{inside})\n{page.drawn(one.location.range)}")
    return "\n".join(lines) or "nothing"


async def test_by_letters_of_the_name_over_all_files(editor: Editor, tmp_path: Path) -> None:
    one, other = tmp_path.resolve() / "one", tmp_path.resolve() / "other"
    one.mkdir()
    other.mkdir()
    first = editor.page('let demo_points = 30\ngroup fit { when title == "CTO" add 5 as "Demo" }\n', one / "a.assay")
    second = editor.page("lead { domain text }\n", other / "b.assay")
    assert await symbols(editor, "dmo", first, second) == drawing("""
demo_points (Constant)
let demo_points = 30
    ^^^^^^^^^^^
Demo (Event in fit)
group fit { when title == "CTO" add 5 as "Demo" }
                                         ^^^^^^
""")
    assert await symbols(editor, "nowhere", first, second) == "nothing"
