"""Two bands beside each other that earn the same."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from assay import model as m
from assay.analysis.rows import steps
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import rules
from assay.linter.shown import of_rows

CODE = Code(
    "L109",
    "same-points",
    "two neighbouring bands of a `match` earn the same",
    "Two bands with the same points are one band, and the line between them decides nothing. If the difference "
    "matters, give it points; if it is only for the reader, a label or a `because` says what it is for.",
    bad="match employees {\n  under 10    add 0\n  under 100   add 5\n  under 200   add 5\n}\n",
    good="match employees {\n  under 10    add 0\n  under 100   add 5\n  under 200   add 10\n}\n",
    severity=Severity.INFO,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for one in rules(context.logic, context.model):
        if isinstance(one.rule, m.Match | m.Each):
            for low, high in pairwise(steps(context.logic.known, one.planned)):
                a, b = one.planned.rows[low], one.planned.rows[high]
                told_apart = a.label or b.label or a.because or b.because or a.missing or b.missing
                if a.amount == b.amount and not told_apart:
                    message = f"`{a.text}` and `{b.text}` earn the same"
                    help = "make them one band, or give them different points"
                    seek = partial(of_rows, context, one.planned, (low, high))
                    yield Diagnostic(CODE, message, one.rule.rows[high].span, help, seek=seek)


LINT = Lint(CODE, "logic", check)
