"""`textDocument/documentSymbol`."""

from collections.abc import Iterator, Sequence

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon


async def outline(editor: Editor, page: Page) -> str:
    """Names with what is inside of them, and what is selected of each."""
    found = await soon(editor.text_document_document_symbol_async(types.DocumentSymbolParams(page.itself)))
    symbols = [one for one in found or () if isinstance(one, types.DocumentSymbol)]
    return "\n".join(_lines(page, symbols, "")) or "nothing"


def _lines(page: Page, symbols: Sequence[types.DocumentSymbol], indent: str) -> Iterator[str]:
    for symbol in symbols:
        detail = f" {symbol.detail}" if symbol.detail else ""
        selected = page.part(symbol.selection_range).split("\n")[0]
        yield f"{indent}{symbol.name}{detail} ({symbol.kind.name}: {selected})"
        yield from _lines(page, symbol.children or (), indent + "  ")


async def test_the_outline_around_a_mistake(editor: Editor) -> None:
    page = editor.page("""
lead {
  id text key
  title text
}
let demo = 30
group fit "Profile" {
  when title == "CTO" add demo as "Boss"
  match title { "VP" add 1 }
}
this is nothing
stage MQL at 20
disqualify if title is missing
example "Boss" { lead { title: "CTO" } expect score == 30 }
""")
    assert await outline(editor, page) == drawing("""
lead (Struct: lead {)
  id text (Field: id)
  title text (Field: title)
demo (Constant: demo)
fit Profile (Class: fit)
  Boss (Event: "Boss")
  match title (Event: match title { "VP" add 1 })
MQL (EnumMember: MQL)
disqualify if title is missing (Boolean: disqualify if title is missing)
Boss (Method: "Boss")
""")
