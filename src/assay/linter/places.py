"""Conditions as planned, each with the place it was written at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assay import model as m
from assay.analysis.logic import Logic
from assay.linter import walk
from assay.plan import nodes as p
from assay.source import Span


@dataclass(frozen=True, slots=True)
class Place:
    """`what`: "rule", "stage"…; `name`: how a person knows it."""

    what: str
    name: str
    condition: p.Condition
    span: Span


@dataclass(frozen=True, slots=True)
class RulePlace:
    planned: p.Rule
    rule: m.When | m.Each | m.Match


def written(model: m.Model) -> dict[str, m.When | m.Each | m.Match]:
    """The rules by id."""
    return {rule.id: rule for _, rule in walk.rules(model)}


def rules(logic: Logic, model: m.Model) -> list[RulePlace]:
    """The rules that run, in the plan's order."""
    by_id = written(model)
    return [RulePlace(rule, by_id[rule.id]) for rule in logic.plan.rules if not rule.off]


def places(logic: Logic, model: m.Model) -> Iterator[Place]:
    """Every condition that decides something, guarantees left out."""
    for one in rules(logic, model):
        if one.planned.condition is not None and not isinstance(one.rule, m.Match):
            yield Place("rule", one.rule.id, one.planned.condition, one.rule.condition.span)
    plan = logic.plan
    yield from _decisions("exclusion", plan.excludes, model.excludes)
    yield from _decisions("disqualification", plan.disqualifies, model.disqualifies)
    yield from _decisions("`ignore`", plan.ignores, model.ignores)
    for stage, planned in zip(model.stages, plan.stages, strict=True):
        yield Place("stage", stage.name, planned.condition, stage.condition.span)
    for promotion, moved in zip(model.promotions, plan.promotions, strict=True):
        yield Place("promotion", promotion.stage, moved.condition, promotion.condition.span)
    for route, taken in zip(model.routes, plan.routes, strict=True):
        if route.condition is not None and taken.condition is not None:
            yield Place("route", route.to, taken.condition, route.condition.span)


def _decisions(what: str, planned: Sequence[p.Decision], written: Sequence[m.Decision]) -> Iterator[Place]:
    for one, decision in zip(planned, written, strict=True):
        yield Place(what, decision.reason, one.condition, decision.condition.span)


def aggregates(logic: Logic, model: m.Model) -> Iterator[tuple[p.Expr, Span]]:
    """The conditions inside `any(…)`, `count(…)` and their like, each with its first place."""
    spans: dict[str, Span] = {}
    for root in walk.expressions(model):
        for part in walk.parts(root):
            if isinstance(part, m.Aggregate) and part.where is not None:
                spans.setdefault(part.text, part.where.span)
    for one in logic.plan.aggregates:
        if one.where is not None and one.text in spans:
            yield one.where, spans[one.text]
