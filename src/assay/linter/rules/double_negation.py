"""A negation of a negation."""

from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.tree import nodes
from assay.syntax import ast
from assay.syntax.printer import expression

CODE = Code(
    "L304",
    "double-negation",
    "a condition is negated twice",
    "Two negations cancel out, for missing values too, and a reader has to do it in their head.",
    bad='when not country != "NL" add 5\n',
    good='when country == "NL" add 5\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for node in nodes(context.model):
        if isinstance(node, ast.Unary) and node.op == "not" and (plain := _cancelled(node.operand)) is not None:
            yield Diagnostic(CODE, "two negations cancel out", node.span, f"write `{expression(plain)}`")


def _cancelled(operand: ast.Expr) -> ast.Expr | None:
    """What `not operand` says without a negation; None if the operand is no negation."""
    match operand:
        case ast.Unary(op="not", operand=inner):
            return inner
        case ast.Binary(op="!=", left=left, right=right):
            return ast.Binary("==", left, right, span=operand.span, op_span=operand.op_span)
        case ast.Binary(op="not in", left=left, right=right):
            return ast.Binary("in", left, right, span=operand.span, op_span=operand.op_span)
        case ast.Known(operand=inner, known=False):
            return ast.Known(inner, known=True, span=operand.span)
        case _:
            return None


LINT = Lint(CODE, "reading", check)
