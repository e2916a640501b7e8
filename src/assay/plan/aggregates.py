"""Aggregates over a lead's activities: each distinct one is computed once."""

from assay import model
from assay.plan.context import Context, Facts, collecting
from assay.plan.forms import op
from assay.plan.kinds import kind_of, ordering, ranks
from assay.plan.lists import Lower
from assay.plan.nodes import Aggregate, Expr, Var
from assay.plan.texts import folded, is_exact
from assay.types import Kind

_COUNTING = frozenset({"any", "none", "count", "distinct"})  # never missing
_ORDERED = frozenset({"first", "last", "highest", "lowest"})
_GIVES = {"any": "boolean", "none": "boolean", "count": "number", "distinct": "number"}


def aggregate(context: Context, lower: Lower, expr: model.Aggregate) -> Var:
    """The Var of an aggregate; what it reads itself is no input of the piece around it."""
    with collecting(context):
        value, key = _value(context, lower, expr)
        where = None if expr.where is None else lower(context, expr.where)
        reads = tuple(context.vars)
    found = _registered(context, expr, value, key, where)
    var = context.var(f"aggregate:{found.id}")
    context.reads[var.name] = reads
    context.facts[var.name] = Facts(sure=found.function in _COUNTING)
    if found.function not in _COUNTING:
        context.input(_text(expr), var)
    return var


def _value(context: Context, lower: Lower, expr: model.Aggregate) -> tuple[Expr | None, Expr | None]:
    """What is aggregated, and what it is ordered by before itself (fine print 7)."""
    if expr.value is None:
        return None, None
    value = lower(context, expr.value)
    if expr.value.type.kind is Kind.ONE_OF:
        declared = ranks(ordering(expr.value))
        return value, op("rank", value, declared) if expr.function in _ORDERED else None
    if expr.value.type.kind is not Kind.TEXT or is_exact(expr.value.type):
        return value, None
    if expr.function == "distinct":
        return folded(context, value), None
    return value, folded(context, value)


def _registered(
    context: Context, expr: model.Aggregate, value: Expr | None, key: Expr | None, where: Expr | None
) -> Aggregate:
    source = "all" if context.place == "ignore" else "kept"
    signature = (expr.function, value, where, expr.within, source)
    known = context.aggregates.get(signature)
    if known is None:
        known = context.aggregates[signature] = Aggregate(
            id=f"a{len(context.aggregates) + 1}",
            text=_text(expr),
            function=expr.function,  # type: ignore[arg-type]
            value=value,
            where=where,
            within=expr.within,
            source="all" if source == "all" else "kept",
            stratum=0,
            kind=_GIVES.get(expr.function) or kind_of(expr.type),
            key=key,
        )
    return known


def _text(expr: model.Aggregate) -> str:
    return expr.text or " ".join(expr.span.text.split())
