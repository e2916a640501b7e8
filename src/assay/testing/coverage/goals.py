"""What examples are to show of each point, and what shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assay import model as m
from assay.testing.coverage.parts import Truth, decides
from assay.testing.coverage.points import Compound, Point

Want = Literal["true", "false", "undecided", "effect", "decides true", "decides false"]
TRUTHS: dict[Want, Truth] = {"true": True, "false": False, "undecided": None}
OUTCOMES: tuple[Want, ...] = ("true", "false", "undecided")


@dataclass(frozen=True, slots=True)
class Goal:
    """Of the point itself (`compound` None): how it comes out, or its `effect`: a row takes a value, a letter is
    given, a lead ends up in a stage, a promotion raises one, a route is taken. Of a part of a condition: the truth it
    has, or that it decides the whole while it is true, or false."""

    want: Want
    compound: int | None = None
    part: int | None = None


def goals(point: Point) -> Iterator[Goal]:
    """All of them; those that nothing can show are sorted out in `possible`."""
    yield from (Goal(want) for want in _own(point))
    for at, compound in enumerate(point.compounds):
        if len(compound.parts) > 1:
            for part in range(len(compound.parts)):
                yield from (Goal(want, at, part) for want in _of_part(point, compound, part))


def _own(point: Point) -> tuple[Want, ...]:
    on_activity = bool(point.compounds) and point.compounds[0].over != "lead"
    match point.kind:
        case "row" | "grade":
            return ("effect",)
        case "route":
            return ("effect", "false", "undecided") if point.compounds else ("effect",)
        case "stage" | "promotion":
            return ("effect", *OUTCOMES)
        case "guarantee":
            return ("false" if point.promise == "never" else "true", "undecided")
        case "ignore" | "let" if on_activity:
            return ("true", "false")
        case _:
            return OUTCOMES


def _of_part(point: Point, compound: Compound, part: int) -> tuple[Want, ...]:
    """Of an activity that makes a part unknown nothing comes that would not come of false. What is guaranteed has
    one outcome, so that nothing in it decides."""
    expr = compound.parts[part]
    if expr.scope is m.Scope.CONSTANT:
        return ()
    on_lead = expr.scope is m.Scope.LEAD and compound.whole
    seen: tuple[Want, ...] = OUTCOMES if on_lead else ("true", "false")
    return seen if point.kind == "guarantee" else (*seen, "decides true", "decides false")


def shows(compound: Compound, values: tuple[Truth, ...], goal: Goal) -> bool:
    """Whether parts that come out so show a goal about a part."""
    assert goal.part is not None
    if goal.want in TRUTHS:
        return values[goal.part] is TRUTHS[goal.want]
    return values[goal.part] is (goal.want == "decides true") and decides(compound.tree, values, goal.part)
