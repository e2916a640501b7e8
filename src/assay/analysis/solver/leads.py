"""A solution as a lead one can score: plain values, few of them, executed before anybody sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

from assay.analysis.solver.axes import Axis, ListAxis
from assay.analysis.solver.cells import FIRST_MOMENT, Cell
from assay.analysis.solver.circuit import Solution, Sum
from assay.analysis.solver.space import Space
from assay.engines.record import BadRecord, Scorer
from assay.engines.record.trace import Trace, trace
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.rescore import python_value
from assay.plan.nodes import ActivityField, Expr, LeadField, Plan, Table
from assay.results import LeadResult

_ANOTHER = "something else"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Values as the plan encodes them, those that are missing left out."""

    lead: Mapping[str, Value]
    activities: tuple[Mapping[str, Value], ...]
    previous: str | None


def size_of(made: Space) -> Sum:
    """How much there is to a lead: fields that have a value, activities, an earlier stage."""
    parts: list[tuple[int, int]] = []
    for axis in made.axes.values():
        if isinstance(axis, ListAxis):
            parts += [(axis.known, 200), *((literal, 50) for literal in axis.items.values())]
        else:
            parts.append((~axis.literal(0), 200))
    parts += [(kind.present, 500 + 100 * sum(not c.missing for c in kind.cells.values())) for kind in made.kinds]
    parts += [(kind.present, place) for kind, place in zip(made.kinds, _ages(made), strict=True)]
    parts += [(literal, 300) for name, literal in made.previous.items() if name]
    counts = [kind.counted for kind in made.kinds]
    return made.circuit.added(made.circuit.weighted(parts), *(count for count in counts if count is not None))


def _ages(made: Space) -> list[int]:
    """Recent activities first: those without a time are the oldest."""
    moments = [kind.time.sample if isinstance(kind.time.sample, int) else FIRST_MOMENT for kind in made.kinds]
    ranks = {moment: min(rank, 90) for rank, moment in enumerate(sorted(set(moments), reverse=True))}
    return [ranks[moment] for moment in moments]


def candidate(made: Space, solution: Solution) -> Candidate:
    lead: dict[str, Value] = {}
    for key, axis in made.axes.items():
        assert isinstance(key, LeadField)
        value = _of_axis(axis, solution)
        if value is not None:
            lead[key.name] = value
    activities: list[Mapping[str, Value]] = []
    for kind in made.kinds:
        if solution.true(kind.present):
            count = 1 if kind.counted is None else solution.of(kind.counted)
            activities += [_of_kind(made, kind.cells, kind.time.sample)] * count
    previous = next((name for name, literal in made.previous.items() if solution.true(literal)), "")
    return Candidate(lead, tuple(activities), previous or None)


def _of_axis(axis: Axis | ListAxis, solution: Solution) -> Value:
    if isinstance(axis, ListAxis):
        if not solution.true(axis.known):
            return None
        return tuple(item for item, literal in axis.items.items() if solution.true(literal))
    at = axis.held(solution)
    cell = axis.cells[at]
    return cell.sample if cell.exact or cell.sample is not None else _ANOTHER


def _of_kind(made: Space, cells: Mapping[Expr, Cell], time: Value) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, cell in cells.items():
        assert isinstance(key, ActivityField)
        value = cell.sample
        if value is not None:
            found[key.name] = value
    if isinstance(made.time, ActivityField) and time is not None:
        found[made.time.name] = time
    return found


def executed(plan: Plan, as_of: int, found: Candidate) -> Trace | None:
    """The lead scored by the record engine's own walk through the plan; None: no file can hold such a lead."""
    lead = _raw(plan.lead, found.lead)
    activities = [_raw(plan.activity, one) for one in found.activities]
    try:
        return trace(plan, as_of, lead, activities, found.previous)
    except BadRecord:
        return None


def scored(scorer: Scorer, found: Candidate) -> LeadResult | None:
    """The same by the compiled engine, which is quicker and says less."""
    plan = scorer.plan
    activities = [_raw(plan.activity, one) for one in found.activities]
    try:
        return scorer.score(_raw(plan.lead, found.lead), activities, found.previous).result()
    except BadRecord:
        return None


def _raw(table: Table, values: Mapping[str, Value]) -> dict[str, object]:
    return {one.name: python_value(one, values.get(one.name)) for one in table.fields}


def differs(made: Space, solution: Solution) -> tuple[int, ...]:
    """Literals of which one is true of every lead that is in other cells than this one."""
    held: list[int] = []
    for axis in made.axes.values():
        literals = [axis.known, *axis.items.values()] if isinstance(axis, ListAxis) else axis.marks
        held += [literal if solution.true(literal) else ~literal for literal in literals]
    held += [kind.present if solution.true(kind.present) else ~kind.present for kind in made.kinds]
    held += [literal for literal in made.previous.values() if solution.true(literal)]
    return tuple(~literal for literal in held)
