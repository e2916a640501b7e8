"""Lines above examples and rules: what an example comes to, and for how many leads of the sample a rule fires."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assay.ide.running import Outcome
from assay.ide.sample import Tried
from assay.ide.scene import Scene
from assay.linter import walk
from assay.source import Span
from assay.syntax import ast, printer


@dataclass(frozen=True, slots=True)
class Lens:
    """`about` is the name of an example, or the id of a rule."""

    span: Span
    kind: Literal["example", "rule"]
    title: str
    about: str


def lenses(scene: Scene, ran: Mapping[str, Outcome], tried: Tried | None) -> tuple[Lens, ...]:
    """The lenses of a document: examples with what they came to, as far as they ran, and rules where they were tried."""
    found: list[Lens] = []
    ids = {} if tried is None else _ids(scene)
    for piece in scene.document.pieces:
        if isinstance(piece.statement, ast.Example):
            found += _example(piece.statement, scene, ran)
        elif tried is not None and piece.statement is not None:
            found += _rules(piece.statement, scene, tried, ids)
    return tuple(found)


def _example(example: ast.Example, scene: Scene, ran: Mapping[str, Outcome]) -> Iterator[Lens]:
    place, outcome = scene.document.place(example.name.span), ran.get(example.name.value)
    if place is not None:
        yield Lens(place, "example", _told(outcome), example.name.value)


def _told(outcome: Outcome | None) -> str:
    if outcome is None:
        return "▶ run this example"
    return "✓ passes" if outcome.passed else f"✗ {'; '.join(outcome.told)}"


# --- rules --------------------------------------------------------------------------------------------------


def _ids(scene: Scene) -> dict[str, str]:
    """The ids of the rules by what they say."""
    model = scene.model
    return {} if model is None else {rule.text: rule.id for _, rule in walk.rules(model)}


def _rules(node: ast.Node, scene: Scene, tried: Tried, ids: Mapping[str, str]) -> Iterator[Lens]:
    match node:
        case ast.Group():
            for part in node.body:
                yield from _rules(part, scene, tried, ids)
        case ast.Choice():
            for rule in node.rules:
                yield from _rules(rule, scene, tried, ids)
        case ast.When() | ast.Each() | ast.Match():
            place, id_ = scene.document.place(node.span), ids.get(printer.rule(node))
            if place is not None and id_ is not None and id_ in tried.fired:
                yield Lens(Span(place.source, place.start, place.start), "rule", fires(tried, id_), id_)
        case _:
            return


def fires(tried: Tried, id_: str) -> str:
    """ "fires for 312 of 9,240 leads, 21% won"."""
    fired = tried.fired[id_]
    told = f"fires for {fired:,} of {tried.leads:,} lead{'' if tried.leads == 1 else 's'}"
    if tried.won is None or not fired:
        return told
    return f"{told}, {100 * tried.won.get(id_, 0) / fired:.0f}% won"
