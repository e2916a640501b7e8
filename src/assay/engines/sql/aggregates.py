"""Aggregates over a lead's activities: those without an order in the one plain pass, the others by picking."""

from collections.abc import Callable

from sqlglot import exp

from assay.engines.sql.activities import Order, counted, picked, selected, time_or_null
from assay.engines.sql.build import (
    Sql,
    aliased,
    case,
    cast,
    column,
    compare,
    every,
    is_known,
    number,
    select,
    times,
    when,
)
from assay.engines.sql.context import Context
from assay.engines.sql.numbers import in_range
from assay.engines.sql.registry import Chain, Source
from assay.plan.nodes import Aggregate, Expr
from assay.values import SCALE

Lower = Callable[[Context, Expr], Sql]


def aggregated(context: Context, lower: Lower, aggregate: Aggregate) -> Sql:
    """The lead's value of an aggregate."""
    test = None if aggregate.where is None else lower(context, aggregate.where)
    chosen = selected(context, test, aggregate.within)
    source: Source = aggregate.source
    if aggregate.value is None:
        return _of_activities(context, aggregate, source, chosen)
    value = context.registry.held(lower(context, aggregate.value), "value")
    match aggregate.function:
        case "sum" | "distinct" | "average":
            return _summed(context, aggregate, source, chosen, value)
        case "highest" | "lowest" if aggregate.key is None:
            return _extreme(context, aggregate, source, chosen, value)
        case _:
            key = None if aggregate.key is None else lower(context, aggregate.key)
            return _picked(context, aggregate, source, every([chosen, is_known(value)]), value.copy(), key)


def _of_activities(context: Context, aggregate: Aggregate, source: Source, chosen: Sql) -> Sql:
    count = context.registry.summed(source, counted(chosen), f"{aggregate.function}_{aggregate.id}", number(0))
    match aggregate.function:
        case "any":
            return compare("gt", count, number(0))
        case "none":
            return compare("eq", count, number(0))
        case _:
            return times(cast(count, "BIGINT"), number(SCALE))


def _summed(context: Context, aggregate: Aggregate, source: Source, chosen: Sql, value: Sql) -> Sql:
    summed = context.registry.summed
    only = when(chosen, value)
    if aggregate.function == "distinct":
        many = exp.Count(this=exp.Distinct(expressions=[only]))
        return times(cast(summed(source, many, f"distinct_{aggregate.id}", number(0)), "BIGINT"), number(SCALE))
    spelling = context.spelling
    total = exp.Sum(this=spelling.widen(only))
    if aggregate.function == "sum":
        whole = summed(source, total, f"sum_{aggregate.id}", spelling.widen(number(0)))
        return cast(in_range(context, whole), "BIGINT")
    # Twice the sum and the count make one half-up division of two that are not negative.
    count = summed(source, exp.Count(this=only.copy()), f"known_{aggregate.id}", number(0))
    whole = summed(source, total, f"sum_{aggregate.id}", spelling.widen(number(0)))
    return _average(context, whole, count)


def _average(context: Context, whole: Sql, count: Sql) -> Sql:
    spelling, registry = context.spelling, context.registry
    size = registry.put(times(exp.Abs(this=whole.copy()), number(2)), "doubled")
    half = registry.put(spelling.widen(count.copy()), "many")
    quotient = spelling.divide(exp.Paren(this=exp.Add(this=size, expression=half)), times(half.copy(), number(2)))
    signed = when(compare("lt", whole, number(0)), exp.Neg(this=exp.Paren(this=quotient)), quotient.copy())
    found = registry.put(case([(compare("gt", count, number(0)), signed)]), "average")
    return cast(in_range(context, found), "BIGINT")


def _extreme(context: Context, aggregate: Aggregate, source: Source, chosen: Sql, value: Sql) -> Sql:
    only = when(chosen, context.spelling.ordered(value) if aggregate.kind == "text" else value)
    function = exp.Max if aggregate.function == "highest" else exp.Min
    return context.registry.summed(source, function(this=only), f"{aggregate.function}_{aggregate.id}")


def _picked(context: Context, aggregate: Aggregate, source: Source, condition: Sql, value: Sql, key: Sql | None) -> Sql:
    """First, last, and the extremes that have an order of their own: the activity that comes first in it."""
    descends = aggregate.function in ("last", "highest")
    by_time = aggregate.function in ("first", "last")
    if by_time:
        condition = every([condition, is_known(time_or_null(context))])
    name = context.registry.names.new(f"{aggregate.function}_{aggregate.id}")
    start: list[tuple[str, Sql]] = [("value", value)]
    start += [("moment", time_or_null(context))] if by_time else []
    start += [] if key is None else [("by", key)]
    order: Order = [
        *([(column("moment"), descends)] if by_time else []),
        *([] if key is None else [(_ordered(context, key, "by"), descends)]),
        (context.spelling.ordered(column("value")) if aggregate.kind == "text" else column("value"), descends),
    ]
    first = picked(f"{name}_0", ["value"], None, order)
    last = select([column("n"), aliased(column("value"), name)], f"{name}_1")
    context.registry.chained(
        source, Chain(name, f"the {aggregate.function}", tuple(start), condition, (first, last), ((name, None),))
    )
    return column(name)


def _ordered(context: Context, key: Sql, name: str) -> Sql:
    """A rank is a number, anything else that is ordered by first is folded text."""
    ranked = isinstance(key, exp.Case)
    return column(name) if ranked else context.spelling.ordered(column(name))
