"""The plan walked step by step for one lead, with everything that was seen on the way kept.

This is what explanations and failing examples are made of. It shares nothing with the compiled engine but the
reading of values, so that each can be held against the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import assay.engines.record.trace.decisions as decide
from assay.engines.record.keys import key_text
from assay.engines.record.trace.nodes import (
    ActivityTrace,
    GroupTrace,
)
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.records import ignored, read_activities, read_lead
from assay.engines.record.trace.rules import chosen, rule_trace
from assay.engines.record.trace.state import new_state
from assay.engines.record.trace.traced import Trace
from assay.plan.nodes import Group, Plan, Step
from assay.values import POINT, SCALE, divide, fold


def trace(
    plan: Plan,
    as_of: int,
    lead: Mapping[str, object],
    activities: Iterable[Mapping[str, object]] = (),
    previous: str | None = None,
) -> Trace:
    """Scores a lead and keeps everything. Keys are field names, values raw or Python's; `as_of` in microseconds;
    `previous` is the stage of an earlier run. Raises BadRecord for a value that does not fit its field."""
    made = trace_of_values(plan, as_of, read_lead(plan, lead), read_activities(plan, as_of, activities), previous)
    made.given_key = key_text(plan)(lead)
    return made


def trace_of_values(
    plan: Plan,
    as_of: int,
    lead: Mapping[str, Value],
    activities: tuple[ActivityTrace, ...],
    previous: str | None = None,
) -> Trace:
    """The same for values already read."""
    past = tuple(replace(row, status="kept") for row in activities if row.status != "future")
    state = new_state(plan, as_of, lead, past)
    state.kept = past
    made = Trace(plan, as_of, state, activities, previous)
    _set_defaults(made)
    for step in plan.steps:
        _take(made, step)
        if step.kind == "exclude" and made.excluded:
            break
    return made


def _set_defaults(made: Trace) -> None:
    """What a result is before its step came, and stays where the plan has no such step or the lead is excluded."""
    results = made.state.results
    results |= {f"group:{group.name}": None for group in made.plan.groups}
    results |= {f"grade:{grade.group}": None for grade in made.plan.grades}
    results |= {"score": None, "stage": None, "stage_before": None, "route": None, "disqualified": False}


def _take(made: Trace, step: Step) -> None:
    match step.kind:
        case "ignore":
            _ignore(made)
        case "aggregate":
            made.state.look_up(f"aggregate:{step.name}", made.state.frame())
        case "value":
            _value(made, step.name)
        case "exclude":
            made.excludes = decide.decisions(made.state, made.plan.excludes)
        case "group":
            _group(made, next(group for group in made.plan.groups if group.name == step.name))
        case "total":
            _total(made)
        case _:
            _decide(made, step)


def _decide(made: Trace, step: Step) -> None:
    results = made.state.results
    match step.kind:
        case "grade":
            _grade(made, step.name)
        case "disqualify":
            made.disqualifies = decide.decisions(made.state, made.plan.disqualifies)
            results["disqualified"] = bool(made.disqualified)
        case "stage":
            _stage(made)
        case "promote":
            _promote(made)
        case "route":
            _route(made)
        case _:
            made.guarantees = tuple(decide.guarantee(made.state, one) for one in made.plan.guarantees)


def _ignore(made: Trace) -> None:
    judged = {activity.place: activity for activity in ignored(made.state)}
    made.activities = tuple(judged.get(activity.place, activity) for activity in made.activities)
    made.state.activities = tuple(judged.values())
    made.state.kept = tuple(activity for activity in judged.values() if activity.status == "kept")


def _value(made: Trace, name: str) -> None:
    """A `let` about the lead; one about activities is worked out with each of them."""
    if made.state.lets[name].scope == "lead":
        made.state.look_up(name, made.state.frame())


def _group(made: Trace, group: Group) -> None:
    for index in group.rules:
        made.rules[index] = rule_trace(made.state, index)
    for choice in made.plan.choices:
        if choice.rules and choice.rules[0] in group.rules:
            made.rules |= {one.index: one for one in chosen(choice, [made.rules[index] for index in choice.rules])}
    own = sum(made.rules[index].points or 0 for index in group.rules if made.rules[index].fired)
    total = own + sum(made.groups[child].kept for child in group.children)
    earned = total if group.weight is None else divide(total * group.weight, 1_000_000)
    kept = _bounded(earned, group.minimum, group.maximum)
    made.groups[group.name] = GroupTrace(group, total, earned, kept)
    made.state.results[f"group:{group.name}"] = kept * (SCALE // POINT)


def _bounded(points: int, minimum: int | None, maximum: int | None) -> int:
    points = points if maximum is None else min(points, maximum)
    return points if minimum is None else max(points, minimum)


def _total(made: Trace) -> None:
    made.total = sum(group.kept for group in made.groups.values() if group.group.parent is None)
    made.score = _bounded(made.total, made.plan.total_minimum, made.plan.total_maximum)
    made.state.results["score"] = made.score * (SCALE // POINT)


def _grade(made: Trace, group: str) -> None:
    """The grade of one group, or of all where the step names none."""
    for one in made.plan.grades:
        if group in ("", one.group):
            given = decide.grade(made.state, one)
            made.grades.append(given)
            made.state.results[f"grade:{one.group}"] = fold(given.letter)


def _stage(made: Trace) -> None:
    made.stages = decide.stages(made.state)
    if made.disqualified:
        return
    reached, held = decide.highest(made.stages), decide.held_by(made.state, made.previous)
    made.stage_before, made.stage_by = reached, None if reached is None else "threshold"
    if held is not None and (reached is None or held > reached):
        made.stage_before, made.stage_by = held, "sticky"
    made.stage = made.stage_before
    made.state.results |= {"stage": made.stage, "stage_before": made.stage_before}


def _promote(made: Trace) -> None:
    made.promotions = decide.promotions(made.state, made.stage_before)
    raised = next((one for one in made.promotions if one.raised), None)
    if made.disqualified or raised is None:
        made.promotions = tuple(replace(one, raised=False) for one in made.promotions)
        return
    made.stage, made.stage_by = raised.promotion.stage, "promotion"
    made.state.results["stage"] = made.stage


def _route(made: Trace) -> None:
    if made.disqualified:
        return
    made.routes = decide.routes(made.state)
    taken = next((one for one in made.routes if one.taken), None)
    made.state.results["route"] = None if taken is None else fold(taken.route.to)
