"""`textDocument/signatureHelp`."""

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon


async def signature(editor: Editor, page: Page) -> str:
    """The signature, with its active parameter underlined."""
    params = types.SignatureHelpParams(page.itself, page.cursor)
    found = await soon(editor.text_document_signature_help_async(params))
    if found is None:
        return "nothing"
    (one,) = found.signatures
    assert one.parameters is not None
    active = one.parameters[found.active_parameter or 0].label
    assert isinstance(active, str)
    return f"{one.label}\n{' ' * one.label.index(active)}{'^' * len(active)}"


async def test_the_first_parameter(editor: Editor) -> None:
    page = editor.page('when count(|action == "x") > 2 add 5\n')
    assert await signature(editor, page) == drawing("""
count(condition within D)
      ^^^^^^^^^
""")


async def test_the_second_while_it_is_typed(editor: Editor) -> None:
    page = editor.page("let most = max(employees, |\nwhen a > 1 add 2\n")
    assert await signature(editor, page) == drawing("""
max(value 1, value 2)
             ^^^^^^^
""")


async def test_outside_of_brackets(editor: Editor) -> None:
    assert await signature(editor, editor.page('when count(action == "x") > |2 add 5\n')) == "nothing"
