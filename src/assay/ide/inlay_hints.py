"""What rules do not say themselves, shown between their words: how far points reach, what a `let` comes to."""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.analysis.ranges import Range
from assay.ide.constants import constant_text
from assay.ide.hover_symbols import range_text
from assay.ide.scene import Scene
from assay.model import Const, ListValue
from assay.render.words_values import counted, points
from assay.source import Span
from assay.syntax import ast


@dataclass(frozen=True, slots=True)
class InlayHint:
    """`place` is an offset of the document; `tooltip` says the same at length."""

    place: int
    text: str
    tooltip: str


def inlay_hints(scene: Scene, start: int, end: int) -> tuple[InlayHint, ...]:
    """The hints from one place to another."""
    document, found = scene.document, list[InlayHint]()
    if not document.pieces:
        return ()
    for index in range(document.index_at(start), document.index_at(end) + 1):
        statement = document.pieces[index].statement
        if statement is not None:
            found += _of(statement, scene)
    return tuple(hint for hint in found if start <= hint.place <= end)


def _of(statement: ast.Statement, scene: Scene) -> Iterator[InlayHint]:
    match statement:
        case ast.Group():
            yield from _group(statement, scene)
        case ast.Let() | ast.LetFile():
            yield from _let(statement, scene)
        case _:
            if statement is _home_of_score(scene) and scene.reach is not None:
                yield from _hint(
                    statement.span, f"score {_short(scene.reach.score)}", _of_score(scene.reach.score), scene
                )


def _hint(after: Span, text: str, tooltip: str, scene: Scene) -> Iterator[InlayHint]:
    place = scene.document.place(after)
    if place is not None:
        yield InlayHint(place.end, text, tooltip)


def _group(group: ast.Group, scene: Scene) -> Iterator[InlayHint]:
    reach = None if scene.reach is None else scene.reach.groups.get(group.name.name)
    if reach is not None:
        tooltip = f"`{group.name.name}` can reach {range_text(reach)}."
        yield from _hint((group.label or group.name).span, _short(reach), tooltip, scene)
    for part in group.body:
        if isinstance(part, ast.Group):
            yield from _group(part, scene)


def _let(let: ast.Let | ast.LetFile, scene: Scene) -> Iterator[InlayHint]:
    value = scene.constant(let.name.name)
    if isinstance(let, ast.LetFile) and isinstance(value, ListValue):
        yield from _hint(let.span, counted(len(value.items), "value"), f'What "{let.path.value}" lists.', scene)
    elif isinstance(let, ast.Let) and isinstance(value, Const) and not isinstance(let.value, _LITERALS):
        yield from _hint(let.span, f"= {constant_text(value)}", "The value it comes to.", scene)


_LITERALS = (ast.Number, ast.Text, ast.Boolean, ast.Date, ast.Time, ast.Duration)


def _home_of_score(scene: Scene) -> ast.Statement | None:
    """Where the reach of the score is shown: at its bounds, else at the name of the rules, else at the first stage."""
    names = scene.names
    return names.total or names.model or next(iter(names.stages.values()), None)


def _of_score(reach: Range) -> str:
    return f"The score can reach {range_text(reach)}."


def _short(reach: Range) -> str:
    """ "-20 to 50"; "from 0", "up to 50" where an end is open."""
    if reach.low is None and reach.high is None:
        return "without bounds"
    if reach.high is None:
        return f"from {points(reach.low or 0)}"
    if reach.low is None:
        return f"up to {points(reach.high)}"
    return points(reach.low) if reach.low == reach.high else f"{points(reach.low)} to {points(reach.high)}"
