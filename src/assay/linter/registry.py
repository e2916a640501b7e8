"""All lints: every module of `linter.rules` has one, called LINT."""

import importlib
import pkgutil

from assay.linter import rules
from assay.linter.lint import Lint


def _found() -> dict[str, Lint]:
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    lints: list[Lint] = [importlib.import_module(f"{rules.__name__}.{name}").LINT for name in names]
    return {lint.code.code: lint for lint in sorted(lints, key=lambda lint: lint.code.code)}


LINTS = _found()
