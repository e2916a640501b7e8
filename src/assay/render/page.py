"""A page of renderables printed line by line, without the blanks that fill up columns.

Where the output cannot hold a character (a terminal without Unicode), another stands for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.text import Text

WIDEST = 110  # columns that people read at a glance
_STAND_INS = str.maketrans({"×": "x", "÷": "/", "…": "...", "›": ">", "→": "->"})


@dataclass(frozen=True, slots=True)
class Page:
    """Sections one below the other, as wide as the console and at most `widest`."""

    sections: Iterable[RenderableType]
    widest: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        narrower = options.update(width=min(options.max_width, self.widest))
        for section in self.sections:
            for line in console.render_lines(section, narrower, pad=False):
                yield from (_held(segment, options) for segment in _stripped(line))
                yield Segment.line()


def heading(text: str, note: str = "") -> Text:
    """The heading of a section, a blank line before it."""
    return Text.assemble("\n", (text, "bold"), (f"  {note}" if note else "", "dim"))


def _held(segment: Segment, options: ConsoleOptions) -> Segment:
    """The segment in characters that the output can hold."""
    if not options.ascii_only:
        return segment
    text = segment.text.translate(_STAND_INS).encode(options.encoding, "replace").decode(options.encoding)
    return Segment(text, segment.style)


def _stripped(line: list[Segment]) -> list[Segment]:
    while line and not line[-1].text.rstrip():
        line = line[:-1]
    return [*line[:-1], Segment(line[-1].text.rstrip(), line[-1].style)] if line else []
