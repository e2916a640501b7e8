"""What the examples of a file have shown of its conditions, counted as the reference defines it.

Truths are numbers, 0, ½ and 1: `and` is the least, `or` the greatest, `not` one minus. A part decides where setting it
to the other of 0 and 1 takes the whole from 0 to 1 or back.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from assay.syntax import ast, printer
from tests.naive.aggregates import in_window
from tests.naive.examples import of_example
from tests.naive.expressions import Activity, State, value_of
from tests.naive.result import Result
from tests.naive.world import reads_activity

HALF = Fraction(1, 2)
NAMES = {0: "false", HALF: "undecided", 1: "true"}
Truths = dict[ast.Expr, Fraction | int]
Shown = dict[int, set[tuple[str, str]]]
"""By the place where a condition begins: parts as printed, and what was seen of them."""


def parts_shown(file: ast.File, as_of: dt.datetime) -> Shown:
    """Of every condition that stands by itself, over all examples of the file."""
    shown: Shown = defaultdict(set)
    for example in (s for s in file.statements if isinstance(s, ast.Example)):
        result, state = of_example(file, example, as_of)
        for condition, within, alone in _conditions(file, result):
            for truths in _asked(state, condition, within, alone=alone):
                shown[condition.span.start] |= set(_shown(condition, truths))
    return shown


def _conditions(file: ast.File, result: Result) -> Iterator[tuple[ast.Expr, ast.Duration | None, bool]]:
    """Those an example comes to, with their window, and whether their lead-only parts count by themselves."""
    for statement in file.statements:
        match statement:
            case ast.Exclude():
                yield statement.condition, None, True
            case ast.Disqualify() | ast.Guarantee() if not result.excluded:
                yield statement.condition, None, True
            case ast.Stage(condition=ast.Node() as condition) if not (result.excluded or result.disqualified):
                yield condition, None, True
            case ast.Group() | ast.When() | ast.Each() if not result.excluded:
                yield from _of_rules(statement)


def _of_rules(part: ast.Rule | ast.Group) -> Iterator[tuple[ast.Expr, ast.Duration | None, bool]]:
    match part:
        case ast.Group():
            for inner in part.body:
                yield from _of_rules(inner)
        case ast.When() if not (part.meta.off or part.meta.starting or part.meta.until):
            yield part.condition, part.within, part.times is None
        case ast.Each() if not (part.meta.off or part.meta.starting or part.meta.until):
            yield part.condition, part.within, False


def _asked(state: State, condition: ast.Expr, within: ast.Duration | None, *, alone: bool) -> Iterator[Truths]:
    if not reads_activity(state.world, condition):
        yield {part: _truth(value_of(state, part)) for part in _parts(condition)}
        return
    for activity in state.kept:
        if in_window(state, activity, within):
            yield {part: _truth(value_of(state, part, activity)) for part in _parts(condition)}
    if alone:
        yield {part: _alone(state, part) for part in _parts(condition)}


def _alone(state: State, part: ast.Expr, nothing: Activity | None = None) -> Fraction | int:
    return HALF if reads_activity(state.world, part) else _truth(value_of(state, part, nothing))


def _truth(value: object) -> Fraction | int:
    assert value is None or isinstance(value, bool)
    return HALF if value is None else int(value)


def _parts(expr: ast.Expr) -> Iterator[ast.Expr]:
    match expr:
        case ast.Binary(op="and" | "or" | "implies"):
            yield from _parts(expr.left)
            yield from _parts(expr.right)
        case ast.Unary(op="not"):
            yield from _parts(expr.operand)
        case ast.AtLeast():
            for condition in expr.conditions:
                yield from _parts(condition)
        case _:
            yield expr


def _whole(expr: ast.Expr, truths: Truths) -> Fraction | int:
    match expr:
        case ast.Binary(op="and"):
            return min(_whole(expr.left, truths), _whole(expr.right, truths))
        case ast.Binary(op="or"):
            return max(_whole(expr.left, truths), _whole(expr.right, truths))
        case ast.Binary(op="implies"):
            return max(1 - _whole(expr.left, truths), _whole(expr.right, truths))
        case ast.Unary(op="not"):
            return 1 - _whole(expr.operand, truths)
        case ast.AtLeast():
            return sorted((_whole(one, truths) for one in expr.conditions), reverse=True)[int(expr.count.value) - 1]
    return truths[expr]


def _shown(condition: ast.Expr, truths: Truths) -> Iterator[tuple[str, str]]:
    for part, value in truths.items():
        yield printer.expression(part), NAMES[value]
        if value != HALF:
            ends = {_whole(condition, truths), _whole(condition, truths | {part: 1 - value})}
            if ends == {0, 1}:
                yield printer.expression(part), f"decides {NAMES[value]}"
