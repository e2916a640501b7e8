"""How plan expressions are put together: constants taken out, double negations gone, constants on the right."""

from collections.abc import Iterable, Iterator

from assay.plan.nodes import Const, ConstSet, Expr, NamedList, Op, Scalar, Var
from assay.values import SCALE, divide, in_range

TRUE = Const("const", "boolean", True)
FALSE = Const("const", "boolean", False)
AS_OF = Var("var", "as_of")

_MIRROR = {"eq": "eq", "ne": "ne", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_PLAIN_DUAL = {"and": "or", "or": "and"}


def op(name: str, *args: Expr) -> Op:
    return Op("op", name, args)


def constant(kind: str, value: Scalar) -> Const:
    return Const("const", kind, value)


def number(value: int) -> Const:
    """A whole number."""
    return Const("const", "number", value * SCALE)


def items_of(items: ConstSet, lists: dict[str, NamedList]) -> tuple[Scalar, ...]:
    """The items of a set, also where they are stored as a named list."""
    return items.items if items.name is None else lists[items.name].items


def vars_in(expr: Expr) -> dict[str, None]:
    """The keys of the Vars an expression reads, in order of appearance."""
    return dict.fromkeys(_walk_vars(expr))


def _walk_vars(expr: Expr) -> Iterator[str]:
    if isinstance(expr, Var):
        yield expr.name
    elif isinstance(expr, Op):
        for arg in expr.args:
            yield from _walk_vars(arg)


def every(parts: Iterable[Expr]) -> Expr:
    """`and` of the parts, inner ones opened up."""
    return _joined("and", parts, TRUE, FALSE)


def some(parts: Iterable[Expr]) -> Expr:
    """`or` of the parts, inner ones opened up."""
    return _joined("or", parts, FALSE, TRUE)


def _joined(name: str, parts: Iterable[Expr], neutral: Const, decisive: Const) -> Expr:
    kept: list[Expr] = []
    for part in parts:
        if isinstance(part, Op) and part.op == name:
            kept.extend(part.args)
        elif part == decisive:
            return decisive
        elif part != neutral:
            kept.append(part)
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else Op("op", name, tuple(kept))


def joined(name: str, parts: Iterable[Expr], *, want: bool) -> Expr:
    """`and` or `or` of the parts, or its dual where the negation is wanted."""
    dual = name if want else _PLAIN_DUAL[name]
    return every(parts) if dual == "and" else some(parts)


def negated(part: Expr) -> Expr:
    match part:
        case Const(value=bool(value)):
            return FALSE if value else TRUE
        case Op(op="not", args=(inner,)):
            return inner
    return op("not", part)


def signed(part: Expr, *, want: bool) -> Expr:
    return part if want else negated(part)


def at_least(count: int, parts: Iterable[Expr]) -> Expr:
    """At least `count` of the parts; the ends of the scale are `and` and `or`."""
    kept = tuple(parts)
    if count <= 0:
        return TRUE
    if count > len(kept):
        return FALSE
    if count == 1:
        return some(kept)
    if count == len(kept):
        return every(kept)
    return op("at_least", number(count), *kept)


def compared(name: str, left: Expr, right: Expr) -> Expr:
    """A comparison with its constant, if it has one, on the right; of conditions with a constant, the condition."""
    if isinstance(left, Const) and not isinstance(right, Const):
        name, left, right = _MIRROR[name], right, left
    if isinstance(right, Const) and right.kind == "boolean":
        return signed(left, want=(name == "eq") == right.value)
    return op(name, left, right)


def among(left: Expr, items: ConstSet) -> Expr:
    """`left in items`, an equality where there is one item."""
    if len(items.items) == 1:
        return compared("eq", left, constant(items.kind, items.items[0]))
    return op("in_set", left, items)


def calculated(name: str, left: Expr, right: Expr) -> Expr:
    """Arithmetic of numbers, done where both are constants and the result is in range."""
    if isinstance(left, Const) and isinstance(right, Const):
        value = _calculate(name, int(left.value), int(right.value))
        if value is not None:
            return constant("number", value)
    return op(name, left, right)


def _calculate(name: str, a: int, b: int) -> int | None:
    match name:
        case "add":
            return in_range(a + b)
        case "sub":
            return in_range(a - b)
        case "mul":
            return in_range(divide(a * b, SCALE))
        case "div" if b:
            return in_range(divide(a * SCALE, b))
    return None


def opposite(value: Expr) -> Expr:
    """The number with the other sign."""
    if isinstance(value, Const):
        return constant("number", -int(value.value))
    return op("neg", value)
