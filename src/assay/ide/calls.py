"""Who reads a group, a `let`, a stage or a field, and what those read in turn: the hierarchy that editors show.

Its members are the entries of the outline, so that a rule stands between its group and what it reads.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assay.ide.document import Document
from assay.ide.nodes import children
from assay.ide.scene import Scene
from assay.ide.structure import Entry, SymbolKind, entries_at
from assay.ide.symbols import Symbol, definition_of, occurrence_at, occurrences, symbol_of
from assay.source import Span
from assay.syntax import ast

_NAMED = frozenset({"let", "group", "stage", "field"})  # what others speak of by name


@dataclass(frozen=True, slots=True)
class Call:
    """`other` reads what was asked about, or is read by it, at `places`: all of them in the file of the reader."""

    other: Entry
    places: tuple[Span, ...]


def member_at(scene: Scene, offset: int) -> Entry | None:
    """What is named at a place, else the rule or the statement around it."""
    found = occurrence_at(scene, offset)
    return _innermost(scene.document, offset) if found is None else _declared(found.symbol, scene)


def member_again(scene: Scene, offset: int, kind: SymbolKind) -> Entry | None:
    """A member by where its name begins and what it is, for one who asks about it later."""
    path = entries_at(scene.document, offset)
    return next((one for one in path if one.name_span.start == offset and one.kind == kind), None)


def incoming(scene: Scene, member: Entry) -> tuple[Call, ...]:
    """Those that read a member of the scene's document by name; and what it is part of, which sums it up."""
    path = entries_at(scene.document, member.name_span.start)
    read = [(one, member.name_span) for one in path if one.kind != "schema" and member in one.inside]
    here = occurrence_at(scene, member.name_span.start) if member.kind in _NAMED else None
    for found in () if here is None else occurrences(here.symbol, scene):
        document = scene.rules.document(found.span)
        reader = None if document is None else _innermost(document, found.span.start)
        if reader is not None and not found.defines:
            read.append((reader, found.span))
    return _together(read)


def outgoing(scene: Scene, member: Entry) -> tuple[Call, ...]:
    """What a member of the scene's document reads by name, and its parts."""
    if member.kind == "schema":
        return ()
    read = [(part, part.name_span) for part in member.inside]
    for symbol, place in _names(scene, member):
        declared = _declared(symbol, scene)
        if declared is not None:
            read.append((declared, place))
    return _together(read)


def _innermost(document: Document, offset: int) -> Entry | None:
    return next(reversed(entries_at(document, offset)), None)


def _declared(symbol: Symbol, scene: Scene) -> Entry | None:
    """The entry that declares a symbol; None for a column that nothing declares."""
    declared = definition_of(symbol, scene)
    name = None if declared is None else scene.rules.place(declared.name.span)
    document = None if name is None else scene.rules.document(name)
    return None if document is None or name is None else _innermost(document, name.start)


def _names(scene: Scene, member: Entry) -> Iterator[tuple[Symbol, Span]]:
    """The names that a member itself reads, not those that its parts read, with their places."""
    document = scene.document
    index = document.index_at(member.span.start)
    statement, by = document.pieces[index].statement, document.shift(index)
    waiting: list[tuple[ast.Node, ...]] = [] if statement is None else [(statement,)]
    while waiting:
        path = waiting.pop()
        place = Span(document.source, path[-1].span.start + by, path[-1].span.end + by)
        if place.end < member.span.start or member.span.end < place.start:
            continue
        if member.kind in _NAMED and place == member.name_span:
            continue
        if any(part.span.start <= place.start and place.end <= part.span.end for part in member.inside):
            continue
        if isinstance(path[-1], ast.Name) and len(path) > 1:
            symbol = symbol_of(path[-1], path[:-1], scene)
            if symbol is not None:
                yield symbol, place
        waiting += [(*path, child) for child in children(path[-1])]


def _together(read: Iterable[tuple[Entry, Span]]) -> tuple[Call, ...]:
    """One call for all places of a reader, or of what is read, in the order of the first."""
    calls: dict[tuple[str, str, int], Call] = {}
    for other, place in sorted(read, key=lambda one: (one[1].source.name, one[1].start)):
        key = other.kind, other.span.source.name, other.name_span.start
        known = calls.get(key)
        calls[key] = Call(other, (place,) if known is None else (*known.places, place))
    return tuple(calls.values())
