"""Running lints over checked rules."""

from collections.abc import Iterable

from assay.diagnostics import Diagnostic, in_order
from assay.linter import suppress
from assay.linter.lint import Context, Lint


def lint(context: Context, lints: Iterable[Lint]) -> tuple[Diagnostic, ...]:
    """What the lints find and no comment excuses, in order of place."""
    found = in_order([found for one in lints for found in one.check(context)])
    return in_order(suppress.apply(context.model, found, context.today))
