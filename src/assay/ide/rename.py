"""Giving things other names, in every file, without a change of what the rules say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assay.check.names import RESULTS, UNGROUPED
from assay.diagnostics import Edit
from assay.fixes import edited
from assay.ide.document import Document, opened
from assay.ide.phrases import phrase_at
from assay.ide.scene import Scene
from assay.ide.symbols import Occurrence, Symbol, definition_of, occurrence_at, occurrences
from assay.source import Span
from assay.syntax import SOFT_KEYWORDS, ast, printer
from assay.syntax.words import UNITS_ELSEWHERE, needs_backticks

_KINDS = {
    "lead field": "a field of the lead",
    "activity field": "a field of the activity",
    "let": "a `let`",
    "group": "a group",
    "stage": "a stage",
}


@dataclass(frozen=True, slots=True)
class Renamable:
    """The place of a name and the name as it is, without backticks."""

    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something cannot get that name, in a sentence."""

    reason: str


def prepare_rename(scene: Scene, offset: int) -> Renamable | Refusal | None:
    """What would be renamed at a place; None where no word is."""
    found = occurrence_at(scene, offset)
    if found is None:
        phrase = phrase_at(scene.document, offset)
        return None if phrase is None else Refusal(f"`{phrase[0].text}` is a word of the language")
    return _undeclared(found.symbol, scene) or Renamable(found.span, found.symbol.name)


def rename(scene: Scene, offset: int, new: str) -> tuple[Edit, ...] | Refusal:
    """The edits that give the thing at a place a name, or why it cannot have it."""
    found = occurrence_at(scene, offset)
    if found is None:
        return Refusal("there is no name here that could be changed")
    name = _bare(new)
    if name == found.symbol.name:
        return ()
    refused = (
        _undeclared(found.symbol, scene)
        or _no_name(name)
        or _clash(found.symbol, name, scene)
        or unread(found.symbol, scene)
    )
    if refused is not None:
        return refused
    places = tuple(occurrences(found.symbol, scene))
    written = f"`{name}`" if needs_backticks(name) or not _stands_bare(name, places, scene) else name
    return (*(Edit(place.span, written) for place in places), *_column(found.symbol, scene))


def _bare(new: str) -> str:
    """A name without the backticks it may have been given with."""
    new = new.strip()
    return new[1:-1] if len(new) > 2 and new[0] == new[-1] == "`" else new


def _no_name(name: str) -> Refusal | None:
    if not name.strip():
        return Refusal("a name needs at least one letter")
    if any(ch in "`\n\r\0" for ch in name):
        return Refusal("a name cannot have a backtick or a line break in it")
    return None


def _undeclared(symbol: Symbol, scene: Scene) -> Refusal | None:
    """Columns of the input have the names that the input gives them."""
    if definition_of(symbol, scene) is not None:
        return None
    table = "activity" if symbol.kind == "activity field" else "lead"
    return Refusal(
        f"`{symbol.name}` is the heading of a column; declare it in `{table} {{ … }}` to call it something else"
    )


def _clash(symbol: Symbol, name: str, scene: Scene) -> Refusal | None:
    """Everything that has a name shares one space of names."""
    if name == UNGROUPED or (name in RESULTS and symbol.kind == "group"):
        return Refusal(f"`{name}` is a word of the language, which nothing else may be called")
    taken = next((kind for kind in _taken(name, scene)), None)
    return None if taken is None else Refusal(f"there is already {taken} called `{name}`")


def _taken(name: str, scene: Scene) -> Iterator[str]:
    names = scene.names
    tables = (
        ("let", names.lets),
        ("group", names.groups),
        ("stage", names.stages),
        ("lead field", scene.lead),
        ("activity field", scene.activity),
    )
    yield from (_KINDS[kind] for kind, table in tables if name in table)
    if name in scene.env.unknown:
        yield "something"


def unread(symbol: Symbol, scene: Scene) -> Refusal | None:
    """A statement with a mistake may speak of it, and nobody can say where."""
    for document in scene.documents:
        for piece, start in zip(document.pieces, document.starts, strict=True):
            if not piece.sound and symbol.name in piece.text:
                line = document.source.lines.position(start)[0]
                return Refusal(
                    f"mend the statement in line {line} of `{document.path.name}` first: `{symbol.name}` may be meant there"
                )
    return None


# --- backticks ------------------------------------------------------------------------------------------------


def _stands_bare(name: str, places: Iterable[Occurrence], scene: Scene) -> bool:
    """Whether a name reads the same without backticks, wherever it would stand."""
    if name not in SOFT_KEYWORDS and name not in UNITS_ELSEWHERE:
        return True
    for document in scene.documents:
        spans = [place.span for place in places if place.span.source is document.source]
        bare, ticked = (_statements(document, spans, text) for text in (name, f"`{name}`"))
        if bare != ticked:
            return False
    return True


def _statements(document: Document, spans: list[Span], text: str) -> list[ast.Statement | None]:
    changed = edited(document.source, [Edit(span, text) for span in spans])
    return [piece.statement for piece in opened(document.path, changed).pieces]


# --- columns --------------------------------------------------------------------------------------------------


def _column(symbol: Symbol, scene: Scene) -> Iterator[Edit]:
    """A field keeps its column when it gets another name."""
    declared = definition_of(symbol, scene)
    if isinstance(declared, ast.FieldDecl) and declared.column is None:
        place = scene.rules.place(declared.span)
        if place is not None:
            column = printer.text(ast.Text(symbol.name, span=place))
            yield Edit(Span(place.source, place.end, place.end), f" from {column}")
