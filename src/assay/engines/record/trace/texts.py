"""Texts and lists that stand for what a plan asks of a text: equal to this, beginning with that, or several at once."""

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from assay.engines.record.trace.inverse import Equation, Unsolved, inverse
from assay.engines.record.trace.ops import Value
from assay.plan.nodes import Expr, LeadField, Op, Scalar

OTHER = "zqxj"  # in no constant anyone writes
FEW = 6  # marks of which every combination is tried
MOST_PAIRS = 300

Shape = Literal["is", "contains", "starts with", "ends with", "fits", "mentions", "has", "around"]
_SHAPES: dict[str, Shape] = {
    "eq": "is",
    "ne": "is",
    "in_set": "is",
    "contains": "contains",
    "contains_any": "contains",
    "starts_with": "starts with",
    "starts_with_any": "starts with",
    "ends_with": "ends with",
    "ends_with_any": "ends with",
    "like": "fits",
    "mentions": "mentions",
    "has": "has",
    "has_any": "has",
}
_JOINED = frozenset({"contains", "starts with", "ends with", "mentions", "has"})


@dataclass(frozen=True, slots=True)
class Mark:
    """What a value stands for: `side` (the field, its domain, its length…) `shape` `constant`. "around" is where an
    ordered comparison changes."""

    side: Expr
    shape: Shape
    constant: Scalar


def mark_of(equation: Equation) -> Mark:
    """What an equation asks of its side."""
    return Mark(equation.side, _SHAPES.get(equation.op, "around"), equation.constant)


def joins(marks: tuple[Mark, ...]) -> tuple[list[tuple[Mark, ...]], bool]:
    """Sets of marks that one value may have at once, and whether these are all there are."""
    joined = [mark for mark in marks if mark.shape in _JOINED]
    few = len(joined) <= FEW
    sizes = range(2, len(joined) + 1) if few else (2,)
    found = [some for size in sizes for some in combinations(joined, size) if _fit(some)]
    return found[:MOST_PAIRS], few


def _fit(marks: tuple[Mark, ...]) -> bool:
    """One beginning, one end, and all of one side."""
    shapes = [mark.shape for mark in marks]
    alike = all(mark.side == marks[0].side for mark in marks)
    return alike and shapes.count("starts with") <= 1 and shapes.count("ends with") <= 1


def list_values(equation: Equation, marks: tuple[Mark, ...]) -> list[Value]:
    """A list with an item for every mark. Raises Unsolved."""
    side = equation.side
    inner = side.args[0] if isinstance(side, Op) and side.op == "fold_list" else side
    if not isinstance(inner, LeadField) or any(mark.shape != "has" for mark in marks):
        raise Unsolved
    return [tuple(str(mark.constant) for mark in marks)]


def text_values(equation: Equation, marks: tuple[Mark, ...]) -> list[Value]:
    """Texts with every mark. Raises Unsolved."""
    wanted: list[Scalar] = [marks[0].constant]
    if isinstance(marks[0].constant, str):
        text = _joined(marks)
        wanted = [text, text + "\x01"] if marks[0].shape == "around" else [text]
    return [value for want in wanted for value in inverse(equation.sides, equation.side, want)]


def _joined(marks: tuple[Mark, ...]) -> str:
    """Beginning, middle and end of a text; what one mark leaves open is filled up."""
    start = next((str(mark.constant) for mark in marks if mark.shape == "starts with"), "")
    end = next((str(mark.constant) for mark in marks if mark.shape == "ends with"), "")
    middle = " ".join(_filled(mark) for mark in marks if mark.shape not in ("starts with", "ends with"))
    if start and not middle and not end:
        return start + OTHER
    if end and not middle and not start:
        return OTHER + end
    return f"{start} {middle} {end}" if middle and (start or end) else start + middle + end


def _filled(mark: Mark) -> str:
    text = str(mark.constant)
    match mark.shape:
        case "contains":
            return f"{OTHER}{text}{OTHER}"
        case "fits":
            return text.replace("*", OTHER).replace("?", "z")
        case _:
            return text
