"""`textDocument/completion`."""

from pathlib import Path

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, eventually, soon

SCHEMA = """
lead {
  country text
  tier one of "gold", "silver"
}
activity { action text }
"""


async def items(editor: Editor, page: Page) -> list[types.CompletionItem]:
    found = await soon(editor.text_document_completion_async(types.CompletionParams(page.itself, page.cursor)))
    return list(found.items) if isinstance(found, types.CompletionList) else []


async def labels(editor: Editor, page: Page, most: int = 8) -> str:
    """The first of them, by kind where it changes."""
    shown, kind = list[str](), None
    for item in (await items(editor, page))[:most]:
        shown.append(
            item.label if item.kind == kind else f"{types.CompletionItemKind(item.kind or 1).name}: {item.label}"
        )
        kind = item.kind
    return "\n".join(shown) or "nothing"


async def chosen(editor: Editor, page: Page, label: str) -> str:
    """The line of the cursor once an item was chosen."""
    (item,) = [item for item in await items(editor, page) if item.label == label]
    assert isinstance(item.text_edit, types.TextEdit)
    return page.edited([item.text_edit]).split("\n")[page.cursor.line]


async def test_what_a_condition_may_begin_with(editor: Editor) -> None:
    page = editor.page(SCHEMA + "when |")
    assert await labels(editor, page) == drawing("""
Field: country
tier
Keyword: not
Function: domain(…)
length(…)
lower(…)
abs(…)
round(…)
""")


async def test_what_may_follow_a_field_of_text(editor: Editor) -> None:
    page = editor.page(SCHEMA + "when country |")
    assert await labels(editor, page, most=30) == drawing("""
Operator: ==
in
contains
starts with
ends with
mentions
matches
is known
is missing
!=
<
<=
>
>=
not in
""")


async def test_values_that_a_field_can_have(editor: Editor) -> None:
    page = editor.page(SCHEMA + 'when tier == "|')
    assert await labels(editor, page) == drawing("""
Value: "gold"
"silver"
""")
    assert await chosen(editor, page, '"gold"') == 'when tier == "gold"'


async def test_inside_a_statement_that_is_broken(editor: Editor) -> None:
    page = editor.page(SCHEMA + 'when country == "NL" and (tier in ["gold", |] or add 5\nwhen country == "BE" add 4\n')
    assert await labels(editor, page) == drawing("""
Value: "gold"
"silver"
Field: country
action
Keyword: not
Function: min(…)
max(…)
highest(…)
""")


async def test_a_name_that_is_half_written(editor: Editor) -> None:
    page = editor.page(SCHEMA + "when cou| add 5\n")
    assert await labels(editor, page, most=3) == drawing("""
Field: country
tier
Keyword: not
""")
    assert await chosen(editor, page, "country") == "when country add 5"


async def test_a_name_that_needs_backticks(editor: Editor) -> None:
    page = editor.page('lead { `Lead Source` text }\nwhen lead| == "x" add 5\n')
    assert await chosen(editor, page, "Lead Source") == 'when `Lead Source` == "x" add 5'


async def test_whole_rules_to_fill_in(editor: Editor) -> None:
    page = editor.page(SCHEMA + "\n|")
    snippets = [item for item in await items(editor, page) if item.kind == types.CompletionItemKind.Snippet]
    assert "\n".join(f"{item.label}: {item.text_edit.new_text}" for item in snippets if item.text_edit) == drawing("""
rule: a value of the lead: when ${1:field} in ["${2:value}"] add ${3:10} as "${4:label}"
rule: recent activity: when ${1:action} == "${2:demo_request}" add ${3:30} halving every ${4:90 days} as "${5:Asked for a demo}"
rule: every activity, bounded: each ${1:page} starts with "${2:/pricing}" within ${3:30 days} at most once per day add ${4:5} max ${5:20}
rule: regular guest: when ${1:action} == "${2:webinar}" at least ${3:2} times within ${4:60 days} add ${5:10} as "${6:Regular guest}"
rule: gone quiet: when since(last(${1:occurred})) > ${2:30 days} subtract ${3:5} per ${2:30 days} since last(${1:occurred}) max ${4:20} as "Gone quiet"
list from a file: let ${1:free_mail} from "lists/${2:free_mail}.txt"
""")


async def test_stages_where_a_stage_goes(editor: Editor) -> None:
    page = editor.page("stage MQL at 10\nstage SQL at 20\npromote to |")
    assert await labels(editor, page) == drawing("""
EnumMember: MQL
SQL
""")


async def test_nothing_in_a_comment(editor: Editor) -> None:
    assert await labels(editor, editor.page(SCHEMA + "# when |\n")) == "nothing"


async def test_values_that_occur_in_the_sample(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text('data = "leads.csv"\n')
    (tmp_path / "leads.csv").write_text("country,tier\n" + "DE,gold\n" * 5 + "FR,gold\n" * 3)
    page = editor.page(SCHEMA + "when country == |", tmp_path.resolve() / "rules.assay")
    assert await eventually(lambda: labels(editor, page, most=2), holding="DE") == drawing("""
Value: "DE"
"FR"
""")
