"""The right side of `in`, `contains` and their kin: constants in sets, everything else one by one."""

from collections.abc import Callable, Iterable

from assay import model
from assay.plan.context import Context, Split
from assay.plan.nodes import Const, ConstSet, Expr, NamedList, Scalar

Lower = Callable[[Context, model.Expr], Expr]
Placing = Callable[[Const], tuple[str, Const]]


def split(context: Context, lower: Lower, right: model.Expr, form: str, placing: Placing) -> Split:
    """The items of a list, or one item that stands for a list of one. `form` names the way `placing` spells
    constants: a named list of constants is stored once for each."""
    if not isinstance(right, model.ListValue):
        return _split(context, lower, (right,), placing)
    if right.name is None:
        return _split(context, lower, right.items, placing)
    known = context.named.get((right.name, form))
    if known is None:
        known = _named(context, right.name, form, _split(context, lower, right.items, placing))
        context.named[right.name, form] = known
    return known


def _split(context: Context, lower: Lower, items: Iterable[model.Expr], placing: Placing) -> Split:
    buckets: dict[tuple[str, str], dict[Scalar, None]] = {}
    others: list[model.Expr] = []
    for item in items:
        value = lower(context, item) if item.scope is model.Scope.CONSTANT else None
        if isinstance(value, Const):
            against, placed = placing(value)
            buckets.setdefault((against, placed.kind), {})[placed.value] = None
        else:
            others.append(item)
    sets = ((against, ConstSet("set", kind, tuple(bucket))) for (against, kind), bucket in buckets.items())
    return Split(tuple(sets), tuple(others))


def _named(context: Context, name: str, form: str, found: Split) -> Split:
    """The same with its set stored under the list's name, where it is one set and nothing else."""
    if len(found.sets) != 1 or found.others:
        return found
    ((against, items),) = found.sets
    stored = f"{name} ({form})" if form else name
    while stored in context.lists:  # another list has a name in backticks that looks like this one
        stored += "'"
    context.lists[stored] = NamedList(stored, items.kind, items.items)
    return Split(((against, ConstSet("set", items.kind, (), stored)),))
