"""A file as a row of pieces, one a statement, so that an edit reads a few of them again and not the file.

A piece keeps its places as they were in the text it was read from (`Piece.source`, often no more than the statement and
its neighbours); where it stands now is for the document to say. So what comes before a piece may change without a touch.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from assay.diagnostics import Diagnostic
from assay.source import Source
from assay.syntax import ast
from assay.syntax.tokens import Token


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Piece:
    """From the first token of a statement to the next one, comments and blanks behind it included; `start` and `end`
    are places in `source`. `statement` is None where none could be read. The first piece begins with the file."""

    source: Source = field(repr=False)
    start: int
    end: int
    statement: ast.Statement | None
    tokens: tuple[Token, ...] = field(repr=False)
    comments: tuple[ast.Comment, ...] = ()
    problems: tuple[Diagnostic, ...] = ()

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def sound(self) -> bool:
        """Whether it was read without a mistake."""
        return not self.problems and (self.statement is not None or not self.tokens)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text was read as; `tokens` as written, `$END` left out."""

    source: Source
    tokens: list[Token]
    comments: list[ast.Comment]
    statements: tuple[ast.Statement, ...]
    problems: tuple[Diagnostic, ...]


def pieces_of(reading: Reading, begin: int, stop: int) -> tuple[Piece, ...]:
    """The pieces of a text from `begin` to `stop`. What stands between statements and is none is a piece of its own."""
    heads = [(start, statement) for start, statement in _heads(reading) if start < stop]
    starts = [begin, *(start for start, _ in heads[1:]), stop]
    token_at = _cuts([token.start for token in reading.tokens], starts)
    comment_at = _cuts([comment.span.start for comment in reading.comments], starts)
    troubled: dict[int, list[Diagnostic]] = {}
    for problem in reading.problems:
        place = max(bisect_left(starts, problem.span.start + 1) - 1, 0)
        troubled.setdefault(min(place, len(starts) - 2), []).append(problem)
    statements = [statement for _, statement in heads] or [None]
    return tuple(
        Piece(
            reading.source,
            start,
            end,
            statements[n],
            tuple(reading.tokens[token_at[n] : token_at[n + 1]]),
            tuple(reading.comments[comment_at[n] : comment_at[n + 1]]),
            tuple(troubled.get(n, ())),
        )
        for n, (start, end) in enumerate(pairwise(starts))
    )


def _cuts(places: list[int], starts: list[int]) -> list[int]:
    return [bisect_left(places, start) for start in starts]


def _heads(reading: Reading) -> Iterator[tuple[int, ast.Statement | None]]:
    """Where each statement begins, and each stretch that is none."""
    tokens, at = reading.tokens, 0
    for statement in reading.statements:
        if at < len(tokens) and tokens[at].start < statement.span.start:
            yield tokens[at].start, None
        yield statement.span.start, statement
        at = bisect_left(tokens, statement.span.end, lo=at, key=_start)
    if at < len(tokens):
        yield tokens[at].start, None


def _start(token: Token) -> int:
    return token.start
