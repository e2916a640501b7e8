"""Every code Assay can report, in one list for `assay rule` and the reference."""

from assay.check import CODES as CHECK_CODES
from assay.check import load_text
from assay.diagnostics import Code, Evidence, with_evidence
from assay.linter.lint import Context
from assay.linter.registry import LINTS
from assay.linter.run import lint
from assay.linter.suppress import CODES as SUPPRESSION_CODES
from assay.syntax import CODES as SYNTAX_CODES

_LINT_CODES = (*SUPPRESSION_CODES, *(one.code for one in LINTS.values()))

CODES: dict[str, Code] = {code.code: code for code in (*SYNTAX_CODES, *CHECK_CODES, *_LINT_CODES)}


_A_DAY = 20_758  # 2026-11-01: what is shown of examples is the same every day


def evidence_of(code: Code) -> Evidence:
    """What the finding in the bad example of a lint rests on."""
    one = LINTS.get(code.code)
    model = None if one is None or one.family != "logic" else load_text(code.bad).model
    if one is None or model is None:
        return Evidence()
    found = with_evidence(lint(Context(model, _A_DAY), [one]))
    return found[0].evidence if found else Evidence()


def find(name: str) -> Code | None:
    """A code by its number ("E101", any case) or its name ("single-equals")."""
    wanted = name.strip().lower()
    return next((c for c in CODES.values() if wanted in (c.code.lower(), c.name)), None)
