"""Leads people ask for."""

from collections.abc import Sequence

from assay.analysis.solver.find import Goal
from assay.analysis.solver.space import Space
from assay.engines.record.trace import Trace


def broken(guarantee: int) -> Goal:
    """A scored lead that breaks a guarantee of the only plan, by index."""

    def literal(space: Space) -> int:
        made = space.plans[0]
        return space.circuit.all_of((made.broken[guarantee], ~made.excluded))

    def holds(traces: Sequence[Trace]) -> bool:
        return traces[0].score is not None and traces[0].guarantees[guarantee].broken

    return Goal(literal, holds)


def in_stage(stage: int) -> Goal:
    """A lead in a stage of the only plan, by place."""

    def literal(space: Space) -> int:
        made = space.plans[0]
        return space.circuit.all_of((made.stage[stage], ~made.excluded))

    return Goal(literal, lambda traces: traces[0].score is not None and traces[0].stage == stage)


def fires(rule: int) -> Goal:
    """A lead for which a rule of the only plan counts, by index."""

    def literal(space: Space) -> int:
        made = space.plans[0]
        return space.circuit.all_of((made.rules[rule].fired, ~made.excluded))

    def holds(traces: Sequence[Trace]) -> bool:
        found = traces[0].rules.get(rule)
        return found is not None and found.fired

    return Goal(literal, holds)
