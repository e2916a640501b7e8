"""Expressions of the plan in SQL. What is missing, or unknown, is null: SQL's logic is Kleene's.

Whatever a form needs twice is a column first (`held`), so that no query doubles in size.
"""

from typing import assert_never

from sqlglot import exp

from assay.engines.sql import listing, moments, numbers, texts
from assay.engines.sql.aggregates import aggregated
from assay.engines.sql.build import (
    Sql,
    case,
    coalesce,
    compare,
    every,
    is_known,
    is_null,
    negation,
    null,
    number,
    some,
    text,
    total,
    truth,
    when,
)
from assay.engines.sql.context import Context
from assay.engines.sql.kinds import is_text, is_wide
from assay.engines.sql.places import compared_by_place, known_by_place
from assay.engines.sql.raw import as_read
from assay.plan.nodes import ActivityField, Aggregate, Const, ConstSet, Expr, LeadField, Op, Scalar, Value, Var
from assay.values import SCALE

_COMPARISONS = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
_ORDERING = frozenset({"lt", "le", "gt", "ge"})
_HUNDREDTH = SCALE // 100


def lower(context: Context, expr: Expr) -> Sql:
    """The SQL of an expression."""
    match expr:
        case Const():
            return constant(expr.value)
        case LeadField():
            return as_read(context, context.lead(expr.name), context.lead_fields[expr.name])
        case ActivityField():
            return as_read(context, context.activity(expr.name), context.activity_fields[expr.name])
        case Var():
            return _named(context, expr.name)
        case Op():
            return _operation(context, expr)
        case ConstSet():
            raise AssertionError("a set stands only right of an operation that takes one")
        case _:
            assert_never(expr)


def constant(value: Scalar) -> Sql:
    if isinstance(value, bool):
        return truth(value=value)
    return number(value) if isinstance(value, int) else text(value)


def held(context: Context, expr: Expr, hint: str = "value") -> Sql:
    """The SQL of an expression in a form that may be repeated."""
    return context.registry.held(lower(context, expr), hint)


# --- names -------------------------------------------------------------------------------------------------


def _named(context: Context, name: str) -> Sql:
    if name == "as_of":
        return number(context.as_of)
    if name == "subject":
        return context.subject.copy() if context.subject is not None else null()
    if name in context.results:
        return context.results[name].copy()
    if name.startswith("aggregate:"):
        return _aggregate(context, name, context.aggregates[name.removeprefix("aggregate:")])
    return _let(context, context.lets[name])


def _let(context: Context, let: Value) -> Sql:
    """A `let` is a column of its name, worked out once."""
    value = lower(context, let.value)
    if not isinstance(value, exp.Column | exp.Literal | exp.Boolean):
        value = context.registry.put(value, let.name.rpartition(":")[2])
    context.results[let.name] = value
    return value.copy()


def _aggregate(context: Context, name: str, aggregate: Aggregate) -> Sql:
    value = aggregated(context, lower, aggregate)
    context.results[name] = value
    return value.copy()


# --- operations --------------------------------------------------------------------------------------------


def _operation(context: Context, expr: Op) -> Sql:
    match expr.op:
        case "and":
            return every([lower(context, arg) for arg in expr.args])
        case "or":
            return some([lower(context, arg) for arg in expr.args])
        case "not":
            return negation(lower(context, expr.args[0]))
        case "at_least":
            return _at_least(context, expr)
        case "known":
            placed = known_by_place(context, expr.args[0])
            return is_known(lower(context, expr.args[0])) if placed is None else placed
        case "missing":
            return missing(context, expr.args[0])
        case "presume":
            return coalesce(lower(context, expr.args[0]), lower(context, expr.args[1]))
        case _:
            return _strict(context, expr)


def missing(context: Context, expr: Expr) -> Sql:
    """Whether there is no value."""
    placed = known_by_place(context, expr)
    return is_null(lower(context, expr)) if placed is None else negation(placed)


def _at_least(context: Context, expr: Op) -> Sql:
    """True at K trues, false if trues and unknowns are fewer, else unknown."""
    first, *rest = expr.args
    assert isinstance(first, Const)
    needed = number(int(first.value) // SCALE)
    parts = [held(context, arg, "condition") for arg in rest]
    trues = total([when(part, number(1), number(0)) for part in parts])
    possible = total([when(negation(part.copy()), number(0), number(1)) for part in parts])
    met, missed = compare("ge", trues, needed), compare("lt", possible, needed.copy())
    return case([(met, truth(value=True)), (missed, truth(value=False))])


def _strict(context: Context, expr: Op) -> Sql:
    """Missing if an argument is missing."""
    first = expr.args[0]
    if expr.op in _COMPARISONS:
        return _comparison(context, expr)
    if len(expr.args) > 1 and isinstance(expr.args[1], ConstSet):
        return _with_set(context, expr.op, first, expr.args[1])
    if expr.op in texts.OPERATIONS:
        return texts.OPERATIONS[expr.op](context, *_arguments(context, expr, texts.HELD))
    if expr.op in listing.OPERATIONS:
        return listing.OPERATIONS[expr.op](context, *_arguments(context, expr, listing.HELD))
    if expr.op in moments.OPERATIONS:
        return moments.OPERATIONS[expr.op](context, *_arguments(context, expr, moments.HELD))
    if expr.op in ("min", "max"):
        return _extreme(context, expr)
    if expr.op in ("min_rank", "max_rank"):
        return _of_ranks(context, expr)
    wide = any(is_wide(context, arg) for arg in expr.args)
    return numbers.OPERATIONS[expr.op](context, wide, *_arguments(context, expr, numbers.HELD))


def _arguments(context: Context, expr: Op, twice: frozenset[str]) -> list[Sql]:
    found = [lower(context, arg) for arg in expr.args if not isinstance(arg, ConstSet)]
    return [context.registry.held(value, expr.op) for value in found] if expr.op in twice else found


def _comparison(context: Context, expr: Op) -> Sql:
    left, right = expr.args
    if (placed := compared_by_place(context, expr.op, left, right)) is not None:
        return placed
    if (points := _points_compared(context, expr.op, left, right)) is not None:
        return points
    a, b = lower(context, left), lower(context, right)
    if expr.op in _ORDERING and is_text(context, left):
        a, b = context.spelling.ordered(a), context.spelling.ordered(b)
    return compare(expr.op, a, b)


def _points_compared(context: Context, op: str, left: Expr, right: Expr) -> Sql | None:
    """A group or the score against a constant, in the hundredths it is held in."""
    if not isinstance(left, Var) or not isinstance(right, Const) or right.kind != "number":
        return None
    points = context.results.get(f"points:{left.name}")
    if points is None or int(right.value) % _HUNDREDTH:
        return None
    return compare(op, points.copy(), number(int(right.value) // _HUNDREDTH))


def _with_set(context: Context, op: str, subject: Expr, constants: ConstSet) -> Sql:
    items = context.items(constants)
    if op == "in_set":
        placed = compared_by_place(context, op, subject, constants)
        return _among(lower(context, subject), items) if placed is None else placed
    value = held(context, subject, "value")
    if op == "rank":
        return case((compare("eq", value.copy(), text(str(item))), number(at * SCALE)) for at, item in enumerate(items))
    if op == "has_any":
        return listing.has_any(context, value, tuple(map(str, items)))
    return texts.WITH_SET[op](context, value, tuple(map(str, items)))


def _among(value: Sql, items: tuple[Scalar, ...]) -> Sql:
    if not items:
        return when(is_known(value), truth(value=False))
    return exp.In(
        this=value if isinstance(value, exp.Column) else exp.Paren(this=value), expressions=[*map(constant, items)]
    )


def _extreme(context: Context, expr: Op) -> Sql:
    """The smaller or the greater, missing if one is: engines differ on what `least` makes of null."""
    a, b = (held(context, arg, expr.op) for arg in expr.args)
    ordered = context.spelling.ordered if is_text(context, expr.args[0]) else lambda value: value
    better = compare("lt" if expr.op == "min" else "gt", ordered(b.copy()), ordered(a.copy()))
    return case([(some([is_null(a), is_null(b)]), null()), (better, b.copy())], a.copy())


def _of_ranks(context: Context, expr: Op) -> Sql:
    """The lower or the higher of two `one of` values; missing if one is none of the declared."""
    one, other, order = expr.args
    assert isinstance(order, ConstSet)
    a, b = held(context, one), held(context, other)
    rank_a = context.registry.put(_with_set(context, "rank", one, order), "rank")
    rank_b = context.registry.put(_with_set(context, "rank", other, order), "rank")
    better = compare("le" if expr.op == "min_rank" else "ge", rank_a, rank_b)
    unknown = some([is_null(rank_a.copy()), is_null(rank_b.copy())])
    return case([(unknown, null()), (better, a.copy())], b.copy())


def columns_in(value: Sql) -> list[str]:
    return [found.name for found in value.find_all(exp.Column)]
