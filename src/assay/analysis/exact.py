"""How far groups and score reach exactly, where there is a solver and it is quick about it."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from assay.analysis.logic import Logic
from assay.analysis.ranges import GroupRange, as_numbers
from assay.plan.nodes import Expr, Op, Plan, Var

if TYPE_CHECKING:
    from assay.analysis.solver import Reach

_MOST_RULES = 3_000
_SECONDS = 1.0


def exactly(logic: Logic, as_of: int) -> Logic:
    """The same with ranges as narrow as they are, for rules about leads alone that depend on no day; else as it was.
    Rules with dates may run or not."""
    if not _is_worth_it(logic.plan) or not is_installed():
        return logic
    solver = import_module("assay.analysis.solver")  # takes longer to load than most rules to lint
    try:
        found: Reach = solver.reach(solver.Prover([logic.plan], as_of, any_day=True), _SECONDS)
    except solver.MissingSolver:
        return logic
    groups = {name: GroupRange(one.earned, one.kept) for name, one in found.groups.items()}
    ends = {f"group:{name}": as_numbers(one.kept) for name, one in groups.items()}
    ends["score"] = as_numbers(found.score.kept)
    return replace(
        logic,
        bounded=replace(logic.known, ranges=ends),
        groups=groups,
        total=found.score.earned,
        score=found.score.kept,
    )


def is_installed() -> bool:
    """Whether there is a solver."""
    return find_spec("ortools") is not None


def _is_worth_it(plan: Plan) -> bool:
    """Whether something depends on how far points reach, and nothing on what leads did."""
    of_activities = any(one.condition is not None and one.condition.scope == "activity" for one in plan.rules)
    asked = plan.stages or plan.grades or any((one.minimum, one.maximum) != (None, None) for one in plan.groups)
    small = len(plan.rules) <= _MOST_RULES
    return (
        bool(asked) and small and not of_activities and not plan.aggregates and not any(map(_tells_time, _read(plan)))
    )


def _read(plan: Plan) -> Iterator[Expr]:
    """Everything a rule or a `let` reads."""
    yield from (one.value for one in plan.values)
    for rule in plan.rules:
        test = None if rule.condition is None else rule.condition.test
        yield from (expr for expr in (rule.subject, test) if expr is not None)
        yield from (amount.value for amount in (rule.amount, *(row.amount for row in rule.rows)) if amount is not None)


def _tells_time(expr: Expr) -> bool:
    """Whether it depends on the moment of scoring: what no lead has today, one may have tomorrow."""
    match expr:
        case Var(name=name):
            return name == "as_of"
        case Op(op=op, args=args):
            return op == "periods" or any(map(_tells_time, args))
    return False
