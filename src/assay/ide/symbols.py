"""What the names of rules stand for, and every place that speaks of the same thing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assay.check.names import RESULTS
from assay.ide.document import Document
from assay.ide.nodes import nodes_at
from assay.ide.scene import Scene, declaration_of
from assay.source import Span
from assay.syntax import ast
from assay.syntax.ast import Node

SymbolKind = Literal["lead field", "activity field", "let", "group", "stage"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A thing with a name. All kinds share one space of names, but for fields that both tables have."""

    kind: SymbolKind
    name: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place, as it is now, that names a symbol; `defines` where it is declared."""

    symbol: Symbol
    span: Span
    defines: bool


def occurrence_at(scene: Scene, offset: int) -> Occurrence | None:
    """What the name at a place of the scene's document stands for."""
    return _at(scene, scene.document, offset)


def _at(scene: Scene, document: Document, offset: int) -> Occurrence | None:
    path = nodes_at(document, offset)
    if len(path) < 2 or not isinstance(path[-1], ast.Name):
        return None
    name, span = path[-1], document.place(path[-1].span)
    symbol = symbol_of(name, path[:-1], scene)
    return None if symbol is None or span is None else Occurrence(symbol, span, _defines(name, path[-2]))


def _defines(name: ast.Name, parent: Node) -> bool:
    return isinstance(parent, ast.FieldDecl | ast.Let | ast.LetFile | ast.Group | ast.Stage) and parent.name is name


def symbol_of(name: ast.Name, around: Sequence[Node], scene: Scene) -> Symbol | None:
    """What a name means among the nodes around it, the innermost last. Results and functions are no symbols."""
    match around[-1]:
        case ast.FieldDecl():
            table = next((node.table for node in reversed(around) if isinstance(node, ast.Schema)), "lead")
            return Symbol(_FIELD[table], name.name)
        case ast.Let(name=own) | ast.LetFile(name=own) if own is name:
            return Symbol("let", name.name)
        case ast.Group(name=own) if own is name:
            return Symbol("group", name.name)
        case ast.Grade():
            return None if name.name == "score" and not name.quoted else Symbol("group", name.name)
        case ast.Stage(name=own) if own is name:
            return Symbol("stage", name.name)
        case ast.Promote(stage=own) if own is name:
            return Symbol("stage", name.name)
        case ast.Given(field=own) if own is name:
            return Symbol(_FIELD["activity" if isinstance(around[-2], ast.ExampleActivity) else "lead"], name.name)
        case ast.Quota():
            return Symbol("activity field", name.name)
        case ast.Each(once_per=own) if own is name:
            return Symbol("activity field", name.name)
        case ast.Call(function=own) if own is name:
            return None
        case ast.Call(function=ast.Name(name="grade")):
            return None if name.name == "score" and not name.quoted else Symbol("group", name.name)
        case _:
            return named(name, scene)


_FIELD: dict[str, SymbolKind] = {"lead": "lead field", "activity": "activity field"}


def named(name: ast.Name, scene: Scene) -> Symbol | None:
    """What a bare name in an expression means; one that nothing declares is taken for a field of the lead."""
    names = scene.names
    if name.name in RESULTS and not name.quoted:
        return None
    if name.name in names.lets:
        return Symbol("let", name.name)
    if (field := scene.field(name.name)) is not None:
        return Symbol(_FIELD[field.table], name.name)
    if name.name in names.groups:
        return Symbol("group", name.name)
    return Symbol("stage" if name.name in names.stages else "lead field", name.name)


def definition_of(symbol: Symbol, scene: Scene) -> ast.FieldDecl | ast.Let | ast.LetFile | ast.Group | ast.Stage | None:
    """Where a symbol is declared; None for a field of rules without a schema."""
    names = scene.names
    match symbol.kind:
        case "let":
            return names.lets.get(symbol.name)
        case "group":
            return names.groups.get(symbol.name)
        case "stage":
            return names.stages.get(symbol.name)
        case "lead field":
            field = scene.lead.get(symbol.name)
        case "activity field":
            field = scene.activity.get(symbol.name)
    return None if field is None else declaration_of(field, names)


def occurrences(symbol: Symbol, scene: Scene) -> Iterator[Occurrence]:
    """Every place of all files that names a symbol, in order."""
    for document in scene.documents:
        yield from occurrences_in(symbol, scene, document)


def occurrences_in(symbol: Symbol, scene: Scene, document: Document) -> Iterator[Occurrence]:
    """The same in one file: wherever the text has the name, the tree says what it is there."""
    last = -1
    for hit in re.finditer(rf"(?<!\w){re.escape(symbol.name)}(?!\w)", document.text):
        found = _at(scene, document, hit.start())
        if found is not None and found.symbol == symbol and found.span.start > last:
            last = found.span.start
            yield found
