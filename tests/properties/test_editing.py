"""After any edit, what is kept and read again comes to the same as reading and checking the whole anew."""

from pathlib import Path

import pytest

from assay.diagnostics import Diagnostic
from assay.ide.document import Document, opened
from assay.ide.nodes import children
from assay.ide.workspace import Workspace
from assay.source import LineIndex
from assay.syntax import ast
from tests.properties.storms import storm

PACKS = Path(__file__).parents[2] / "rules"
TEXTS = {
    "b2b_saas": (PACKS / "b2b_saas" / "b2b_saas.assay").read_text(encoding="utf-8"),
    "ecommerce": (PACKS / "ecommerce" / "ecommerce.assay").read_text(encoding="utf-8"),
    "minimal": (PACKS / "minimal" / "minimal.assay").read_text(encoding="utf-8"),
    "nothing": "",
}
FILE = Path("/nowhere/at/all/a.assay")
Fact = tuple[object, ...]


def walk(node: ast.Node) -> list[ast.Node]:
    return [node, *(inner for child in children(node) for inner in walk(child))]


def tree(document: Document) -> list[Fact]:
    """Everything that was read, at its place of now."""
    facts: list[Fact] = []
    for index, piece in enumerate(document.pieces):
        by = document.shift(index)
        nodes = [] if piece.statement is None else walk(piece.statement)
        facts.append((piece.statement, [(type(n).__name__, n.span.start + by, n.span.end + by) for n in nodes]))
        facts.append(tuple((t.kind, t.text, t.start + by, t.end + by) for t in piece.tokens))
        facts.append(tuple((c.text, c.span.start + by) for c in piece.comments))
    return facts


def finding(d: Diagnostic) -> Fact:
    labels = tuple((label.text, label.span.start, label.span.end) for label in d.labels)
    edits = () if d.fix is None else tuple((edit.text, edit.span.start, edit.span.end) for edit in d.fix.edits)
    return d.code.code, d.message, d.help, d.span.start, d.span.end, labels, edits


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", TEXTS)
def test_an_edited_document_is_one_read_anew(name: str, seed: int) -> None:
    document = opened(FILE, TEXTS[name])
    for blow in storm(document.text, seed, 25):
        wanted = blow.on(document.text)
        document = document.edited(*blow, None)
        assert document.text == wanted
        assert document.source.lines.starts == LineIndex(wanted).starts
        assert tree(document) == tree(opened(FILE, wanted)), blow


@pytest.mark.parametrize("seed", range(10, 13))
@pytest.mark.parametrize("name", TEXTS)
def test_edited_rules_are_rules_checked_anew(name: str, seed: int) -> None:
    workspace = Workspace()
    workspace.opened(FILE, TEXTS[name], 1)
    for blow in storm(TEXTS[name], seed, 25):
        workspace.edited(FILE, *blow, 2)
        rules, fresh = workspace.rules(FILE), Workspace()
        fresh.opened(FILE, workspace.open[FILE].text, 1)
        anew = fresh.rules(FILE)
        assert [*map(finding, rules.findings[FILE])] == [*map(finding, anew.findings[FILE])], blow
        assert rules.model == anew.model
