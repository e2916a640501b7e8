"""From expressions as written to checked ones: every name found, every part typed.

`check` gives None where there is an error, which has been reported then; whatever holds a None is None itself,
silently, so that one mistake is one error.
"""

from typing import assert_never

from assay.builtins import AGGREGATES, FUNCTIONS
from assay.check import calls, operators
from assay.check.constants import foldable, folded, literal
from assay.check.counts import whole_count
from assay.check.env import Env
from assay.check.errors import names as name_errors
from assay.check.errors import structure as structure_errors
from assay.check.errors import types as errors
from assay.check.errors import values as value_errors
from assay.check.kinds import conflict, joined_scope, one_kind
from assay.check.names_in_rules import is_about_stage, is_unknown, name, near_name, stage_value
from assay.check.places import Place, fits
from assay.model import Const, Expr, ListValue, Op, Phase, Scope
from assay.syntax import ast
from assay.types import BOOLEAN, NUMBER, NUMERIC, TEXTUAL, Kind, Type
from assay.values import SCALE, fold

_LOGIC = frozenset({"and", "or", "implies"})


def check(expr: ast.Expr, env: Env) -> Expr | None:
    """The checked expression, or None where it has an error (reported)."""
    match expr:
        case ast.Binary():
            return _binary(expr, env)
        case ast.Name():
            return name(expr, env)
        case ast.Text() | ast.Number() | ast.Boolean() | ast.Date() | ast.Time() | ast.Duration():
            return literal(expr, env)
        case ast.Call():
            return _call(expr, env)
        case ast.Unary():
            return _not(expr, env) if expr.op == "not" else _negative(expr, env)
        case ast.Known():
            return _known(expr, env)
        case ast.ListOf():
            return _list(expr, [check(item, env) for item in expr.items], env)
        case ast.AtLeast():
            return _at_least(expr, env)
        case ast.Between() | ast.Ago():
            raise AssertionError("the grammar keeps ranges to `in` and `ago` to examples")
        case _:
            assert_never(expr)


def condition(expr: ast.Expr, env: Env) -> Expr | None:
    """A checked expression that is true or false."""
    checked = check(expr, env)
    if checked is None or checked.type.kind is Kind.BOOLEAN:
        return checked
    env.report(conflict(checked, "a condition", expr.span, env) or errors.not_a_condition(checked))
    return None


def condition_at(expr: ast.Expr, place: Place, env: Env) -> Expr | None:
    """A condition that reads only what its place may."""
    checked = condition(expr, env)
    return checked if checked is not None and fits(checked, place, env) else None


# --- operators -----------------------------------------------------------------------------------------


def _binary(expr: ast.Binary, env: Env) -> Expr | None:
    if expr.op in _LOGIC:
        return _logic(expr, env)
    left, right = _sides(expr, env)
    if left is None or right is None:
        return None
    match expr.op:
        case "in" | "not in":
            return operators.membership(expr, left, right, env)
        case "contains" | "starts with" | "ends with" | "mentions" | "matches":
            return operators.text_search(expr, left, right, env)
        case "+" | "-" | "*" | "/":
            return operators.arithmetic(expr, left, right, env)
        case _:
            return operators.comparison(expr, left, right, env)


def _logic(expr: ast.Binary, env: Env) -> Expr | None:
    """`and`, `or`, `implies`; a long chain of them, nested to the left, without recursion."""
    chain = [expr]
    while isinstance(chain[-1].left, ast.Binary) and chain[-1].left.op in _LOGIC:
        chain.append(chain[-1].left)
    left = condition(chain[-1].left, env)
    for link in reversed(chain):
        right = condition(link.right, env)
        left = None if left is None or right is None else _joined(link, (left, right))
    return left


def _joined(expr: ast.Binary, args: tuple[Expr, ...]) -> Op:
    return Op(BOOLEAN, *joined_scope(args), expr.span, expr.op, args)


def _sides(expr: ast.Binary, env: Env) -> tuple[Expr | None, Expr | None]:
    """Both sides; next to `stage`, names are names of stages."""
    if is_about_stage(expr.left, env):
        return check(expr.left, env), _beside_stage(expr.right, env)
    if is_about_stage(expr.right, env):
        return _beside_stage(expr.left, env), check(expr.right, env)
    left = check(expr.left, env)
    return left, beside(expr.right, left, env)


def beside(expr: ast.Expr, left: Expr | None, env: Env) -> Expr | None:
    """An expression compared with `left`: it may be a range, or a text that has lost its quotes."""
    match expr:
        case ast.Between():
            return _range(expr, check(expr.low, env), check(expr.high, env), env)
        case ast.Name() if left is not None and left.type.kind in TEXTUAL and is_unknown(expr, env):
            return _forgotten_quotes(expr, left, env)
        case _:
            return check(expr, env)


def _forgotten_quotes(written: ast.Name, left: Expr, env: Env) -> Expr | None:
    """`country == NL`: a text without quotes, unless it is nearer to a name."""
    is_value = fold(written.name) in map(fold, left.type.values)
    if is_value or near_name(written.name, env) is None:
        env.report(name_errors.text_without_quotes(written))
        return None
    return check(written, env)


def _beside_stage(expr: ast.Expr, env: Env) -> Expr | None:
    match expr:
        case ast.Text():
            return stage_value(expr, env)
        case ast.Name() if _may_be_stage(expr, env):
            return stage_value(expr, env)
        case ast.ListOf():
            return _list(expr, [_beside_stage(item, env) for item in expr.items], env)
        case ast.Between():
            return _range(expr, _beside_stage(expr.low, env), _beside_stage(expr.high, env), env)
        case _:
            return check(expr, env)


def _may_be_stage(written: ast.Name, env: Env) -> bool:
    env.asked.add(written.name)
    if written.name in env.names.stages:
        return True
    env.unsure = True
    return is_unknown(written, env) or env.open


def _range(expr: ast.Between, low: Expr | None, high: Expr | None, env: Env) -> Expr | None:
    return None if low is None or high is None else operators.between(expr, low, high, env)


def _not(expr: ast.Unary, env: Env) -> Expr | None:
    operand = condition(expr.operand, env)
    if operand is None:
        return None
    return Op(BOOLEAN, operand.scope, operand.phase, expr.span, "not", (operand,))


def _negative(expr: ast.Unary, env: Env) -> Expr | None:
    operand = check(expr.operand, env)
    if operand is None:
        return None
    if operand.type.kind not in NUMERIC:
        problem = errors.wrong_operand(expr.span, "-", operand, "a number")
        env.report(conflict(operand, "a number", expr.span, env) or problem)
        return None
    if foldable("negate", (operand,)):
        return folded("negate", (operand,), expr.span, env)
    return Op(NUMBER, operand.scope, operand.phase, expr.span, "-", (operand,))


def _known(expr: ast.Known, env: Env) -> Expr | None:
    operand = check(expr.operand, env)
    if operand is None:
        return None
    op = "is known" if expr.known else "is missing"
    return Op(BOOLEAN, operand.scope, operand.phase, expr.span, op, (operand,))


def _at_least(expr: ast.AtLeast, env: Env) -> Expr | None:
    count = whole_count(expr.count, "`at least … of`", env)
    conditions = [condition(part, env) for part in expr.conditions]
    if count is not None and count > len(conditions):
        env.report(structure_errors.more_than_given(expr.count.span, len(conditions)))
        return None
    known = [part for part in conditions if part is not None]
    if count is None or len(known) < len(conditions):
        return None
    k = Const(NUMBER, Scope.CONSTANT, Phase.DATA, expr.count.span, count * SCALE)
    args = (k, *known)
    return Op(BOOLEAN, *joined_scope(args), expr.span, "at least", args)


# --- lists -----------------------------------------------------------------------------------------------


def _list(expr: ast.ListOf, items: list[Expr | None], env: Env) -> ListValue | None:
    """A list written out: of one kind, with at least one item."""
    if not items:
        env.report(value_errors.empty_list(expr.span))
        return None
    known = tuple(item for item in items if item is not None)
    if len(known) < len(items) or not all(_fits_in_list(item, known[0], env) for item in known):
        return None
    type_ = Type(Kind.LIST, of=known[0].type)
    return ListValue(type_, *joined_scope(known), expr.span, known)


def _fits_in_list(item: Expr, first: Expr, env: Env) -> bool:
    if item.type.kind is Kind.LIST:
        env.report(value_errors.list_in_list(item))
        return False
    if not one_kind(item.type, first.type):
        env.report(conflict(item, "another kind of value", item.span, env) or value_errors.mixed_list(item, first))
        return False
    return True


# --- calls -----------------------------------------------------------------------------------------------


def _call(expr: ast.Call, env: Env) -> Expr | None:
    function = expr.function.name
    if function == "grade":
        return calls.grade(expr, env)
    if (signature := AGGREGATES.get(function)) is not None:
        return _aggregate(expr, env) if calls.has_count(expr, signature, env) else None
    if (signature := FUNCTIONS.get(function)) is None:
        calls.report_unknown(expr, env)
        return None
    args = _arguments(expr, env)
    known = tuple(arg for arg in args if arg is not None)
    if not calls.is_plain(expr, signature, env) or len(known) < len(args):
        return None
    return calls.function(expr, signature, known, env)


def _arguments(expr: ast.Call, env: Env) -> list[Expr | None]:
    if any(is_about_stage(argument, env) for argument in expr.arguments):
        return [_beside_stage(argument, env) for argument in expr.arguments]
    return [check(argument, env) for argument in expr.arguments]


def _aggregate(expr: ast.Call, env: Env) -> Expr | None:
    takes_condition = expr.function.name in calls.CONDITIONS
    argument = condition(expr.arguments[0], env) if takes_condition else check(expr.arguments[0], env)
    where = None if expr.where is None else condition(expr.where, env)
    if argument is None or (expr.where is not None and where is None):
        return None
    return calls.aggregate(expr, argument, where, env)
