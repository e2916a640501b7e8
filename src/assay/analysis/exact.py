"""How far groups and score reach exactly, where there is a solver and it is quick about it."""

from dataclasses import replace

from assay.analysis.logic import Logic
from assay.analysis.ranges import GroupRange, as_numbers
from assay.analysis.solver import MissingSolver, Prover, is_installed, reach
from assay.plan.nodes import Plan

_MOST_RULES = 3_000
_SECONDS = 1.0


def exactly(logic: Logic, as_of: int) -> Logic:
    """The same with ranges as narrow as they are, for rules about leads alone; else as it was. On whatever day:
    rules with dates may run or not."""
    if not _is_worth_it(logic.plan) or not is_installed():
        return logic
    try:
        found = reach(Prover([logic.plan], as_of, any_day=True), _SECONDS)
    except MissingSolver:
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


def _is_worth_it(plan: Plan) -> bool:
    """Whether something depends on how far points reach, and nothing on what leads did."""
    of_activities = any(one.condition is not None and one.condition.scope == "activity" for one in plan.rules)
    asked = plan.stages or plan.grades or any((one.minimum, one.maximum) != (None, None) for one in plan.groups)
    return bool(asked) and not of_activities and not plan.aggregates and len(plan.rules) <= _MOST_RULES
