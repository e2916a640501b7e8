"""What the parser carries along while it makes nodes."""

from dataclasses import dataclass, field
from typing import Final

from assay.diagnostics import Diagnostic
from assay.source import Source, Span


class Broken:
    """Stands where an item could not be read, so that what holds it is not taken for whole."""


BROKEN: Final = Broken()


@dataclass(slots=True)
class Build:
    """The diagnostics of one parse. `muted` while a stretch of text is read a second time; `spoiled` once the item
    being read is known to be none; `declared` are the names of items left out; `heights` are those of large trees, by identity."""

    source: Source
    diagnostics: list[Diagnostic] = field(default_factory=list)
    muted: bool = False
    spoiled: bool = False
    declared: list[str] = field(default_factory=list)
    heights: dict[int, int] = field(default_factory=dict)

    def report(self, diagnostic: Diagnostic) -> None:
        if not self.muted:
            self.diagnostics.append(diagnostic)

    def span(self, start: int, end: int) -> Span:
        return Span(self.source, start, end)
