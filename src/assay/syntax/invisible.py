"""Characters nobody sees, outside of texts and comments."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from assay.diagnostics import Applicability, Diagnostic, Edit, Fix
from assay.source import Source, Span
from assay.syntax import spellings
from assay.syntax.tokens import NO_WIDTH


def invisible_characters(source: Source, places: Sequence[int]) -> Iterator[Diagnostic]:
    """One finding for each line that has any, at its first; the fix mends them all."""
    for _, group in groupby(places, key=lambda place: source.lines.position(place)[0]):
        on_line = list(group)
        spans = [Span(source, place, place + 1) for place in on_line]
        edits = tuple(Edit(span, "" if span.text in NO_WIDTH else " ") for span in spans)
        fix = Fix("write ordinary blanks", edits, Applicability.SAFE)
        yield spellings.invisible(spans[0], len(spans), fix)
