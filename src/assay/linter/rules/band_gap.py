"""A number that falls between the bands of a `match`."""

from collections.abc import Iterator
from functools import partial

from assay import model as m
from assay.analysis.definitions import field_of, resolved
from assay.analysis.rows import gaps
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import RulePlace, rules
from assay.linter.shown import left_out
from assay.plan.words import decimal

CODE = Code(
    "L107",
    "band-gap",
    "a number falls between the bands of a `match`",
    "`under 10` leaves 10 out and `11 to 20` begins after it: a company of exactly 10 gets no points at all, and no "
    "message. Let each band begin where the one below ends, or add `otherwise`.",
    bad="match employees {\n  under 10    add 0\n  11 to 20    add 5\n  over 20     add 9\n}\n",
    good="match employees {\n  under 10    add 0\n  10 to 20    add 5\n  over 20     add 9\n}\n",
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for one in rules(context.logic, context.model):
        if isinstance(one.rule, m.Match | m.Each) and one.rule.subject is not None:
            found = gaps(context.logic.known, one.planned, fractions=_may_be_broken(context, one))
            if found:
                value = decimal(found[0].value)
                message = f"no row takes {value}, though rows on both sides of it do"
                help = f"for example {value}: widen a band, or add `otherwise`"
                seek = partial(left_out, context, one.planned, found[0].value)
                yield Diagnostic(CODE, message, one.rule.subject.span, help, seek=seek)


def _may_be_broken(context: Context, one: RulePlace) -> bool:
    """Whether the subject is declared as a number that need not be whole."""
    logic = context.logic
    if one.planned.subject is None:
        return False
    subject = resolved(logic.known, one.planned.subject)
    table = logic.plan.lead if subject.node == "lead" else logic.plan.activity
    found = field_of(logic.known, subject)
    return found is not None and found.kind == "number" and table.declared


LINT = Lint(CODE, "logic", check)
