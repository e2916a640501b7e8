"""A list of findings to live with, for starting to lint old rules: only new ones are reported.

The file has fingerprints that survive edits elsewhere, one a line, with the finding behind it for people.
"""

from collections.abc import Sequence

from assay.diagnostics import Diagnostic
from assay.fingerprints import fingerprints

_HEAD = "# Findings that were there when `assay check` was introduced. Mend them one by one; do not add to them.\n"


def written(found: Sequence[Diagnostic]) -> str:
    """The text of a baseline with these findings."""
    marks = fingerprints(found)
    return _HEAD + "".join(
        f"{mark}  {d.code.code} {d.span.source.name}: {' '.join(d.message.split())}\n"
        for d, mark in zip(found, marks, strict=True)
    )


def without(found: Sequence[Diagnostic], baseline: str) -> tuple[Diagnostic, ...]:
    """The findings that the baseline does not have."""
    known = {line.split()[0] for line in baseline.splitlines() if line.strip() and not line.startswith("#")}
    return tuple(d for d, mark in zip(found, fingerprints(found), strict=True) if mark not in known)
