"""SARIF 2.1.0, which GitHub code scanning and most review tools take."""

import json
from collections.abc import Sequence
from urllib.parse import quote

from assay.diagnostics import Applicability, Code, Diagnostic, Fix, Label, Severity
from assay.fingerprints import fingerprints
from assay.render.diagnostics_json import Json
from assay.render.evidence import told
from assay.source import Span
from assay.version import __version__

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, Json] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def report_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """One run with the codes found as its rules. Columns count code points, from 1."""
    codes = sorted({d.code.code: d.code for d in diagnostics}.values(), key=lambda code: code.code)
    places = {code.code: index for index, code in enumerate(codes)}
    driver: Json = {"name": "assay", "version": __version__, "rules": [_rule(code) for code in codes]}
    marks = fingerprints(diagnostics)
    results: Json = [_result(d, places[d.code.code], mark) for d, mark in zip(diagnostics, marks, strict=True)]
    run: Json = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _rule(code: Code) -> Json:
    markdown = f"{code.why}\n\nBad:\n\n```\n{code.bad.strip()}\n```\n\nGood:\n\n```\n{code.good.strip()}\n```\n"
    return {
        "id": code.code,
        "name": "".join(word.capitalize() for word in code.name.split("-")),
        "shortDescription": {"text": code.summary},
        "fullDescription": {"text": code.why},
        "help": {"text": code.why, "markdown": markdown},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(d: Diagnostic, index: int, mark: str) -> Json:
    result: dict[str, Json] = {
        "ruleId": d.code.code,
        "ruleIndex": index,
        "level": _LEVELS[d.severity],
        "message": {"text": f"{d.message}. {more}" if (more := told(d, ". ")) else d.message},
        "locations": [{"physicalLocation": _place(d.span)}],
        "partialFingerprints": {"assay/v1": mark},
    }
    if d.evidence.shown:
        witnesses: Json = [{"lead": one.lead, "given": one.given} for one in d.evidence.shown]
        result["properties"] = {"witnesses": witnesses}
    if d.labels:
        result["relatedLocations"] = [_related(number, label) for number, label in enumerate(d.labels)]
    if d.fix and d.fix.applicability is Applicability.SAFE:
        result["fixes"] = [_fix(d.fix)]
    return result


def _related(number: int, label: Label) -> Json:
    return {"id": number, "physicalLocation": _place(label.span), "message": {"text": label.text}}


def _place(span: Span) -> dict[str, Json]:
    return {"artifactLocation": {"uri": _uri(span)}, "region": _region(span)}


def _uri(span: Span) -> str:
    return quote(span.source.name.replace("\\", "/").removeprefix("./"))


def _region(span: Span) -> dict[str, Json]:
    end_line, end_column = span.source.lines.position(span.end)
    return {"startLine": span.line, "startColumn": span.column, "endLine": end_line, "endColumn": end_column}


def _fix(fix: Fix) -> Json:
    by_file: dict[str, list[Json]] = {}
    for edit in fix.edits:
        change: Json = {"deletedRegion": dict(_region(edit.span)), "insertedContent": {"text": edit.text}}
        by_file.setdefault(_uri(edit.span), []).append(change)
    changes: Json = [{"artifactLocation": {"uri": uri}, "replacements": edits} for uri, edits in by_file.items()]
    return {"description": {"text": fix.title}, "artifactChanges": changes}
