"""Lines being written: code, comments beside it and between it, blank lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from assay.formatter.comments import Note

_FAR = 72  # columns; comments are not lined up with one that stands further right than this


@dataclass(slots=True)
class Line:
    """`comment` stands at the end of a line of code; a comment on a line of its own is `text`, and no code."""

    indent: int
    text: str
    code: bool = True
    comment: str = ""

    @property
    def width(self) -> int:
        return self.indent + len(self.text)


class Page:
    """The lines so far. `column` is where the next text goes; `open` while nothing stands in the block yet."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.fresh = True  # the next text begins a line
        self.margin = 0
        self.open = True

    @property
    def column(self) -> int:
        return self.margin if self.fresh else self.lines[-1].width

    def write(self, text: str) -> None:
        """Goes on with the line."""
        if self.fresh:
            self.lines.append(Line(self.margin, text))
            self.fresh = self.open = False
        else:
            self.lines[-1].text += text

    def turn(self, margin: int) -> None:
        """Ends the line; the next begins at `margin`."""
        self.fresh, self.margin = True, margin

    def blank(self) -> None:
        """Leaves a line free, once, and not where a block begins."""
        if not self.open and self.lines[-1].text:
            self.lines.append(Line(0, "", code=False))

    def comment(self, notes: Iterable[Note], apart: bool) -> None:
        """Comments before the next text, which begins a line; `apart`: blank lines above them are kept."""
        for note in notes:
            line = self.lines[-1] if self.lines else None
            if not note.own and line is not None and line.code and not line.comment:
                line.comment = note.text
                continue
            if apart and note.after_blank:
                self.blank()
            self.lines.append(Line(self.margin, note.text, code=False))
            self.open = False

    def text(self) -> str:
        """All lines, comments beside code in columns."""
        written: list[str] = []
        for _, run in groupby(self.lines, key=lambda line: (line.indent, bool(line.text))):
            written.extend(_lined_up(list(run)))
        return "".join(f"{line}\n" for line in written)


def _lined_up(run: list[Line]) -> list[str]:
    near = [line.width for line in run if line.comment and line.width <= _FAR]
    column = max(near, default=0)
    return [" " * line.indent + line.text + _beside(line, column) for line in run]


def _beside(line: Line, column: int) -> str:
    return " " * (max(column - line.width, 0) + 2) + line.comment if line.comment else ""
