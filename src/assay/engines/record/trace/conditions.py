"""Conditions: how they came out, broken into parts, with what was missing."""

from collections.abc import Iterable
from typing import Literal

from assay.engines.record.trace.nodes import ActivityTrace, ConditionTrace, Outcome, Part, Seen
from assay.engines.record.trace.state import State, within
from assay.engines.record.trace.values import LOGIC, Frame, evaluate
from assay.plan.nodes import Condition, Const, ConstSet, Expr, Input, Op, Var

Times = tuple[Literal["at least", "exactly"], int]


def condition_trace(
    state: State, condition: Condition, times: Times | None = None, *, per_activity: bool = False
) -> ConditionTrace:
    """How a condition comes out; `per_activity` where only activities count (`each`)."""
    if condition.scope == "lead":
        part = part_of(state, condition.test, state.frame())
        outcome = _of_truth(part.value)
        return ConditionTrace(condition, outcome, part, missing=_missing_if(state, outcome, condition))
    window = within(state.kept, condition.within, state.as_of)
    matched = tuple(a.place for a in window if evaluate(condition.test, state.frame(a)) is True)
    true = set(matched)
    could = tuple(a.place for a in window if a.place in true or _could(state, condition, a))
    alone = None if condition.alone is None else part_of(state, condition.alone, state.frame())
    if per_activity or times:
        outcome = _counted(len(matched), len(could), times or ("at least", 1))
    else:
        outcome = _some_or_alone(state, condition, bool(matched), bool(could), alone)
    missing = _missing_if(state, outcome, condition)
    return ConditionTrace(condition, outcome, alone, len(window), matched, could, missing)


def _of_truth(value: object) -> Outcome:
    if value is None:
        return "undecided"
    return "true" if value else "false"


def _could(state: State, condition: Condition, activity: ActivityTrace) -> bool:
    return condition.possible is not None and evaluate(condition.possible, state.frame(activity)) is True


def _counted(matched: int, could: int, times: Times) -> Outcome:
    kind, needed = times
    if matched >= needed if kind == "at least" else matched == needed:
        return "true"
    return "undecided" if matched < needed <= could else "false"


def _some_or_alone(state: State, condition: Condition, matched: bool, could: bool, alone: Part | None) -> Outcome:
    if matched or (alone is not None and alone.value is True):
        return "true"
    if could:
        return "undecided"
    possible = condition.possible_alone
    return "undecided" if possible is not None and evaluate(possible, state.frame()) is True else "false"


def _missing_if(state: State, outcome: Outcome, condition: Condition) -> tuple[str, ...]:
    return missing_inputs(state, condition.inputs) if outcome == "undecided" else ()


def missing_inputs(state: State, inputs: Iterable[Input]) -> tuple[str, ...]:
    """Names of the inputs that are missing, in order, each once."""
    frame = state.frame()
    return tuple(dict.fromkeys(i.name for i in inputs if evaluate(i.value, frame) is None))


def part_of(state: State, expr: Expr, frame: Frame) -> Part:
    """A condition broken into its parts, each with its truth value and the values it saw."""
    value = evaluate(expr, frame)
    if isinstance(expr, Op) and expr.op in LOGIC:
        parts = tuple(part_of(state, arg, frame) for arg in expr.args if not isinstance(arg, Const))
        return Part(expr, value, parts)
    if isinstance(expr, Var) and expr.name in state.lets and state.lets[expr.name].kind == "boolean":
        return Part(expr, value, (part_of(state, state.lets[expr.name].value, frame),))
    return Part(expr, value, (), _seen(expr, frame))


def _seen(expr: Expr, frame: Frame) -> tuple[Seen, ...]:
    """What a comparison looked at: its sides that are no constants."""
    sides = expr.args if isinstance(expr, Op) else (expr,)
    return tuple(Seen(side, evaluate(side, frame)) for side in sides if not isinstance(side, Const | ConstSet))
