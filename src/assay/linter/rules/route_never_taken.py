"""A route that earlier ones leave nobody to."""

from collections.abc import Iterator, Sequence
from functools import partial

from assay.analysis.cover import covered_routes
from assay.diagnostics import Code, Diagnostic, Evidence, Label, Severity
from assay.linter.lint import Context, Lint
from assay.linter.shown import by_cases, evidence, meeting, standing

CODE = Code(
    "L113",
    "route-never-taken",
    "earlier routes take every lead of a route",
    "A lead goes to the first route that fits. Where those above take everybody, this team waits for leads that never "
    "come: the narrow routes belong above the wide ones.",
    bad="stage MQL when employees > 10\n"
    'route to "Sales" when stage == MQL\nroute to "Enterprise" when stage == MQL and employees > 1000\n',
    good="stage MQL when employees > 10\n"
    'route to "Enterprise" when stage == MQL and employees > 1000\nroute to "Sales" when stage == MQL\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    routes = context.model.routes
    for at, above in covered_routes(context.logic.bounded, context.logic.plan):
        takers = " and ".join(f'"{routes[one].to}"' for one in above)
        labels = tuple(Label(routes[one].span, "takes them") for one in above)
        message = f'no lead is left for "{routes[at].to}": {takers} above takes them all'
        seek = partial(_evidence, context, at, above)
        yield Diagnostic(CODE, message, routes[at].span, "put the narrower route first", labels, seek=seek)


def _evidence(context: Context, at: int, above: Sequence[int]) -> Evidence:
    routes = context.logic.plan.routes
    own, others = routes[at].condition, [routes[one].condition for one in above]
    found = meeting(context, [] if own is None else [own], lambda outcome: outcome.route is not None)
    tests = [one.test for one in (own, *others) if one is not None]
    proof = by_cases(context.logic.bounded, *tests) if None not in others else "`otherwise` above takes what is left"
    return evidence(context, found, lambda outcome: f"meets it, and {standing(outcome)}", proof)


LINT = Lint(CODE, "logic", check)
