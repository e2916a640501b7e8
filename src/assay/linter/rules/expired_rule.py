"""A rule whose last day is over."""

from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter import walk
from assay.linter.lint import Context, Lint
from assay.values import date_of

CODE = Code(
    "L308",
    "expired-rule",
    "a rule's `until` date is over",
    "The rule no longer runs, but everybody who reads the file takes it for one that does.",
    bad='when country == "NL" add 5 until 2020-12-31\n',
    good='when country == "NL" add 5 until 2999-12-31\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for _, rule in walk.rules(context.model):
        last = rule.meta.until
        if last is not None and last < context.today:
            yield Diagnostic(CODE, f"`{rule.id}` ended on {date_of(last)}", rule.span, "take it out, or extend it")


LINT = Lint(CODE, "reading", check)
