"""A rule past its date of review."""

from collections.abc import Iterator

from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter import walk
from assay.linter.lint import Context, Lint
from assay.values import date_of

CODE = Code(
    "L307",
    "review-overdue",
    "a rule is past its `review by` date",
    "The date was set so that somebody looks at the rule again. Look, and set the next one.",
    bad='when country == "NL" add 5 review by 2020-01-01\n',
    good='when country == "NL" add 5 review by 2999-01-01\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for _, rule in walk.rules(context.model):
        due = rule.meta.review_by
        if due is not None and due < context.today:
            owner = f" by {rule.meta.owner}" if rule.meta.owner else ""
            yield Diagnostic(
                CODE, f"`{rule.id}` was to be reviewed{owner} by {date_of(due)}", rule.span, "review it, set a new date"
            )


LINT = Lint(CODE, "reading", check)
