"""`and` beside `or` without brackets."""

from collections.abc import Iterator

from assay.diagnostics import Applicability, Code, Diagnostic, Edit, Fix, Severity
from assay.linter.lint import Context, Lint
from assay.linter.tree import nodes
from assay.source import Span
from assay.syntax import ast

CODE = Code(
    "L302",
    "and-or-mix",
    "`and` and `or` stand side by side without brackets",
    "`a or b and c` means `a or (b and c)`, and many people read it as `(a or b) and c`. Brackets cost two characters "
    "and spare the next reader the question.",
    bad='when country == "NL" or country == "BE" and employees > 50 add 5\n',
    good='when country == "NL" or (country == "BE" and employees > 50) add 5\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for node in nodes(context.model):
        if isinstance(node, ast.Binary) and node.op == "or":
            for side in (node.left, node.right):
                if isinstance(side, ast.Binary) and side.op == "and" and not _bracketed(node, side):
                    yield _found(side)


def _bracketed(whole: ast.Binary, side: ast.Binary) -> bool:
    text = whole.span.source.text
    if side is whole.left:
        return ")" in _code(text[side.span.end : whole.op_span.start])
    return "(" in _code(text[whole.op_span.end : side.span.start])


def _code(text: str) -> str:
    return "\n".join(line.split("#", 1)[0] for line in text.split("\n"))


def _found(side: ast.Binary) -> Diagnostic:
    span = side.span
    edits = (Edit(Span(span.source, span.start, span.start), "("), Edit(Span(span.source, span.end, span.end), ")"))
    return Diagnostic(
        CODE,
        "this `and` is read before the `or` beside it",
        span,
        "put brackets around what belongs together",
        fix=Fix("put brackets around it", edits, Applicability.SAFE),
    )


LINT = Lint(CODE, "reading", check)
