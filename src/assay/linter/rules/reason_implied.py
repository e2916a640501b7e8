"""A disqualification or exclusion that another one implies."""

from collections.abc import Iterator

from assay import model as m
from assay.analysis.cover import implied_reasons
from assay.diagnostics import Code, Diagnostic, Label, Severity
from assay.linter.lint import Context, Lint

CODE = Code(
    "L114",
    "reason-implied",
    "a disqualification or exclusion changes nothing, since another covers it",
    "Every lead it keeps out is kept out already. Either it is left over from an older version, or the wider one is "
    "wider than was meant.",
    bad='disqualify if country in ["NL", "BE"] because "served by a partner"\n'
    'disqualify if country == "BE" and employees < 10 because "too small for Belgium"\n',
    good='disqualify if country in ["NL", "BE"] because "served by a partner"\n'
    'disqualify if country == "FR" and employees < 10 because "too small for France"\n',
    severity=Severity.INFO,
)


def check(context: Context) -> Iterator[Diagnostic]:
    known, plan, model = context.logic.known, context.logic.plan, context.model
    for at, other in implied_reasons(known, (), plan.excludes):
        yield _found(model.excludes[at], model.excludes[other])
    everything = (*model.excludes, *model.disqualifies)
    for at, other in implied_reasons(known, plan.excludes, plan.disqualifies):
        yield _found(model.disqualifies[at], everything[other])


def _found(own: m.Decision, wider: m.Decision) -> Diagnostic:
    message = f"every lead this keeps out is kept out already: {wider.reason}"
    label = Label(wider.condition.span, "keeps them out already")
    return Diagnostic(CODE, message, own.condition.span, "take it out, or make the other one narrower", (label,))


LINT = Lint(CODE, "logic", check)
