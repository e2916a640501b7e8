"""`textDocument/semanticTokens`: full, delta, range."""

from collections.abc import Sequence

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon

LETTERS = {"keyword": "K", "type": "T", "string": "S", "number": "N", "comment": "C", "operator": "O", "property": "P"}
LETTERS |= {"variable": "V", "class": "G", "enumMember": "E", "function": "F"}
RULES = """
lead { title text key text }
let demo = 30  # points
group fit max 50 {
  when title == "🦊" and length(key) > 2 add demo
}
stage MQL when fit >= 20 and score > 1
"""


async def full(editor: Editor, page: Page) -> types.SemanticTokens:
    found = await soon(editor.text_document_semantic_tokens_full_async(types.SemanticTokensParams(page.itself)))
    assert found is not None
    return found


async def changed(editor: Editor, page: Page, before: str) -> types.SemanticTokens | types.SemanticTokensDelta:
    params = types.SemanticTokensDeltaParams(page.itself, before)
    found = await soon(editor.text_document_semantic_tokens_full_delta_async(params))
    assert isinstance(found, types.SemanticTokens | types.SemanticTokensDelta)
    return found


def drawn(editor: Editor, page: Page, data: Sequence[int]) -> str:
    """Every line with colours, and under each coloured word the letter of its kind."""
    rows = page.text.split("\n")
    marks, line, character = [[" "] * len(row) for row in rows], 0, 0
    for down, along, _length, kind, _modifiers in zip(*[iter(data)] * 5, strict=True):
        line, character = line + down, along if down else character + along
        column = page.offset(types.Position(line, character)) - page.offset(types.Position(line, 0))
        marks[line][column] = LETTERS[editor.legend[kind]]
    pairs = zip(rows, ("".join(row).rstrip() for row in marks), strict=True)
    return "\n".join(f"{row}\n{letters}" for row, letters in pairs if letters)


async def test_every_word_has_its_kind(editor: Editor) -> None:
    page = editor.page(RULES)
    assert drawn(editor, page, (await full(editor, page)).data) == drawing("""
lead { title text key text }
K      P     T    P   T
let demo = 30  # points
K   V      N   C
group fit max 50 {
K     G   K   N
  when title == "🦊" and length(key) > 2 add demo
  K    P     O  S   K   F      P    O N K   V
stage MQL when fit >= 20 and score > 1
K     E   K    G   O  N  K   V     O N
""")


async def test_some_of_the_lines(editor: Editor) -> None:
    page = editor.page(RULES)
    lines = types.Range(types.Position(1, 0), types.Position(2, 0))
    params = types.SemanticTokensRangeParams(page.itself, lines)
    found = await soon(editor.text_document_semantic_tokens_range_async(params))
    assert found is not None
    assert drawn(editor, page, found.data) == drawing("""
let demo = 30  # points
K   V      N   C
""")


async def test_after_an_edit_only_the_difference_comes(editor: Editor) -> None:
    page = editor.page(RULES)
    before = await full(editor, page)
    assert before.result_id is not None
    after = editor.edited(page, "30", "3 * 4")
    delta = await changed(editor, after, before.result_id)
    assert isinstance(delta, types.SemanticTokensDelta)
    (edit,) = delta.edits
    assert edit.delete_count < len(before.data)
    data = [*before.data[: edit.start], *(edit.data or ()), *before.data[edit.start + edit.delete_count :]]
    assert drawn(editor, after, data) == drawing("""
lead { title text key text }
K      P     T    P   T
let demo = 3 * 4  # points
K   V      N O N  C
group fit max 50 {
K     G   K   N
  when title == "🦊" and length(key) > 2 add demo
  K    P     O  S   K   F      P    O N K   V
stage MQL when fit >= 20 and score > 1
K     E   K    G   O  N  K   V     O N
""")
    assert data == list((await full(editor, after)).data)


async def test_an_old_result_is_answered_in_full(editor: Editor) -> None:
    page = editor.page(RULES)
    found = await changed(editor, page, "long ago")
    assert isinstance(found, types.SemanticTokens)
    assert found.data == (await full(editor, page)).data
