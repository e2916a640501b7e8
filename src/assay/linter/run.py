"""Running lints over checked rules."""

from collections.abc import Iterable

from assay.diagnostics import Diagnostic, in_order
from assay.linter import suppress
from assay.linter.lint import Context, Lint
from assay.linter.registry import LINTS


def lint(context: Context, lints: Iterable[Lint]) -> tuple[Diagnostic, ...]:
    """What the lints find and no comment excuses, in order of place."""
    asked = tuple(lints)
    found = in_order([found for one in asked for found in one.check(context)])
    ran = {one.code.code for one in asked if one.family != "data" or one.sample is None or context.profile is not None}
    return in_order(suppress.apply(context.model, found, context.today, LINTS.keys() - ran))
