"""Conjunctions as boxes: for each value they are about, the set of classes in which they can be true.

The sets are bit masks over the classes that all given conditions together tell apart, so that a thousand rules are
compared by their masks. A part that is more than equalities and comparisons of one value is an axis of its own:
two boxes then agree about it only where the part is the same.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from assay.analysis.cells import Other, classes, constants_of
from assay.analysis.conjunctions import parts
from assay.analysis.definitions import Definitions, kind_of
from assay.analysis.leaves import Formula, is_condition, variable_of
from assay.plan.nodes import Const, Expr, LeadField, Op, Scalar, Var

_EQUALITIES = frozenset({"eq", "ne", "in_set"})
_ORDERINGS = frozenset({"lt", "le", "gt", "ge"})
_ASKING = frozenset({"known", "missing"})
_ORDERED = frozenset({"number", "integer", "date", "time", "duration", "stage"})
_EXACT = _ORDERED | {"text", "one of", "boolean"}
_DEEPEST = 40
Masks = tuple[int, int]  # of the classes in which it is true, and false


@dataclass(frozen=True, slots=True)
class Box:
    """`sides`: by what they are about, the mask of classes; None for a part that is an axis of its own."""

    sides: dict[Expr, int | None]

    @property
    def key(self) -> frozenset[tuple[Expr, int | None]]:
        """Equal for conditions that are true of the same leads."""
        return frozenset(self.sides.items())


@dataclass(frozen=True, slots=True)
class Axis:
    values: list[Scalar | Other | None]
    places: dict[Scalar | Other | None, int]
    ordered: list[int]  # the values but for missing, where they have an order

    @property
    def all(self) -> int:
        return (1 << len(self.values)) - 1

    @property
    def known(self) -> int:
        return self.all & ~1 if self.values[:1] == [None] else self.all


@dataclass(frozen=True, slots=True)
class Boxes:
    """`boxes`: one for each condition, None for those that can never be true."""

    axes: dict[Expr, Axis]
    boxes: list[Box | None]

    def values(self, variable: Expr, mask: int) -> list[Scalar | Other | None]:
        """Values of the classes of a mask."""
        axis = self.axes[variable]
        return [value for at, value in enumerate(axis.values) if mask >> at & 1]


def boxes(known: Definitions, conditions: Sequence[Expr]) -> Boxes:
    split = [[(part, _axis_of(known, part)) for part in parts(known, one)] for one in conditions]
    leaves: dict[Expr, dict[Expr, None]] = {}
    for found in split:
        for part, variable in found:
            if variable is not None:
                leaves.setdefault(variable, {}).update(dict.fromkeys(_leaves(known, part)))
    axes = {variable: _axis(known, variable, list(found)) for variable, found in leaves.items()}
    return Boxes(axes, [_box(known, axes, found) for found in split])


def _axis(known: Definitions, variable: Expr, leaves: list[Expr]) -> Axis:
    values = classes(known, variable, leaves)
    ordered = [v for v in values if isinstance(v, int)] if kind_of(known, variable) in _ORDERED else []
    return Axis(values, {value: at for at, value in enumerate(values)}, ordered)


def _box(known: Definitions, axes: dict[Expr, Axis], found: Sequence[tuple[Expr, Expr | None]]) -> Box | None:
    sides: dict[Expr, int | None] = {}
    for part, variable in found:
        if variable is None:
            sides[part] = None
        else:
            before = sides.get(variable)
            mask = _masks(known, axes[variable], part)[0]
            sides[variable] = mask if before is None else before & mask
    return None if 0 in sides.values() else Box(sides)


def _leaves(known: Definitions, part: Expr) -> list[Expr]:
    formula = Formula(known)
    formula.add(part)
    return list(formula.leaves)


def _axis_of(known: Definitions, part: Expr) -> Expr | None:
    """The one value that a part is about, if all it does is compare it with constants."""
    leaves = _leaves(known, part)
    about = {variable_of(known, leaf) for leaf in leaves}
    if len(about) != 1 or not _is_simple(known, part):
        return None
    variable = next(iter(about))
    kind = kind_of(known, variable)
    if kind == "text" and not all(_is_asking(leaf) or _is_folded_equality(leaf) for leaf in leaves):
        return None
    return variable if kind in _EXACT else None


def _is_asking(leaf: Expr) -> bool:
    return isinstance(leaf, Op) and leaf.op in _ASKING


def _is_folded_equality(leaf: Expr) -> bool:
    if not isinstance(leaf, Op) or leaf.op not in _EQUALITIES:
        return False
    return isinstance(leaf.args[0], Op) and leaf.args[0].op == "fold"


def _is_simple(known: Definitions, part: Expr, depth: int = 0) -> bool:
    if depth > _DEEPEST:
        return False
    match part:
        case Op(op="and" | "or" | "not", args=args):
            return all(_is_simple(known, arg, depth + 1) for arg in args)
        case Op(op=op, args=(inner,)) if op in _ASKING:
            return not is_condition(known, inner) or not isinstance(inner, Op | Var)
        case Op(op=op, args=(left, right)) if op in _EQUALITIES or (op in _ORDERINGS and not _is_rank(left)):
            return right.node in ("const", "set")
        case Var(name=name) if name in known.values:
            return _is_simple(known, known.values[name].value, depth + 1)
    return not isinstance(part, Op | Const)


def _is_rank(left: Expr) -> bool:
    return isinstance(left, Op) and left.op == "rank"


def _masks(known: Definitions, axis: Axis, part: Expr) -> Masks:
    match part:
        case Op(op="and" | "or" as op, args=args):
            return _joined(op, [_masks(known, axis, arg) for arg in args])
        case Op(op="not", args=(inner,)):
            true, false = _masks(known, axis, inner)
            return false, true
        case Op(op="known"):
            return axis.known, axis.all & ~axis.known
        case Op(op="missing"):
            return axis.all & ~axis.known, axis.known
        case Op(op=op, args=(_, right)) if right.node in ("const", "set"):
            true = _compared(known, axis, part, op)
            return true, axis.known & ~true
        case Var(name=name) if name in known.values:
            return _masks(known, axis, known.values[name].value)
    return _bits(axis, [True]), _bits(axis, [False])


def _joined(op: str, found: list[Masks]) -> Masks:
    true, false = found[0]
    for more_true, more_false in found[1:]:
        if op == "and":
            true, false = true & more_true, false | more_false
        else:
            true, false = true | more_true, false & more_false
    return true, false


def _compared(known: Definitions, axis: Axis, leaf: Op, op: str) -> int:
    constants = constants_of(known, leaf)
    if op in _EQUALITIES:
        equal = _bits(axis, constants)
        return axis.known & ~equal if op == "ne" else equal
    value, first = int(constants[0]), len(axis.values) - len(axis.ordered)
    at = first + (bisect_left(axis.ordered, value) if op in ("lt", "ge") else bisect_right(axis.ordered, value))
    below = (1 << at) - 1
    return axis.known & (below if op in ("lt", "le") else ~below)


def _bits(axis: Axis, values: Sequence[Scalar]) -> int:
    mask = 0
    for value in values:
        if value in axis.places:
            mask |= 1 << axis.places[value]
    return mask


def implied(a: Box, b: Box) -> bool:
    """Whether b is true of every lead of which a is."""
    for variable, mask in b.sides.items():
        if variable not in a.sides:
            return False
        own = a.sides[variable]
        if mask is not None and (own is None or own & ~mask):
            return False
    return True


def sample(found: Boxes, box: Box) -> dict[LeadField, Scalar | None] | None:
    """Values of a lead for which the box's condition is true; None where one cannot be named."""
    lead: dict[LeadField, Scalar | None] = {}
    for variable, mask in box.sides.items():
        values = [] if mask is None else [v for v in found.values(variable, mask) if not isinstance(v, Other)]
        named = [value for value in values if value is not None]
        if not values or not isinstance(variable, LeadField):
            return None
        lead[variable] = named[0] if named else None
    return lead
