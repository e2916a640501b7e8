"""`textDocument/definition`."""

from pathlib import Path

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon


async def definition(editor: Editor, page: Page, home: Page | None = None) -> str:
    """Where it leads, in the page or in the one that is its home."""
    found = await soon(editor.text_document_definition_async(types.DefinitionParams(page.itself, page.cursor)))
    if not isinstance(found, list):
        return "nothing"
    (link,) = found
    home = home or page
    assert isinstance(link, types.LocationLink)
    assert link.target_uri == home.uri
    return home.drawn(link.target_selection_range)


async def test_a_field(editor: Editor) -> None:
    page = editor.page("""
lead { country text }
when coun|try == "NL" add 5
""")
    assert await definition(editor, page) == drawing("""
lead { country text }
       ^^^^^^^
""")


async def test_a_stage_in_a_route(editor: Editor) -> None:
    page = editor.page("""
stage MQL at 10
route to "Inside sales" when stage >= M|QL
""")
    assert await definition(editor, page) == drawing("""
stage MQL at 10
      ^^^
""")


async def test_in_another_file(editor: Editor, tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    lists = editor.page('let emea = ["NL", "DE"]\n', folder / "lists.assay")
    page = editor.page('use "lists.assay"\nwhen country in em|ea add 5\n', folder / "main.assay")
    assert await definition(editor, page, home=lists) == drawing("""
let emea = ["NL", "DE"]
    ^^^^
""")


async def test_a_column_that_nothing_declares(editor: Editor) -> None:
    assert await definition(editor, editor.page('when coun|try == "NL" add 5\n')) == "nothing"
