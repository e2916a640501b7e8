"""`completionItem/resolve`."""

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon
from tests.lsp.features.test_completion import SCHEMA, items


async def documentation(editor: Editor, page: Page, label: str) -> str:
    (item,) = [item for item in await items(editor, page) if item.label == label]
    assert item.documentation is None
    resolved = await soon(editor.completion_item_resolve_async(item))
    assert isinstance(resolved.documentation, types.MarkupContent)
    return resolved.documentation.value


async def test_a_field(editor: Editor) -> None:
    page = editor.page(SCHEMA + "when | add 5")
    assert await documentation(editor, page, "tier") == drawing("""
```assay
tier  one of "gold", "silver"
```

A field of the lead.
""")


async def test_a_function(editor: Editor) -> None:
    page = editor.page(SCHEMA + "when | add 5")
    assert await documentation(editor, page, "count(…)") == drawing("""
`count` How many activities meet the condition.

*Missing*: never unknown: always true or false, or a number.

```assay
count(action == "page_view" within 7 days)
```
""")


async def test_a_word_of_the_language(editor: Editor) -> None:
    page = editor.page("|")
    assert await documentation(editor, page, "disqualify if") == drawing("""
`disqualify if` Beats every score and every promotion. The score is still computed, and all reasons are collected.

```assay
disqualify if country in not_served because "we cannot invoice there"
```
""")
