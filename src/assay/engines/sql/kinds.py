"""What kind of value an expression gives, where its SQL depends on it."""

from assay.engines.sql.context import Context
from assay.plan.nodes import ActivityField, Const, ConstSet, Expr, LeadField, Op, Var
from assay.plan.operations import OPERATIONS

_TEXTUAL = frozenset({"text", "one of"})
_SAME = frozenset({"neg", "abs", "min", "max", "presume"})


def is_text(context: Context, expr: Expr) -> bool:
    """Whether it is text, which orders by code point."""
    match expr:
        case Const() | ConstSet():
            return expr.kind == "text"
        case LeadField():
            return context.lead_fields[expr.name].kind in _TEXTUAL
        case ActivityField():
            return context.activity_fields[expr.name].kind in _TEXTUAL
        case Var():
            return _var_kind(context, expr.name) == "text"
        case Op():
            gives = OPERATIONS[expr.op].gives
            return is_text(context, expr.args[0]) if gives is None else gives == "text"


def _var_kind(context: Context, name: str) -> str:
    if name.startswith("aggregate:"):
        return context.aggregates[name.removeprefix("aggregate:")].kind
    if name in context.lets:
        return context.lets[name].kind
    return "text" if name.startswith("grade:") or name == "route" else ""


def is_wide(context: Context, expr: Expr) -> bool:
    """Whether a number may be beyond what a field can hold: points of groups are not cut."""
    match expr:
        case Var():
            if expr.name in context.lets:
                return is_wide(context, context.lets[expr.name].value)
            return expr.name == "score" or expr.name.startswith("group:")
        case Op():
            return expr.op in _SAME and any(is_wide(context, arg) for arg in expr.args)
        case _:
            return False
