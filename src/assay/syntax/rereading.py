"""After an edit: the pieces around it are read again, and no others.

Where the rest begins is where, with the same stack of states and the same tokens ahead, reading would go on as before: at
a statement that is as it was. That holds for text without mistakes; where there is one, reading takes in the neighbours
until the statements on both sides come out as they were.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from assay.source import Source
from assay.syntax import ast, limits
from assay.syntax.build import Build
from assay.syntax.machine import Machine, program
from assay.syntax.parser import read
from assay.syntax.pieces import Piece, Reading, pieces_of
from assay.syntax.site import first_on_line
from assay.syntax.table import table
from assay.syntax.tokens import Token, scan

_AHEAD = 4  # tokens: how far a statement's end looks into the next statement


@dataclass(frozen=True, slots=True)
class Edit:
    """`start` and `end` are places in the old text, `added` how much stands there now."""

    start: int
    end: int
    added: int

    @property
    def by(self) -> int:
        return self.added - (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Reread:
    """`pieces` take the place of the old ones from `first` to `last`, the last left out."""

    first: int
    last: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of pieces, where they began before the edit, and the whole text after it."""

    pieces: Sequence[Piece]
    starts: Sequence[int]
    source: Source
    edit: Edit

    def is_whole(self, index: int) -> bool:
        """Whether a piece holds a statement without a mistake that begins its line."""
        piece = self.pieces[index]
        if not piece.sound or not piece.tokens:
            return False
        return index == 0 or first_on_line(piece.source, piece.tokens[0])

    def back(self, index: int) -> int:
        """The last piece at or before one that reading may begin with."""
        while index and not (self.is_whole(index) and self.pieces[index - 1].sound):
            index -= 1
        return index

    def forth(self, index: int) -> int:
        """The first piece at or after one that reading may end before."""
        while index < len(self.pieces) and not self.is_whole(index):
            index += 1
        return index

    def begin(self, first: int) -> int:
        """The beginning of the line of a piece."""
        text = self.source.text
        at = self.starts[first]
        return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1 if first else 0


def reread(pieces: Sequence[Piece], starts: Sequence[int], source: Source, edit: Edit) -> Reread:
    """Reads anew what an edit may have changed. `source` is the text after the edit, `starts` are from before."""
    row = _Row(pieces, starts, source, edit)
    first, last = _touched(row)
    if len(source.text) <= limits.FILE:
        quick = _without_mistakes(row, first, last)
        if quick is not None and all(piece.sound for piece in pieces[first:last]):
            return Reread(first, last, quick)
        found = Reread(first, last, quick) if quick is not None else _with_neighbours(row, first, last)
        while found is not None and (before := _before_other_braces(row, found)) is not None:
            found = _with_neighbours(row, before, found.last)
        if found is not None:
            return found
    return Reread(0, len(pieces), pieces_of(read(source), 0, len(source.text)))


def _with_neighbours(row: _Row, first: int, last: int) -> Reread | None:
    """Takes in ever more pieces until those on both sides come out as they were; None if that never happens."""
    more, count = 1, len(row.pieces)
    while first > 0 or last < count:
        found = _with_mistakes(row, first, last)
        if found is not None:
            return Reread(first, last, found)
        first, last = row.back(max(first - more, 0)), row.forth(min(last + more, count))
        more *= 2
    return None


def _before_other_braces(row: _Row, found: Reread) -> int | None:
    """Where to begin so as to read again what has a mistake before the edit, if there are more or fewer `}` behind it
    than there were: how it was read depends on them."""
    rest = _closing(row.pieces[found.last :])
    if _closing(row.pieces[found.first : found.last], rest) == _closing(found.pieces, rest):
        return None
    broken = next((n for n, piece in enumerate(row.pieces[: found.first]) if not piece.sound), None)
    return None if broken is None else row.back(broken)


def _touched(row: _Row) -> tuple[int, int]:
    """The pieces to be read again: with the one before, where its end looks at what was edited."""
    first = bisect_right(row.starts, row.edit.start) - 1
    piece = row.pieces[first]
    head = piece.tokens[min(_AHEAD, len(piece.tokens)) - 1].end if piece.tokens else piece.end
    if first and row.edit.start <= head - piece.start + row.starts[first]:
        first -= 1
    last = bisect_right(row.starts, row.edit.end)
    return row.back(first), row.forth(last)


def _without_mistakes(row: _Row, first: int, last: int) -> tuple[Piece, ...] | None:
    """The new pieces, if there is no mistake in them."""
    begin, stop, end = row.begin(first), len(row.source.text), len(row.source.text)
    if last < len(row.pieces):
        stop = row.starts[last] + row.edit.by
        end = _end_of_head(row, last)
    source = Source(row.source.name, row.source.text[begin:end])
    if len(source.text) > limits.LINE:
        return None
    scanned = scan(source, table())
    ahead = bisect_left(scanned.tokens, stop - begin, key=lambda token: token.start)
    machine = Machine(program(table()), scanned.tokens, Build(source), "file")
    wanted = min(ahead + 1, len(scanned.tokens))
    if machine.run(0, wanted) < wanted or machine.build.diagnostics or scanned.invisible:
        return None
    if last < len(row.pieces) and not (len(machine.values) == 2 and machine.begun[2] == ahead and (ahead or first)):
        return None
    statements = tuple(cast("list[ast.Statement]", machine.values[0]))
    comments = [comment for comment in scanned.comments if comment.span.start < stop - begin]
    reading = Reading(source, scanned.tokens[:ahead], comments, statements, ())
    return pieces_of(reading, row.starts[first] - begin, stop - begin)


def _end_of_head(row: _Row, index: int) -> int:
    """The end of the line on which the first tokens of a piece end, in the new text."""
    piece = row.pieces[index]
    head = piece.tokens[min(_AHEAD, len(piece.tokens)) - 1]
    at = head.end - piece.start + row.starts[index] + row.edit.by
    found = (row.source.text.find(mark, at) for mark in "\r\n")
    return min((end for end in found if end >= 0), default=len(row.source.text))


# --- with mistakes --------------------------------------------------------------------------------


def _with_mistakes(row: _Row, first: int, last: int) -> tuple[Piece, ...] | None:
    """The new pieces, if the statements on both sides come out as they were."""
    begin, stop, by = row.begin(first), len(row.source.text), row.edit.by
    guarded = last < len(row.pieces)
    end = row.starts[last] + by + len(row.pieces[last].text) if guarded else stop
    if guarded:
        stop = row.starts[last] + by
    others = (*row.pieces[:first], *row.pieces[last:])
    if sum(len(piece.problems) for piece in others if piece.problems) >= limits.MISTAKES // 2:
        return None
    source = Source(row.source.name, row.source.text[begin:end])
    closing = _closing(row.pieces[last + 1 :])
    reading = read(source, closing)
    if len(reading.problems) >= limits.MISTAKES // 2 or (closing and _opened(reading.tokens)):
        return None
    if guarded and not _ends_as_before(row.pieces[last], reading, stop - begin):
        return None
    if row.edit.start > row.starts[first] + len(row.pieces[first].text) and not _begins_as_before(
        row.pieces[first], reading, row.starts[first] - begin
    ):
        return None
    return pieces_of(_until(reading, stop - begin), row.starts[first] - begin, stop - begin)


def _ends_as_before(piece: Piece, reading: Reading, at: int) -> bool:
    last = reading.statements[-1] if reading.statements else None
    if last is None or reading.tokens[0].start == at or any(problem.span.end > at for problem in reading.problems):
        return False
    return last.span.start == at and last == piece.statement


def _begins_as_before(piece: Piece, reading: Reading, at: int) -> bool:
    head = reading.statements[0] if reading.statements else None
    end = at + len(piece.text)
    if head is None or any(problem.span.start < end for problem in reading.problems):
        return False
    return head.span.start == at and head == piece.statement


def _until(reading: Reading, stop: int) -> Reading:
    return replace(
        reading,
        tokens=[token for token in reading.tokens if token.start < stop],
        comments=[comment for comment in reading.comments if comment.span.start < stop],
        statements=tuple(s for s in reading.statements if s.span.start < stop),
    )


def _opened(tokens: Sequence[Token]) -> int:
    """How many `{` are not closed in a text."""
    count = 0
    for token in tokens:
        count = count + 1 if token.text == "{" else max(count - (token.text == "}"), 0)
    return count


def _closing(pieces: Sequence[Piece], count: int = 0) -> int:
    """How many `}` close nothing in some pieces, with `count` of them behind."""
    for piece in reversed(pieces):
        if not piece.sound:
            for token in reversed(piece.tokens):
                count = count + 1 if token.text == "}" else max(count - (token.text == "{"), 0)
    return count
