"""Diagnostics for people: the place, the line, carets under the exact range, help on its own line."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.text import Text

from assay.diagnostics import Diagnostic, Severity
from assay.render.evidence import evidence_lines
from assay.source import Span

_COLOUR = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold blue"}
_WIDEST = 160  # a longer line is cut around the mistake


def diagnostic_text(diagnostic: Diagnostic) -> Text:
    """One diagnostic as a block of lines; paths and code are the user's own, so nothing in them is markup."""
    colour = _COLOUR[diagnostic.severity]
    out = Text()
    out.append(f"{diagnostic.severity}[{diagnostic.code.code}]", colour)
    out.append(f": {diagnostic.message}\n", "bold")
    margin = len(str(max(s.line for s in (diagnostic.span, *(x.span for x in diagnostic.labels)))))
    _excerpt(out, diagnostic.span, "-->", "", colour, margin)
    for label in diagnostic.labels:
        _excerpt(out, label.span, ":::", label.text, "bold blue", margin)
    if diagnostic.help:
        _note(out, "help", diagnostic.help, margin)
    if diagnostic.fix and diagnostic.fix.title not in (diagnostic.help or ""):
        _note(out, "fix", diagnostic.fix.title, margin)
    for kind, text in evidence_lines(diagnostic.evidence):
        _note(out, kind, text, margin)
    return out


def _note(out: Text, kind: str, text: str, margin: int) -> None:
    out.append(" " * margin + " = ", "blue")
    out.append(f"{kind}: ", "bold")
    out.append(f"{text}\n")


def _excerpt(out: Text, span: Span, arrow: str, text: str, colour: str, margin: int) -> None:
    line, column = span.line, span.column
    out.append(" " * margin + arrow, "blue")
    out.append(f" {span.source.name}:{line}:{column}\n")
    shown = span.source.lines.line_text(line)
    shown = "".join(" " if ch.isspace() or not ch.isprintable() else ch for ch in shown)
    shown, start = _cut(shown, column - 1)
    length = max(min(span.end - span.start, len(shown) - start), 1)
    out.append(" " * margin + " |\n", "blue")
    out.append(f"{line:>{margin}} | ", "blue")
    out.append(f"{shown}\n")
    out.append(" " * margin + " | ", "blue")
    carets = "^" * max(cell_len(shown[start : start + length]), 1)
    out.append(" " * cell_len(shown[:start]) + carets + (f" {text}" if text else "") + "\n", colour)


def _cut(line: str, start: int) -> tuple[str, int]:
    if len(line) <= _WIDEST:
        return line, start
    first = max(start - _WIDEST // 2, 0)
    return line[first : first + _WIDEST], start - first


def summary_line(diagnostics: Sequence[Diagnostic], files: int) -> str:
    """ "2 errors and 1 warning in 3 files", or that all is well."""
    errors = sum(d.severity is Severity.ERROR for d in diagnostics)
    warnings = sum(d.severity is Severity.WARNING for d in diagnostics)
    counts = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((errors, "error"), (warnings, "warning")) if n]
    where = f"in {files} file{'' if files == 1 else 's'}"
    return f"{' and '.join(counts)} {where}" if counts else f"no problems found {where}"


def report_text(diagnostics: Iterable[Diagnostic]) -> Text:
    """All of them, a blank line between."""
    return Text("\n").join(diagnostic_text(d) for d in diagnostics)
