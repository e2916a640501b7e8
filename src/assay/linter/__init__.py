"""Lints: what is no mistake in the language but probably one in the rules. One short file a lint, in `rules/`."""

from assay.linter.lint import Context, Lint
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.linter.suppress import CODES as SUPPRESSION_CODES

__all__ = ["LINTS", "SUPPRESSION_CODES", "Context", "Lint", "lint"]
