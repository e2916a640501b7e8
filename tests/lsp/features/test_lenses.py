"""`textDocument/codeLens`."""

from pathlib import Path

from lsprotocol import types

from tests.lsp.features.pages import Editor, Page, drawing, eventually, soon

RULES = """
lead {
  id text exact key
  country text
}
when country == "NL" add 5 as "Dutch"
example "Dutch" {
  lead { country: "NL" }
  expect score == 6
}
example "Belgian" { lead { country: "BE" } expect score == 0 }
"""


async def lenses(editor: Editor, page: Page) -> str:
    """What stands above which line."""
    found = await soon(editor.text_document_code_lens_async(types.CodeLensParams(page.itself))) or []
    rows, above = page.text.split("\n"), {one.range.start.line: one.command for one in found}
    told = (f"    {command.title}\n{rows[line]}" for line, command in sorted(above.items()) if command)
    return "\n".join(told) or "nothing"


async def test_what_examples_come_to(editor: Editor) -> None:
    assert await lenses(editor, editor.page(RULES)) == drawing("""
    ✗ expected `score == 6`, got score 5
example "Dutch" {
    ✓ passes
example "Belgian" { lead { country: "BE" } expect score == 0 }
""")


async def test_for_how_many_leads_of_the_sample_a_rule_fires(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text('data = "leads.csv"\noutcome = "result"\nwon = "yes"\n')
    rows = (f"{n},{'NL' if n % 4 else 'BE'},{'yes' if n % 2 else 'no'}\n" for n in range(2000))
    (tmp_path / "leads.csv").write_text("id,country,result\n" + "".join(rows))
    page = editor.page(RULES, tmp_path.resolve() / "rules.assay")
    assert await eventually(lambda: lenses(editor, page), holding="fires for") == drawing("""
    fires for 1,500 of 2,000 leads, 67% won
when country == "NL" add 5 as "Dutch"
    ✗ expected `score == 6`, got score 5
example "Dutch" {
    ✓ passes
example "Belgian" { lead { country: "BE" } expect score == 0 }
""")
    assert types.WORKSPACE_CODE_LENS_REFRESH in editor.refreshed


async def test_rules_of_two_files_on_one_sample(editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text('data = "leads.csv"\n')
    (tmp_path / "leads.csv").write_text("id,country\n1,NL\n2,NL\n3,BE\n")
    schema, folder = RULES[: RULES.index("when")], tmp_path.resolve()
    dutch = editor.page(schema + 'when country == "NL" add 5 as "Near"\n', folder / "dutch.assay")
    belgian = editor.page(schema + 'when country == "BE" add 5 as "Near"\n', folder / "belgian.assay")
    for _ in range(3):  # neither disturbs the other
        assert "2 of 3" in await eventually(lambda: lenses(editor, dutch), holding="fires")
        assert "1 of 3" in await eventually(lambda: lenses(editor, belgian), holding="fires")
