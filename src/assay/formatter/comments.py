"""The comments of a file, and how they stand to what is around them."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assay.formatter.doc import Leaf
from assay.syntax import ast

_BLANKS = " \t\f\v\0\ufeff"


@dataclass(frozen=True, slots=True)
class Note:
    """A comment. `own`: it stands on a line of its own, `after_blank` below a blank one."""

    text: str
    own: bool
    after_blank: bool


@dataclass(frozen=True, slots=True)
class Margins:
    """The comments of a file by where they stand."""

    file: ast.File
    starts: tuple[int, ...]

    def between(self, start: int, end: int) -> bool:
        """Whether there is a comment after one place and before another."""
        found = bisect_right(self.starts, start)
        return found < len(self.starts) and self.starts[found] < end

    def after_blank(self, at: int) -> bool:
        """Whether a place is the first of its line, below a blank line."""
        lines = self.file.source.lines
        line, column = lines.position(at)
        above = line > 1 and not lines.line_text(line - 1).strip(_BLANKS)
        return above and not lines.line_text(line)[: column - 1].strip(_BLANKS)

    def notes(self, leaves: Iterable[Leaf]) -> Mapping[int, tuple[Note, ...]]:
        """The comments to be written before each piece, by the place of the piece; those after all of them by the
        length of the text."""
        found: dict[int, tuple[Note, ...]] = {}
        following = 0
        for leaf in leaves:
            if following == len(self.starts):
                break
            end = bisect_right(self.starts, leaf.at)
            if end > following:
                found[leaf.at] = tuple(map(self._note, self.file.comments[following:end]))
                following = end
        if following < len(self.starts):
            found[len(self.file.source.text)] = tuple(map(self._note, self.file.comments[following:]))
        return found

    def _note(self, comment: ast.Comment) -> Note:
        lines = self.file.source.lines
        line, column = lines.position(comment.span.start)
        own = not lines.line_text(line)[: column - 1].strip(_BLANKS)
        return Note(comment.text.rstrip(), own, own and self.after_blank(comment.span.start))


def margins(file: ast.File) -> Margins:
    """The comments of a file, ready to be asked."""
    return Margins(file, tuple(comment.span.start for comment in file.comments))
