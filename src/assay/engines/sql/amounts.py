"""What an amount comes to, in hundredths with its sign: rounded after decay and before any bound."""

from sqlglot import exp

from assay.engines.sql.build import Sql, case, compare, is_null, minus, null, number
from assay.engines.sql.context import Context
from assay.engines.sql.decay import aged
from assay.engines.sql.expressions import lower
from assay.engines.sql.rounding import rounded
from assay.plan.nodes import Amount, Const, Decay
from assay.values import POINT, SCALE, points_of

Points = int | Sql  # fixed, or worked out per lead or activity


def fixed(amount: Amount) -> int | None:
    """The points of an amount that is a constant."""
    if not isinstance(amount.value, Const):
        return None
    return points_of(amount.sign * int(amount.value.value))


def points(context: Context, amount: Amount) -> Points:
    """Without decay."""
    known = fixed(amount)
    if known is not None:
        return known
    return rounded(context.spelling, _signed(context, amount), SCALE // POINT)


def _signed(context: Context, amount: Amount) -> Sql:
    value = lower(context, amount.value)
    signed = value if amount.sign > 0 else exp.Neg(this=exp.Paren(this=value))
    return context.registry.held(signed, "amount")


def aged_points(context: Context, amount: Amount, decay: Decay, time: Sql) -> Sql:
    """On an activity of that time; missing without a time."""
    age = context.registry.put(minus(number(context.as_of), time), "age")
    if isinstance(amount.value, Const):
        number_ = amount.sign * int(amount.value.value)
        worth = aged(context, number(abs(number_)), decay, age)
        return worth if number_ >= 0 else exp.Neg(this=exp.Paren(this=worth))
    signed = _signed(context, amount)
    size = context.registry.held(exp.Abs(this=signed.copy()), "size")
    worth = context.registry.held(aged(context, size, decay, age), "worth")
    negative = compare("lt", signed.copy(), number(0))
    return case([(is_null(signed), null()), (negative, exp.Neg(this=worth))], worth.copy())


def as_sql(value: Points) -> Sql:
    return number(value) if isinstance(value, int) else value
