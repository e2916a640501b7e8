"""Two values that do not go together: which error it is, and the fix a marketer would want."""

import datetime as dt
import re

from assay.check.errors import types as errors
from assay.check.errors import values as value_errors
from assay.check.errors.wording import replace, surround
from assay.diagnostics import Diagnostic, Fix
from assay.model import Const, Expr, ListValue, Scope
from assay.source import Span
from assay.syntax import ast
from assay.types import MOMENTS, NUMERIC, TEXTUAL, Kind

_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TRUE, _FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


def mixed(left: Expr, right: Expr, span: Span) -> Diagnostic:
    """Two values of different kinds, compared."""
    pair = _pair(left, right)
    at = _mark(left, right, span)
    if _is(pair, NUMERIC, {Kind.DURATION}) or _is(pair, MOMENTS, {Kind.DURATION}) or _is(pair, MOMENTS, NUMERIC):
        return errors.number_for_duration(at, left, right, *_about_time(left, right))
    literal, other = (right, left) if isinstance(right, Const) else (left, right)
    help_, fix = _about_literal(literal, other) if isinstance(literal, Const) else (None, None)
    return errors.mixed_types(at, left, right, help_, fix)


def _pair(left: Expr, right: Expr) -> tuple[Kind, Kind]:
    return left.type.kind, right.type.kind


def _is(pair: tuple[Kind, Kind], some: frozenset[Kind] | set[Kind], others: frozenset[Kind] | set[Kind]) -> bool:
    return (pair[0] in some and pair[1] in others) or (pair[1] in some and pair[0] in others)


def _mark(left: Expr, right: Expr, span: Span) -> Span:
    """The literal, if just one side is one."""
    if isinstance(right, Const) and not isinstance(left, Const):
        return right.span
    if isinstance(left, Const) and not isinstance(right, Const):
        return left.span
    return span


# --- lengths of time, moments and numbers ------------------------------------------------------------------


def _about_time(left: Expr, right: Expr) -> tuple[str, Fix | None]:
    moment = next((side for side in (left, right) if side.type.kind in MOMENTS), None)
    number = next((side for side in (left, right) if side.type.kind in NUMERIC), None)
    if moment is None:
        return _number_or_length(left, right, number)
    function = "since" if number is None else "days_since"
    fix = None if isinstance(moment, Const) else surround(moment.span, f"{function}(", ")")
    if number is None:
        return "`since(…)` is the time from then until now: `since(created) > 30 days`", fix
    return "`days_since(…)` is the number of days from then until now: `days_since(created) > 30`", fix


def _number_or_length(left: Expr, right: Expr, number: Expr | None) -> tuple[str, Fix | None]:
    length = right if number is left else left
    if number is not None and _is_literal(number):
        text = f"{number.span.text} days"
        return f"a length of time has a unit: `{text}`", replace(number.span, text)
    if number is not None and number.scope is Scope.CONSTANT:
        return "a length of time has a unit, as in `30 days`", None
    bare = re.match(r"\d[\d_.]*(?= *days?$)", length.span.text) if _is_literal(length) else None
    fix = None if bare is None else replace(length.span, bare.group())
    return "`days_since(…)` is a number of days, without a unit; `since(…)` is a length of time", fix


def _is_literal(expr: Expr) -> bool:
    return isinstance(expr, Const) and expr.span.text[:1].isdigit()


# --- literals ------------------------------------------------------------------------------------------------


def _about_literal(literal: Const, other: Expr) -> tuple[str | None, Fix | None]:
    """What a literal should have looked like to be compared with `other`. A named one is not rewritten."""
    written = literal.span.text
    if written.startswith('"'):
        return _unquoted(str(literal.value).strip(), literal.span, other.type.kind)
    if (
        other.type.kind in TEXTUAL
        and literal.type.kind is not Kind.STAGE
        and (written[:1].isdigit() or written in ("true", "false"))
    ):
        return "text is written in double quotes", surround(literal.span, '"', '"')
    if other.type.kind is Kind.BOOLEAN and written in ("0", "1"):
        return "it is true or false", replace(literal.span, "true" if written == "1" else "false")
    return None, None


def _unquoted(value: str, span: Span, wanted: Kind) -> tuple[str | None, Fix | None]:
    if wanted in NUMERIC:
        return "numbers are written without quotes", replace(span, value) if _NUMBER.fullmatch(value) else None
    if wanted in MOMENTS:
        fix = replace(span, value) if _is_date(value) else None
        return "dates are written 2026-11-01 or 2026-11-01 14:30, without quotes", fix
    if wanted is Kind.BOOLEAN:
        truth = "true" if value.lower() in _TRUE else "false" if value.lower() in _FALSE else None
        return "write true or false, without quotes", None if truth is None else replace(span, truth)
    return None, None


def _is_date(value: str) -> bool:
    try:
        return len(value) == 10 and dt.date.fromisoformat(value) is not None
    except ValueError:
        return False


def compared_with_nothing(expr: ast.Binary, empty: Const) -> Diagnostic:
    """`x == ""`."""
    other = expr.left if empty.span == expr.right.span else expr.right
    text = f"{other.span.text} is {'missing' if expr.op == '==' else 'known'}"
    return value_errors.empty_is_missing(empty.span, text, replace(expr.span, text))


# --- operators that do not take what they are given --------------------------------------------------------


def not_comparable(expr: ast.Binary, side: Expr, right: Expr, wanted: str) -> Diagnostic:
    """A value that cannot be compared, or has no order."""
    if side.type.kind is not Kind.LIST:
        return errors.wrong_operand(expr.span, expr.op, side, wanted)
    if side is right and expr.op in ("==", "!="):
        op = "in" if expr.op == "==" else "not in"
        return errors.wrong_operand(
            expr.span, expr.op, side, "one value", f"write `{op}`", fix=replace(expr.op_span, op)
        )
    fix = replace(expr.op_span, "contains") if expr.op == "==" and right.type.kind in TEXTUAL else None
    return errors.wrong_operand(expr.span, expr.op, side, "one value", "write `contains`", fix=fix)


def list_in_list(expr: ast.Binary, left: Expr) -> Diagnostic:
    """`interests in ["SUV"]`."""
    fix = replace(expr.op_span, "contains") if expr.op == "in" else None
    help_ = "ask what the list has in it: `contains`"
    return errors.wrong_operand(expr.span, expr.op, left, "one value on its left", help_, fix=fix)


def wrong_needle(expr: ast.Binary, right: Expr, wanted: str) -> Diagnostic:
    """`page contains 5`."""
    if right.type.kind is Kind.LIST:
        return _wrong_needles(expr, right)
    fix = surround(right.span, '"', '"') if _is_literal(right) else None
    help_ = "text is written in double quotes" if fix is not None else None
    return errors.wrong_operand(right.span, expr.op, right, wanted, help_, fix=fix)


def _wrong_needles(expr: ast.Binary, right: Expr) -> Diagnostic:
    if expr.op == "matches":
        return errors.wrong_operand(right.span, expr.op, right, "one text", "join several with `or`")
    if not isinstance(right, ListValue):
        return errors.wrong_operand(right.span, expr.op, right, "a text or a list written out")
    return errors.wrong_operand(right.span, expr.op, right, "texts", "text is written in double quotes")


def wrong_arithmetic(expr: ast.Binary, left: Expr, right: Expr) -> Diagnostic:
    """Values that cannot be added, subtracted, multiplied or divided."""
    pair = _pair(left, right)
    if left.type.kind in MOMENTS and _is_literal(right) and right.type.kind in NUMERIC and expr.op in "+-":
        text = f"{right.span.text} days"
        help_ = f"a length of time has a unit: `{text}`"
        return errors.wrong_operand(
            right.span, expr.op, right, "a length of time", help_, fix=replace(right.span, text)
        )
    if Kind.DURATION in pair:
        help_ = "for a number of days write `days_since(…)`, and numbers without a unit"
    elif pair[0] in MOMENTS or pair[1] in MOMENTS:
        help_ = "for a number of days write `days_since(…)`"
    else:
        return errors.wrong_operands(expr.span, expr.op, left, right, None)
    return errors.wrong_operands(expr.span, expr.op, left, right, help_)
