"""What stands at a place: the nodes of the tree that hold it."""

from collections.abc import Iterator
from dataclasses import fields

from assay.ide.document import Document
from assay.syntax import ast


def nodes_at(document: Document, offset: int) -> tuple[ast.Node, ...]:
    """The nodes that hold a place, the statement first and the smallest last; none in a comment or between statements.
    A node holds both its ends. Of two neighbours the second is taken, unless only the first is a name."""
    statement = document.statement_at(offset)
    here = document.here(offset)
    if statement is None or not _holds(statement, here):
        return ()
    found: list[ast.Node] = [statement]
    while (inner := _inner(found[-1], here)) is not None:
        found.append(inner)
    return tuple(found)


def _inner(node: ast.Node, here: int) -> ast.Node | None:
    holding = [child for child in children(node) if _holds(child, here) and child.span.start < child.span.end]
    names = [child for child in holding if isinstance(child, ast.Name)]
    return (names or holding)[-1] if holding else None


def _holds(node: ast.Node, here: int) -> bool:
    return node.span.start <= here <= node.span.end


def children(node: ast.Node) -> Iterator[ast.Node]:
    """The parts of a node, in the order of its fields."""
    for field in fields(node):
        value = getattr(node, field.name)
        if isinstance(value, ast.Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, ast.Node))
