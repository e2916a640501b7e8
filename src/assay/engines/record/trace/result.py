"""From a trace to the result every engine returns."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from assay.engines.record.trace.ops import Value
from assay.plan.nodes import Plan
from assay.results import FiredRule, GroupScore, Handover, LeadResult, Points, UndecidedRule
from assay.values import POINT, SCALE, date_of, utc_datetime

if TYPE_CHECKING:
    from assay.engines.record.trace.tracing import Trace


def result_of(trace: "Trace") -> LeadResult:
    """The result of a traced lead."""
    excluded = trace.excluded
    return LeadResult(
        key=trace.key,
        score=None if trace.score is None else points(trace.score),
        groups=_groups(trace),
        grades={grade.group: grade.letter for grade in trace.grades},
        grade="".join(grade.letter for grade in trace.grades) or None,
        stage=None if trace.stage is None else trace.plan.stages[trace.stage].name,
        stage_by=trace.stage_by,
        previous_stage=trace.previous,
        disqualified=trace.disqualified,
        excluded=excluded,
        route=_handover(trace),
        rules=_fired(trace),
        undecided=_undecided(trace),
        broken=tuple(one.guarantee.text for one in trace.guarantees if one.broken),
        future_activities=sum(activity.status == "future" for activity in trace.activities),
        as_of=utc_datetime(trace.as_of),
        rules_version=trace.plan.rules_version,
    )


def points(hundredths: int) -> Points:
    """Points as people write them: 65, 12.5."""
    return hundredths // POINT if hundredths % POINT == 0 else hundredths / POINT


def key_text(plan: Plan, lead: Mapping[str, Value]) -> str | None:
    """The lead's key as text, whatever its field holds."""
    field = next((field for field in plan.lead.fields if field.name == plan.lead.key), None)
    value = None if field is None else lead.get(field.name)
    if field is None or value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        return str(value)
    match field.kind:
        case "date":
            return date_of(value).isoformat()
        case "time":
            return utc_datetime(value).isoformat()
        case _:
            return f"{Decimal(value) / SCALE:f}"


def _groups(trace: "Trace") -> dict[str, GroupScore]:
    in_order = (trace.groups[group.name] for group in trace.plan.groups if group.name in trace.groups)
    return {one.group.name: GroupScore(earned=points(one.earned), kept=points(one.kept)) for one in in_order}


def _fired(trace: "Trace") -> tuple[FiredRule, ...]:
    return tuple(
        FiredRule(id=one.rule.id, group=one.rule.group, points=points(one.points or 0))
        for _, one in sorted(trace.rules.items())
        if one.fired
    )


def _undecided(trace: "Trace") -> tuple[UndecidedRule, ...]:
    return tuple(
        UndecidedRule(id=one.rule.id, missing=one.missing)
        for _, one in sorted(trace.rules.items())
        if one.outcome == "undecided"
    )


def _handover(trace: "Trace") -> Handover | None:
    route = next((one.route for one in trace.routes if one.taken), None)
    if route is None:
        return None
    respond_by = None if route.within is None else utc_datetime(trace.as_of + route.within)
    return Handover(to=route.to, respond_by=respond_by)
