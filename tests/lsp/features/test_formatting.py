"""`textDocument/formatting`, `rangeFormatting`, `onTypeFormatting`."""

from collections.abc import Sequence

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon

OPTIONS = types.FormattingOptions(2, insert_spaces=True)


def result(page: Page, edits: Sequence[types.TextEdit] | None) -> str:
    return page.edited(edits or ()).rstrip("\n")


async def test_a_document(editor: Editor) -> None:
    page = editor.page("""
lead{country text  # where
  employees   number}


if country=="NL"  add 5   # home
""")
    edits = await soon(editor.text_document_formatting_async(types.DocumentFormattingParams(page.itself, OPTIONS)))
    assert result(page, edits) == drawing("""
lead {
  country    text  # where
  employees  number
}

when country == "NL" add 5  # home
""")


async def test_a_document_in_order_stays(editor: Editor) -> None:
    page = editor.page('when country == "NL" add 5\n')
    edits = await soon(editor.text_document_formatting_async(types.DocumentFormattingParams(page.itself, OPTIONS)))
    assert not edits


async def test_the_selected_lines_although_others_are_broken(editor: Editor) -> None:
    page = editor.page("""
if  this is   nothing
|if country=="NL"  add 5
if  country=="DE" add   6|
if country=="FR"   add 7
""")
    params = types.DocumentRangeFormattingParams(page.itself, page.selection, OPTIONS)
    assert result(page, await soon(editor.text_document_range_formatting_async(params))) == drawing("""
if  this is   nothing
when country == "NL" add 5
when country == "DE" add 6
if country=="FR"   add 7
""")


async def test_a_block_when_it_is_closed(editor: Editor) -> None:
    page = editor.page("""
if  a=="b" add 1
group fit {
if country=="NL"  add 5
}|
""")
    params = types.DocumentOnTypeFormattingParams(page.itself, page.cursor, "}", OPTIONS)
    assert result(page, await soon(editor.text_document_on_type_formatting_async(params))) == drawing("""
if  a=="b" add 1
group fit {
  when country == "NL" add 5
}
""")
