"""A row of a `match` that no value reaches."""

from collections.abc import Iterator

from assay import model as m
from assay.analysis.rows import unreached
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import rules

CODE = Code(
    "L106",
    "unreached-row",
    "no value reaches a row of a `match`",
    "The first row that takes a value wins, so a row whose values are all taken above it gives nobody its points. "
    "Usually the rows are in the wrong order.",
    bad="match employees {\n  under 100  add 5\n  under 10   add 9\n}\n",
    good="match employees {\n  under 10   add 9\n  under 100  add 5\n}\n",
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for one in rules(context.logic, context.model):
        if isinstance(one.rule, m.Match | m.Each):
            for at in unreached(context.logic.known, one.planned):
                row = one.rule.rows[at]
                message = f"no value reaches the row `{row.text}`"
                yield Diagnostic(
                    CODE, message, row.span, "rows above take them all: put this one first, or take it out"
                )


LINT = Lint(CODE, "logic", check)
