"""Applying the fixes that diagnostics carry to their sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assay.diagnostics import Applicability, Diagnostic, Edit
from assay.source import Source


@dataclass(frozen=True, slots=True)
class Fixed:
    source: Source
    text: str
    applied: int


def apply_fixes(diagnostics: Iterable[Diagnostic], unsafe: bool) -> tuple[Fixed, ...]:
    """The new text of each source that has fixes. A fix that overlaps an earlier one waits for the next run."""
    taken: dict[Source, list[Edit]] = {}
    counts: dict[Source, int] = {}
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or (fix.applicability is Applicability.UNSAFE and not unsafe):
            continue
        if any(_overlaps(edit, taken.get(edit.span.source, [])) for edit in fix.edits):
            continue
        for edit in fix.edits:
            taken.setdefault(edit.span.source, []).append(edit)
        counts[diagnostic.span.source] = counts.get(diagnostic.span.source, 0) + 1
    return tuple(Fixed(source, edited(source, edits), counts.get(source, 0)) for source, edits in taken.items())


def _overlaps(edit: Edit, others: list[Edit]) -> bool:
    return any(edit.span.start < o.span.end and o.span.start < edit.span.end for o in others) or any(
        edit.span.start == o.span.start for o in others
    )


def edited(source: Source, edits: Sequence[Edit]) -> str:
    """The text of a source after edits that do not overlap."""
    text = source.text
    for edit in sorted(edits, key=lambda e: e.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
