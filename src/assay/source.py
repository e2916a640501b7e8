"""Where text comes from: sources, spans and positions.

A Span keeps its Source, so that after `use` has merged files every message still points home.
Offsets count code points of `Source.text`, from 0; lines and columns count from 1.
"""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]


class LineIndex:
    """Line starts of a text. Only \\n, \\r\\n and \\r end a line: editors agree on these alone."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *_line_starts(text)]

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a code point offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a line (from 1) without its line end."""
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return self.text[self.starts[line - 1] : end].rstrip("\r\n")

    def units(self, offset: int, encoding: Encoding) -> tuple[int, int]:
        """Line and column from 0, the column counted in units of `encoding` (as editors do)."""
        line = bisect_right(self.starts, offset)
        before = self.text[self.starts[line - 1] : offset]
        return line - 1, unit_length(before, encoding)

    def offset(self, line: int, units: int, encoding: Encoding) -> int:
        """The code point offset of a place given as `units` gives it. Past the end of a line it is that end, past the
        last line the end of the text; inside a character it is its beginning."""
        if line >= len(self.starts):
            return len(self.text)
        start, written = self.starts[max(line, 0)], self.line_text(max(line, 0) + 1)
        if encoding == "utf-32" or written.isascii():
            return start + max(min(units, len(written)), 0)
        for at, character in enumerate(written):
            units -= unit_length(character, encoding)
            if units < 0:
                return start + at
        return start + len(written)


def _edited(before: LineIndex, start: int, end: int, text: str, by: int) -> LineIndex:
    """The index of `text`, in which what stood from `start` to `end` was replaced and the rest moved by `by`. Only the
    lines around are looked at."""
    first = bisect_right(before.starts, max(start - 1, 0)) - 1
    after = bisect_right(before.starts, end)
    begin = before.starts[first]
    stop = before.starts[after] + by if after < len(before.starts) else len(text)
    lines = LineIndex.__new__(LineIndex)
    lines.text = text
    lines.starts = before.starts[: first + 1]
    lines.starts += [begin + at for at in _line_starts(text[begin:stop])]
    lines.starts += [at + by for at in before.starts[after + 1 :]]
    return lines


def _line_starts(text: str) -> list[int]:
    starts, offset = [], 0
    for piece in text.replace("\r\n", "\0\n").replace("\r", "\n").split("\n")[:-1]:
        offset += len(piece) + 1
        starts.append(offset)
    return starts


def unit_length(text: str, encoding: Encoding) -> int:
    """Length of a text in the units of an editor protocol."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    if encoding == "utf-16":
        return len(text) + sum(ch > "\uffff" for ch in text)
    return len(text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, eq=False)
class Source:
    """One rule file: the name shown to people and its text."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def lines(self) -> LineIndex:
        return LineIndex(self.text)

    def edited(self, start: int, end: int, text: str) -> "Source":
        """The source with `text` in place of what stands from `start` to `end`."""
        source = Source(self.name, self.text[:start] + text + self.text[end:])
        source.__dict__["lines"] = _edited(self.lines, start, end, source.text, len(text) - (end - start))
        return source


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points of one source."""

    source: Source = field(repr=False)
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def line(self) -> int:
        return self.source.lines.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.lines.position(self.start)[1]

    def to(self, other: "Span") -> "Span":
        """The span from the start of this one to the end of the other."""
        return Span(self.source, self.start, max(self.end, other.end))
