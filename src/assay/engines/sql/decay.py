"""Points that age. Sizes are numbers without sign, results hundredths without sign; the age is a column.

`halving` is the one place with doubles; everything else is whole numbers, wide where a product could be long.
"""

from typing import assert_never

from sqlglot import exp

from assay.engines.sql.build import Sql, case, cast, compare, is_null, minus, null, number, plus, times
from assay.engines.sql.compounding import WHOLE, compounding
from assay.engines.sql.context import Context
from assay.engines.sql.rounding import rounded_up
from assay.plan.nodes import Decay
from assay.values import POINT, SCALE, points_of

_GONE = 100  # half-lives after which nothing is left of any amount
_NARROW = 10**10


def aged(context: Context, size: Sql, decay: Decay, age: Sql) -> Sql:
    """The worth of an amount at an age, a column or a constant both; missing where either is."""
    constant = int(size.name) if isinstance(size, exp.Literal) else None
    worth = _worth(context, size, constant, decay, age)
    unknown = exp.If(this=is_null(age.copy()), true=null())
    if isinstance(worth, exp.Case):
        return exp.Case(ifs=[unknown, *worth.args["ifs"]], default=worth.args.get("default"))
    return exp.Case(ifs=[unknown], default=worth)


def _worth(context: Context, size: Sql, constant: int | None, decay: Decay, age: Sql) -> Sql:
    match decay.kind:
        case "fading":
            return _fading(context, size, constant, decay, _steps(context, age, decay))
        case "compounding":
            return compounding(context, size, constant, decay, _steps(context, age, decay))
        case "losing":
            return _losing(context, size, constant, decay, _steps(context, age, decay))
        case "halving":
            return _halving(context, size, decay, age)
        case "expiring":
            return case([(compare("lt", age, number(decay.every)), _points(context, size, constant))], number(0))
        case _:
            assert_never(decay.kind)


def _steps(context: Context, age: Sql, decay: Decay) -> Sql:
    """Full ones so far."""
    return context.registry.put(context.spelling.divide(age, number(decay.every)), "full_steps")


def _points(context: Context, size: Sql, constant: int | None) -> Sql:
    return rounded_up(context.spelling, size, SCALE // POINT) if constant is None else number(points_of(constant))


def _fading(context: Context, size: Sql, constant: int | None, decay: Decay, passed: Sql) -> Sql:
    """Of the original, never below 0."""
    gone = -(-WHOLE // decay.percent) if decay.percent else None
    left = minus(number(WHOLE), times(passed.copy(), number(decay.percent)))
    narrow = constant is not None and constant <= _NARROW
    product = times(size if narrow else context.spelling.widen(size), exp.Paren(this=left))
    held = context.registry.put(product, "faded")
    worth = cast(rounded_up(context.spelling, held, WHOLE * SCALE // POINT), "BIGINT")
    return worth if gone is None else case([(compare("ge", passed, number(gone)), number(0))], worth)


def _losing(context: Context, size: Sql, constant: int | None, decay: Decay, passed: Sql) -> Sql:
    """Never past 0."""
    lost = decay.losing * (SCALE // POINT)
    if constant is not None:
        left = minus(number(constant), times(passed.copy(), number(lost)))
        held = context.registry.put(
            case([(compare("ge", passed, number(_until_gone(constant, lost))), number(0))], left), "left"
        )
        return rounded_up(context.spelling, held, SCALE // POINT)
    wide = context.spelling.widen
    left = context.registry.put(minus(wide(size), times(wide(passed), number(lost))), "left")
    worth = cast(rounded_up(context.spelling, left, SCALE // POINT), "BIGINT")
    return case([(compare("le", left.copy(), number(0)), number(0))], worth)


def _until_gone(constant: int, lost: int) -> int:
    return -(-constant // lost) if lost else 10**15


def _halving(context: Context, size: Sql, decay: Decay, age: Sql) -> Sql:
    """Hundredths × 2^(-age / D) in doubles, rounded half up. After a hundred half-lives nothing is left, and some
    engines take such a power for an error."""
    hundredths = exp.Div(this=cast(size, "DOUBLE"), expression=cast(number(SCALE // POINT), "DOUBLE"), typed=True)
    exponent = exp.Div(
        this=cast(exp.Neg(this=exp.Paren(this=age.copy())), "DOUBLE"),
        expression=cast(number(decay.every), "DOUBLE"),
        typed=True,
    )
    aged_ = times(hundredths, context.spelling.power_of_two(exponent))
    half = exp.Div(this=cast(number(1), "DOUBLE"), expression=cast(number(2), "DOUBLE"), typed=True)
    worth = cast(exp.Floor(this=plus(aged_, half)), "BIGINT")
    return case([(compare("ge", age, number(_GONE * decay.every)), number(0))], worth)
