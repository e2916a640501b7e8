"""A big number standing in for a promotion."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from assay import model as m
from assay.analysis.logic import Logic
from assay.analysis.ranges import of_rule
from assay.diagnostics import Code, Diagnostic, Evidence, Severity
from assay.linter.lint import Context, Lint
from assay.linter.places import rules
from assay.linter.shown import evidence, gave, standing
from assay.plan.nodes import Const, Rule, Stage
from assay.plan.words import decimal
from assay.values import points_of

if TYPE_CHECKING:
    from assay.engines.record import Outcome

CODE = Code(
    "L115",
    "points-for-promotion",
    "a big number may be meant as a promotion, and other rules can take it back",
    '+100 for a demo request is often meant as "sales calls, whatever else". But points are summed, and one rule that '
    "subtracts keeps the lead below the line. `promote to` says what is meant, and nothing takes it back.",
    bad='when action == "demo_request" add 100\nwhen country == "NL" add 10\nwhen email is missing subtract 20\n'
    "stage MQL at 60\nstage SQL at 90\n",
    good='promote to SQL when any(action == "demo_request")\nwhen country == "NL" add 100\n'
    "when employees > 10 add 60\nwhen email is missing subtract 20\nstage MQL at 60\nstage SQL at 90\n",
    severity=Severity.INFO,
)
_FAR_ABOVE = 2  # times the most that any other rule gives


def check(context: Context) -> Iterator[Diagnostic]:
    logic = context.logic
    stage = max((s for s in logic.plan.stages if s.at is not None), key=lambda s: s.at or 0, default=None)
    if stage is None or stage.at is None or stage.at <= 0:
        return
    most = max(rules(logic, context.model), key=lambda one: _given(one.planned) or 0, default=None)
    points = None if most is None else _given(most.planned)
    if most is None or points is None or points < stage.at or not isinstance(most.rule, m.When):
        return
    if _stands_out(logic, most.planned, points) and _can_be_taken_back(logic, most.planned, points, stage.at):
        message = f"{decimal(points, 100)} points may be meant as a promotion, and other rules can take them back"
        help = f"`promote to {stage.name} when …` holds whatever the points"
        seek = partial(_evidence, context, most.planned, stage)
        yield Diagnostic(CODE, message, most.rule.amount.value.span, help, seek=seek)


def _evidence(context: Context, rule: Rule, stage: Stage) -> Evidence:
    """A lead that the rule is for, and that other rules keep below the stage."""
    names = [one.name for one in context.logic.plan.stages]
    at = names.index(stage.name)

    def holds(outcome: "Outcome") -> bool:
        fired = any(one.id == rule.id for one in outcome.fired)
        below = outcome.stage is None or names.index(outcome.stage) < at
        return fired and below and not outcome.excluded and not outcome.disqualified

    leads = context.leads
    wish = None if rule.condition is None else leads.of_conditions(rule.condition)
    return evidence(
        context, leads.found(wish, holds), lambda outcome: f"{gave(outcome, rule.id)}, and {standing(outcome)}", None
    )


def _given(rule: Rule) -> int | None:
    """The points of a rule that counts as it is, in hundredths."""
    if rule.amount is None or rule.decay is not None or rule.kind != "when" or rule.amount.sign < 0:
        return None
    value = rule.amount.value
    return points_of(int(value.value)) if isinstance(value, Const) else None


def _stands_out(logic: Logic, rule: Rule, points: int) -> bool:
    """Whether it gives far more than any other."""
    others = [of_rule(other).high for other in logic.plan.rules if other.id != rule.id]
    return all(high is not None and high * _FAR_ABOVE <= points for high in others)


def _can_be_taken_back(logic: Logic, rule: Rule, points: int, needed: int) -> bool:
    """Whether it is enough by itself, and no longer with the worst of all others."""
    kept, low = logic.groups[rule.group].kept.high, logic.total.low
    return (kept is None or kept >= needed) and (low is None or points + low < needed)


LINT = Lint(CODE, "logic", check)
