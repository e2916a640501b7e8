"""Whether a file of lines is so plain that every program finds the same lines in it."""

from dataclasses import dataclass
from pathlib import Path

from assay.data.plain import marks_of
from assay.data.sniffing import Encoding


@dataclass(frozen=True, slots=True)
class PlainLines:
    """A file of UTF-8. `end` is what ends each of its `lines`, the last one too where it is `ended`. `sigma`: there is a
    final sigma, or a Greek letter that is escaped. `blanks`: there may be others than spaces, escaped ones aside."""

    path: str
    lines: int
    end: str
    ended: bool
    sigma: bool
    blanks: bool

    def whole(self, line: int, text: str) -> str:
        """A line with its end, as the file has it."""
        return text if line == self.lines and not self.ended else text + self.end


def plain_lines(path: Path, encoding: Encoding) -> PlainLines | None:
    """None where others might find other lines."""
    if encoding.name not in ("utf-8", "utf-8-sig"):
        return None
    marks = marks_of(path)
    if marks.other_breaks or marks.zeros:
        return None
    end = "\r\n" if marks.returns else "\n"
    return PlainLines(str(path), marks.lines, end, marks.ended, marks.sigma or marks.greek, marks.blanks)
