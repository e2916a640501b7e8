"""`textDocument/hover`."""

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon


async def hover(editor: Editor, page: Page) -> str:
    found = await soon(editor.text_document_hover_async(types.HoverParams(page.itself, page.cursor)))
    if found is None:
        return "nothing"
    assert isinstance(found.contents, types.MarkupContent)
    assert found.range is not None
    told = "\n".join(line.rstrip() for line in found.contents.value.split("\n"))
    return f"{page.drawn(found.range)}\n{told}"


async def test_a_field(editor: Editor) -> None:
    page = editor.page("""
lead { country text }
when "🦊" != coun|try add 5
""")
    assert await hover(editor, page) == drawing("""
when "🦊" != country add 5
            ^^^^^^^
```assay
country  text
```

A field of the lead.

Compares ignoring case and surrounding blanks.
""")


async def test_a_rule_in_words(editor: Editor) -> None:
    page = editor.page("""
lead { country text }
activity {
  action text
  occurred time
}
wh|en action == "demo" and country == "NL" at least 2 times within 30 days add 5 halving every 10 days
""")
    assert await hover(editor, page) == drawing("""
when action == "demo" and country == "NL" at least 2 times within 30 days add 5 halving every 10 days
^^^^
**If there are at least 2 activities in which action is "demo" and country is "NL" in the last 30 days, adds 5 points, once per lead.**
The points halve every 10 days, continuously.
An activity without `action` does not match unless the rest decides.
Where `country` is missing and the rest does not decide, the rule is undecided and does nothing.

`when` A rule: gives its points once per lead if the condition is true. A condition about activities is true if one activity makes it true.

```assay
when country == "NL" add 10 as "Home market"
```
""")


async def test_a_group_and_how_far_it_reaches(editor: Editor) -> None:
    page = editor.page("""
group fit "Profile" max 8 {
  when title == "CTO" add 5
  when title == "VP" add 4
}
stage A when f|it > 3
""")
    assert await hover(editor, page) == drawing("""
stage A when fit > 3
             ^^^
```assay
group fit "Profile" max 8
```

The sum of 2 rules, a number for later conditions.

Can reach 0 to 8 points.
""")


async def test_a_value_with_a_name(editor: Editor) -> None:
    page = editor.page("""
let points = 2 * 15
when title == "CTO" add po|ints
""")
    assert await hover(editor, page) == drawing("""
when title == "CTO" add points
                        ^^^^^^
```assay
let points = 2 * 15
```

A number.

Its value is `30`.
""")


async def test_while_another_statement_is_broken(editor: Editor) -> None:
    page = editor.page("""
lead { country text }
when country == add
when coun|try == "NL" add 5
""")
    assert await hover(editor, page) == drawing("""
when country == "NL" add 5
     ^^^^^^^
```assay
country  text
```

A field of the lead.

Compares ignoring case and surrounding blanks.
""")


async def test_nothing_to_say(editor: Editor) -> None:
    assert await hover(editor, editor.page("# a com|ment\n")) == "nothing"
