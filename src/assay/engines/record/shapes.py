"""What a condition about the lead looks like to a table: which fields it reads, and how it can be found again
from a field's value.

A condition on one view of one field is `Equal` to some constants, lies in a `Range`, or is a `Test` that has to
be tried. Tables find the first two by a dictionary and by bisection; a test is tried once per value.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assay.engines.record.layout import INLINE_DEPTH, INLINE_SIZE, Chain, Context, view_of
from assay.plan.nodes import ActivityField, Const, ConstSet, Expr, LeadField, Op, Scalar, Var

LISTED = 100  # items of a set that become entries of a dictionary; larger sets are asked themselves
NESTED = 5  # levels of `and` in `or` in `and` that are looked into

View = tuple[str, Chain]  # a lead field and the operations on it


@dataclass(frozen=True, slots=True)
class Equal:
    view: View
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """low <= value < high, in the value's own whole units; None: no bound."""

    view: View
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Test:
    test: Expr


Shape = Equal | Range | Test


class Reading:
    """What expressions read, remembered for `let`s."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._lets: dict[str, _Read] = {}
        for name, let in context.lets.items():  # each reads earlier ones only
            if let.scope == "lead":
                self._lets[name] = self._read(let.value)

    def fields(self, expr: Expr) -> frozenset[str] | None:
        """The lead fields an expression is made of; None if it reads anything else, or is too large to be worked out
        wherever it is read."""
        return self._read(expr).fields

    def _read(self, root: Expr) -> "_Read":
        fields: set[str] = set()
        depth = size = 0
        for leaf in leaves(root):
            size += 1
            if isinstance(leaf, LeadField):
                fields.add(leaf.name)
            elif isinstance(leaf, ActivityField):
                return NOT_FIELDS
            elif leaf.name not in ("as_of", "subject"):
                inner = self._lets.get(leaf.name, NOT_FIELDS)
                if inner.fields is None:
                    return NOT_FIELDS
                fields |= inner.fields
                depth, size = max(depth, inner.depth + 1), size + inner.size
        return _Read(frozenset(fields), depth, size) if depth <= INLINE_DEPTH and size <= INLINE_SIZE else NOT_FIELDS


@dataclass(frozen=True, slots=True)
class _Read:
    """`depth` of `let`s looked through, and `size` with all of them written out."""

    fields: frozenset[str] | None
    depth: int
    size: int


NOT_FIELDS = _Read(None, 0, 0)


def leaves(root: Expr) -> Iterator[LeadField | ActivityField | Var]:
    """Every reading of something, from left to right."""
    work: list[Expr] = [root]
    while work:
        expr = work.pop()
        match expr:
            case Op():
                work.extend(reversed(expr.args))
            case LeadField() | ActivityField() | Var():
                yield expr


def conjuncts(root: Expr, context: Context) -> list[Expr]:
    """The parts of a conjunction, also those of `let`s that are conjunctions about the lead."""
    parts: list[Expr] = []
    seen: set[str] = set()
    work: list[Expr] = [root]
    while work:
        expr = work.pop()
        let = context.let_of(expr)
        if let is not None and let.name in seen:
            continue
        opened = let.value if let is not None and let.scope == "lead" and len(seen) < INLINE_DEPTH else expr
        if isinstance(opened, Op) and opened.op == "and":
            seen |= {let.name} if let is not None else set()
            work.extend(reversed(opened.args))
        else:
            parts.append(expr)
    return parts


def looked_through(expr: Expr, context: Context) -> Expr:
    """The definition behind a name, however often it was named."""
    for _ in range(INLINE_DEPTH):
        let = context.let_of(expr)
        if let is None or let.scope == "activity":
            return expr
        expr = let.value
    return expr


# --- shapes ------------------------------------------------------------------------------------------------


def shape_of(parts: list[Expr], context: Context, levels: int = NESTED) -> Shape:
    """The shape of a conjunction of parts that read one field."""
    shapes = [_shape(looked_through(part, context), context, levels) for part in parts]
    if len(shapes) == 1:
        return shapes[0]
    ranges = [shape for shape in shapes if isinstance(shape, Range)]
    if len(ranges) == len(shapes) and len({one.view for one in ranges}) == 1:
        return _intersection(ranges)
    return Test(Op("op", "and", tuple(parts)))


def _intersection(ranges: list[Range]) -> Range:
    lows = [one.low for one in ranges if one.low is not None]
    highs = [one.high for one in ranges if one.high is not None]
    return Range(ranges[0].view, max(lows, default=None), min(highs, default=None))


def _shape(expr: Expr, context: Context, levels: int) -> Shape:
    view = lead_view(expr)
    if view is not None:
        return Equal(view, (True,))
    if not isinstance(expr, Op) or not levels:
        return Test(expr)
    view = lead_view(expr.args[0])
    match expr.op:
        case "not" if view is not None:
            return Equal(view, (False,))
        case "and":
            return shape_of(list(expr.args), context, levels - 1)
        case "or":
            return _either([_shape(looked_through(arg, context), context, levels - 1) for arg in expr.args], expr)
        case "eq" | "lt" | "le" | "gt" | "ge" if view is not None and isinstance(expr.args[1], Const):
            return _comparison(expr, view, expr.args[1].value)
        case "in_set" if view is not None and isinstance(expr.args[1], ConstSet):
            items = context.items(expr.args[1])
            return Equal(view, items) if len(items) <= LISTED else Test(expr)
    return Test(expr)


def lead_view(expr: Expr) -> View | None:
    view = view_of(expr)
    return (view[0].name, view[1]) if view is not None and isinstance(view[0], LeadField) else None


def _either(shapes: list[Shape], expr: Op) -> Shape:
    equals = [shape for shape in shapes if isinstance(shape, Equal)]
    if len(equals) == len(shapes) and len({one.view for one in equals}) == 1:
        return Equal(equals[0].view, tuple(dict.fromkeys(value for one in equals for value in one.values)))
    return Test(expr)


def _comparison(expr: Op, view: View, bound: Scalar) -> Shape:
    if expr.op == "eq":
        return Equal(view, (bound,))
    if not isinstance(bound, int):
        return Test(expr)
    match expr.op:
        case "lt":
            return Range(view, None, bound)
        case "le":
            return Range(view, None, bound + 1)
        case "gt":
            return Range(view, bound + 1, None)
        case _:
            return Range(view, bound, None)
