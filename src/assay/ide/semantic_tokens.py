"""What each word is, for colours that know more than the spelling does."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from assay.builtins import AGGREGATES, FUNCTIONS
from assay.check.names import RESULTS
from assay.ide.document import Document
from assay.ide.rules import Rules
from assay.source import Encoding, unit_length
from assay.syntax import ast
from assay.syntax.boundaries import TYPES
from assay.syntax.pieces import Piece
from assay.syntax.site import first_on_line
from assay.syntax.tokens import FUNC, NAME, Token

KINDS = (
    "keyword",
    "type",
    "string",
    "number",
    "comment",
    "operator",
    "property",  # a field
    "variable",  # a `let`
    "class",  # a group
    "enumMember",  # a stage
    "function",
)
MODIFIERS = ("declaration", "defaultLibrary", "readonly")
_DECLARATION, _LIBRARY, _READONLY = 1, 2, 4
_PLAIN = {"STRING": "string", "NUMBER": "number", "DATE": "number", "TIME": "number"}
_OPERATORS = frozenset({"EQ", "NE", "LT", "LE", "GT", "GE", "PLUS", "MINUS", "STAR", "SLASH"})
_DECLARES = {"let": "variable", "group": "class", "stage": "enumMember"}

Names = Mapping[str, tuple[str, int]]
Encoded = list[int]  # five numbers a token: lines and columns since the one before, length, kind, modifiers


@dataclass(slots=True)
class Colours:
    """The encoded tokens of pieces, kept as long as their words stay what they are. One goes with one document."""

    encoding: Encoding
    _names: Names = field(default_factory=dict)
    _kept: "WeakKeyDictionary[Piece, _Kept]" = field(default_factory=WeakKeyDictionary)

    def of(self, rules: Rules, document: Document, start: int = 0, end: int | None = None) -> list[Encoded]:
        """The tokens of the pieces from one place to another, a list for each piece that has any; the first token of a
        list counts from the last of the list before."""
        names = _names(rules)
        if names != self._names:
            self._rename(names)
        lines, found = document.source.lines, list[Encoded]()
        last = (0, 0)
        until = len(document.pieces) if end is None else document.index_at(max(end - 1, 0)) + 1
        for index in range(document.index_at(start), until):
            encoded, down, along = self._piece(document.pieces[index])
            if encoded:
                line, column = lines.units(document.starts[index], self.encoding)
                first = line + encoded[0], encoded[1] if encoded[0] else column + encoded[1]
                by = first[0] - last[0], first[1] - (last[1] if first[0] == last[0] else 0)
                found.append(encoded if by == (encoded[0], encoded[1]) else [*by, *encoded[2:]])
                last = line + down, along if down else column + along
        return found

    def _rename(self, names: Names) -> None:
        """Forgets the pieces with a word that is something else now."""
        changed = {name for name, _ in names.items() ^ self._names.items()}
        self._names = names
        for piece in list(self._kept):
            if not changed.isdisjoint(token.text.strip("`") for token in piece.tokens):
                del self._kept[piece]

    def _piece(self, piece: Piece) -> "_Kept":
        known = self._kept.get(piece)
        if known is None:
            encoded, (down, along) = _encoded(piece, self._names, self.encoding)
            known = self._kept[piece] = encoded, down, along
        return known


_Kept = tuple[Encoded, int, int]  # and the lines and columns from the beginning of the piece to its last token


def _names(rules: Rules) -> Names:
    env = rules.env
    names: dict[str, tuple[str, int]] = dict.fromkeys((*env.activity, *env.lead), ("property", 0))
    names |= dict.fromkeys(env.names.lets, ("variable", _READONLY))
    names |= dict.fromkeys(env.names.groups, ("class", 0))
    names |= dict.fromkeys(env.names.stages, ("enumMember", 0))
    return names | dict.fromkeys(RESULTS, ("variable", _LIBRARY))


def _encoded(piece: Piece, names: Names, encoding: Encoding) -> tuple[Encoded, tuple[int, int]]:
    """The tokens of a piece from its beginning, and where the last begins."""
    lines, numbers, at = piece.source.lines, list[int](), (0, 0)
    home = lines.units(piece.start, encoding)
    for start, end, kind, modifiers in sorted((*_words(piece, names), *_comments(piece))):
        line, column = lines.units(start, encoding)
        place = line - home[0], column - (home[1] if line == home[0] else 0)
        down = place[0] - at[0]
        length = unit_length(piece.source.text[start:end], encoding)
        numbers += (down, place[1] - (0 if down else at[1]), length, KINDS.index(kind), modifiers)
        at = place
    return numbers, at


def _comments(piece: Piece) -> Iterator[tuple[int, int, str, int]]:
    return ((comment.span.start, comment.span.end, "comment", 0) for comment in piece.comments)


def _words(piece: Piece, names: Names) -> Iterator[tuple[int, int, str, int]]:
    fields = _declared_fields(piece)
    for index, token in enumerate(piece.tokens):
        found = ("property", _DECLARATION) if token.start in fields else _kind(piece, index, token, names)
        if found is not None:
            yield token.start, token.end, *found


def _declared_fields(piece: Piece) -> frozenset[int]:
    schema = piece.statement
    return frozenset(f.name.span.start for f in schema.fields) if isinstance(schema, ast.Schema) else frozenset()


def _kind(piece: Piece, index: int, token: Token, names: Names) -> tuple[str, int] | None:
    before = piece.tokens[index - 1].text if index else ""
    bare = token.text.strip("`")
    if token.kind in _PLAIN:
        return _PLAIN[token.kind], 0
    if token.kind in _OPERATORS:
        return "operator", 0
    if token.kind == FUNC and (bare in FUNCTIONS or bare in AGGREGATES or bare == "grade"):
        return "function", _LIBRARY
    if before in _DECLARES and not (before == "stage" and not _begins(piece, index - 1)):
        return _DECLARES[before], _DECLARATION
    if token.kind not in (NAME, FUNC) and bare[:1].isalpha() and not _is_name(piece, token, names):
        is_type = isinstance(piece.statement, ast.Schema) and bare in TYPES
        return "type" if is_type else "keyword", 0
    return names.get(bare)


def _begins(piece: Piece, index: int) -> bool:
    """Whether a word begins the statement, or at least its line."""
    return index == 0 or first_on_line(piece.source, piece.tokens[index])


def _is_name(piece: Piece, token: Token, names: Names) -> bool:
    """Whether a word that could be of the language is the name of something here."""
    if token.text not in names or piece.statement is None:
        return False
    starts = _name_starts(piece.statement)
    found = bisect_left(starts, token.start)
    return found < len(starts) and starts[found] == token.start


def _name_starts(statement: ast.Statement) -> list[int]:
    from_nodes, waiting = list[int](), list[object]([statement])
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.Name):
            from_nodes.append(one.span.start)
        elif isinstance(one, tuple):
            waiting += one
        elif isinstance(one, ast.Node):
            waiting += [getattr(one, name) for name in type(one).__dataclass_fields__ if name != "span"]
    return sorted(from_nodes)
