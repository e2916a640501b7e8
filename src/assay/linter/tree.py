"""Going through the trees as written, for lints about how rules read."""

from collections.abc import Iterator
from dataclasses import fields

from assay.model import Model
from assay.syntax.ast import File, Node


def nodes(model: Model) -> Iterator[Node]:
    """Every node of every file, outer before inner, in the order written."""
    return (node for file in model.files for node in nodes_of(file))


def nodes_of(file: File) -> Iterator[Node]:
    """The same for one file."""
    waiting: list[object] = list(reversed(file.statements))
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting += reversed(one)
        elif isinstance(one, Node):
            yield one
            waiting += [getattr(one, field.name) for field in reversed(fields(one)) if field.name != "span"]


def between(left: Node, right: Node) -> str:
    """What is written between two nodes of a file, comments left out."""
    lines = left.span.source.text[left.span.end : right.span.start].split("\n")
    return "\n".join(line.split("#", 1)[0] for line in lines)
