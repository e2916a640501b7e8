"""A stage or decision that asks for more points than there are."""

from collections.abc import Iterator
from functools import partial

from assay.analysis.truth import never
from assay.diagnostics import Code, Diagnostic, Evidence, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import places
from assay.linter.shown import by_points, farthest, points_read
from assay.plan.nodes import Condition
from assay.plan.words import decimal

CODE = Code(
    "L110",
    "out-of-reach",
    "a stage asks for more points than a lead can have",
    "Even a lead that meets every rule does not get this far, so nobody ever will: the threshold is from another "
    "version of the rules, or a bound holds the points back.",
    bad='group fit max 30 {\n  when employees > 10 add 20\n  when country == "NL" add 20\n}\n'
    "stage MQL when score >= 50\n",
    good='group fit max 30 {\n  when employees > 10 add 20\n  when country == "NL" add 20\n}\n'
    "stage MQL when score >= 30\n",
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    logic = context.reach
    for place in places(logic, context.model):
        if never(logic.bounded, place.condition) and not never(logic.known, place.condition):
            message = f"no lead can have the points this {place.what} asks for"
            yield Diagnostic(CODE, message, place.span, _reach(context), seek=partial(_proof, context, place.condition))


def _proof(context: Context, condition: Condition) -> Evidence:
    """Of the score with the lead that has most of it; of groups how far they reach."""
    names = points_read(context, condition)
    if names == ["score"]:
        return farthest(context, "score", high=True)
    return Evidence(proof="; ".join(by_points(context, name) for name in names) or None)


def _reach(context: Context) -> str:
    low, high = context.reach.score.low, context.reach.score.high
    least = "any low number" if low is None else decimal(low, 100)
    most = "any high number" if high is None else decimal(high, 100)
    return f"as the rules stand, the score is from {least} to {most}"


LINT = Lint(CODE, "logic", check)
