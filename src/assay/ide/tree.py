"""From a place in a document to the nodes around it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import TypeVar

from assay.ide.document import Document
from assay.syntax.ast import Node

N = TypeVar("N", bound=Node)


_PARTS: dict[str, tuple[str, ...]] = {}  # names of the fields of each kind of node


def _parts(node: Node) -> tuple[str, ...]:
    kind = type(node).__qualname__
    if kind not in _PARTS:
        _PARTS[kind] = tuple(field.name for field in fields(node) if field.name != "span")
    return _PARTS[kind]


def path_at(document: Document, offset: int) -> tuple[Node, ...]:
    """The nodes around a place of a document, the statement first, the smallest last; empty between statements. Their
    spans are those of the text they were read from."""
    at = document.here(offset)
    statement = document.statement_at(offset)
    if statement is None or not statement.span.start <= at <= statement.span.end:
        return ()
    return path_in(statement, at)


def path_in(root: Node, offset: int) -> tuple[Node, ...]:
    """The same from a node on."""
    found: list[Node] = [root]
    while (inner := _inner(found[-1], offset)) is not None:
        found.append(inner)
    return tuple(found)


def _inner(node: Node, offset: int) -> Node | None:
    """The smallest part at an offset; clauses come in any order, so that the span of one may hold others."""
    touching = list(_touching(node, offset))
    holding = [part for part in touching if part.span.start <= offset < part.span.end] or touching
    return min(holding, key=_size, default=None)


def _size(node: Node) -> tuple[bool, int]:
    """Empty ones, such as the clauses of a rule without any, come last."""
    size = node.span.end - node.span.start
    return size == 0, size


def _touching(node: Node, offset: int) -> Iterator[Node]:
    for name in _parts(node):
        part = getattr(node, name)
        if isinstance(part, tuple):
            found = _holding(part, offset)
            if found is not None:
                yield found
        elif isinstance(part, Node) and part.span.start <= offset <= part.span.end:
            yield part


def _holding(nodes: Sequence[N], offset: int) -> N | None:
    """Of nodes in order of place, the last that begins at or before an offset, if it reaches there."""
    at = bisect_right(nodes, offset, key=lambda node: node.span.start) - 1
    if at < 0:
        return None
    if nodes[at].span.end >= offset:
        return nodes[at]
    return None


def innermost(path: Sequence[Node], kinds: type[N] | tuple[type[N], ...]) -> N | None:
    """The smallest node of a kind on a path."""
    return next((node for node in reversed(path) if isinstance(node, kinds)), None)
