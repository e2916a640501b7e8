"""`textDocument/codeAction` and `codeAction/resolve`."""

import difflib

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, eventually, soon


async def actions(editor: Editor, page: Page, *only: str) -> list[types.CodeAction]:
    pulled = await soon(editor.text_document_diagnostic_async(types.DocumentDiagnosticParams(page.itself)))
    assert isinstance(pulled, types.RelatedFullDocumentDiagnosticReport)
    context = types.CodeActionContext(pulled.items, only=list(only) or None)
    params = types.CodeActionParams(page.itself, page.selection, context)
    found = await soon(editor.text_document_code_action_async(params)) or []
    return [one for one in found if isinstance(one, types.CodeAction)]


async def offered(editor: Editor, page: Page, *only: str) -> str:
    """Each action with the lines it changes, once it is chosen."""
    return "\n".join([await chosen(editor, page, action) for action in await actions(editor, page, *only)]) or "nothing"


async def chosen(editor: Editor, page: Page, action: types.CodeAction) -> str:
    if action.edit is None:
        action = await soon(editor.code_action_resolve_async(action))
    assert action.edit is not None
    lines = [f"{action.title} ({action.kind}){' preferred' if action.is_preferred else ''}"]
    for change in action.edit.document_changes or ():
        assert isinstance(change, types.TextDocumentEdit)
        after = page.edited(edit for edit in change.edits if isinstance(edit, types.TextEdit))
        differences = difflib.unified_diff(page.text.split("\n"), after.split("\n"), n=0, lineterm="")
        lines += [f"  {line}" for line in differences if line[:2] not in ("--", "++", "@@")]
    return "\n".join(lines)


async def test_fixes_of_the_checker(editor: Editor) -> None:
    page = editor.page("""
lead { country text }
when contr|y = "NL" add 5
""")
    assert await offered(editor, page, "quickfix") == drawing("""
write `==` (quickfix) preferred
  -when contry = "NL" add 5
  +when contry == "NL" add 5
""")


async def test_fixes_of_the_linter(editor: Editor) -> None:
    page = editor.page('when country == "NL" or country == "BE" an|d employees > 50 add 5\n')
    assert await eventually(lambda: offered(editor, page, "quickfix"), holding="(quickfix)") == drawing("""
put brackets around it (quickfix) preferred
  -when country == "NL" or country == "BE" and employees > 50 add 5
  +when country == "NL" or (country == "BE" and employees > 50) add 5
let L302 stand here, with a reason (quickfix)
  +# assay: ignore L302 looked at, and meant so
""")


async def test_everything_that_is_safe_to_fix_at_once(editor: Editor) -> None:
    page = editor.page("""
when a = "x" add 5|
when b = "y" && c == "z" add 5
""")
    assert await offered(editor, page, "source") == drawing("""
fix all that is safe to fix (source.fixAll.assay)
  -when a = "x" add 5
  -when b = "y" && c == "z" add 5
  +when a == "x" add 5
  +when b == "y" and c == "z" add 5
""")


async def test_a_reason(editor: Editor) -> None:
    page = editor.page('disqualify if income == |"minimum"\n')
    assert await offered(editor, page, "refactor") == drawing("""
add a `because` (refactor.rewrite)
  -disqualify if income == "minimum"
  +disqualify if income == "minimum" because "reason"
""")


async def test_two_rules_become_a_table(editor: Editor) -> None:
    page = editor.page("""
lead { country text }
|when country == "NL" add 5
when country == "DE" add 8|
""")
    assert await offered(editor, page, "refactor") == drawing(r"""
turn 2 rules on `country` into a `match` (refactor.rewrite)
  -when country == "NL" add 5
  -when country == "DE" add 8
  +match country {
  +  "NL"  add 5
  +  "DE"  add 8
  +}
add a `because` (refactor.rewrite)
  -when country == "NL" add 5
  +when country == "NL" add 5 because "reason"
make up an example for this rule (refactor.rewrite)
  +example "country == \"NL\"" {
  +  lead { country: "NL" }
  +  expect ungrouped == 5
  +}
  +
""")


async def test_an_example_for_a_rule(editor: Editor) -> None:
    page = editor.page("""
lead {
  id text key
  employees number
}
when employees > 2|00 add 5 as "Large"
""")
    assert await offered(editor, page, "refactor") == drawing("""
add a `because` (refactor.rewrite)
  -when employees > 200 add 5 as "Large"
  +when employees > 200 add 5 as "Large" because "reason"
make up an example for this rule (refactor.rewrite)
  +example "Large" {
  +  lead { employees: 201 }
  +  expect ungrouped == 5
  +}
  +
""")
