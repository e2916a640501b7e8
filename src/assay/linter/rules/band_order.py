"""Bands whose points go up and down."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from assay import model as m
from assay.analysis.rows import steps
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import RulePlace, rules
from assay.linter.shown import of_rows
from assay.plan.nodes import Const

CODE = Code(
    "L108",
    "band-order",
    "the points of a `match` go up and down with the number",
    "Points mostly rise with a number, or fall, or have one best place in the middle. Where they turn more than once, "
    "two amounts may have changed places. A `because` on one of the rows says that it is meant.",
    bad="match seats {\n  under 10    add 0\n  under 100   add 20\n  under 500   add 5\n  under 900   add 30\n}\n",
    good="match seats {\n  under 10    add 0\n  under 100   add 5\n  under 500   add 20\n  under 900   add 30\n}\n",
    severity=Severity.INFO,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for one in rules(context.logic, context.model):
        if isinstance(one.rule, m.Match | m.Each) and one.rule.subject is not None and not _explained(one.rule):
            turn = _turn(context, one)
            if turn is not None:
                row = one.rule.rows[turn[1]]
                message = f"the points turn again at `{row.text}`: two amounts may have changed places"
                help = "a `because` on a row says that it is meant"
                yield Diagnostic(CODE, message, row.span, help, seek=partial(of_rows, context, one.planned, turn))


def _explained(rule: m.Match | m.Each) -> bool:
    return rule.meta.because is not None or any(row.because is not None for row in rule.rows)


def _turn(context: Context, one: RulePlace) -> tuple[int, int] | None:
    """The row at which the points turn for the second time, behind the one before it."""
    rows = one.planned.rows
    order = steps(context.logic.known, one.planned)
    amounts: list[tuple[int, int]] = []
    for at in order:
        value = rows[at].amount.value
        if not isinstance(value, Const):
            return None
        amounts.append((at, rows[at].amount.sign * int(value.value)))
    rising = [((a[0], b[0]), b[1] > a[1]) for a, b in pairwise(amounts) if a[1] != b[1]]
    turns = [later[0] for earlier, later in pairwise(rising) if earlier[1] != later[1]]
    return turns[1] if len(turns) > 1 else None


LINT = Lint(CODE, "logic", check)
