"""Conditions about activities that are not true: could they be, were the missing values of the lead known?

The definition is taken at its word. A condition is cut into its parts (what stands between `and`, `or`, `not`,
`implies`, `at least K of`), and every unknown part is either free, to be tried as true and as false, or stuck:
unknown for good. All outcomes of a condition are the set of what it gives over all those tries; parts are
tried on their own, also where one condition is written twice.
"""

from collections.abc import Callable
from itertools import product

from assay.syntax import ast
from tests.naive.expressions import Activity, State, at_least, both, either, is_list, list_items, negation, value_of
from tests.naive.world import children, depends_on_activity, depends_on_lead, is_result

Truth = bool | None
Outcomes = frozenset[Truth]
NOWHERE: Activity = {}  # in place of an activity: every part that reads one is unknown for good


def outcomes(state: State, expr: ast.Expr, activity: Activity) -> Outcomes:
    """What a condition may turn out to be, of one activity or NOWHERE."""
    match expr:
        case ast.Binary(op="and"):
            return _each(both, outcomes(state, expr.left, activity), outcomes(state, expr.right, activity))
        case ast.Binary(op="or"):
            return _each(either, outcomes(state, expr.left, activity), outcomes(state, expr.right, activity))
        case ast.Binary(op="implies"):
            left = frozenset(map(negation, outcomes(state, expr.left, activity)))
            return _each(either, left, outcomes(state, expr.right, activity))
        case ast.Unary(op="not"):
            return frozenset(map(negation, outcomes(state, expr.operand, activity)))
        case ast.AtLeast():
            sides = [outcomes(state, condition, activity) for condition in expr.conditions]
            return frozenset(at_least(int(expr.count.value), list(tried)) for tried in product(*sides))
        case ast.Name() if not is_result(expr) and expr.name in state.world.lets:
            return outcomes(state, state.world.lets[expr.name], activity)
        case ast.Binary(op="==" | "!=", left=inner, right=ast.Boolean(value=wanted)):
            found = outcomes(state, inner, activity)
            return found if wanted == (expr.op == "==") else frozenset(map(negation, found))
        case ast.Binary(op="in" | "not in", right=ast.Between()):
            return _between(state, expr, activity)
        case ast.Binary(right=items) if is_list(state.world, items):
            return _any_item(state, expr, activity)
    return _part(state, expr, activity)


def _each(join: Callable[[Truth, Truth], Truth], left: Outcomes, right: Outcomes) -> Outcomes:
    return frozenset(join(a, b) for a, b in product(left, right))


def _between(state: State, expr: ast.Binary, activity: Activity) -> Outcomes:
    """`x in A to B` is `x >= A and x <= B`: two parts."""
    assert isinstance(expr.right, ast.Between)
    low = ast.Binary(">=", expr.left, expr.right.low, span=expr.span, op_span=expr.op_span)
    high = ast.Binary("<=", expr.left, expr.right.high, span=expr.span, op_span=expr.op_span)
    found = _each(both, _part(state, low, activity), _part(state, high, activity))
    return found if expr.op == "in" else frozenset(map(negation, found))


def _any_item(state: State, expr: ast.Binary, activity: Activity) -> Outcomes:
    """`x in [a, b]` is `x == a or x == b`, and `contains` and its like of a list the same: a part for each item."""
    op = "==" if expr.op in ("in", "not in") else expr.op
    found: Outcomes = frozenset([False])
    for item in list_items(state.world, expr.right):
        one = ast.Binary(op, expr.left, item, span=expr.span, op_span=expr.op_span)
        found = _each(either, found, _part(state, one, activity))
    return frozenset(map(negation, found)) if expr.op == "not in" else found


def _part(state: State, part: ast.Expr, activity: Activity) -> Outcomes:
    if activity is NOWHERE and depends_on_activity(state.world, part):
        return frozenset([None])
    value = value_of(state, part, activity)
    if value is None and free(state, part, activity):
        return frozenset([True, False])
    assert value is None or isinstance(value, bool), part
    return frozenset([value])


def free(state: State, part: ast.Expr, activity: Activity) -> bool:
    """Whether an unknown part is unknown for what is missing on the lead's side alone."""
    if not depends_on_activity(state.world, part):
        return True
    return lead_missing(state, part, activity) and not activity_missing(state, part, activity)


def activity_missing(state: State, part: ast.Expr, activity: Activity) -> bool:
    """Whether a piece that reads the activity alone is missing."""
    if not depends_on_activity(state.world, part):
        return False
    if not depends_on_lead(state.world, part) and not is_many(state, part):
        return value_of(state, part, activity) is None
    return any(activity_missing(state, piece, activity) for piece in pieces(state, part))


def lead_missing(state: State, part: ast.Expr, activity: Activity) -> bool:
    """Whether a piece that reads the lead alone is missing."""
    if not depends_on_lead(state.world, part):
        return False
    if not depends_on_activity(state.world, part) and not is_many(state, part):
        return value_of(state, part) is None
    return any(lead_missing(state, piece, activity) for piece in pieces(state, part))


def is_many(state: State, part: ast.Expr) -> bool:
    """Whether it is the right side of an `in`: no value of its own."""
    return isinstance(part, ast.Between) or is_list(state.world, part)


def pieces(state: State, part: ast.Expr) -> tuple[ast.Expr, ...]:
    if isinstance(part, ast.Name) and part.name in state.world.lets:
        return (state.world.lets[part.name],)
    return children(part)


# --- conditions as statements use them -----------------------------------------------------------------


def true_of(state: State, condition: ast.Expr, activity: Activity) -> bool:
    return value_of(state, condition, activity) is True


def true_alone(state: State, condition: ast.Expr) -> bool:
    """Whether the parts about the lead alone make it true, every other part being unknown."""
    tried = outcomes(state, condition, NOWHERE)
    return tried == {True}


def could_be(state: State, condition: ast.Expr, activity: Activity) -> bool:
    return True in outcomes(state, condition, activity)
