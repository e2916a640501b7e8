"""Operators on checked operands, typed by the table in `builtins`."""

from assay.builtins import ARITHMETIC, OPERATORS
from assay.check import repairs
from assay.check.choices import fits_choice, runs_downwards, same_order
from assay.check.constants import foldable, folded
from assay.check.env import Env
from assay.check.errors import structure as structure_errors
from assay.check.errors import types as errors
from assay.check.errors import values as value_errors
from assay.check.errors.wording import kinds, short
from assay.check.kinds import OF_KIND, conflict, joined, joined_scope, one_kind
from assay.check.needles import needles_fit
from assay.diagnostics import Diagnostic
from assay.model import Between, Const, Expr, ListValue, Op
from assay.source import Span
from assay.syntax import ast
from assay.types import BOOLEAN, TEXTUAL, Kind

_ORDER = frozenset({"<", "<=", ">", ">="})


def _op(expr: ast.Binary, left: Expr, right: Expr) -> Op:
    scope = left.scope if left.scope >= right.scope else right.scope
    phase = left.phase if left.phase >= right.phase else right.phase
    return Op(BOOLEAN, scope, phase, expr.span, expr.op, (left, right))


def comparison(expr: ast.Binary, left: Expr, right: Expr, env: Env) -> Expr | None:
    """`==`, `!=`, `<` and the like."""
    for side in (left, right):
        if side.type.kind not in OPERATORS[expr.op].params[0]:
            env.report(_not_comparable(expr, side, right, env))
            return None
    if not comparable(left, right, expr.span, env):
        return None
    if expr.op in _ORDER and not same_order(left, right):
        env.report(errors.different_choices(expr.span, expr.op))
        return None
    if expr.op not in _ORDER and (empty := _empty_text(left, right)) is not None:
        env.report(repairs.compared_with_nothing(expr, empty))
        return None
    return _op(expr, left, right)


def _not_comparable(expr: ast.Binary, side: Expr, right: Expr, env: Env) -> Diagnostic:
    wanted = kinds(OPERATORS[expr.op].params[0])
    if (problem := conflict(side, wanted, expr.span, env)) is not None:
        return problem
    return repairs.not_comparable(expr, side, right, wanted)


def comparable(left: Expr, right: Expr, span: Span, env: Env) -> bool:
    """Whether two values are of one kind and each a value that the other can have."""
    if not one_kind(left.type, right.type):
        env.report(_mixed(left, right, span, env))
        return False
    return fits_choice(left, right, env) and fits_choice(right, left, env)


def _mixed(left: Expr, right: Expr, span: Span, env: Env) -> Diagnostic:
    if isinstance(left, Const | ListValue):
        first = conflict(right, short(left.type), span, env)
    else:
        first = conflict(left, short(right.type), span, env) or conflict(right, short(left.type), span, env)
    return first or repairs.mixed(left, right, span)


def _empty_text(left: Expr, right: Expr) -> Const | None:
    for side in (right, left):
        if isinstance(side, Const) and side.type.kind is Kind.TEXT and not str(side.value).strip():
            return side
    return None


# --- lists and ranges ------------------------------------------------------------------------------------


def between(expr: ast.Between, low: Expr, high: Expr, env: Env) -> Expr | None:
    """`A to B`, of one kind and the right way round."""
    if not comparable(low, high, expr.span, env):
        return None
    args = (low, high)
    range_ = Between(joined(low.type, high.type), *joined_scope(args), expr.span, *args)
    if _is_reversed(low, high):
        env.report(_empty_range(range_))
        return None
    return range_


def _empty_range(range_: Between) -> Diagnostic:
    message = "this range is empty: it runs downwards"
    return structure_errors.reversed_bounds(range_.span, range_.low.span, range_.high.span, message)


def _is_reversed(low: Expr, high: Expr) -> bool:
    if not (isinstance(low, Const) and isinstance(high, Const)) or low.type.kind is not high.type.kind:
        return False
    if low.type.kind is Kind.BOOLEAN:
        return False  # there is no order, which `in` tells
    return isinstance(low.value, int) and isinstance(high.value, int) and low.value > high.value


def membership(expr: ast.Binary, left: Expr, right: Expr, env: Env) -> Expr | None:
    """`in` and `not in`: of a list written out, named or in a field, or of a range."""
    if left.type.kind is Kind.LIST:
        env.report(conflict(left, "one value", expr.span, env) or repairs.list_in_list(expr, left))
        return None
    match right:
        case Between():
            fits = _in_range(expr, left, right, env)
        case ListValue():
            fits = _in_list(left, right, env)
        case _ if right.type.kind is Kind.LIST:
            fits = _in_list_field(expr, left, right, env)
        case _:
            problem = conflict(right, "a list", expr.span, env)
            env.report(problem or value_errors.not_a_list(expr.op, expr.op_span, right))
            fits = False
    return _op(expr, left, right) if fits else None


def _in_range(expr: ast.Binary, left: Expr, right: Between, env: Env) -> bool:
    if left.type.kind not in OPERATORS["<="].params[0]:
        env.report(errors.wrong_operand(expr.span, "to", left, kinds(OPERATORS["<="].params[0])))
        return False
    if not one_kind(left.type, right.type):
        env.report(_mixed(left, right, right.span, env))
        return False
    told = [fits_choice(left, end, env) for end in (right.low, right.high)]
    if not all(told):
        return False
    if not (same_order(left, right.low) and same_order(left, right.high)):
        env.report(errors.different_choices(expr.span, "to"))
        return False
    values = tuple(env.names.stages) if left.type.kind is Kind.STAGE else left.type.values
    if runs_downwards(values, right):
        env.report(_empty_range(right))
        return False
    return True


def _in_list(left: Expr, right: ListValue, env: Env) -> bool:
    """All items that do not fit are told of; of a named list only the first, at the place that uses it."""
    if right.name is None:
        told = [comparable(left, item, item.span, env) for item in right.items]
        return all(told)
    if right.items and not one_kind(left.type, right.items[0].type):
        env.report(_mixed(left, right, right.span, env))
        return False
    return all(fits_choice(left, item, env, right.span) for item in right.items)


def _in_list_field(expr: ast.Binary, left: Expr, right: Expr, env: Env) -> bool:
    if left.type.kind in TEXTUAL:
        return True
    env.report(conflict(left, "text", expr.span, env) or repairs.mixed(left, right, right.span))
    return False


# --- text --------------------------------------------------------------------------------------------------


def text_search(expr: ast.Binary, left: Expr, right: Expr, env: Env) -> Expr | None:
    """`contains`, `starts with`, `ends with`, `mentions`, `matches`."""
    lefts, rights = OPERATORS[expr.op].params
    if left.type.kind not in lefts:
        problem = conflict(left, kinds(lefts), expr.span, env)
        env.report(problem or errors.wrong_operand(expr.span, expr.op, left, kinds(lefts)))
        return None
    if not _is_text_or_texts(right) or right.type.kind not in rights:
        problem = conflict(right, kinds(rights), expr.span, env)
        env.report(problem or repairs.wrong_needle(expr, right, kinds(rights)))
        return None
    return _op(expr, left, right) if needles_fit(expr, left, right, env) else None


def _is_text_or_texts(right: Expr) -> bool:
    if right.type.kind is Kind.LIST:
        return isinstance(right, ListValue) and right.type.of is not None and right.type.of.kind in TEXTUAL
    return right.type.kind in TEXTUAL


# --- arithmetic --------------------------------------------------------------------------------------------


def arithmetic(expr: ast.Binary, left: Expr, right: Expr, env: Env) -> Expr | None:
    """`+ - * /` on numbers, and on times and durations where that means something."""
    args = (left, right)
    for lefts, rights, result in ARITHMETIC[expr.op]:
        if left.type.kind in lefts and right.type.kind in rights:
            if foldable(expr.op, args):
                return folded(expr.op, args, expr.span, env)
            return Op(OF_KIND[result], *joined_scope(args), expr.span, expr.op, args)
    env.report(
        conflict(left, "a number", expr.span, env)
        or conflict(right, "a number", expr.span, env)
        or repairs.wrong_arithmetic(expr, left, right)
    )
    return None
