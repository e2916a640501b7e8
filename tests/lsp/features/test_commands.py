"""`workspace/executeCommand`."""

from lsprotocol import types

from tests.lsp.features.pages import Editor, drawing, soon
from tests.lsp.features.test_lenses import RULES


async def said(editor: Editor, command: types.Command) -> str:
    """What the user is told."""
    editor.messages.clear()
    params = types.ExecuteCommandParams(command.command, arguments=command.arguments)
    await soon(editor.workspace_execute_command_async(params))
    return "\n".join(f"{message.type.name}: {message.message}" for message in editor.messages)


async def test_the_lens_of_an_example_runs_it(editor: Editor) -> None:
    page = editor.page(RULES)
    found = await soon(editor.text_document_code_lens_async(types.CodeLensParams(page.itself))) or []
    told = [await said(editor, lens.command) for lens in found if lens.command]
    assert "\n".join(told) == drawing("""
Warning: "Dutch": expected `score == 6`, got score 5
Info: "Belgian" passes
""")


async def test_an_example_that_is_gone(editor: Editor) -> None:
    page = editor.page(RULES)
    assert await said(editor, types.Command("", "assay.runExample", arguments=[page.uri, "Dane"])) == drawing("""
Warning: there is no example "Dane"
""")
