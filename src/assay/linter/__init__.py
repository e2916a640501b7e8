"""Lints: what is no mistake in the language but probably one in the rules. One short file a lint, in `rules/`."""

from assay.linter.lint import Context, Lint
from assay.linter.registry import LINTS
from assay.linter.run import lint

__all__ = ["LINTS", "Context", "Lint", "lint"]
