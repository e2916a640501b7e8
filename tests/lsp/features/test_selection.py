"""`textDocument/selectionRange`."""

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon


async def selections(editor: Editor, page: Page) -> str:
    """What is selected first, and then with every further key press; of several lines the first."""
    found = await soon(
        editor.text_document_selection_range_async(types.SelectionRangeParams(page.itself, [page.cursor]))
    )
    assert found is not None
    texts, at = list[str](), next(iter(found), None)
    while at is not None:
        first, *rest = page.part(at.range).split("\n")
        texts.append(first + (" …" if any(rest) else ""))
        at = at.parent
    return "\n".join(texts)


async def test_ever_more(editor: Editor) -> None:
    page = editor.page("""
stage MQL at 20
group fit {
  when ti|tle == "CTO" and country in ["NL"] add 5
}
""")
    assert await selections(editor, page) == drawing("""
title
title == "CTO"
title == "CTO" and country in ["NL"]
when title == "CTO" and country in ["NL"] add 5
group fit { …
stage MQL at 20 …
""")
