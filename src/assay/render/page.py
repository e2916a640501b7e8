"""A page of renderables printed line by line, without the blanks that fill up columns."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment


@dataclass(frozen=True, slots=True)
class Page:
    """Sections one below the other, as wide as the console and at most `widest`."""

    sections: Iterable[RenderableType]
    widest: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        narrower = options.update(width=min(options.max_width, self.widest))
        for section in self.sections:
            for line in console.render_lines(section, narrower, pad=False):
                yield from _stripped(line)
                yield Segment.line()


def _stripped(line: list[Segment]) -> list[Segment]:
    while line and not line[-1].text.rstrip():
        line = line[:-1]
    return [*line[:-1], Segment(line[-1].text.rstrip(), line[-1].style)] if line else []
