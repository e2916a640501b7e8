"""`textDocument/diagnostic` for a client that asks, `publishDiagnostics` for one that waits."""

from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, eventually, soon


def drawn(page: Page, found: Iterable[types.Diagnostic]) -> str:
    """Each finding under its line, with what it relates to."""
    return "\n".join(_drawn(page, one) for one in found) or "nothing"


def _drawn(page: Page, one: types.Diagnostic) -> str:
    tags = f" ({', '.join(tag.name for tag in one.tags)})" if one.tags else ""
    severity = one.severity.name if one.severity else ""
    lines = [page.drawn(one.range), f"{severity} {one.code}{tags}: {one.message}"]
    for related in one.related_information or ():
        lines += [f"{related.message}:", page.drawn(related.location.range)]
    return "\n".join(lines)


async def pulled(editor: Editor, page: Page) -> str:
    found = await soon(editor.text_document_diagnostic_async(types.DocumentDiagnosticParams(page.itself)))
    assert isinstance(found, types.RelatedFullDocumentDiagnosticReport)
    return drawn(page, found.items)


async def test_mistakes_with_help_and_what_they_relate_to(editor: Editor) -> None:
    page = editor.page("""
lead { country text }
when contry == "🦊" and contry = 4 add 5
let a = 1
let a = 2
""")
    assert await pulled(editor, page) == drawing("""
when contry == "🦊" and contry = 4 add 5
                              ^
Error E130: `=` does not compare
help: write `==` to compare; `=` gives a `let` its value
let a = 2
    ^
Error E501: `a` is a `let` already
help: choose another name
first here:
let a = 1
    ^
""")


async def test_lints_come_when_they_are_known(editor: Editor) -> None:
    page = editor.page("""
let unused = 4
when a > 1 add 0
""")
    assert await eventually(lambda: pulled(editor, page), holding="L305") == drawing("""
let unused = 4
    ^^^^^^
Warning L305 (Unnecessary): `unused` is not used
help: use it, or take it out
when a > 1 add 0
               ^
Warning L301: `a > 1` is worth 0 points
help: give it points, or take it out
""")
    assert editor.diagnostic_refresh_count > 0


async def test_a_client_that_waits_is_told(pushed: Editor, tmp_path: Path) -> None:
    page = pushed.page("when a = 1 add 2\n", tmp_path.resolve() / "a.assay")

    async def told() -> str:
        return drawn(page, pushed.diagnostics[page.uri]) if page.uri in pushed.diagnostics else "silence"

    assert await eventually(told, holding="E130") == drawing("""
when a = 1 add 2
       ^
Error E130: `=` does not compare
help: write `==` to compare; `=` gives a `let` its value
""")
    mended = pushed.edited(page, "=", "==")
    assert mended.text == "when a == 1 add 2\n"
    assert await eventually(told, holding="nothing") == "nothing"
