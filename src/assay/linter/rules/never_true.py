"""A condition that no lead meets."""

from collections.abc import Iterator
from functools import partial

from assay.analysis.conjunctions import asks_two_things, torn_field
from assay.analysis.logic import Logic
from assay.analysis.truth import never, outcomes
from assay.diagnostics import Code, Diagnostic, Evidence, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import aggregates, places
from assay.linter.shown import by_cases
from assay.plan.nodes import Expr

CODE = Code(
    "L101",
    "never-true",
    "a condition is never true",
    "No lead can meet it, so the rule gives nobody a point and the disqualification keeps nobody out. Most often an "
    "`and` should have been an `or`, or two numbers have changed places.",
    bad="when employees > 500 and employees < 100 add 5\n",
    good="when employees > 100 and employees < 500 add 5\n",
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    logic = context.logic
    for place in places(logic, context.model):
        if never(logic.known, place.condition) and asks_two_things(logic.known, place.condition) is None:
            message = f"no lead can meet the condition of this {place.what}"
            help = "an `and` that should be an `or`, or numbers swapped?"
            yield Diagnostic(CODE, message, place.span, help, seek=partial(_proof, logic, place.condition.test))
    for where, span in aggregates(logic, context.model):
        found = outcomes(logic.known, where)
        if found is not None and True not in found and torn_field(logic.known, where) is None:
            message, help = "no activity can meet this condition", "an `and` that should be an `or`?"
            yield Diagnostic(CODE, message, span, help, seek=partial(_proof, logic, where))


def _proof(logic: Logic, test: Expr) -> Evidence:
    return Evidence(proof=by_cases(logic.known, test))


LINT = Lint(CODE, "logic", check)
