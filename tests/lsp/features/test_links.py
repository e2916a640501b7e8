"""`textDocument/documentLink`."""

from pathlib import Path

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon


async def links(editor: Editor, page: Page) -> str:
    """The links with the names of the files they lead to."""
    found = await soon(editor.text_document_document_link_async(types.DocumentLinkParams(page.itself))) or []
    return "\n".join(f"{page.drawn(one.range)} {Path(one.target or '').name}" for one in found) or "nothing"


async def test_rules_and_lists(editor: Editor, tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    (folder / "lists").mkdir()
    (folder / "lists" / "free_mail.txt").write_text("gmail.com\n")
    (folder / "more.assay").write_text("when a > 1 add 2\n")
    page = editor.page(
        """
use "more.assay"
let free_mail from "lists/free_mail.txt"
let gone from "lists/gone.txt"
""",
        folder / "main.assay",
    )
    assert await links(editor, page) == drawing("""
use "more.assay"
     ^^^^^^^^^^ more.assay
let free_mail from "lists/free_mail.txt"
                    ^^^^^^^^^^^^^^^^^^^ free_mail.txt
""")
