"""From the score on, as code: grades, disqualification, stages, promotions, routes, guarantees.

Each decision is one function over the same state; they run when a result is first asked for one of them.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import partial

from assay.engines.record.conditions import holds
from assay.engines.record.expressions import value
from assay.engines.record.layout import Context
from assay.engines.record.operators import Scope
from assay.engines.record.writer import Body
from assay.plan.nodes import Condition, Grade, Guarantee

STATE = "H, S, A, I"
PER_FUNCTION = 50  # decisions in one function


def function(context: Context, body: Body, parameters: str = STATE) -> str:
    """Takes in a body as a function; gives its name."""
    name = context.names.reserve("f")
    context.names.define(name, parameters, body)
    return name


def all_true(context: Context, conditions: Sequence[Condition]) -> list[str]:
    """Functions that together give the places of the conditions that are true."""
    return _collecting(context, [partial(holds, one) for one in conditions])


def broken(context: Context, guarantees: Sequence[Guarantee]) -> list[str]:
    """Functions that together give the places of broken guarantees; unknown is not broken."""
    return _collecting(context, [partial(_is_broken, one) for one in guarantees])


def _is_broken(one: Guarantee, scope: Scope) -> str:
    if one.kind == "never":
        return holds(one.condition, scope)
    return f"{value(one.condition.test, scope)} is False"


def _collecting(context: Context, tests: Sequence[Callable[[Scope], str]]) -> list[str]:
    names = []
    for start in range(0, len(tests), PER_FUNCTION):
        body = Body()
        body.line("found = []")
        for place, test in enumerate(tests[start : start + PER_FUNCTION], start):
            with body.block(f"if {test(Scope(context, body))}:"):
                body.line(f"found.append({place})")
        body.line("return found")
        names.append(function(context, body))
    return names


def first_true(context: Context, conditions: Sequence[tuple[int, Condition | None]]) -> list[str]:
    """Functions of which the first that gives no None gives the place of the first condition that is true; None
    as a condition is always true."""
    names = []
    for start in range(0, len(conditions), PER_FUNCTION):
        body = Body()
        for place, condition in conditions[start : start + PER_FUNCTION]:
            test = "True" if condition is None else holds(condition, Scope(context, body))
            with body.block(f"if {test}:"):
                body.line(f"return {place}")
        body.line("return None")
        names.append(function(context, body))
    return names


def grading(grade: Grade) -> Callable[[int], str]:
    """From points in hundredths to the letter."""
    rising = [bound for _, bound in reversed(grade.bands) if bound is not None]
    letters = [letter for letter, _ in reversed(grade.bands)]
    return lambda points: letters[bisect_right(rising, points)]
