"""All leads there can be, as one circuit that several plans share."""

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from assay.analysis.solver.abstract import Setting, exactly
from assay.analysis.solver.asked import Asked, collect, leaves
from assay.analysis.solver.axes import Axis, ListAxis, axis
from assay.analysis.solver.budget import Budget
from assay.analysis.solver.cells import Asking, Cell, cells
from assay.analysis.solver.circuit import TRUE, Circuit
from assay.analysis.solver.encoded import Encoded, encode
from assay.analysis.solver.given import Given
from assay.analysis.solver.kinds import ActivityKind, TooMany, activity_kinds
from assay.analysis.solver.names import Names, names
from assay.analysis.solver.periods import Calendar
from assay.analysis.solver.picks import Activities
from assay.analysis.solver.truth import Kleene, Results, Truths
from assay.plan.nodes import ActivityField, Condition, ConstSet, Expr, Field, LeadField, Plan, Scalar
from assay.values import ZoneRules

_ORDERED = frozenset({"number", "integer", "date", "time"})
NO_TIME: tuple[Cell, ...] = ()


class Incomparable(Exception):  # noqa: N818  a fact about two plans
    """Plans whose leads are not the same: a field of two kinds, two zones, other spellings of "missing"."""


@dataclass(slots=True)
class Space:
    """Leads and their activities, of which each plan says something. `free`: what was not looked into, in words; it is
    taken to be anything, so that what is not found there does not exist. `strict`: see `Truths`."""

    circuit: Circuit
    setting: Setting
    strict: bool
    axes: dict[Expr, Axis | ListAxis]
    kinds: Sequence[ActivityKind]
    time: Expr | None
    plans: list[Encoded]
    previous: dict[str, int]  # by stage, "" for none
    free: dict[str, None]


def space(
    plans: Sequence[Plan],
    as_of: int,
    *,
    strict: bool = False,
    also: Sequence[Condition] = (),
    undecided: bool = False,
    any_day: bool = False,
    until: float = math.inf,
) -> Space:
    """`until`: when to give up, by `time.monotonic`. Raises OutOfTime then. `also`: further conditions that will be asked of the first plan. `undecided`: what leaves rules undecided will be
    asked as well. `any_day`: rules with dates may run or not."""
    _hold_comparable(plans)
    known = {one.name: one.items for one in plans[0].lists}
    every = [names(plan, "" if at == 0 else f" of plan {at + 1}", known) for at, plan in enumerate(plans)]
    zone = ZoneRules(plans[0].zone.moments, plans[0].zone.offsets)
    setting = Setting(as_of, zone, _items(every), Budget(until))
    asked = Asked(setting, _askings(plans), _time(plans))
    for one in every:
        asked.by_name.append(collect(asked, one, possible=undecided))
    for condition in also:
        leaves(asked, every[0], condition.test)
    return _built(plans, every, asked, strict=strict, any_day=any_day)


def _built(plans: Sequence[Plan], every: Sequence[Names], asked: Asked, *, strict: bool, any_day: bool) -> Space:
    circuit, free = Circuit(asked.setting.budget), dict[str, None]()
    axes = _axes(circuit, asked, strict=strict)
    kinds, times, open = _kinds(circuit, asked, strict=strict)
    if open:
        free["what activities do: they are of too many kinds"] = None
    previous = _previous(circuit, plans)
    made = Space(circuit, asked.setting, strict, axes, kinds, asked.time, [], previous, free)
    shared: dict[tuple[Expr, tuple[int, ...]], Kleene] = {}
    rules: dict[Hashable, Given] = {}
    for at, (plan, named) in enumerate(zip(plans, every, strict=True)):
        truths = Truths(circuit, asked.setting, named, axes, Results(), strict, free, shared=shared)
        calendar = Calendar(asked.setting, times, strict)
        activities = Activities(
            truths, kinds, dict.fromkeys(range(len(kinds)), TRUE), calendar, asked.by_name[at], asked.time, open
        )
        held = [previous[stage.name] for stage in plan.stages] if previous else []
        made.plans.append(encode(plan, truths, activities, held, rules, may_be_idle=any_day, several=len(plans) > 1))
    return made


def _hold_comparable(plans: Sequence[Plan]) -> None:
    first = plans[0]
    for other in plans[1:]:
        if other.zone != first.zone:
            raise Incomparable("they are of two time zones")
        if set(other.missing) != set(first.missing):
            raise Incomparable("they have different spellings of missing values")
        for ours, theirs in ((first.lead, other.lead), (first.activity, other.activity)):
            kinds = {one.name: (one.kind, one.values) for one in ours.fields}
            for one in theirs.fields:
                if kinds.get(one.name, (one.kind, one.values)) != (one.kind, one.values):
                    raise Incomparable(f"`{one.name}` is of another type")


def _items(every: Sequence[Names]) -> "Callable[[ConstSet], tuple[Scalar, ...]]":
    lists = {named.of_list(one.name): one.items for named in every for one in named.plan.lists}
    return lambda items: items.items if items.name is None else lists[items.name]


def _askings(plans: Sequence[Plan]) -> dict[Expr, Asking]:
    found: dict[Expr, Asking] = {}
    for plan in plans:
        for key, one in _fields(plan):
            found.setdefault(key, Asking(one, key, missing=frozenset(plan.missing)))
    return found


def _fields(plan: Plan) -> list[tuple[LeadField | ActivityField, Field]]:
    lead: list[tuple[LeadField | ActivityField, Field]] = [
        (LeadField("lead", one.name), one) for one in plan.lead.fields
    ]
    return [*lead, *((ActivityField("activity", one.name), one) for one in plan.activity.fields)]


def _time(plans: Sequence[Plan]) -> Expr | None:
    times = {plan.activity.time for plan in plans if plan.activity.time is not None}
    if len(times) > 1:
        raise Incomparable("they take the time of activities from different fields")
    return ActivityField("activity", times.pop()) if times else None


def _axes(circuit: Circuit, asked: Asked, *, strict: bool) -> dict[Expr, Axis | ListAxis]:
    found: dict[Expr, Axis | ListAxis] = {}
    for key, asking in asked.fields.items():
        if not isinstance(key, LeadField):
            continue
        if asking.of.kind == "list":
            made = ListAxis(circuit, key, circuit.literal())
            found[key] = made
        elif asking.wanted:
            classes = _cells(asked.setting, asking, strict=strict)
            found[key] = axis(circuit, key, classes, ordered=asking.of.kind in _ORDERED)
    return found


def _cells(setting: Setting, asking: Asking, *, strict: bool, latest: int | None = None) -> tuple[Cell, ...]:
    found = cells(setting, asking, latest=latest)
    return tuple(cell for cell in found if cell.exact or not strict)


def _kinds(circuit: Circuit, asked: Asked, *, strict: bool) -> tuple[Sequence[ActivityKind], tuple[Cell, ...], bool]:
    times: tuple[Cell, ...] = (Cell(exactly(None), None, single=True),)
    if asked.time is not None:
        times = _cells(asked.setting, asked.fields[asked.time], strict=strict, latest=asked.setting.as_of)[::-1]
    read = {
        one
        for use in asked.uses
        for one in (*use.fields, *(use.names.about(use.condition) if use.condition is not None else ()))
    }
    fields: dict[Expr, Sequence[Cell]] = {
        key: _cells(asked.setting, asked.fields[key], strict=strict)
        for key in asked.fields
        if key in read and isinstance(key, ActivityField) and key != asked.time
    }
    try:
        return (
            activity_kinds(circuit, asked.setting, fields, asked.time, times, asked.uses, strict=strict),
            times,
            False,
        )
    except TooMany:
        return [], times, True


def _previous(circuit: Circuit, plans: Sequence[Plan]) -> dict[str, int]:
    """The stage of an earlier run, where a sticky stage can hold a lead."""
    names = dict.fromkeys(
        stage.name for plan in plans if any(one.sticky for one in plan.stages) for stage in plan.stages
    )
    if not names:
        return {}
    found = {name: circuit.literal() for name in ["", *names]}
    circuit.exactly_one(list(found.values()))
    return found
