"""`textDocument/linkedEditingRange`."""

import re
from pathlib import Path

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon


async def linked(editor: Editor, page: Page) -> str:
    params = types.LinkedEditingRangeParams(page.itself, page.cursor)
    found = await soon(editor.text_document_linked_editing_range_async(params))
    if found is None:
        return "nothing"
    assert found.word_pattern is not None
    assert all(re.fullmatch(found.word_pattern, word) for word in ("fit", "points_2", "größe"))
    assert not any(re.fullmatch(found.word_pattern, word) for word in ("", "2nd", "two words", "a-b", '"'))
    return page.drawn(*found.ranges)


async def test_a_declared_name_and_its_uses(editor: Editor) -> None:
    page = editor.page("""
group f|it { when title == "fit" add 3 }  # fit
grade fit { "A" from 3, "B" otherwise }
stage B when fit > 3 and grade(fit) == "A"
""")
    assert await linked(editor, page) == drawing("""
group fit { when title == "fit" add 3 }  # fit
      ^^^
grade fit { "A" from 3, "B" otherwise }
      ^^^
stage B when fit > 3 and grade(fit) == "A"
             ^^^               ^^^
""")


async def test_who_types_over_a_use_means_another_thing(editor: Editor) -> None:
    page = editor.page("let a = 1\nlet b = 2\nwhen x > 1 add a|\n")
    assert await linked(editor, page) == "nothing"


async def test_a_declaration_that_was_copied(editor: Editor) -> None:
    """Who copies a declaration gives the copy another name next."""
    page = editor.page("let a = 1\nlet a| = 1\nwhen x > 1 add a\n")
    assert await linked(editor, page) == "nothing"


async def test_a_name_in_backticks_anywhere(editor: Editor) -> None:
    page = editor.page("let a| = 1\nwhen x > 1 add `a`\nwhen x > 2 add a\n")
    assert await linked(editor, page) == "nothing"


async def test_a_field_that_takes_its_column_from_its_name(editor: Editor) -> None:
    page = editor.page('lead { coun|try text }\nwhen country == "NL" add 5\n')
    assert await linked(editor, page) == "nothing"
    page = editor.page("""
lead { coun|try text from "Country" }
when country == "NL" add 5
""")
    assert await linked(editor, page) == drawing("""
lead { country text from "Country" }
       ^^^^^^^
when country == "NL" add 5
     ^^^^^^^
""")


async def test_a_statement_nobody_can_read_may_speak_of_it(editor: Editor) -> None:
    page = editor.page("let a| = 1\nwhen x > 1 add a\nwhen add a a\n")
    assert await linked(editor, page) == "nothing"


async def test_a_name_that_other_files_use(editor: Editor, tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    (folder / "main.assay").write_text('use "lists.assay"\nwhen country in emea add 5\n')
    page = editor.page('let em|ea = ["NL"]\nwhen country in emea add 1\n', folder / "lists.assay")
    assert await linked(editor, page) == "nothing"
