"""What text is searched for: never nothing, and fixed where the operator wants it so."""

from assay.builtins import OPERATORS
from assay.check.env import Env
from assay.check.errors import types as errors
from assay.check.errors import values as value_errors
from assay.check.errors.wording import kinds
from assay.model import Const, Expr, ListValue
from assay.source import Span
from assay.syntax import ast
from assay.types import TEXTUAL
from assay.values import fold, trim, words


def needles_fit(expr: ast.Binary, left: Expr, right: Expr, env: Env) -> bool:
    """Whether each text sought can be sought; what cannot is reported."""
    items = right.items if isinstance(right, ListValue) else (right,)
    named = isinstance(right, ListValue) and right.name is not None
    told = [_fits(expr, left, item, right.span if named else item.span, env) for item in items]
    return all(told)


def _fits(expr: ast.Binary, left: Expr, item: Expr, span: Span, env: Env) -> bool:
    if not isinstance(item, Const):
        if OPERATORS[expr.op].constant:
            env.report(value_errors.not_constant(item, f"`{expr.op}`"))
            return False
        return _is_text(expr, item, env)
    value = str(item.value)
    if expr.op == "mentions":
        if not words(fold(value)):
            env.report(value_errors.no_word(span))
            return False
    elif not (value if left.type.exact else trim(value)):
        env.report(value_errors.empty_needle(span, expr.op))
        return False
    return True


def _is_text(expr: ast.Binary, item: Expr, env: Env) -> bool:
    if item.type.kind in TEXTUAL:
        return True
    env.report(errors.wrong_operand(item.span, expr.op, item, kinds(OPERATORS[expr.op].params[1])))
    return False
