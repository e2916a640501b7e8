"""One open or saved rule file at one moment."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from assay.source import Source, Span
from assay.syntax import ast
from assay.syntax.parser import read
from assay.syntax.pieces import Piece, pieces_of
from assay.syntax.rereading import Edit, reread
from assay.syntax.tokens import Token


@dataclass(frozen=True, eq=False)
class Document:
    """A file as the editor has it, or as it is on disk (`version` None then). `pieces` are in order and cover the text;
    their own places are those of the text they were read from."""

    path: Path
    source: Source = field(repr=False)
    pieces: tuple[Piece, ...] = field(repr=False)
    version: int | None = None

    @property
    def text(self) -> str:
        return self.source.text

    @cached_property
    def starts(self) -> list[int]:
        """Where each piece begins now."""
        return [0, *accumulate(piece.end - piece.start for piece in self.pieces[:-1])]

    def index_at(self, offset: int) -> int:
        """Which piece holds a place; of two that touch there, the second."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def piece_at(self, offset: int) -> Piece:
        return self.pieces[self.index_at(offset)]

    def statement_at(self, offset: int) -> ast.Statement | None:
        """The statement at a place or right before it; spans are to be read through `place`."""
        return self.piece_at(offset).statement

    def shift(self, index: int) -> int:
        """What to add to the places of a piece to have those of the text as it is now."""
        return self.starts[index] - self.pieces[index].start

    def here(self, offset: int) -> int:
        """A place of the text as its piece has it: what to compare the spans of `statement_at` with."""
        return offset - self.shift(self.index_at(offset))

    def written(self, index: int) -> list[Span]:
        """Where the tokens and comments of a piece stand now."""
        by, piece = self.shift(index), self.pieces[index]
        spans = [(token.start, token.end) for token in piece.tokens]
        spans += [(comment.span.start, comment.span.end) for comment in piece.comments]
        return [Span(self.source, start + by, end + by) for start, end in sorted(spans)]

    @cached_property
    def _homes(self) -> dict[Source, tuple[list[int], list[int]]]:
        """Of each text pieces were read from: where its pieces begin in it, and which they are."""
        homes: dict[Source, tuple[list[int], list[int]]] = {}
        for index, piece in enumerate(self.pieces):
            begins, which = homes.setdefault(piece.source, ([], []))
            begins.append(piece.start)
            which.append(index)
        return homes

    def place(self, span: Span) -> Span | None:
        """Where a span of a tree, a model or a diagnostic stands now; None if it is not of this document, or was
        edited since."""
        if span.source is self.source:
            return span
        begins, which = self._homes.get(span.source, ((), ()))
        found = bisect_right(begins, span.start) - 1
        if found < 0:
            return None
        piece, by = self.pieces[which[found]], self.shift(which[found])
        placed = Span(self.source, span.start + by, span.end + by)
        # A finding may point at what followed its piece when it was read: that stands there, or it is gone.
        return placed if span.end <= piece.end or placed.text == span.text else None

    def read_from(self, span: Span) -> Span:
        """The opposite of `place`: a span of the text as it is, as the piece it begins in has it."""
        index = self.index_at(span.start)
        by = self.shift(index)
        return Span(self.pieces[index].source, span.start - by, span.end - by)

    def token_at(self, offset: int) -> tuple[Token, Span] | None:
        """The token that holds a place, and where it stands now; of two that touch there, the second, unless only the
        first is a word."""
        index = self.index_at(offset)
        by = self.shift(index)
        near = [t for t in self.pieces[index].tokens if t.start + by <= offset <= t.end + by]
        if not near:
            return None
        token = near[0] if near[0].text[-1:].isalnum() and not near[-1].text[:1].isalnum() else near[-1]
        return token, Span(self.source, token.start + by, token.end + by)

    def edited(self, start: int, end: int, text: str, version: int | None) -> "Document":
        """The document with `text` in place of what stands from `start` to `end`: what is around it is read again."""
        source = self.source.edited(start, end, text)
        edit = Edit(start, end, len(text))
        anew = reread(self.pieces, self.starts, source, edit)
        document = Document(
            self.path, source, (*self.pieces[: anew.first], *anew.pieces, *self.pieces[anew.last :]), version
        )
        begin = self.starts[anew.first]
        between = accumulate((piece.end - piece.start for piece in anew.pieces[:-1]), initial=begin)
        after = [at + edit.by for at in self.starts[anew.last :]]
        document.__dict__["starts"] = [*self.starts[: anew.first], *between, *after]
        return document


def opened(path: Path, text: str, version: int | None = None) -> Document:
    """A document read from its beginning."""
    source = Source(str(path), text)
    return Document(path, source, pieces_of(read(source), 0, len(text)), version)
