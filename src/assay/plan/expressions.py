"""Expressions of the model as expressions of the plan, with nothing left to decide."""

from collections.abc import Callable
from typing import assert_never

from assay import model
from assay.plan.aggregates import aggregate
from assay.plan.comparisons import NAMES, comparison, membership
from assay.plan.context import Context
from assay.plan.forms import AS_OF, at_least, calculated, constant, every, negated, op, opposite, some
from assay.plan.kinds import kind_of, ordering, ranks
from assay.plan.lets import let
from assay.plan.moments import is_moment, moment, shifted
from assay.plan.nodes import Const, Expr
from assay.plan.texts import is_exact, mention_test, pattern_test, text, text_test
from assay.types import TEXTUAL, Kind
from assay.values import SCALE, trim

SUBJECT = "\0subject"  # the name of a LetRef that stands for the subject of a match in its rows

_Rule = Callable[[Context, model.Op], Expr]


def lower(context: Context, expr: model.Expr) -> Expr:
    """An expression of the model in terms of the plan. Text comes out unfolded."""
    match expr:
        case model.Op(op=name):
            return _OPERATORS[name](context, expr)
        case model.Const():
            return _constant(context, expr)
        case model.FieldRef(table=table, name=name):
            return context.lead_field(name) if table == "lead" else context.activity_field(name)
        case model.LetRef(name=name):
            return _let(context, name)
        case model.GroupRef(name=name):
            return context.var(f"group:{name}")
        case model.GradeRef(group=group):
            return context.var(f"grade:{group}")
        case model.ResultRef(result=result):
            return _result(context, result)
        case model.Aggregate():
            return aggregate(context, lower, expr)
        case model.ListValue() | model.Between():
            raise TypeError(f"{type(expr).__name__} stands only beside the operators that take it")
    assert_never(expr)


def _constant(context: Context, expr: model.Const) -> Const:
    if expr.type.kind is Kind.STAGE:
        return constant("stage", context.stages[str(expr.value)])
    return constant(kind_of(expr.type), expr.value)


def _let(context: Context, name: str) -> Expr:
    if name == SUBJECT:
        assert context.subject is not None
        return context.subject
    key = let(context, lower, name)
    for found in context.let_inputs[key]:
        context.inputs.setdefault(found.name, found)
    return context.var(key)


def _result(context: Context, result: model.Result) -> Expr:
    if result is model.Result.STAGE:
        found = context.var("stage_before" if context.place == "promote" else "stage")
        context.input("stage", found)
        return found
    found = context.var(str(result))
    if result is model.Result.ROUTE:
        context.input("route", found)
    return found


# --- logic -------------------------------------------------------------------------------------------------


def _chain(expr: model.Op, name: str) -> list[model.Expr]:
    """The operands of a chain of one operator, however long: `a and b and c`."""
    parts: list[model.Expr] = []
    stack: list[model.Expr] = [expr]
    while stack:
        at = stack.pop()
        if type(at) is model.Op and at.op == name:
            stack.extend(reversed(at.args))
        else:
            parts.append(at)
    return parts


def _and(context: Context, expr: model.Op) -> Expr:
    return every([lower(context, part) for part in _chain(expr, "and")])


def _or(context: Context, expr: model.Op) -> Expr:
    return some([lower(context, part) for part in _chain(expr, "or")])


def _implies(context: Context, expr: model.Op) -> Expr:
    left = negated(lower(context, expr.args[0]))
    return some([left, lower(context, expr.args[1])])


def _at_least(context: Context, expr: model.Op) -> Expr:
    count, *parts = expr.args
    assert isinstance(count, model.Const)
    return at_least(int(count.value) // SCALE, [lower(context, part) for part in parts])


# --- values --------------------------------------------------------------------------------------------------


def _plus(context: Context, expr: model.Op) -> Expr:
    left, right = expr.args
    if is_moment(left):
        start = moment(context, lower, left)
        return shifted("shift", start, lower(context, right))
    a = lower(context, left)
    return calculated("add", a, lower(context, right))


def _minus(context: Context, expr: model.Op) -> Expr:
    if len(expr.args) == 1:
        return opposite(lower(context, expr.args[0]))
    left, right = expr.args
    if not is_moment(left):
        a = lower(context, left)
        return calculated("sub", a, lower(context, right))
    start = moment(context, lower, left)
    if is_moment(right):
        return op("elapsed", start, moment(context, lower, right))
    return shifted("back", start, lower(context, right))


def _calculation(name: str) -> _Rule:
    def rule(context: Context, expr: model.Op) -> Expr:
        a = lower(context, expr.args[0])
        return calculated(name, a, lower(context, expr.args[1]))

    return rule


def _call(name: str) -> _Rule:
    return lambda context, expr: op(name, lower(context, expr.args[0]))


def _length(context: Context, expr: model.Op) -> Expr:
    value = lower(context, expr.args[0])
    if isinstance(value, Const):
        return constant("number", len(trim(str(value.value))) * SCALE)
    return op("length", value)


def _lower_case(context: Context, expr: model.Op) -> Expr:
    return text(context, lower, expr.args[0], exact=False)


def _extreme(name: str) -> _Rule:
    """`min` and `max`: by the kind of the values, texts by fine print 7."""

    def rule(context: Context, expr: model.Op) -> Expr:
        if expr.type.kind in TEXTUAL:
            return _extreme_text(context, name, expr)
        as_moments = is_moment(expr) and any(arg.type.kind is Kind.TIME for arg in expr.args)
        values = [moment(context, lower, arg) if as_moments else lower(context, arg) for arg in expr.args]
        return op(name, *values)

    return rule


def _extreme_text(context: Context, name: str, expr: model.Op) -> Expr:
    if order := ordering(*expr.args):
        values = [text(context, lower, arg, exact=False) for arg in expr.args]
        return op(f"{name}_rank", *values, ranks(order))
    exact = any(is_exact(arg.type) for arg in expr.args)
    return op(name if exact else f"{name}_text", *(lower(context, arg) for arg in expr.args))


def _since(context: Context, expr: model.Op) -> Expr:
    context.vars.setdefault("as_of", AS_OF)
    return op("elapsed", AS_OF, moment(context, lower, expr.args[0]))


def _units_since(unit: str) -> _Rule:
    return lambda context, expr: op(unit, _since(context, expr))


def _days_until(context: Context, expr: model.Op) -> Expr:
    context.vars.setdefault("as_of", AS_OF)
    return op("days", op("elapsed", moment(context, lower, expr.args[0]), AS_OF))


def _compare(name: str) -> _Rule:
    return lambda context, expr: comparison(context, lower, name, *expr.args)


def _text_test(name: str) -> _Rule:
    def rule(context: Context, expr: model.Op) -> Expr:
        left, right = expr.args
        return text_test(context, lower, "has" if left.type.kind is Kind.LIST else name, left, right)

    return rule


_OPERATORS: dict[str, _Rule] = {
    "and": _and,
    "or": _or,
    "implies": _implies,
    "not": lambda context, expr: negated(lower(context, expr.args[0])),
    "at least": _at_least,
    "is known": _call("known"),
    "is missing": _call("missing"),
    **{symbol: _compare(name) for symbol, name in NAMES.items()},
    "in": lambda context, expr: membership(context, lower, *expr.args),
    "not in": lambda context, expr: negated(membership(context, lower, *expr.args)),
    "contains": _text_test("contains"),
    "starts with": _text_test("starts_with"),
    "ends with": _text_test("ends_with"),
    "mentions": lambda context, expr: mention_test(context, lower, *expr.args),
    "matches": lambda context, expr: pattern_test(context, lower, *expr.args),
    "+": _plus,
    "-": _minus,
    "*": _calculation("mul"),
    "/": _calculation("div"),
    "domain": _call("domain"),
    "length": _length,
    "lower": _lower_case,
    "abs": _call("abs"),
    "round": _call("round"),
    "whole": _call("whole"),
    "min": _extreme("min"),
    "max": _extreme("max"),
    "since": _since,
    "days_since": _units_since("days"),
    "weeks_since": _units_since("weeks"),
    "days_until": _days_until,
}
