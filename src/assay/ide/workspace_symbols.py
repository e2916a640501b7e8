"""Everything with a name in some rule files, found by a part of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from assay.ide.document import Document
from assay.source import Span
from assay.syntax import ast

Kind = Literal["group", "let", "stage", "field", "rule", "example"]
_MOST = 500


@dataclass(frozen=True, slots=True)
class Named:
    """`inside` is the group, or the table, that holds it."""

    name: str
    kind: Kind
    span: Span
    inside: str | None


def workspace_symbols(documents: Iterable[Document], query: str) -> tuple[Named, ...]:
    """What has the letters of the query in its name, in their order; names that begin with it first."""
    wanted = query.casefold()
    found = [named for document in documents for named in _placed(document) if _has(named.name.casefold(), wanted)]
    found.sort(key=lambda named: (not named.name.casefold().startswith(wanted), wanted not in named.name.casefold()))
    return tuple(found[:_MOST])


def _has(name: str, wanted: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in wanted)


def _placed(document: Document) -> Iterator[Named]:
    for piece in document.pieces:
        for named in () if piece.statement is None else _of(piece.statement, None):
            span = document.place(named.span)
            if span is not None:
                yield Named(named.name, named.kind, span, named.inside)


def _of(node: ast.Statement | ast.Group, inside: str | None) -> Iterator[Named]:
    match node:
        case ast.Let() | ast.LetFile():
            yield Named(node.name.name, "let", node.name.span, None)
        case ast.Stage():
            yield Named(node.name.name, "stage", node.name.span, None)
        case ast.Schema():
            yield from (Named(field.name.name, "field", field.name.span, node.table) for field in node.fields)
        case ast.Example():
            yield Named(node.name.value, "example", node.name.span, None)
        case ast.Group():
            yield Named(node.name.name, "group", node.name.span, inside)
            for part in node.body:
                yield from _of(part, node.name.name)
        case ast.When() | ast.Each() | ast.Match() | ast.Choice():
            yield from _rule(node, inside)
        case _:
            return


def _rule(rule: ast.Rule, inside: str | None) -> Iterator[Named]:
    """Rules with a label; the others go by their condition, which is nothing one looks for by name."""
    if rule.meta.label is not None:
        yield Named(rule.meta.label.value, "rule", rule.meta.label.span, inside)
    if isinstance(rule, ast.Choice):
        for one in rule.rules:
            yield from _rule(one, inside)
