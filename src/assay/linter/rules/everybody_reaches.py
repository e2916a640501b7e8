"""A stage that every lead has the points for."""

from collections.abc import Iterator

from assay.analysis.truth import always
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import places
from assay.plan.nodes import Const

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
            yield Diagnostic(CODE, message, place.span, "ask for more than a lead has that nothing is known of")


LINT = Lint(CODE, "logic", check)
