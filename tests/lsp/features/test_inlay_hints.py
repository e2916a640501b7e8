"""`textDocument/inlayHint`."""

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, eventually, soon


async def hints(editor: Editor, page: Page) -> str:
    """The text with the hints between its words."""
    found = await soon(editor.text_document_inlay_hint_async(types.InlayHintParams(page.itself, page.whole))) or []
    edits = [types.TextEdit(types.Range(one.position, one.position), f"⟦{one.label}⟧") for one in found]
    return page.edited(edits).rstrip("\n")


async def test_what_names_come_to_and_how_far_points_reach(editor: Editor) -> None:
    page = editor.page("""
let demo = 10 * 3
group fit "Profile" min -5 max 20 {
  when title == "CTO" add demo
  when title == "VP" subtract 10
}
group interest {
  each action == "visit" add 5
}
stage MQL when score > 10
""")
    assert await hints(editor, page) == drawing("""
let demo = 10 * 3⟦= 30⟧
group fit "Profile"⟦-5 to 20⟧ min -5 max 20 {
  when title == "CTO" add demo
  when title == "VP" subtract 10
}
group interest⟦from 0⟧ {
  each action == "visit" add 5
}
stage MQL when score > 10⟦score from -5⟧
""")


async def test_a_solver_knows_what_cannot_come_together(editor: Editor) -> None:
    page = editor.page("""
lead { country text }
group fit {
  when country == "NL" add 5
  when country == "DE" add 8
}
stage MQL when score > 10
""")
    assert "fit⟦0 to 13⟧" in await hints(editor, page)
    assert await eventually(lambda: hints(editor, page), holding="0 to 8") == drawing("""
lead { country text }
group fit⟦0 to 8⟧ {
  when country == "NL" add 5
  when country == "DE" add 8
}
stage MQL when score > 10⟦score 0 to 8⟧
""")
    assert types.WORKSPACE_INLAY_HINT_REFRESH in editor.refreshed
    page = editor.edited(page, "10", "7")
    assert "fit⟦0 to 8⟧" in await hints(editor, page)  # the group is the same
    page = editor.edited(page, '"DE"', '"FR"')
    assert "fit⟦0 to 13⟧" in await hints(editor, page)
