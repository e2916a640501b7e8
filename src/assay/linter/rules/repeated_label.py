"""One label on two rules."""

from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Label, Severity
from assay.linter import walk
from assay.linter.lint import Context, Lint
from assay.source import Span
from assay.values import fold

CODE = Code(
    "L309",
    "repeated-label",
    "two rules have the same label",
    'Results name rules by their label, and the second of a name becomes "… (2)": reports and sales cannot tell which '
    "is which.",
    bad='when country == "NL" add 5 as "Home"\nwhen country == "BE" add 5 as "home"\n',
    good='when country == "NL" add 5 as "Home"\nwhen country == "BE" add 5 as "Neighbour"\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    first: dict[str, Span] = {}
    for _, rule in walk.rules(context.model):
        if (label := rule.meta.label) is None:
            continue
        before = first.setdefault(fold(label), rule.span)
        if before is not rule.span:
            places = (Label(before, "first used here"),)
            yield Diagnostic(CODE, f"the label `{label}` is used twice", rule.span, "give each its own", places)


LINT = Lint(CODE, "reading", check)
