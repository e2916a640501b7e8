"""Two rules of a group with one condition."""

from collections.abc import Iterator
from functools import partial

from assay.analysis.twins import same, sign_of
from assay.diagnostics import Code, Diagnostic, Label, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import written
from assay.linter.shown import both_fire

CODE = Code(
    "L104",
    "duplicate-rule",
    "two rules of a group have the same condition",
    "Both rules fire for the same leads, so what one of them says is counted twice. Mostly one is a copy that was "
    "meant to be changed, or was added without a look at the other.",
    bad='when country in ["NL", "BE"] add 5\nwhen country == "be" or country == "nl" add 10\n',
    good='when country in ["NL", "BE"] add 5\nwhen country == "DE" add 10\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    logic, by_id = context.logic, written(context.model)
    rules = logic.plan.rules
    for pair in same(logic.known, rules):
        first, second = rules[pair.first], rules[pair.second]
        if first.amount is None or sign_of(first) * sign_of(second) > 0:
            yield Diagnostic(
                CODE,
                f"`{second.id}` is true of the same leads as `{first.id}`, and both count",
                by_id[second.id].span,
                "take one out, or give all the points in one",
                (Label(by_id[first.id].span, "the other rule"),),
                seek=partial(both_fire, context, first, second, pair.example),
            )


LINT = Lint(CODE, "logic", check)
