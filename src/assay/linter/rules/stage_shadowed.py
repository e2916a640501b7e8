"""A stage that a later one leaves nobody to."""

from collections.abc import Iterator

from assay.analysis.cover import shadowed_stages
from assay.diagnostics import Code, Diagnostic, Label, Severity
from assay.linter.lint import Context, Lint

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
        yield Diagnostic(CODE, message, stages[at].span, "put the stages and their thresholds in order", (label,))


LINT = Lint(CODE, "logic", check)
