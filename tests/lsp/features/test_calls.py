"""`textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls`, `outgoingCalls`."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, soon

RULES = """
lead {
  country text
  employees number
}
let emea = ["DE", "FR"]
let large = employees >= 200
group fit "Profile" {
  when large and country in emea add 20 as "Large and near"
  group size {
    match employees { under 10 add 0 otherwise add 5 }
  }
  when not large add 1
}
grade fit { "A" from 40, "B" otherwise }
stage MQL when fit > 10
route to "Europe" when stage >= MQL and country in emea
"""


def marked(name: str) -> str:
    """The rules with the cursor before the last mention of a name."""
    return f"|{name}".join(RULES.rsplit(name, 1))


async def item(editor: Editor, page: Page) -> types.CallHierarchyItem:
    params = types.CallHierarchyPrepareParams(page.itself, page.cursor)
    (found,) = await soon(editor.text_document_prepare_call_hierarchy_async(params)) or ()
    return found


async def readers(editor: Editor, of: types.CallHierarchyItem) -> Sequence[types.CallHierarchyIncomingCall]:
    return await soon(editor.call_hierarchy_incoming_calls_async(types.CallHierarchyIncomingCallsParams(of))) or ()


async def read(editor: Editor, of: types.CallHierarchyItem) -> Sequence[types.CallHierarchyOutgoingCall]:
    return await soon(editor.call_hierarchy_outgoing_calls_async(types.CallHierarchyOutgoingCallsParams(of))) or ()


async def who_reads(editor: Editor, of: types.CallHierarchyItem, indent: str = "") -> str:
    """Readers, their readers, and so on."""
    calls = await readers(editor, of)
    return "".join([await _and(who_reads, editor, call.from_, indent) for call in calls])


async def what_reads(editor: Editor, of: types.CallHierarchyItem, indent: str = "") -> str:
    """What it reads, what that reads, and so on."""
    calls = await read(editor, of)
    return "".join([await _and(what_reads, editor, call.to, indent) for call in calls])


async def _and(
    more: Callable[[Editor, types.CallHierarchyItem, str], Awaitable[str]],
    editor: Editor,
    one: types.CallHierarchyItem,
    indent: str,
) -> str:
    return f"\n{indent}{named(one)}{await more(editor, one, indent + '  ')}"


def named(one: types.CallHierarchyItem) -> str:
    detail = f" {one.detail}" if one.detail else ""
    return f"{one.name}{detail} ({one.kind.name})"


async def test_who_reads_a_let_and_who_reads_those(editor: Editor) -> None:
    page = editor.page(marked("large"))
    assert named(await item(editor, page)) == "large (Constant)"
    assert (await who_reads(editor, await item(editor, page))).strip() == drawing("""
Large and near (Event)
  fit Profile (Class)
    grade fit (Enum)
    MQL (EnumMember)
      Europe (Interface)
not large (Event)
  fit Profile (Class)
    grade fit (Enum)
    MQL (EnumMember)
      Europe (Interface)
""")


async def test_what_a_stage_reads_down_to_the_fields(editor: Editor) -> None:
    page = editor.page(marked("MQL"))
    assert (await what_reads(editor, await item(editor, page))).strip() == drawing("""
fit Profile (Class)
  Large and near (Event)
    large (Constant)
      employees number (Field)
    country text (Field)
    emea (Constant)
  size (Class)
    match employees (Event)
      employees number (Field)
  not large (Event)
    large (Constant)
      employees number (Field)
""")


async def test_where_a_field_is_read(editor: Editor) -> None:
    page = editor.page(marked("country"))
    calls = await readers(editor, await item(editor, page))
    assert "\n".join(page.drawn(*call.from_ranges) for call in calls) == drawing("""
  when large and country in emea add 20 as "Large and near"
                 ^^^^^^^
route to "Europe" when stage >= MQL and country in emea
                                        ^^^^^^^
""")


async def test_a_rule_is_a_member_too(editor: Editor) -> None:
    page = editor.page(marked("when not"))
    assert named(await item(editor, page)) == "not large (Event)"
    assert (await what_reads(editor, await item(editor, page))).strip() == drawing("""
large (Constant)
  employees number (Field)
""")


async def test_readers_in_other_files(editor: Editor, tmp_path: Path) -> None:
    folder = tmp_path.resolve()
    (folder / "main.assay").write_text('use "lists.assay"\n')
    page = editor.page('let em|ea = ["NL"]\n', folder / "lists.assay")
    main = editor.page('use "lists.assay"\nwhen country in emea add 5\n', folder / "main.assay")
    (call,) = await readers(editor, await item(editor, page))
    assert call.from_.uri == main.uri
    assert main.drawn(*call.from_ranges) == drawing("""
when country in emea add 5
                ^^^^
""")


async def test_an_item_of_a_text_that_has_changed(editor: Editor) -> None:
    page = editor.page(marked("large"))
    before = await item(editor, page)
    editor.edited(page, "lead", "# more\nlead")
    assert await readers(editor, before) == ()
