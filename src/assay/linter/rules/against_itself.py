"""A rule that adds and one that subtracts for the same leads."""

from collections.abc import Iterator
from functools import partial

from assay.analysis.twins import same, sign_of
from assay.diagnostics import Code, Diagnostic, Label, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import written
from assay.linter.shown import both_fire

CODE = Code(
    "L116",
    "against-itself",
    "a rule adds and another subtracts for the same leads",
    "One rule gives and the other takes for the very same leads, so they could be one rule with the difference. More "
    "often two people had two opinions and nobody noticed.",
    bad="when employees > 50 add 10\nwhen employees > 50 subtract 5\n",
    good="when employees > 50 add 10\nwhen employees <= 50 subtract 5\n",
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    logic, by_id = context.logic, written(context.model)
    rules = logic.plan.rules
    for pair in same(logic.known, rules):
        first, second = rules[pair.first], rules[pair.second]
        if sign_of(first) * sign_of(second) < 0:
            yield Diagnostic(
                CODE,
                f"`{second.id}` takes back part of what `{first.id}` gives, for the same leads",
                by_id[second.id].span,
                "write one rule with the difference",
                (Label(by_id[first.id].span, "the other rule"),),
                seek=partial(both_fire, context, first, second, pair.example),
            )


LINT = Lint(CODE, "logic", check)
