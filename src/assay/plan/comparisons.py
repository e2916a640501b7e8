"""Comparisons and `in`: both sides brought to one kind, folded or exact, ranked or plain."""

from assay import model
from assay.plan.context import Context
from assay.plan.forms import among, compared, constant, every, op, some
from assay.plan.kinds import kind_of, ordering, ranks
from assay.plan.lists import Lower, Placing, split
from assay.plan.moments import comparable, day, is_moment, placing
from assay.plan.nodes import Const, ConstSet, Expr
from assay.plan.texts import folded, is_exact, spelling, text, texts
from assay.types import TEXTUAL, Kind, Type
from assay.values import SCALE

NAMES = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_ORDERING = frozenset({"lt", "le", "gt", "ge"})


def comparison(context: Context, lower: Lower, name: str, left: model.Expr, right: model.Expr) -> Expr:
    """`left NAME right`, NAME of the plan: eq, ne, lt, le, gt, ge."""
    if name in _ORDERING and (order := ordering(left, right)):
        return compared(name, _ranked(context, lower, left, order), _ranked(context, lower, right, order))
    if left.type.kind in TEXTUAL:
        exact = _both_literal(left, right)
        a = text(context, lower, left, exact=exact)
        return compared(name, a, text(context, lower, right, exact=exact))
    if is_moment(left) and is_moment(right):
        return compared(name, *comparable(context, lower, left, right))
    a = lower(context, left)
    return compared(name, a, lower(context, right))


def _both_literal(left: model.Expr, right: model.Expr) -> bool:
    """Fine print 7; but a `one of` was folded on reading, so it is held against folded text only."""
    if Kind.ONE_OF in (left.type.kind, right.type.kind):
        return False
    return is_exact(left.type) or is_exact(right.type)


def _ranked(context: Context, lower: Lower, expr: model.Expr, order: tuple[str, ...]) -> Expr:
    value = text(context, lower, expr, exact=False)
    declared = ranks(order)
    if isinstance(value, Const) and value.value in declared.items:
        return constant("number", declared.items.index(value.value) * SCALE)
    return op("rank", value, declared)


# --- in --------------------------------------------------------------------------------------------------


def membership(context: Context, lower: Lower, left: model.Expr, right: model.Expr) -> Expr:
    """`left in right`: a range, a list, or a list field."""
    if isinstance(right, model.Between):
        low = comparison(context, lower, "ge", left, right.low)
        return every([low, comparison(context, lower, "le", left, right.high)])
    if isinstance(right, model.ListValue):
        return _among_items(context, lower, left, right)
    exact = is_exact(left.type) or is_exact(right.type)
    item = text(context, lower, left, exact=exact)
    return op("has", texts(context, lower, right, exact=exact), item)


def _among_items(context: Context, lower: Lower, left: model.Expr, right: model.ListValue) -> Expr:
    found = split(context, lower, right, *_placing(context, left, right))
    raw = lower(context, left)
    parts = [among(_subject(context, left.type, against, raw), items) for against, items in found.sets]
    parts += [comparison(context, lower, "eq", left, item) for item in found.others]
    return some(parts) if parts else op("in_set", raw, ConstSet("set", kind_of(left.type), ()))


def _placing(context: Context, left: model.Expr, right: model.ListValue) -> tuple[str, Placing]:
    if left.type.kind in TEXTUAL:
        return spelling(exact=is_exact(left.type))
    if is_moment(left):
        cut = left.type.kind is Kind.DATE and any(item.type.kind is Kind.TIME for item in right.items)
        return "days" if cut else "", placing(context, left)
    return "", lambda value: ("", value)


def _subject(context: Context, type_: Type, against: str, raw: Expr) -> Expr:
    """What is held against a set of constants."""
    if against == "day":
        return day(context, raw)
    if type_.kind is Kind.TEXT and not type_.exact:
        return folded(context, raw)
    return raw
