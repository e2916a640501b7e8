"""A rule whose leads another rule of the group has already."""

from collections.abc import Iterator
from functools import partial

from assay.analysis.twins import inside
from assay.diagnostics import Code, Diagnostic, Label, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import written
from assay.linter.shown import both_fire

CODE = Code(
    "L105",
    "counted-twice",
    "a rule may be counted twice, since another rule has its leads already",
    "Every lead of the narrower rule gets the points of the wider one too. That may be meant, as steps that add up; "
    "where only one of them should count, `match` or `first of` says so. A `because` says that it is meant.",
    bad="when employees >= 50 add 5\nwhen employees >= 200 add 10\n",
    good="match employees {\n  200 or more  add 10\n  50 or more   add 5\n}\n",
    severity=Severity.INFO,
)


def check(context: Context) -> Iterator[Diagnostic]:
    logic, by_id = context.logic, written(context.model)
    rules = logic.plan.rules
    for pair in inside(logic.known, rules):
        outer, inner = rules[pair.first], rules[pair.second]
        if sum(rule.because is not None for rule in (outer, inner)) == 0:
            yield Diagnostic(
                CODE,
                f"every lead of `{inner.id}` gets the points of `{outer.id}` too, which may be once too often",
                by_id[inner.id].span,
                "use `match` or `first of` if only one is to count",
                (Label(by_id[outer.id].span, "the wider rule"),),
                seek=partial(both_fire, context, outer, inner, pair.example),
            )


LINT = Lint(CODE, "logic", check)
