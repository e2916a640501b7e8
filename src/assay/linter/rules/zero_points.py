"""A rule that gives nothing."""

from collections.abc import Iterator

from assay import model as m
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter import walk
from assay.linter.lint import Context, Lint

CODE = Code(
    "L301",
    "zero-points",
    "a rule adds 0 points",
    "A rule worth nothing changes no score, yet it is listed among the reasons, and sales reads it as one. A row of a "
    "`match` may well be worth 0; a rule of its own may not.",
    bad='when country == "NL" add 0\n',
    good='when country == "NL" add 5\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for _, rule in walk.rules(context.model):
        amount = None if isinstance(rule, m.Match) else rule.amount
        if amount is not None and isinstance(amount.value, m.Const) and amount.value.value == 0:
            yield Diagnostic(
                CODE, f"`{rule.id}` is worth 0 points", amount.value.span, "give it points, or take it out"
            )


LINT = Lint(CODE, "reading", check)
