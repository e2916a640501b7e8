"""What each word is, for colours that know more than the spelling does."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
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
Way = tuple[
    int, int
]  # lines down, then columns along: from where one was if it is the same line, else from its beginning


class Run(NamedTuple):
    """The tokens of a piece, five numbers each: the way from the token before, length, kind, modifiers. `text` are all
    numbers, with commas between; `tokens` is how many tokens there are."""

    text: str
    tokens: int


NOTHING = Run("", 0)


@dataclass(slots=True)
class _Encoded:
    """The tokens of a piece, wherever it stands. `head` is the way from its beginning to its first token, or to its end
    where it has none; `tail` that from its last token to its end. `rest` are the numbers but the first two. `words` are
    those whose meaning may change. `run` is what was made of it last, where its first token was `way` from the one before."""

    head: Way
    tail: Way
    rest: str
    tokens: int
    words: frozenset[str]
    way: Way | None = None
    run: Run = NOTHING

    def after(self, way: Way) -> Run:
        """Its tokens where the first is this far from the one before: mostly as far as last time."""
        if way != self.way:
            self.way, self.run = way, Run(f"{way[0]},{way[1]},{self.rest}", self.tokens)
        return self.run


@dataclass(slots=True)
class Colours:
    """The encoded tokens of pieces, kept as long as their words stay what they are. One goes with one document."""

    encoding: Encoding
    _names: Names = field(default_factory=dict)
    _kept: "WeakKeyDictionary[Piece, _Encoded]" = field(default_factory=WeakKeyDictionary)

    def of(self, rules: Rules, document: Document, start: int = 0, end: int | None = None) -> list[Run]:
        """The tokens of the pieces from one place to another, a run for each piece that has any; the first counts from
        the beginning of the text."""
        names = _names(rules)
        if names != self._names:
            self._rename(names)
        first = document.index_at(start)
        until = len(document.pieces) if end is None else document.index_at(max(end - 1, 0)) + 1
        way, found = document.source.lines.units(document.starts[first], self.encoding), list[Run]()
        for piece in document.pieces[first:until]:
            encoded = self._kept.get(piece) or self._encode(piece)
            way = _and_then(way, encoded.head)
            if encoded.tokens:
                found.append(encoded.after(way))
                way = encoded.tail
        return found

    def _encode(self, piece: Piece) -> _Encoded:
        encoded = self._kept[piece] = _encoded(piece, self._names, self.encoding)
        return encoded

    def _rename(self, names: Names) -> None:
        """Forgets the pieces with a word that is something else now."""
        changed = {name for name, _ in names.items() ^ self._names.items()}
        self._names = names
        for piece, encoded in list(self._kept.items()):
            if not changed.isdisjoint(encoded.words):
                del self._kept[piece]


def numbers(runs: Iterable[Run]) -> str:
    """All numbers of some runs, with commas between."""
    return ",".join([run.text for run in runs])


def difference(old: Sequence[Run], new: Sequence[Run]) -> tuple[int, int, Sequence[Run]] | None:
    """From which number on how many go, and what comes instead: one stretch, from the first run that differs to the last;
    None where nothing does."""
    if old == new:
        return None
    first = next((n for n, (was, is_) in enumerate(zip(old, new, strict=False)) if was != is_), min(len(old), len(new)))
    behind = zip(reversed(old[first:]), reversed(new[first:]), strict=False)
    same = next((n for n, (was, is_) in enumerate(behind) if was != is_), min(len(old), len(new)) - first)
    gone = old[first : len(old) - same]
    return _length(old[:first]), _length(gone), new[first : len(new) - same]


def _length(runs: Iterable[Run]) -> int:
    return 5 * sum(run.tokens for run in runs)


def _and_then(way: Way, further: Way) -> Way:
    """Two ways, one after the other."""
    down, along = further
    return way[0] + down, along if down else way[1] + along


def _between(start: Way, end: Way) -> Way:
    """The way from one place of a text to a later one."""
    down = end[0] - start[0]
    return down, end[1] if down else end[1] - start[1]


def _names(rules: Rules) -> Names:
    env = rules.env
    names: dict[str, tuple[str, int]] = dict.fromkeys((*env.activity, *env.lead), ("property", 0))
    names |= dict.fromkeys(env.names.lets, ("variable", _READONLY))
    names |= dict.fromkeys(env.names.groups, ("class", 0))
    names |= dict.fromkeys(env.names.stages, ("enumMember", 0))
    return names | dict.fromkeys(RESULTS, ("variable", _LIBRARY))


def _encoded(piece: Piece, names: Names, encoding: Encoding) -> _Encoded:
    lines, written, ways = piece.source.lines, list[str](), list[Way]()
    at = lines.units(piece.start, encoding)
    for start, end, kind, modifiers in sorted((*_words(piece, names), *_comments(piece))):
        before, at = at, lines.units(start, encoding)
        ways.append(_between(before, at))
        length = unit_length(piece.source.text[start:end], encoding)
        written.append(f"{length},{KINDS.index(kind)},{modifiers}")
    tail = _between(at, lines.units(piece.end, encoding))
    rest = ",".join(f"{down},{along},{token}" for (down, along), token in zip(ways, written, strict=True))
    return _Encoded(
        head=ways[0] if ways else tail,
        tail=tail,
        rest=rest.split(",", maxsplit=2)[-1],
        tokens=len(written),
        words=frozenset(token.text.strip("`") for token in piece.tokens if token.kind not in _PLAIN),
    )


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
