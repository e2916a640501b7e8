"""Diagnostics for programs: version 1 of the JSON that `assay check --format json` prints. `check.schema.json`, beside
this file, is its schema."""

import json
from collections.abc import Iterable

from assay.diagnostics import Diagnostic, Evidence, Fix
from assay.source import Span

Json = str | int | None | dict[str, "Json"] | list["Json"]


def report_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Lines and columns from 1; `end_column` is one past the last character."""
    body: Json = {"version": 1, "diagnostics": [_diagnostic(d) for d in diagnostics]}
    return json.dumps(body, indent=2, ensure_ascii=False)


def _diagnostic(d: Diagnostic) -> Json:
    return {
        "code": d.code.code,
        "name": d.code.name,
        "severity": str(d.severity),
        "message": d.message,
        "help": d.help,
        **_place(d.span),
        "fix": _fix(d.fix) if d.fix else None,
        **_evidence(d.evidence),
    }


def _evidence(evidence: Evidence) -> dict[str, Json]:
    """Where a finding rests on any."""
    found: dict[str, Json] = {}
    if evidence.shown:
        found["witnesses"] = [{"lead": one.lead, "given": one.given} for one in evidence.shown]
    if evidence.proof is not None:
        found["proof"] = evidence.proof
    return found


def _place(span: Span) -> dict[str, Json]:
    end_line, end_column = span.source.lines.position(span.end)
    return {
        "file": span.source.name,
        "line": span.line,
        "column": span.column,
        "end_line": end_line,
        "end_column": end_column,
    }


def _fix(fix: Fix) -> Json:
    return {
        "title": fix.title,
        "applicability": str(fix.applicability),
        "edits": [{**_place(edit.span), "text": edit.text} for edit in fix.edits],
    }
