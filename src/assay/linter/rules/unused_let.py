"""A `let` that nothing reads."""

from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.tree import nodes
from assay.syntax import ast

CODE = Code(
    "L305",
    "unused-let",
    "a `let` is not used",
    "A name that no rule uses is either left over or, worse, was meant to be used: the list of competitors that no "
    "`disqualify` reads keeps nobody out.",
    bad='let emea = ["NL", "BE"]\nwhen country == "NL" add 5\n',
    good='let emea = ["NL", "BE"]\nwhen country in emea add 5\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    defined: list[ast.Name] = []
    read: set[str] = set()
    places: set[int] = set()
    for node in nodes(context.model):
        if isinstance(node, ast.Let | ast.LetFile):
            defined.append(node.name)
            places.add(id(node.name))
        elif isinstance(node, ast.Name) and id(node) not in places:
            read.add(node.name)
    for name in defined:
        if name.name not in read:
            yield Diagnostic(CODE, f"`{name.name}` is not used", name.span, "use it, or take it out")


LINT = Lint(CODE, "reading", check)
