"""Solving `side == wanted` for one field of the lead: which values of the field put a side at a constant.

The answers are candidates near which a comparison changes, a superset of the places where it does; what is
rounded on the way is tried from both sides by the caller.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.reading import Reading, Sides, sides_of
from assay.engines.record.trace.traced import Trace
from assay.plan.nodes import ConstSet, Expr, LeadField, Op, Scalar, Var
from assay.values import DAY, SCALE, WEEK, divide

SYMMETRIC = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
"""Comparisons that may have the field on either side."""
COMPARISONS = SYMMETRIC | {"in_set", "contains", "contains_any", "starts_with", "starts_with_any", "ends_with"}
COMPARISONS |= {"ends_with_any", "like", "mentions", "has", "has_any"}
LONGEST = 1_000  # characters of a text made for `length`


class Unsolved(Exception):  # noqa: N818  an outcome, not a failure
    """The field goes through something that cannot be followed back."""


@dataclass(frozen=True, slots=True)
class Equation:
    """A comparison of a side that reads the field with a value that is constant for this lead."""

    sides: Sides
    side: Expr
    op: str
    constant: Scalar


def equations(trace: Trace, reading: Reading, name: str, atom: Expr) -> Iterator[Equation]:
    """The comparisons an atom comes to, one for each constant. Raises Unsolved where it comes to none."""
    if isinstance(atom, Op) and atom.op in ("known", "missing"):
        return
    if not isinstance(atom, Op) or atom.op not in COMPARISONS:
        raise Unsolved
    left, right = atom.args
    for sides in sides_of(trace, reading, name, atom):
        first = sides.depends(left)
        if sides.depends(right) and (first or atom.op not in SYMMETRIC):
            raise Unsolved
        side, other = (left, right) if first else (right, left)
        yield from (Equation(sides, side, atom.op, constant) for constant in _constants(sides, other))


def _constants(sides: Sides, other: Expr) -> Iterator[Scalar]:
    if isinstance(other, ConstSet):
        yield from sorted(sides.trace.state.items_of(other), key=str)
        return
    value = sides.constant(other)
    if value is not None and not isinstance(value, tuple):
        yield value


def inverse(sides: Sides, side: Expr, wanted: Value) -> list[Value]:
    """Values of the field for which `side` is `wanted` or just changes to it. Raises Unsolved."""
    if isinstance(side, LeadField):
        return [wanted]
    if isinstance(side, Var):
        definition = sides.definition(side.name)
        if definition is None:
            raise Unsolved
        return inverse(sides, definition, wanted)
    if not isinstance(side, Op):
        raise Unsolved
    if isinstance(wanted, str):
        return _text(sides, side, wanted)
    if not isinstance(wanted, int):
        raise Unsolved
    return _of_one(sides, side, wanted) if len(side.args) == 1 else _of_two(sides, side, wanted)


def _text(sides: Sides, side: Op, wanted: str) -> list[Value]:
    match side.op:
        case "fold":
            return inverse(sides, side.args[0], wanted)
        case "domain":
            return inverse(sides, side.args[0], f"name@{wanted}")
        case "presume":
            return inverse(sides, side.args[0], wanted)
        case _:
            raise Unsolved


def _of_one(sides: Sides, side: Op, wanted: int) -> list[Value]:
    """Functions of one argument: each wanted value of the argument, solved in turn."""
    inner, zone = side.args[0], sides.trace.state.zone
    match side.op:
        case "length":
            sizes = [size for size in range(wanted // SCALE - 1, wanted // SCALE + 2) if 0 < size <= LONGEST]
            return [found for size in sizes for found in inverse(sides, inner, "z" * size)]
        case "neg":
            wants = [-wanted]
        case "abs":
            wants = [wanted, -wanted]
        case "round":
            wants = [wanted - SCALE // 2, wanted + SCALE // 2]
        case "whole":
            wants = [wanted - SCALE, wanted, wanted + SCALE]
        case "days" | "weeks":
            unit = DAY if side.op == "days" else WEEK
            wants = [(divide(wanted, SCALE) + step) * unit for step in (-1, 0, 1)]
        case "day":
            wants = [zone.midnight(wanted), zone.midnight(wanted + 1)]
        case "midnight":
            wants = [zone.day(wanted)]
        case _:
            raise Unsolved
    return [found for want in wants for found in inverse(sides, inner, want)]


def _of_two(sides: Sides, side: Op, wanted: int) -> list[Value]:
    """Operations of which one argument reads the field and the other is constant for this lead."""
    left, right = side.args[0], side.args[1]
    if isinstance(right, ConstSet) or (sides.depends(left) and sides.depends(right)):
        raise Unsolved
    first = sides.depends(left)
    inner, other = (left, right) if first else (right, left)
    known = sides.constant(other)
    if known is None:
        return []
    if not isinstance(known, int):
        raise Unsolved
    return [found for want in _wants(side.op, wanted, known, first=first) for found in inverse(sides, inner, want)]


def _wants(op: str, wanted: int, known: int, *, first: bool) -> list[int]:
    match op:
        case "add":
            return [wanted - known]
        case "sub" | "elapsed" | "back":
            return [wanted + known] if first else [known - wanted]
        case "shift":
            return [wanted - known]
        case "mul":
            return [divide(wanted * SCALE, known)] if known else []
        case "div" if first:
            return [divide(wanted * known, SCALE)]
        case "div":
            return [divide(known * SCALE, wanted)] if wanted else []
        case "min" | "max" | "presume":
            return [wanted]
        case _:
            raise Unsolved
