"""Leads in the making: some fields, some activities, and what is to be reached beside them by collecting points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assay.engines.record.trace import Trace, trace_of_values
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.records import placed
from assay.engines.record.trace.values import evaluate
from assay.plan.nodes import Expr, Plan, Scalar, Table, Var

Values = Mapping[str, Value]


Demand = tuple[Expr, bool | None]
"""A condition about the lead, and what it is to come to."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A result that is to come to about a value: points of a group or the score, or a stage by its place (None: in no
    stage). `met`: where these hold, the value is good enough."""

    of: Var
    value: Scalar | None
    met: tuple[Demand, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Values as the plan encodes them; what is None is to stay missing. `demands`: what is to hold besides."""

    lead: Values
    activities: tuple[Values, ...] = ()
    aims: tuple[Aim, ...] = ()
    demands: tuple[Demand, ...] = ()

    @property
    def size(self) -> int:
        return sum(value is not None for value in self.lead.values()) + sum(1 + len(one) for one in self.activities)


NOBODY = Draft({})


def together(one: Draft, other: Draft) -> Draft | None:
    """A lead with the values of both; None where they differ."""
    if any(name in one.lead and one.lead[name] != value for name, value in other.lead.items()):
        return None
    more = [activity for activity in other.activities if activity not in one.activities]  # nothing is done twice
    return replace(one, lead={**one.lead, **other.lead}, activities=(*one.activities, *more))


def all_together(drafts: Iterable[Draft]) -> Draft | None:
    """The same of many, with all their aims."""
    made: Draft | None = NOBODY
    aims: list[Aim] = []
    for draft in drafts:
        aims += draft.aims
        made = None if made is None else together(made, draft)
    return None if made is None else Draft(made.lead, made.activities, tuple(dict.fromkeys(aims)))


def away(draft: Draft, trace: Trace) -> tuple[int, int]:
    """How many demands a lead does not meet, and how far its results are from where they are to be."""
    unmet = sum(not _holds(trace, demand) for demand in draft.demands)
    distance = 0
    for aim in draft.aims:
        value = trace.state.results.get(aim.of.name)
        if isinstance(value, int) and isinstance(aim.value, int) and not (aim.met and _all_hold(trace, aim.met)):
            distance += 1 + abs(value - aim.value)
    return unmet, distance


def _all_hold(trace: Trace, demands: Iterable[Demand]) -> bool:
    return all(_holds(trace, demand) for demand in demands)


def _holds(trace: Trace, demand: Demand) -> bool:
    expr, wanted = demand
    return evaluate(expr, trace.state.frame()) is wanted


def executed(plan: Plan, as_of: int, draft: Draft) -> Trace:
    """The lead, scored."""
    lead = _row(plan.lead, draft.lead)
    activities = [_row(plan.activity, one) for one in draft.activities]
    return trace_of_values(
        plan, as_of, lead, tuple(placed(plan, as_of, place, row) for place, row in enumerate(activities))
    )


def _row(table: Table, given: Values) -> dict[str, Value]:
    return {field.name: given.get(field.name) for field in table.fields}
