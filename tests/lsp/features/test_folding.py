"""`textDocument/foldingRange`."""

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon


async def folds(editor: Editor, page: Page) -> str:
    """The lines with a bar beside those that fold under the one with a `v`, the outermost fold at the left."""
    found = await soon(editor.text_document_folding_range_async(types.FoldingRangeParams(page.itself))) or []
    rows = page.text.removesuffix("\n").split("\n")
    gutters = [""] * len(rows)
    for fold in sorted(found, key=lambda fold: (fold.start_line, -fold.end_line)):
        width = max(map(len, gutters[fold.start_line : fold.end_line + 1]))
        for line in range(fold.start_line, fold.end_line + 1):
            mark = "v" if line == fold.start_line else "|"
            gutters[line] = gutters[line].ljust(width) + mark
    return "\n".join(f"{gutter:3}{row}".rstrip() for gutter, row in zip(gutters, rows, strict=True))


async def test_blocks_and_comments(editor: Editor) -> None:
    page = editor.page("""
# Who is worth a call
# and who is not
group fit {
  match title {
    "VP" add 1
    otherwise add 0
  }
  when a == "b" add 3
}
stage MQL at 20
""")
    assert await folds(editor, page) == drawing("""
v  # Who is worth a call
|  # and who is not
v  group fit {
|v   match title {
||     "VP" add 1
||     otherwise add 0
|    }
|    when a == "b" add 3
   }
   stage MQL at 20
""")
