"""Adding a `because` to what has none."""

from collections.abc import Iterator

from assay.diagnostics import Edit
from assay.ide.actions.action import Action
from assay.ide.nodes import nodes_at
from assay.ide.scene import Scene
from assay.source import Span
from assay.syntax import ast

_RULES = (ast.When, ast.Each, ast.Match, ast.Choice)
_OTHERS = (ast.Row, ast.Exclude, ast.Disqualify, ast.Ignore, ast.Stage, ast.Promote, ast.Route, ast.Guarantee)


def add_because(scene: Scene, offset: int) -> Iterator[Action]:
    """For the innermost rule, row or statement at a place."""
    path = nodes_at(scene.document, offset)
    node = next((node for node in reversed(path) if isinstance(node, (*_RULES, *_OTHERS))), None)
    if node is None or _reason(node) is not None:
        return
    place = scene.document.place(node.span)
    if place is not None:
        end = Span(place.source, place.end, place.end)
        yield Action("add a `because`", "refactor.rewrite", (Edit(end, ' because "reason"'),))


def _reason(node: ast.Node) -> object:
    if isinstance(node, _RULES):
        return node.meta.because
    return getattr(node, "because", None)
