"""`textDocument/references`."""

from pathlib import Path

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon


async def references(editor: Editor, page: Page, *others: Page, declaration: bool = True) -> str:
    """The places of every page."""
    context = types.ReferenceContext(include_declaration=declaration)
    params = types.ReferenceParams(context, page.itself, page.cursor)
    found = await soon(editor.text_document_references_async(params)) or []
    pages = (page, *others)
    assert {one.uri for one in found} <= {one.uri for one in pages}
    return "\n".join(one.drawn(*(place.range for place in found if place.uri == one.uri)) for one in pages)


async def test_a_list_and_not_the_text_of_its_name(editor: Editor) -> None:
    page = editor.page("""
let em|ea = ["NL"]
when country in emea add 5 # emea
when country == "emea" or country not in emea add 1
""")
    assert await references(editor, page) == drawing("""
let emea = ["NL"]
    ^^^^
when country in emea add 5 # emea
                ^^^^
when country == "emea" or country not in emea add 1
                                         ^^^^
""")
    assert await references(editor, page, declaration=False) == drawing("""
when country in emea add 5 # emea
                ^^^^
when country == "emea" or country not in emea add 1
                                         ^^^^
""")


async def test_in_every_file(editor: Editor, tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    lists = editor.page('let emea = ["NL"]\n', folder / "lists.assay")
    page = editor.page('use "lists.assay"\nwhen country in em|ea add 5\n', folder / "main.assay")
    assert await references(editor, page, lists) == drawing("""
when country in emea add 5
                ^^^^
let emea = ["NL"]
    ^^^^
""")
