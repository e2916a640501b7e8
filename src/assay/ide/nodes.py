"""What stands at a place: the nodes of the tree that hold it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import TypeVar

from assay.ide.document import Document
from assay.syntax.ast import Each, Match, Node, Rule, When

N = TypeVar("N", bound=Node)
_PARTS: dict[str, tuple[str, ...]] = {}  # names of the fields of each kind of node


def _parts(node: Node) -> tuple[str, ...]:
    kind = type(node).__qualname__
    if kind not in _PARTS:
        _PARTS[kind] = tuple(field.name for field in fields(node) if field.name != "span")
    return _PARTS[kind]


def nodes_at(document: Document, offset: int) -> tuple[Node, ...]:
    """The nodes that hold a place, the statement first and the smallest last; none in a comment or between statements.
    A node holds both its ends. Spans are those of the text the nodes were read from."""
    at = document.here(offset)
    statement = document.statement_at(offset)
    if statement is None or not statement.span.start <= at <= statement.span.end or in_comment(document, offset):
        return ()
    found: list[Node] = [statement]
    while (inner := _inner(found[-1], at)) is not None:
        found.append(inner)
    return tuple(found)


def rule_at(document: Document, offset: int) -> Rule | None:
    """The rule at a place that gives points by itself."""
    path = nodes_at(document, offset)
    return next((node for node in reversed(path) if isinstance(node, When | Each | Match)), None)


def in_comment(document: Document, offset: int) -> bool:
    """Whether a place is behind the `#` of a comment."""
    here, comments = document.here(offset), document.piece_at(offset).comments
    at = bisect_left(comments, here, key=lambda comment: comment.span.start) - 1
    return at >= 0 and here <= comments[at].span.end


def children(node: Node) -> Iterator[Node]:
    """The parts of a node, in the order of its fields."""
    for name in _parts(node):
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


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
