"""The parser, stopped at the cursor: what it takes next is what can be completed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assay.ide.document import Document
from assay.ide.nodes import in_comment
from assay.source import Span
from assay.syntax import ast
from assay.syntax.boundaries import boundary
from assay.syntax.build import Build
from assay.syntax.machine import Machine, program
from assay.syntax.pieces import Piece
from assay.syntax.repairs import find_repair
from assay.syntax.site import Site
from assay.syntax.table import table
from assay.syntax.tokens import END, Token

_TEXTS = frozenset({"STRING", "UNCLOSED", "CURLY", "SINGLE"})
_MOST_MISTAKES = 20  # before the cursor, after which nothing is sure


@dataclass(frozen=True, eq=False)
class Cursor:
    """`replaced` is the word the cursor is in, as far as it is replaced, `in_text` whether it is a text in quotes.
    `machine` has read the tokens before it."""

    document: Document
    offset: int
    replaced: Span
    in_text: bool
    machine: Machine

    @cached_property
    def expected(self) -> frozenset[str]:
        """The terminals that the parser takes here."""
        return frozenset(self.machine.expected())

    @cached_property
    def restarted(self) -> frozenset[str]:
        """Those it takes where an item of the innermost list begins, the unfinished one given up."""
        depth = self.machine.innermost()
        again = Machine(self.machine.program, self.machine.tokens, self.machine.build, "file")
        again.states, again.values = self.machine.states[: depth + 1], self.machine.values[:depth]
        return frozenset(again.expected())

    @property
    def typed(self) -> str:
        """The word as far as it is written, without quotes and backticks."""
        return self.document.text[self.replaced.start : self.offset].strip('`"')

    @property
    def list_kind(self) -> str:
        """The list whose item the cursor is in: statements, rules, rows, fields, items."""
        return self.machine.program.lists[self.machine.states[self.machine.innermost()]]

    @property
    def item(self) -> list[object]:
        """What was read of the item: tokens, nodes and lists of them."""
        return self.machine.values[self.machine.innermost() :]

    @property
    def previous(self) -> str:
        """The kind of the token before."""
        return self.machine.tokens[-3].kind if len(self.machine.tokens) > 2 else ""

    @cached_property
    def at_line_start(self) -> bool:
        """Whether only blanks stand before the word on its line."""
        line = self.document.source.lines
        number, column = line.position(self.replaced.start)
        return not line.line_text(number)[: column - 1].strip()

    @cached_property
    def anew(self) -> bool:
        """Whether the word begins a line and is not indented further than its item began: something new begins."""
        first = self.item[0] if self.item else None
        if not self.at_line_start or not isinstance(first, Token):
            return not self.item
        position = self.document.source.lines.position
        return position(self.replaced.start)[1] <= position(first.start)[1]

    @property
    def in_choice(self) -> bool:
        """Whether the innermost list is that of `first of` or `best of`, which takes `when` rules alone."""
        around = self.machine.values[: self.machine.innermost()][-4:]
        return any(isinstance(token, Token) and token.text in ("first", "best") for token in around)


def cursor_at(document: Document, offset: int) -> Cursor | None:
    """The cursor at a place; None in a comment."""
    if in_comment(document, offset):
        return None
    replaced, in_text = _word_at(document, offset)
    tokens = _before(document, replaced.start)
    machine = _read(document, tokens)
    return Cursor(document, offset, replaced, in_text, machine)


def _word_at(document: Document, offset: int) -> tuple[Span, bool]:
    """The word, text or number around a place, empty between them; and whether it is a text."""
    index = document.index_at(max(offset - 1, 0))
    by = document.shift(index)
    tokens = document.pieces[index].tokens
    at = bisect_left(tokens, offset - by, key=_start) - 1
    if at < 0 or tokens[at].end + by < offset:
        return Span(document.source, offset, offset), False
    token, start, end = tokens[at], tokens[at].start + by, tokens[at].end + by
    if token.kind in _TEXTS:
        return _text_around(document, start, end, offset, closed=token.kind == "STRING")
    is_word = token.text[0].isalnum() or token.text[0] in "_`"
    return Span(document.source, start if is_word else offset, end if is_word else offset), False


def _start(token: Token) -> int:
    return token.start


def _text_around(document: Document, start: int, end: int, offset: int, *, closed: bool) -> tuple[Span, bool]:
    """A text as far as it is the one being written: one that was closed by the next text's quote ends at the cursor."""
    inner = document.text[start + 1 : end - 1]
    if not closed or (" " in inner and _opens_another(document, end)):
        following = document.text[offset : offset + 1]
        return Span(document.source, start, offset + (following == '"')), True
    return (Span(document.source, start, end), True) if offset < end else (Span(document.source, offset, offset), False)


def _opens_another(document: Document, end: int) -> bool:
    """Whether a quote was meant to open a text: a letter follows it."""
    return document.text[end : end + 1].isalnum()


# --- tokens before the cursor -----------------------------------------------------------------------------


def _before(document: Document, start: int) -> list[Token]:
    """The tokens of the statement before a place, where they stand now; the rules of a group that are done with are
    left out."""
    index = document.index_at(max(start - 1, 0))
    piece, by = document.pieces[index], document.shift(index)
    cuts = [0]
    for first, last in _done(piece, start - by):
        cuts += [bisect_left(piece.tokens, first, key=_start), bisect_left(piece.tokens, last, key=_start)]
    cuts.append(bisect_left(piece.tokens, start - by, key=_start))
    kept = [token for low, high in zip(cuts[::2], cuts[1::2], strict=True) for token in piece.tokens[low:high]]
    return [token._replace(start=token.start + by, end=token.end + by) for token in kept]


def _done(piece: Piece, here: int) -> Iterator[tuple[int, int]]:
    """Stretches of rules that are whole before the one at a place, of a group and the groups in it."""
    node: ast.Node | None = piece.statement
    while isinstance(node, ast.Group) and node.body:
        at = bisect_right(node.body, here, key=lambda part: part.span.start) - 1
        if at < 0:
            return
        if at > 0:
            yield node.body[0].span.start, node.body[at].span.start
        node = node.body[at]


def _read(document: Document, tokens: Sequence[Token]) -> Machine:
    """A machine that has read the tokens. What it cannot take is repaired, left out with its item, or passed over."""
    last = Token(END, "", len(document.text), len(document.text))
    machine = Machine(program(table()), [*tokens, last, last], Build(document.source), "file")
    index = machine.run(0, len(machine.tokens) - 2)
    for _ in range(_MOST_MISTAKES):
        if index >= len(machine.tokens) - 2:
            break
        index = machine.run(_mended(machine, index), len(machine.tokens) - 2)
    machine.open_list()
    return machine


def _mended(machine: Machine, failed: int) -> int:
    """The index to go on with after a token that does not fit."""
    machine.open_list()
    repair = find_repair(machine, failed)
    if repair is not None and repair.start >= failed and len(repair.tokens) <= repair.stop - repair.start:
        machine.replace(repair.start, repair.stop, repair.tokens)
        return failed
    depth = machine.innermost()
    whole = len(machine.states) == depth + 1
    begun = failed if whole else machine.begun.get(depth + 1, failed)
    following = boundary(Site(machine, begun), machine.program.lists[machine.states[depth]])
    if following < len(machine.tokens) - 2:
        machine.back_to(depth)
        return max(following, begun + 1)
    return failed + 1
