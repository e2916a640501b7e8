"""GitHub Actions' annotations: one workflow command a finding."""

from collections.abc import Sequence

from assay.diagnostics import Diagnostic, Severity
from assay.fingerprints import file_uri
from assay.render.evidence import told

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def report_github(diagnostics: Sequence[Diagnostic]) -> str:
    """A line each; nothing for none."""
    return "\n".join(map(_line, diagnostics))


def _line(d: Diagnostic) -> str:
    end_line, end_column = d.span.source.lines.position(d.span.end)
    place = {
        "file": file_uri(d),
        "line": d.span.line,
        "col": d.span.column,
        "endLine": end_line,
        "endColumn": end_column,
        "title": f"{d.code.code} {d.code.name}",
    }
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
    message = "\n".join(filter(None, (d.message, told(d, "\n"))))
    return f"::{_COMMANDS[d.severity]} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
