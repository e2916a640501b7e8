"""From a trace to its explanation: everything the page shows, in finished sentences."""

from collections.abc import Iterable

from assay.engines.record.trace import Trace
from assay.engines.record.trace.nodes import ConditionTrace, DecisionTrace, GroupTrace, PromotionTrace, RouteTrace
from assay.engines.record.trace.traced import points as as_points
from assay.engines.record.trace.unknown import unknown_fields
from assay.plan.nodes import ActivityField, Expr
from assay.render.explaining_conditions import against_activities, described, facts_against, facts_for, lacking
from assay.render.explaining_next import next_in_words, unknown_in_words
from assay.render.explaining_rules import explained_rule
from assay.render.explanation import ExplainedDecision, ExplainedGroup, Explanation, Headline
from assay.render.words import Words, words_of
from assay.render.words_values import counted, duration, line, moment, number, points

ORDER = (
    "read and normalise",
    "ignore activity",
    "let",
    "exclude",
    "rules (select, limit, decay, round, bound)",
    "groups (sum, weight, bound), inner first",
    "total",
    "grades",
    "disqualify (all reasons)",
    "stages",
    "sticky",
    "promotions",
    "route",
    "never/always",
)


def explanation(trace: Trace, name: str | None = None, *, what_if: bool = True) -> Explanation:
    """The explanation of a traced lead. `name` is how people know it; `what_if`: whether to try what its unknown
    fields could change, for which it is scored again many times."""
    words = words_of(trace.plan, trace.state.zone, trace.lead)
    scored = not trace.excluded
    return Explanation(
        headline=_headline(words, trace, name),
        groups=tuple(_group(words, trace, trace.groups[g.name]) for g in trace.plan.groups if g.name in trace.groups),
        score_bound=_score_bound(trace),
        excluded=_true(words, trace, trace.excludes),
        disqualified=_true(words, trace, trace.disqualifies),
        undecided_decisions=_undecided(trace),
        routes=tuple(_route(words, trace, route) for route in trace.routes),
        broken=tuple(line(one.guarantee.text) for one in trace.guarantees if one.broken),
        next_stage=next_in_words(words, trace) if scored else None,
        unknown=unknown_in_words(words, unknown_fields(trace)) if what_if and trace.plan.stages else None,
        activities=_activities(trace),
        order=ORDER,
        result=trace.result(),
    )


# --- headline --------------------------------------------------------------------------------------------


def _headline(words: Words, trace: Trace, name: str | None) -> Headline:
    route = next((one.route for one in trace.routes if one.taken), None)
    return Headline(
        key=None if trace.key is None else line(trace.key),
        name=None if name is None else line(name),
        stage=None if trace.stage is None else trace.plan.stages[trace.stage].name,
        stages=tuple(stage.name for stage in trace.plan.stages),
        because=_because(words, trace),
        score=None if trace.score is None else as_points(trace.score),
        grade="".join(grade.letter for grade in trace.grades) or None,
        route=None if route is None else line(route.to),
        respond_by=None if route is None or route.within is None else _respond_by(words, trace, route.within),
        as_of=f"{moment(trace.as_of, words.zone)} {trace.plan.zone.name}",
    )


def _respond_by(words: Words, trace: Trace, within: int) -> str:
    return f"{moment(trace.as_of + within, words.zone)} (within {duration(within)})"


def _because(words: Words, trace: Trace) -> str:
    """Why the lead is where it is, in a clause."""
    if trace.excluded:
        return "; ".join(line(reason) for reason in trace.excluded)
    if trace.disqualified:
        return "; ".join(line(reason) for reason in trace.disqualified)
    if not trace.plan.stages:
        return "the rules have no stages"
    if trace.stage is None:
        return "no stage's condition is met"
    return _in_stage(words, trace, trace.stage)


def _in_stage(words: Words, trace: Trace, stage: int) -> str:
    match trace.stage_by:
        case "promotion":
            raised = next(one for one in trace.promotions if one.raised)
            before = "in no stage" if trace.stage_before is None else trace.plan.stages[trace.stage_before].name
            return f"promoted: {_why(words, trace, raised.condition)} (without that: {before})"
        case "sticky":
            return f"was {line(trace.previous or '')} before, and {trace.plan.stages[stage].name} is kept once reached"
        case _:
            return _why(words, trace, trace.stages[stage].condition)


def _why(words: Words, trace: Trace, found: ConditionTrace) -> str:
    """The facts behind a condition, whichever way it came out."""
    if found.condition.scope == "lead" and found.part is not None:
        told = facts_for if found.outcome == "true" else facts_against
        return told(words, trace, found.part)
    if found.outcome != "true":
        return against_activities(words, trace, found)
    if not found.matched and found.part is not None:
        return facts_for(words, trace, found.part)
    return f"{_what(words, trace, found)} {_own_parts(words, trace, found)}".strip()


def _what(words: Words, trace: Trace, found: ConditionTrace) -> str:
    """The latest activity that made a condition true."""
    activities = [trace.state.places[place] for place in found.matched]
    latest = max(activities, key=lambda one: (one.time is not None, one.time or 0))
    what = described(words, trace, (found.condition.test,), latest)
    return what if latest.time is None else f"{what} on {moment(latest.time, words.zone)}"


def _own_parts(words: Words, trace: Trace, found: ConditionTrace) -> str:
    """What the condition asks of the lead itself."""
    parts = trace.part(found.condition.test).parts
    own = [part for part in parts if part.value is True and not _on_activity(part.expr)]
    return "and " + " and ".join(facts_for(words, trace, part) for part in own) if own else ""


def _on_activity(expr: Expr) -> bool:
    return isinstance(expr, ActivityField) or any(_on_activity(arg) for arg in getattr(expr, "args", ()))


# --- groups ----------------------------------------------------------------------------------------------


def _group(words: Words, trace: Trace, found: GroupTrace) -> ExplainedGroup:
    group = found.group
    return ExplainedGroup(
        name=line(group.name),
        label=line(group.label or ("Other rules" if group.name == "ungrouped" else group.name)),
        depth=_depth(trace, group.parent),
        earned=as_points(found.earned),
        kept=as_points(found.kept),
        lost=as_points(found.earned - found.kept),
        grade=next((grade.letter for grade in trace.grades if grade.group == group.name), None),
        weight=_weight(found),
        bound=_bound(found.earned, found.kept, group.minimum, group.maximum),
        bounds=_bounds(group.minimum, group.maximum),
        rules=tuple(explained_rule(words, trace, trace.rules[index]) for index in group.rules),
    )


def _depth(trace: Trace, parent: str | None) -> int:
    if parent is None:
        return 0
    return 1 + _depth(trace, trace.groups[parent].group.parent)


def _weight(found: GroupTrace) -> str | None:
    if found.group.weight is None:
        return None
    return f"{points(found.total)} × {number(found.group.weight)}% = {points(found.earned)}"


def _bounds(minimum: int | None, maximum: int | None) -> str | None:
    """The bounds a group declares: "between -20 and 50", "at most 50"."""
    if minimum is not None and maximum is not None:
        return f"between {points(minimum)} and {points(maximum)}"
    if maximum is not None:
        return f"at most {points(maximum)}"
    return None if minimum is None else f"at least {points(minimum)}"


def _bound(earned: int, kept: int, minimum: int | None, maximum: int | None) -> str | None:
    """What a bound did: "72 earned, at most 50 count: 22 lost"."""
    if maximum is not None and kept < earned:
        return f"{points(earned)} earned, at most {points(maximum)} count: {points(earned - kept)} lost"
    if minimum is not None and kept > earned:
        return f"{points(earned)} earned, never below {points(minimum)}: {points(kept - earned)} given back"
    return None


def _score_bound(trace: Trace) -> str | None:
    if trace.score is None:
        return None
    return _bound(trace.total, trace.score, trace.plan.total_minimum, trace.plan.total_maximum)


# --- decisions -------------------------------------------------------------------------------------------


def _true(words: Words, trace: Trace, decisions: Iterable[DecisionTrace]) -> tuple[ExplainedDecision, ...]:
    return tuple(
        ExplainedDecision(name=line(one.decision.reason), status="true", why=_why(words, trace, one.condition))
        for one in decisions
        if one.condition.outcome == "true"
    )


def _undecided(trace: Trace) -> tuple[ExplainedDecision, ...]:
    """What could not be told about disqualifications, exclusions, stages and promotions."""
    found = [("excluded", line(one.decision.reason), one.condition) for one in trace.excludes]
    found += [("disqualified", line(one.decision.reason), one.condition) for one in trace.disqualifies]
    found += [("stage", one.stage.name, one.condition) for one in trace.stages]
    found += [
        (f"promotion to {_target(trace, one)}", line(one.promotion.reason), one.condition) for one in trace.promotions
    ]
    return tuple(
        ExplainedDecision(name=f"{kind}: {name}", status="undecided", why=lacking(one.missing), missing=one.missing)
        for kind, name, one in found
        if one.outcome == "undecided"
    )


def _target(trace: Trace, one: PromotionTrace) -> str:
    return trace.plan.stages[one.promotion.stage].name


def _route(words: Words, trace: Trace, one: RouteTrace) -> ExplainedDecision:
    name = line(one.route.to)
    if one.condition is None:
        return ExplainedDecision(name=name, status="true", why="no other took it")
    if one.condition.outcome == "undecided":
        missing = one.condition.missing
        return ExplainedDecision(name=name, status="undecided", why=lacking(missing), missing=missing)
    return ExplainedDecision(name=name, status=one.condition.outcome, why=_why(words, trace, one.condition))


def _activities(trace: Trace) -> str | None:
    """How many activities there are, and how many of them do not count."""
    if not trace.activities:
        return None
    ignored = sum(one.status == "ignored" for one in trace.activities)
    future = sum(one.status == "future" for one in trace.activities)
    undated = sum(one.time is None for one in trace.activities)
    said = [counted(len(trace.activities), "activity")]
    said += [f"{ignored} ignored"] if ignored else []
    said += [f"{future} after the moment of scoring"] if future else []
    said += [f"{undated} without a time"] if undated and trace.plan.activity.time is not None else []
    return ", ".join(said)
