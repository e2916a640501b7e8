"""Everything an expression can refer to while one lead is traced, worked out when first asked for.

The plan's steps come in an order in which nothing is asked for too early; the trace follows them, so that
this memory is filled in the same order as any other engine's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from assay.engines.record.trace.aggregates import aggregate
from assay.engines.record.trace.nodes import ActivityTrace
from assay.engines.record.trace.ops import Items, Value
from assay.engines.record.trace.values import Frame, Record, evaluate
from assay.plan.nodes import Aggregate, ConstSet, Plan
from assay.plan.nodes import Value as Let
from assay.values import ZoneRules


@dataclass(slots=True)
class State:
    """`results` holds what steps have given so far: groups, score, grades, stage, route, by their Var's name."""

    plan: Plan
    as_of: int
    lead: Record
    activities: tuple[ActivityTrace, ...]  # up to as_of, those dropped by `ignore` included
    zone: ZoneRules
    aggregates: dict[str, Aggregate]
    lets: dict[str, Let]
    lists: dict[str, Items]
    places: dict[int, ActivityTrace]
    results: dict[str, Value] = field(default_factory=dict)
    on_activity: dict[tuple[str, int], Value] = field(default_factory=dict)
    kept: tuple[ActivityTrace, ...] = ()

    def frame(self, activity: ActivityTrace | None = None, subject: Value = None) -> Frame:
        """The frame for an expression about the lead, or about one of its activities."""
        values, place = (None, -1) if activity is None else (activity.values, activity.place)
        return Frame(self.lead, self.zone, self.as_of, self.items_of, self.look_up, values, place, subject)

    def items_of(self, constants: ConstSet) -> Items:
        """The items of a set, written out or kept once in the plan's lists."""
        return frozenset(constants.items) if constants.name is None else self.lists[constants.name]

    def look_up(self, name: str, frame: Frame) -> Value:
        """The value of a Var; one on an activity is remembered with it."""
        if name in self.results:
            return self.results[name]
        let = self.lets.get(name)
        if let is not None and let.scope == "activity":
            return self._of_activity(let, frame)
        value = evaluate(let.value, self.frame()) if let is not None else self._aggregate(name)
        self.results[name] = value
        return value

    def _of_activity(self, let: Let, frame: Frame) -> Value:
        key = (let.name, frame.place)
        if key not in self.on_activity:
            self.on_activity[key] = evaluate(let.value, frame)
        return self.on_activity[key]

    def _aggregate(self, name: str) -> Value:
        found = self.aggregates[name.removeprefix("aggregate:")]
        activities = self.activities if found.source == "all" else self.kept
        return aggregate(found, [(a.time, self.frame(a)) for a in within(activities, found.within, self.as_of)])


def within(activities: Sequence[ActivityTrace], window: int | None, as_of: int) -> tuple[ActivityTrace, ...]:
    """The activities in (as_of - window, as_of]; without a window all, also those without a time."""
    if window is None:
        return tuple(activities)
    return tuple(a for a in activities if a.time is not None and as_of - window < a.time <= as_of)


def new_state(plan: Plan, as_of: int, lead: Mapping[str, Value], activities: tuple[ActivityTrace, ...]) -> State:
    """A state that knows the records and nothing yet of what follows from them."""
    return State(
        plan,
        as_of,
        lead,
        activities,
        ZoneRules(plan.zone.moments, plan.zone.offsets),
        {found.id: found for found in plan.aggregates},
        {let.name: let for let in plan.values},
        {named.name: cast(Items, frozenset(named.items)) for named in plan.lists},
        {activity.place: activity for activity in activities},
    )
