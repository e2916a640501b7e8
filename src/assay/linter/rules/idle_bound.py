"""A bound that can never bind."""

from collections.abc import Iterator
from functools import partial

from assay import model as m
from assay.analysis.ranges import Range
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter import walk
from assay.linter.lint import Context, Lint
from assay.linter.shown import farthest
from assay.plan.words import decimal

CODE = Code(
    "L111",
    "idle-bound",
    "a bound can never bind",
    "A group with `max 50` whose rules come to 30 at most never reaches its bound, and whoever reads `max 50` "
    "believes that 50 points are to be had. Set the bound to what there is, or find the points that are missing.",
    bad='group fit max 50 {\n  when country == "NL" add 20\n  when employees > 10 add 10\n}\n',
    good='group fit max 25 {\n  when country == "NL" add 20\n  when employees > 10 add 10\n}\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for group in walk.groups(context.model):
        if group.body:
            earned = context.reach.groups[group.name].earned
            for text, high in _idle(earned, group):
                yield Diagnostic(CODE, text, group.span, seek=partial(farthest, context, group.name, high=high))


def _idle(earned: Range, group: m.Group) -> Iterator[tuple[str, bool]]:
    """What to say, and whether it is of the upper bound."""
    if group.maximum is not None and earned.high is not None and earned.high < group.maximum:
        yield f"`{group.name}` never has more than {decimal(earned.high, 100)}, so its `max` never binds", True
    if group.minimum is not None and earned.low is not None and earned.low > group.minimum:
        yield f"`{group.name}` never has less than {decimal(earned.low, 100)}, so its `min` never binds", False


LINT = Lint(CODE, "logic", check)
