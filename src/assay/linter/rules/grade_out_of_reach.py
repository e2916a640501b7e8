"""A letter that no lead gets."""

from collections.abc import Iterator
from functools import partial

from assay.analysis.ranges import Range
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.shown import farthest
from assay.plan.words import decimal

CODE = Code(
    "L117",
    "grade-out-of-reach",
    "no lead gets a letter of a grade",
    "The points of the group end before the letter begins, or begin above it, so nobody ever gets it and the grade has "
    "fewer steps than it seems to have.",
    bad='group fit max 30 {\n  when country == "NL" add 30\n}\ngrade fit { "A" from 40, "B" from 10, "C" otherwise }\n',
    good='group fit max 30 {\n  when country == "NL" add 30\n}\ngrade fit { "A" from 30, "B" otherwise }\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    for grade, planned in zip(context.model.grades, context.reach.plan.grades, strict=True):
        reach = context.reach.score if planned.group == "score" else context.reach.groups[planned.group].kept
        for letter, high in _unreached(planned.bands, reach):
            ends = [None if end is None else decimal(end, 100) for end in (reach.low, reach.high)]
            message = f'no lead gets "{letter}": `{planned.group}` is from {ends[0] or "any low number"} to {ends[1] or "any"}'
            help = "set its bound to points that are to be had"
            seek = partial(farthest, context, planned.group, high=high)
            yield Diagnostic(CODE, message, grade.span, help, seek=seek)


def _unreached(bands: tuple[tuple[str, int | None], ...], reach: Range) -> Iterator[tuple[str, bool]]:
    """The letters, and whether they are above all points."""
    above: int | None = None
    for letter, bound in bands:
        too_high = bound is not None and reach.high is not None and reach.high < bound
        too_low = above is not None and reach.low is not None and reach.low >= above
        if too_high or too_low:
            yield letter, too_high
        above = bound


LINT = Lint(CODE, "logic", check)
