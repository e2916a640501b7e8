"""`textDocument/documentHighlight`."""

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon


async def highlights(editor: Editor, page: Page) -> str:
    params = types.DocumentHighlightParams(page.itself, page.cursor)
    found = await soon(editor.text_document_document_highlight_async(params)) or []
    return "\n".join(f"{page.drawn(one.range)} {one.kind.name if one.kind else ''}" for one in found) or "nothing"


async def test_where_a_field_is_declared_and_read(editor: Editor) -> None:
    page = editor.page("""
lead { country text }
match coun|try { "country" add 5 otherwise add 3 }
example "a" { lead { country: "NL" } expect score == 5 }
""")
    assert await highlights(editor, page) == drawing("""
lead { country text }
       ^^^^^^^ Write
match country { "country" add 5 otherwise add 3 }
      ^^^^^^^ Read
example "a" { lead { country: "NL" } expect score == 5 }
                     ^^^^^^^ Read
""")
