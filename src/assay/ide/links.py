"""Files that rules name: other rules with `use`, lists with `let … from`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assay.check.folder import Place
from assay.ide.nodes import nodes_at
from assay.ide.scene import Scene
from assay.source import Span
from assay.syntax import ast


@dataclass(frozen=True, slots=True)
class Link:
    """`span` is the path without its quotes."""

    span: Span
    target: Path


def links(scene: Scene) -> tuple[Link, ...]:
    """The links of a document to files that are there."""
    statements = (piece.statement for piece in scene.document.pieces)
    paths = (one.path for one in statements if isinstance(one, ast.Use | ast.LetFile))
    return tuple(link for path in paths for link in _link(path, scene))


def link_at(scene: Scene, offset: int) -> Link | None:
    """The link at a place."""
    path = nodes_at(scene.document, offset)
    if len(path) > 1 and isinstance(path[0], ast.Use | ast.LetFile) and path[-1] is path[0].path:
        return next(_link(path[0].path, scene), None)
    return None


def _link(path: ast.Text, scene: Scene) -> Iterator[Link]:
    span = scene.document.place(path.span)
    if span is None or path.span.source not in scene.rules.folder.homes:
        return
    found = scene.rules.folder.find(path)
    if isinstance(found, Place) and found.real is not None and found.real.is_file():
        yield Link(Span(span.source, span.start + 1, span.end - 1), found.real)
