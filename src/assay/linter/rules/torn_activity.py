"""One activity asked to be two things."""

from collections.abc import Iterator

from assay.analysis.conjunctions import asks_two_things, torn_field
from assay.analysis.logic import Logic
from assay.analysis.truth import never
from assay.diagnostics import Code, Diagnostic, Evidence
from assay.linter.lint import Context, Lint
from assay.linter.places import aggregates, places
from assay.linter.shown import by_cases
from assay.plan.nodes import Expr
from assay.source import Span

CODE = Code(
    "L103",
    "torn-activity",
    "one activity is asked to be two things",
    "A condition is about one activity at a time, and one activity has one action. A lead that did both is "
    '`any(action == "webinar") and any(action == "demo")`; a lead that did either is `action in ["webinar", "demo"]`.',
    bad='activity {\n  action text\n}\nwhen action == "webinar" and action == "demo" add 5\n',
    good='activity {\n  action text\n}\nwhen any(action == "webinar") and any(action == "demo") add 5\n',
)


def check(context: Context) -> Iterator[Diagnostic]:
    logic = context.logic
    for place in places(logic, context.model):
        field = asks_two_things(logic.known, place.condition)
        if field is not None and never(logic.known, place.condition):
            yield _found(logic, field, place.condition.test, place.span)
    for where, span in aggregates(logic, context.model):
        field = torn_field(logic.known, where)
        if field is not None:
            yield _found(logic, field, where, span)


def _found(logic: Logic, field: str, test: Expr, span: Span) -> Diagnostic:
    message = f"no activity has two values of `{field}` at once"
    help = "for two different activities write `any(…) and any(…)`, for either of them `or`"
    return Diagnostic(CODE, message, span, help, seek=lambda: Evidence(proof=by_cases(logic.known, test)))


LINT = Lint(CODE, "logic", check)
