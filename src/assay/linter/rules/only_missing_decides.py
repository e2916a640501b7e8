"""A comparison that every value passes."""

from collections.abc import Iterator

from assay.analysis.truth import outcomes, variables
from assay.diagnostics import Code, Diagnostic, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import places
from assay.plan.nodes import Expr, LeadField, Op

CODE = Code(
    "L202",
    "only-missing-decides",
    "a condition is true of every value, so that only missing data decides it",
    "Whatever the value, the condition holds; what keeps a lead out is that there is none. If that is meant, `is known` "
    "says it; mostly a bound was forgotten, or a list has come to name every value there is.",
    bad='lead {\n  id text key\n  budget one of "some", "plenty"\n}\nwhen budget in ["some", "plenty"] add 5\n',
    good='lead {\n  id text key\n  budget one of "some", "plenty"\n}\nwhen budget is known add 5\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    logic = context.logic
    for place in places(logic, context.model):
        test = place.condition.test
        about_data = all(isinstance(one, LeadField) for one in variables(logic.known, test))
        if place.condition.scope != "lead" or _says_so(test):
            continue
        if about_data and outcomes(logic.known, test) == frozenset({True, None}):
            message = f"the condition of this {place.what} is true of every value: only a missing one decides"
            yield Diagnostic(CODE, message, place.span, "write `is known`, if that is meant")


def _says_so(test: Expr) -> bool:
    """Whether the condition asks for missing values by name already."""
    return isinstance(test, Op) and (test.op in ("known", "missing") or any(_says_so(arg) for arg in test.args))


LINT = Lint(CODE, "missing", check)
