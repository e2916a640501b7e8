"""A stage that a later one leaves nobody to."""

from collections.abc import Iterator
from functools import partial

from assay.analysis.cover import shadowed_stages
from assay.diagnostics import Code, Diagnostic, Evidence, Label, Severity
from assay.linter.lint import Context, Lint
from assay.linter.shown import by_cases, evidence, meeting, standing

CODE = Code(
    "L112",
    "stage-shadowed",
    "no lead can be in a stage, because a later one takes them all",
    "A lead is in the highest stage whose condition is true. Where every lead of this stage meets a later one too, the "
    "stage stays empty: the thresholds are out of order.",
    bad="when employees > 10 add 50\nwhen seats > 10 add 50\nstage MQL at 60\nstage SQL at 40\n",
    good="when employees > 10 add 50\nwhen seats > 10 add 50\nstage MQL at 40\nstage SQL at 60\n",
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    stages = context.model.stages
    for at, later in shadowed_stages(context.reach.bounded, context.logic.plan):
        message = f"no lead is ever in `{stages[at].name}`: all that meet it are in `{stages[later].name}`"
        label = Label(stages[later].span, "every lead of the other meets this one")
        help = "put the stages and their thresholds in order"
        seek = partial(_evidence, context, at, later)
        yield Diagnostic(CODE, message, stages[at].span, help, (label,), seek=seek)


def _evidence(context: Context, at: int, later: int) -> Evidence:
    own, other = (context.logic.plan.stages[one] for one in (at, later))
    found = meeting(context, [own.condition, other.condition])
    proof = by_cases(context.reach.bounded, own.condition.test, other.condition.test)
    return evidence(context, found, lambda outcome: f"meets `{own.name}`, and {standing(outcome)}", proof)


LINT = Lint(CODE, "logic", check)
