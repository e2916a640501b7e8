"""A disqualification or exclusion that another one implies."""

from collections.abc import Iterator
from functools import partial

from assay import model as m
from assay.analysis.cover import implied_reasons
from assay.diagnostics import Code, Diagnostic, Evidence, Label, Severity
from assay.linter.lint import Context, Lint
from assay.linter.shown import BY_VALUES, evidence
from assay.plan.nodes import Decision

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
        yield _found(context, (model.excludes[at], model.excludes[other]), (plan.excludes[at], plan.excludes[other]))
    everything, planned = (*model.excludes, *model.disqualifies), (*plan.excludes, *plan.disqualifies)
    for at, other in implied_reasons(known, plan.excludes, plan.disqualifies):
        yield _found(context, (model.disqualifies[at], everything[other]), (plan.disqualifies[at], planned[other]))


def _found(context: Context, written: tuple[m.Decision, m.Decision], planned: tuple[Decision, Decision]) -> Diagnostic:
    own, wider = written
    message = f"every lead this keeps out is kept out already: {wider.reason}"
    label = Label(wider.condition.span, "keeps them out already")
    help = "take it out, or make the other one narrower"
    return Diagnostic(CODE, message, own.condition.span, help, (label,), seek=partial(_evidence, context, planned))


def _evidence(context: Context, planned: tuple[Decision, Decision]) -> Evidence:
    """The narrower one is not even asked where the wider excludes."""
    leads = context.leads
    own, wider = planned
    kept_out = leads.found(
        leads.of_conditions(own.condition, wider.condition),
        lambda outcome: wider.reason in (*outcome.excluded, *outcome.disqualified),
        lambda trace: trace.holds(own.condition) is True,
        alone=True,
    )
    return evidence(context, kept_out, lambda _: f"meets both, and the wider keeps it out: {wider.reason}", BY_VALUES)


LINT = Lint(CODE, "logic", check)
