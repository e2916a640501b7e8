"""GitLab's code quality report."""

import json
from collections.abc import Sequence

from assay.diagnostics import Diagnostic, Severity
from assay.fingerprints import file_uri, fingerprints
from assay.render.diagnostics_json import Json
from assay.render.evidence import told

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def report_gitlab(diagnostics: Sequence[Diagnostic]) -> str:
    """A JSON array; empty for no findings, as GitLab wants it."""
    marks = fingerprints(diagnostics)
    issues: Json = [_issue(d, mark) for d, mark in zip(diagnostics, marks, strict=True)]
    return json.dumps(issues, indent=2, ensure_ascii=False)


def _issue(d: Diagnostic, mark: str) -> Json:
    end_line, _ = d.span.source.lines.position(d.span.end)
    return {
        "type": "issue",
        "check_name": f"{d.code.code} {d.code.name}",
        "description": f"{d.message}. {more}" if (more := told(d, ". ")) else d.message,
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[d.severity],
        "fingerprint": mark,
        "location": {"path": file_uri(d), "lines": {"begin": d.span.line, "end": end_line}},
    }
