"""A number that two bands of a `match` claim."""

from collections.abc import Iterator
from functools import partial

from assay import model as m
from assay.analysis.rows import overlaps
from assay.diagnostics import Code, Diagnostic, Evidence, Label, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import rules
from assay.linter.shown import of_value
from assay.plan.nodes import Rule
from assay.plan.words import decimal

CODE = Code(
    "L120",
    "band-overlap",
    "two bands of a `match` claim the same number",
    "`10 to 20` and `20 to 30` both have 20 in them, since both ends of a band count. The row above takes it, which may not "
    "be the one that was meant, and whoever reads the lower row believes that 20 is in it.",
    bad="match employees {\n  under 10    add 0\n  10 to 20    add 5\n  20 to 30    add 9\n}\n",
    good="match employees {\n  under 10    add 0\n  under 20    add 5\n  under 30    add 9\n}\n",
    severity=Severity.INFO,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for one in rules(context.logic, context.model):
        if not isinstance(one.rule, m.Match | m.Each):
            continue
        for found in overlaps(context.logic.known, one.planned):
            above, below = one.rule.rows[found.first], one.rule.rows[found.second]
            if one.planned.rows[found.first].amount != one.planned.rows[found.second].amount:
                value = decimal(found.value)
                message = f"{value} is in `{below.text}` and in `{above.text}`, which takes it"
                help = "let each band begin where the other ends: `under` and `over` leave their number out"
                label = Label(above.span, "takes it")
                seek = partial(_evidence, context, one.planned, found.value)
                yield Diagnostic(CODE, message, below.span, help, (label,), seek=seek)


def _evidence(context: Context, rule: Rule, value: int) -> Evidence:
    shown = of_value(context, rule, value)
    return Evidence() if shown is None else Evidence((shown,))


LINT = Lint(CODE, "logic", check)
