"""Where a test on one field can change: the constants it compares with. Between them, all values are alike to it, so
that a table need try it once for each stretch and not for each value."""

from collections.abc import Iterable
from dataclasses import dataclass

from assay.engines.record.layout import INLINE_SIZE, Context
from assay.engines.record.shapes import LISTED, View, lead_view, looked_through
from assay.plan.nodes import Const, ConstSet, Expr, Op, Scalar, Var


@dataclass(slots=True)
class Cuts:
    """The constants of one view between which a test cannot change: `values` stand for themselves, `bounds`
    divide what lies between."""

    values: set[Scalar]
    bounds: set[int]


def cuts_of(root: Expr, subject: View | None, context: Context) -> dict[View, Cuts] | None:
    """Where a test on one field can change; None if only trying tells."""
    found: dict[View, Cuts] = {}
    work = [root]
    left = INLINE_SIZE
    while work:
        left -= 1
        expr = looked_through(work.pop(), context)
        if isinstance(expr, Const):
            continue
        if not left:
            return None
        if isinstance(expr, Op) and expr.op in ("and", "or", "not", "at_least", "presume"):
            work.extend(expr.args)
        elif not _cut(expr, subject, context, found):
            return None
    return found


def _cut(expr: Expr, subject: View | None, context: Context, found: dict[View, Cuts]) -> bool:
    """Notes the constants of one comparison; False if it is none."""
    side = expr.args[0] if isinstance(expr, Op) and lead_view(expr) is None else expr
    view = subject if isinstance(side, Var) and side.name == "subject" else lead_view(side)
    if view is None:
        return False
    cuts = found.setdefault(view, Cuts(set(), set()))
    if side is expr:
        cuts.values |= {True, False}
        return True
    assert isinstance(expr, Op)
    match expr.op, expr.args[1:]:
        case (("known" | "missing"), ()):
            return True
        case (("eq" | "ne"), (Const(value=value),)):
            cuts.values.add(value)
        case (("lt" | "le" | "gt" | "ge"), (Const(value=int(value)),)):
            cuts.bounds |= {value, value + 1}
        case "in_set", (ConstSet() as items,) if len(context.items(items)) <= LISTED:
            cuts.values.update(context.items(items))
        case _:
            return False
    return True


def merged(all_cuts: Iterable[dict[View, Cuts]]) -> dict[View, Cuts]:
    total: dict[View, Cuts] = {}
    for cuts in all_cuts:
        for view, one in cuts.items():
            into = total.setdefault(view, Cuts(set(), set()))
            into.values |= one.values
            into.bounds |= one.bounds
    return total
