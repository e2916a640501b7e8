"""A rule without a reason (on demand)."""

from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter import walk
from assay.linter.lint import Context, Lint

CODE = Code(
    "L306",
    "no-because",
    "a rule does not say why it is there",
    "Points without a reason are points nobody dares to change. A team that wants a `because` on every rule selects "
    "this lint.",
    bad='when country == "NL" add 5\n',
    good='when country == "NL" add 5 because "we deliver there"\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for _, rule in walk.rules(context.model):
        if rule.meta.because is None:
            yield Diagnostic(CODE, f"`{rule.id}` has no reason", rule.span, 'add `because "…"`')


LINT = Lint(CODE, "reading", check, opt_in=True)
