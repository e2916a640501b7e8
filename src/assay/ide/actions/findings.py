"""Actions about findings: their fixes, all safe ones at once, and letting one stand with a reason."""

import re
from collections.abc import Iterator, Sequence

from assay.diagnostics import Applicability, Diagnostic, Edit
from assay.fixes import edits_of
from assay.ide.actions.action import Action
from assay.ide.document import Document
from assay.source import Span

_EXCUSED = re.compile(r"\s*#\s*assay:\s*ignore\s+(?P<codes>L\d+(?:\s*,\s*L\d+)*)")
_REASON = "looked at, and meant so"


def about_findings(document: Document, findings: Sequence[Diagnostic], start: int, end: int) -> Iterator[Action]:
    """The actions for what is found in the lines from one place to another."""
    lines = document.source.lines
    first, last = lines.position(start)[0], lines.position(end)[0]
    for finding in findings:
        if finding.span.line <= last and first <= lines.position(finding.span.end)[0]:
            yield from _fix(finding)
            yield from _excuse(document, finding)


def fix_all(findings: Sequence[Diagnostic]) -> Iterator[Action]:
    """All fixes that change no meaning, as one action."""
    edits = tuple(edit for some in edits_of(findings, unsafe=False).values() for edit in some)
    if edits:
        yield Action("fix all that is safe to fix", "source.fixAll", edits)


def _fix(finding: Diagnostic) -> Iterator[Action]:
    fix = finding.fix
    if fix is not None:
        safe = fix.applicability is Applicability.SAFE
        yield Action(fix.title, "quickfix", fix.edits, finding, preferred=safe)


def _excuse(document: Document, finding: Diagnostic) -> Iterator[Action]:
    """Only what the linter says can be let stand. The comment goes on the line above, or joins the one that is there."""
    code = finding.code.code
    if not code.startswith("L") or code.startswith("L0"):
        return
    lines, line = document.source.lines, finding.span.line
    above = lines.line_text(line - 1) if line > 1 else ""
    known = _EXCUSED.match(above)
    if known is not None:
        at = lines.starts[line - 2] + known.end("codes")
        text = f", {code}"
    else:
        at, own = lines.starts[line - 1], lines.line_text(line)
        newline = "\r\n" if "\r\n" in document.text else "\n"
        text = f"{own[: len(own) - len(own.lstrip())]}# assay: ignore {code} {_REASON}{newline}"
    edit = Edit(Span(document.source, at, at), text)
    yield Action(f"let {code} stand here, with a reason", "quickfix", (edit,), finding)
