"""A row of a `match` that no value reaches."""

from collections.abc import Iterator
from functools import partial

from assay import model as m
from assay.analysis.rows import unreached, within_rows
from assay.diagnostics import Code, Diagnostic, Evidence, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import rules
from assay.linter.shown import by_cases
from assay.plan.nodes import Rule

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
                help = "rows above take them all: put this one first, or take it out"
                yield Diagnostic(CODE, message, row.span, help, seek=partial(_proof, context, one.planned, at))


def _proof(context: Context, rule: Rule, row: int) -> Evidence:
    tests = [one.test for one in rule.rows[: row + 1] if one.test is not None]
    return Evidence(proof=by_cases(within_rows(context.logic.known, rule), *tests))


LINT = Lint(CODE, "logic", check)
