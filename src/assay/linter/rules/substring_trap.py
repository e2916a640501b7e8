"""`contains` with a short word, which other words have inside them."""

from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Edit, Fix, Severity
from assay.linter.lint import Context, Lint
from assay.linter.tree import nodes
from assay.syntax import ast

CODE = Code(
    "L303",
    "substring-trap",
    "`contains` with a short word may match inside other words",
    '`title contains "CTO"` is also true of "Director". `mentions` looks for whole words, which is nearly always what '
    "is meant for titles and texts.",
    bad='when title contains "CTO" add 10\n',
    good='when title mentions "CTO" add 10\n',
    severity=Severity.WARNING,
)
_SHORT = 4


def check(context: Context) -> Iterator[Diagnostic]:
    lists = {field.name for table in (context.model.lead, context.model.activity) for field in table.fields}
    lists &= {f.name for t in (context.model.lead, context.model.activity) for f in t.fields if f.type.of is not None}
    for node in nodes(context.model):
        if isinstance(node, ast.Binary) and node.op == "contains" and not _is_list(node.left, lists):
            for needle in _needles(node.right):
                if needle.value.isalpha() and len(needle.value) <= _SHORT:
                    yield _found(node, needle)
                    break


def _is_list(expr: ast.Expr, lists: set[str]) -> bool:
    return isinstance(expr, ast.Name) and expr.name in lists


def _needles(expr: ast.Expr) -> tuple[ast.Text, ...]:
    items = expr.items if isinstance(expr, ast.ListOf) else (expr,)
    return tuple(item for item in items if isinstance(item, ast.Text))


def _found(node: ast.Binary, needle: ast.Text) -> Diagnostic:
    return Diagnostic(
        CODE,
        f'`contains "{needle.value}"` may match inside a longer word',
        needle.span,
        f'`mentions "{needle.value}"` looks for the whole word',
        fix=Fix("write `mentions`", (Edit(node.op_span, "mentions"),)),
    )


LINT = Lint(CODE, "reading", check)
