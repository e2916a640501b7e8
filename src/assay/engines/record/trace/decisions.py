"""From the score on: grades, disqualifications, stages, promotions, routes and guarantees."""

from assay.engines.record.trace.conditions import condition_trace
from assay.engines.record.trace.nodes import (
    DecisionTrace,
    GradeTrace,
    GuaranteeTrace,
    PromotionTrace,
    RouteTrace,
    StageTrace,
)
from assay.engines.record.trace.state import State
from assay.plan.nodes import Decision, Grade, Guarantee, Route
from assay.values import POINT, SCALE


def decisions(state: State, all_of_them: tuple[Decision, ...]) -> tuple[DecisionTrace, ...]:
    """Each `exclude` or `disqualify`: all are tried, so that all reasons are known."""
    return tuple(DecisionTrace(one, condition_trace(state, one.condition)) for one in all_of_them)


def reasons(traces: tuple[DecisionTrace, ...]) -> tuple[str, ...]:
    """The reasons that are true, in order."""
    return tuple(trace.decision.reason for trace in traces if trace.condition.outcome == "true")


def grade(state: State, of: Grade) -> GradeTrace:
    """The first band whose bound the points reach; the last has none."""
    number = state.look_up("score" if of.group == "score" else f"group:{of.group}", state.frame())
    assert isinstance(number, int)
    points = number // (SCALE // POINT)
    letter = next(letter for letter, bound in of.bands if bound is None or points >= bound)
    return GradeTrace(of.group, points, letter)


def stages(state: State) -> tuple[StageTrace, ...]:
    return tuple(StageTrace(stage, condition_trace(state, stage.condition)) for stage in state.plan.stages)


def highest(traces: tuple[StageTrace, ...]) -> int | None:
    """The highest stage whose condition is true."""
    true = [index for index, trace in enumerate(traces) if trace.condition.outcome == "true"]
    return max(true, default=None)


def held_by(state: State, previous: str | None) -> int | None:
    """The sticky stage a previous stage holds the lead at: the highest one not above it."""
    names = [stage.name for stage in state.plan.stages]
    if previous not in names:
        return None
    reached = state.plan.stages[: names.index(previous) + 1]
    return max((index for index, stage in enumerate(reached) if stage.sticky), default=None)


def promotions(state: State, before: int | None) -> tuple[PromotionTrace, ...]:
    """All promotions; the first of the highest that is true and above `before` raised the lead."""
    tried = [(one, condition_trace(state, one.condition)) for one in state.plan.promotions]
    true = [one for one, condition in tried if condition.outcome == "true"]
    best = max(true, key=lambda one: one.stage, default=None)
    raised = best if best is not None and (before is None or best.stage > before) else None
    return tuple(PromotionTrace(one, condition, one is raised) for one, condition in tried)


def routes(state: State) -> tuple[RouteTrace, ...]:
    """The routes tried, up to the first that takes the lead."""
    tried: list[RouteTrace] = []
    for route in state.plan.routes:
        tried.append(_route(state, route))
        if tried[-1].taken:
            break
    return tuple(tried)


def _route(state: State, route: Route) -> RouteTrace:
    if route.condition is None:
        return RouteTrace(route, None, taken=True)
    condition = condition_trace(state, route.condition)
    return RouteTrace(route, condition, condition.outcome == "true")


def guarantee(state: State, one: Guarantee) -> GuaranteeTrace:
    """Unknown is not broken."""
    condition = condition_trace(state, one.condition)
    return GuaranteeTrace(one, condition, condition.outcome == ("true" if one.kind == "never" else "false"))
