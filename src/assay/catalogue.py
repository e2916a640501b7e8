"""Every code Assay can report, in one list for `assay rule` and the reference."""

from assay.check import CODES as CHECK_CODES
from assay.diagnostics import Code
from assay.linter.registry import LINTS
from assay.linter.suppress import CODES as SUPPRESSION_CODES
from assay.syntax import CODES as SYNTAX_CODES

_LINT_CODES = (*SUPPRESSION_CODES, *(lint.code for lint in LINTS.values()))

CODES: dict[str, Code] = {code.code: code for code in (*SYNTAX_CODES, *CHECK_CODES, *_LINT_CODES)}


def find(name: str) -> Code | None:
    """A code by its number ("E101", any case) or its name ("single-equals")."""
    wanted = name.strip().lower()
    return next((c for c in CODES.values() if wanted in (c.code.lower(), c.name)), None)
