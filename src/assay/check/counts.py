"""Numbers that count something: at least 1, and whole."""

from assay.check.env import Env
from assay.check.errors import structure, values
from assay.syntax import ast

MANY = 1_000_000_000


def whole_count(number: ast.Number, what: str, env: Env, most: int = MANY) -> int | None:
    """A count of at least 1; anything else is reported. `what`: "`times`", …"""
    if number.value != number.value.to_integral_value():
        env.report(values.not_whole(number.span, what))
    elif number.value < 1:
        env.report(structure.count_too_low(number.span, what))
    elif number.value > most:
        env.report(structure.count_too_high(number.span, what, most))
    else:
        return int(number.value)
    return None
