"""Short ways to read a text in tests."""

from assay.diagnostics import Diagnostic
from assay.source import Source
from assay.syntax import Parsed, ast, parse
from assay.syntax.parser import parse_expression


def found(text: str) -> Parsed:
    return parse(Source("rules.assay", text))


def statement(text: str) -> ast.Statement:
    """The one statement of a text without mistakes."""
    parsed = found(text)
    assert not parsed.diagnostics, [(d.span.text, d.message) for d in parsed.diagnostics]
    (only,) = parsed.file.statements
    return only


def expression(text: str) -> ast.Expr:
    """The expression a text is."""
    tree, diagnostics = parse_expression(Source("expression", text))
    assert not diagnostics, [(d.span.text, d.message) for d in diagnostics]
    assert tree is not None
    return tree


def fixed(text: str, diagnostic: Diagnostic) -> str:
    """A text with the fix of a finding applied."""
    assert diagnostic.fix is not None
    for edit in sorted(diagnostic.fix.edits, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
