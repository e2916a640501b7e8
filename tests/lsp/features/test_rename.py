"""`textDocument/prepareRename` and `rename`."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.features.pages import Editor, Page, drawing, soon


async def prepared(editor: Editor, page: Page) -> str:
    params = types.PrepareRenameParams(page.itself, page.cursor)
    found = await soon(editor.text_document_prepare_rename_async(params))
    if not isinstance(found, types.PrepareRenamePlaceholder):
        return "nothing"
    return f"{page.drawn(found.range)}\n{found.placeholder}"


async def renamed(editor: Editor, page: Page, name: str, *others: Page, versions: Iterable[int | None] = (1,)) -> str:
    """The pages afterwards."""
    params = types.RenameParams(page.itself, page.cursor, name)
    found = await soon(editor.text_document_rename_async(params))
    assert found is not None
    edits = {
        one.text_document.uri: one for one in found.document_changes or () if isinstance(one, types.TextDocumentEdit)
    }
    assert {one.text_document.version for one in edits.values()} == set(versions)
    texts = (one.edited(e for e in edits[one.uri].edits if isinstance(e, types.TextEdit)) for one in (page, *others))
    return "".join(texts).rstrip("\n")


async def test_what_would_be_renamed(editor: Editor) -> None:
    page = editor.page("""
lead { `Lead Source` text }
when `Lead So|urce` == "x" add 5
""")
    assert await prepared(editor, page) == drawing("""
when `Lead Source` == "x" add 5
     ^^^^^^^^^^^^^
Lead Source
""")


async def test_a_group_wherever_it_is_named(editor: Editor) -> None:
    page = editor.page("""
group f|it { when title == "fit" add 3 }
grade fit { "A" from 3, "B" otherwise }
stage B when fit > 3 and grade(fit) == "A" # fit
""")
    assert await renamed(editor, page, "profile") == drawing("""
group profile { when title == "fit" add 3 }
grade profile { "A" from 3, "B" otherwise }
stage B when profile > 3 and grade(profile) == "A" # fit
""")


async def test_a_name_that_needs_backticks(editor: Editor) -> None:
    page = editor.page("""
let big = employees > 200
when bi|g add 3
""")
    assert await renamed(editor, page, "when large") == drawing("""
let `when large` = employees > 200
when `when large` add 3
""")


async def test_a_field_keeps_its_column(editor: Editor) -> None:
    page = editor.page("""
lead { country text }
when coun|try == "NL" add 3
""")
    assert await renamed(editor, page, "land") == drawing("""
lead { land text from "country" }
when land == "NL" add 3
""")


async def test_in_every_file(editor: Editor, tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    lists = editor.page('let emea = ["NL"]\n', folder / "lists.assay")
    page = editor.page('use "lists.assay"\nwhen country in em|ea add 5\n', folder / "main.assay")
    assert await renamed(editor, page, "europe", lists) == drawing("""
use "lists.assay"
when country in europe add 5
let europe = ["NL"]
""")


async def test_in_a_file_that_is_not_open(editor: Editor, tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    closed = Page((folder / "main.assay").as_uri(), 'use "lists.assay"\nwhen country in emea add 5\n', ())
    (folder / "main.assay").write_text(closed.text)
    page = editor.page('let em|ea = ["NL"]\n', folder / "lists.assay")
    assert await renamed(editor, page, "europe", closed, versions={None, 1}) == drawing("""
let europe = ["NL"]
use "lists.assay"
when country in europe add 5
""")


async def test_a_name_that_is_taken(editor: Editor) -> None:
    page = editor.page("let a = 1\nlet b = 2\nwhen x > a| add b\n")
    with pytest.raises(JsonRpcException, match="there is already a `let` called `b`"):
        await renamed(editor, page, "b")


async def test_a_word_of_the_language(editor: Editor) -> None:
    page = editor.page("wh|en x > 1 add 2\n")
    with pytest.raises(JsonRpcException, match="`when` is a word of the language"):
        await prepared(editor, page)
