"""Names that differ only in capitals."""

from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Label, Severity
from assay.linter.lint import Context, Lint
from assay.linter.tree import nodes
from assay.syntax import ast

CODE = Code(
    "L310",
    "names-by-case",
    "two names differ only in capitals",
    "`EMEA` and `emea` are two things here and one thing to everybody who reads them.",
    bad='let emea = ["NL"]\nlet EMEA = ["NL", "ZA"]\nwhen country in emea or country in EMEA add 5\n',
    good='let europe = ["NL"]\nlet emea = ["NL", "ZA"]\nwhen country in europe or country in emea add 5\n',
    severity=Severity.WARNING,
)
_DEFINING = ast.Let | ast.LetFile | ast.FieldDecl | ast.Group | ast.Stage


def check(context: Context) -> Iterator[Diagnostic]:
    first: dict[str, ast.Name] = {}
    for node in nodes(context.model):
        if not isinstance(node, _DEFINING):
            continue
        before = first.setdefault(node.name.name.lower(), node.name)
        if before.name != node.name.name:
            places = (Label(before.span, "the other one"),)
            message = f"`{node.name.name}` and `{before.name}` differ only in capitals"
            yield Diagnostic(CODE, message, node.name.span, "rename one of them", places)


LINT = Lint(CODE, "reading", check)
