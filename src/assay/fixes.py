"""Applying the fixes that diagnostics carry to their sources."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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
    taken = list(_fitting(diagnostics, unsafe))
    counts = Counter(diagnostic.span.source for diagnostic, _ in taken)
    by_source = _by_source(edits for _, edits in taken)
    return tuple(Fixed(source, edited(source, edits), counts[source]) for source, edits in by_source.items())


def edits_of(diagnostics: Iterable[Diagnostic], unsafe: bool) -> dict[Source, list[Edit]]:
    """The edits of all fixes that do not overlap, by source."""
    return _by_source(edits for _, edits in _fitting(diagnostics, unsafe))


def _fitting(diagnostics: Iterable[Diagnostic], unsafe: bool) -> Iterator[tuple[Diagnostic, tuple[Edit, ...]]]:
    taken: dict[Source, list[Edit]] = {}
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if fix is None or (fix.applicability is Applicability.UNSAFE and not unsafe):
            continue
        if any(_overlaps(edit, taken.get(edit.span.source, [])) for edit in fix.edits):
            continue
        for edit in fix.edits:
            taken.setdefault(edit.span.source, []).append(edit)
        yield diagnostic, fix.edits


def _by_source(fixes: Iterable[tuple[Edit, ...]]) -> dict[Source, list[Edit]]:
    found: dict[Source, list[Edit]] = {}
    for edits in fixes:
        for edit in edits:
            found.setdefault(edit.span.source, []).append(edit)
    return found


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
