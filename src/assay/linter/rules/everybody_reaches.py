"""A stage that every lead has the points for."""

from collections.abc import Iterator
from functools import partial

from assay.analysis.truth import always
from assay.diagnostics import Code, Diagnostic, Evidence, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import places
from assay.linter.shown import by_cases, by_points, even_without_data, points_read
from assay.plan.nodes import Condition, Const

CODE = Code(
    "L118",
    "everybody-reaches",
    "every lead has the points a stage or decision asks for",
    "Even a lead of which nothing is known has them, so being in the stage says nothing, and sales is handed everybody. "
    "A threshold of 0 where nothing subtracts is the usual case.",
    bad='when country == "NL" add 10\nstage IQL at 0\n',
    good='when country == "NL" add 10\nstage IQL at 10\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    logic = context.reach
    for place in places(logic, context.model):
        decides = place.what not in ("route", "rule") and not isinstance(place.condition.test, Const)
        if decides and always(logic.bounded, place.condition) and not always(logic.known, place.condition):
            message = f"every lead has the points this {place.what} asks for"
            help = "ask for more than a lead has that nothing is known of"
            yield Diagnostic(CODE, message, place.span, help, seek=partial(_evidence, context, place.condition))


def _evidence(context: Context, condition: Condition) -> Evidence:
    proof = "; ".join(by_points(context, name) for name in points_read(context, condition))
    return even_without_data(context, condition, proof or by_cases(context.reach.bounded, condition.test))


LINT = Lint(CODE, "logic", check)
