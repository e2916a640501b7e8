"""A promotion that another leaves nobody to."""

from collections.abc import Iterator
from functools import partial

from assay.analysis.cover import shadowed_promotions
from assay.diagnostics import Code, Diagnostic, Evidence, Label, Severity
from assay.linter.lint import Context, Lint
from assay.linter.shown import by_cases, evidence, meeting, standing

CODE = Code(
    "L119",
    "promotion-shadowed",
    "a promotion raises nobody, because another takes all its leads as far or further",
    "A lead ends in the highest stage it is promoted to. Where another promotion to the same stage or a higher one is "
    "true of every lead of this one, this one changes nothing.",
    bad="when employees > 10 add 90\nstage MQL at 40\nstage SQL at 60\n"
    'promote to SQL when employees > 500\npromote to MQL when employees > 500 and country == "NL"\n',
    good="when employees > 10 add 90\nstage MQL at 40\nstage SQL at 60\n"
    'promote to MQL when employees > 500\npromote to SQL when employees > 500 and country == "NL"\n',
    severity=Severity.WARNING,
)


def check(context: Context) -> Iterator[Diagnostic]:
    promotions = context.model.promotions
    for at, other in shadowed_promotions(context.logic.known, context.logic.plan):
        wider = promotions[other]
        message = f"every lead of this promotion to `{promotions[at].stage}` is promoted to `{wider.stage}` anyway"
        label = Label(wider.condition.span, "takes them all")
        help = "take it out, or make the other narrower"
        seek = partial(_evidence, context, at, other)
        yield Diagnostic(CODE, message, promotions[at].condition.span, help, (label,), seek=seek)


def _evidence(context: Context, at: int, other: int) -> Evidence:
    own, wider = (context.logic.plan.promotions[one].condition for one in (at, other))
    found = meeting(context, [own, wider])
    proof = by_cases(context.logic.known, own.test, wider.test)
    return evidence(context, found, lambda outcome: f"meets both, and {standing(outcome)}", proof)


LINT = Lint(CODE, "logic", check)
