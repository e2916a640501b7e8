"""A condition that every lead meets."""

from collections.abc import Iterator
from functools import partial

from assay.analysis.truth import always
from assay.diagnostics import Code, Diagnostic, Evidence, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import places
from assay.linter.shown import by_cases, even_without_data
from assay.plan.nodes import Condition, Const

CODE = Code(
    "L102",
    "always-true",
    "a condition is always true",
    "A condition every lead meets decides nothing: everybody gets the points, or everybody is disqualified. Where "
    "all leads are meant, `when true` says so.",
    bad="when employees > 10 or employees <= 10 or employees is missing add 5\n",
    good="when employees > 10 or employees is missing add 5\n",
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    logic = context.logic
    for place in places(logic, context.model):
        written_so = isinstance(place.condition.test, Const)
        if place.what != "route" and not written_so and always(logic.known, place.condition):
            message = f"every lead meets the condition of this {place.what}"
            help = "an `or` that should be an `and`? for all leads, write `true`"
            yield Diagnostic(CODE, message, place.span, help, seek=partial(_evidence, context, place.condition))


def _evidence(context: Context, condition: Condition) -> Evidence:
    way = condition.alone or condition.test
    return even_without_data(context, condition, by_cases(context.logic.known, way))


LINT = Lint(CODE, "logic", check)
