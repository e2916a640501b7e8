"""What is kept of one lead, and from it the result every engine returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import assay.engines.record.trace.decisions as decide
from assay.engines.record.trace.conditions import condition_trace, part_of
from assay.engines.record.trace.nodes import (
    ActivityTrace,
    ConditionTrace,
    DecisionTrace,
    GradeTrace,
    GroupTrace,
    GuaranteeTrace,
    Part,
    PromotionTrace,
    RouteTrace,
    RuleTrace,
    StageTrace,
)
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.state import State
from assay.plan.nodes import Condition, Expr, Plan
from assay.results import FiredRule, GroupScore, Handover, LeadResult, Points, UndecidedRule
from assay.values import POINT, SCALE, utc_datetime

StageBy = Literal["threshold", "promotion", "sticky"]


@dataclass(slots=True)
class Trace:
    """One lead, scored, and how it came about. Points in hundredths, stages by their place from 0.

    `excluded` leads have reasons and nothing else. `stage_before` is the stage before promotions, `total` the sum
    of the top-level groups before the bounds of `total`.
    """

    plan: Plan
    as_of: int
    state: State
    activities: tuple[ActivityTrace, ...]
    previous: str | None
    excludes: tuple[DecisionTrace, ...] = ()
    rules: dict[int, RuleTrace] = field(default_factory=dict)
    groups: dict[str, GroupTrace] = field(default_factory=dict)
    total: int = 0
    score: int | None = None
    grades: list[GradeTrace] = field(default_factory=list)
    disqualifies: tuple[DecisionTrace, ...] = ()
    stages: tuple[StageTrace, ...] = ()
    stage_before: int | None = None
    stage: int | None = None
    stage_by: StageBy | None = None
    promotions: tuple[PromotionTrace, ...] = ()
    routes: tuple[RouteTrace, ...] = ()
    guarantees: tuple[GuaranteeTrace, ...] = ()
    given_key: str | None = None

    @property
    def lead(self) -> Mapping[str, Value]:
        return self.state.lead

    @property
    def key(self) -> str | None:
        """The lead's key as text: as it was given, or where only values were, as its value prints."""
        return self.given_key or _key_text(self.plan, self.lead)

    @property
    def excluded(self) -> tuple[str, ...]:
        return decide.reasons(self.excludes)

    @property
    def disqualified(self) -> tuple[str, ...]:
        return decide.reasons(self.disqualifies)

    def result(self) -> LeadResult:
        """What the engines return for this lead."""
        return _result(self)

    def holds(self, condition: Condition) -> bool | None:
        """A condition over the finished results; None: unknown, or undecided."""
        outcome = condition_trace(self.state, condition).outcome
        return None if outcome == "undecided" else outcome == "true"

    def part(self, expr: Expr, activity: ActivityTrace | None = None) -> Part:
        """An expression over the finished results, broken into parts; on one activity where it reads one."""
        return part_of(self.state, expr, self.state.frame(activity))

    def condition(self, condition: Condition) -> ConditionTrace:
        """A condition over the finished results."""
        return condition_trace(self.state, condition)


def _result(trace: Trace) -> LeadResult:
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


def _key_text(plan: Plan, lead: Mapping[str, Value]) -> str | None:
    """The lead's key as text: it is a text or a number."""
    of = next((one for one in plan.lead.fields if one.name == plan.lead.key), None)
    value = None if of is None else lead.get(of.name)
    if of is None or value is None:
        return None
    return f"{Decimal(value) / SCALE:f}" if isinstance(value, int) else str(value)


def _groups(trace: Trace) -> dict[str, GroupScore]:
    in_order = (trace.groups[group.name] for group in trace.plan.groups if group.name in trace.groups)
    return {one.group.name: GroupScore(earned=points(one.earned), kept=points(one.kept)) for one in in_order}


def _fired(trace: Trace) -> tuple[FiredRule, ...]:
    return tuple(
        FiredRule(id=one.rule.id, group=one.rule.group, points=points(one.points or 0))
        for _, one in sorted(trace.rules.items())
        if one.fired
    )


def _undecided(trace: Trace) -> tuple[UndecidedRule, ...]:
    return tuple(
        UndecidedRule(id=one.rule.id, missing=one.missing)
        for _, one in sorted(trace.rules.items())
        if one.outcome == "undecided"
    )


def _handover(trace: Trace) -> Handover | None:
    route = next((one.route for one in trace.routes if one.taken), None)
    if route is None:
        return None
    respond_by = None if route.within is None else utc_datetime(trace.as_of + route.within)
    return Handover(to=route.to, respond_by=respond_by)
