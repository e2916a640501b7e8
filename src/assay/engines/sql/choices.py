"""`first of` and `best of`: only one of the rules that are true counts."""

from collections.abc import Mapping
from dataclasses import replace

from sqlglot import exp

from assay.engines.sql.activities import BEFORE_ALL
from assay.engines.sql.amounts import as_sql
from assay.engines.sql.build import Sql, case, compare, every, number, truth, when
from assay.engines.sql.context import Context
from assay.engines.sql.registry import Registry
from assay.engines.sql.rules import Judged
from assay.plan.nodes import Choice


def chosen(context: Context, choice: Choice, rules: Mapping[int, Judged]) -> dict[int, Judged]:
    """The rules of a choice after it was made; `rules` are those that run."""
    held = [_held(context, rules[index]) for index in choice.rules if index in rules]
    if len(held) < 2:
        return {one.index: one for one in held}
    make = _first if choice.kind == "first" else _best
    return {one.index: one for one in make(context, held)}


def _held(context: Context, rule: Judged) -> Judged:
    return replace(rule, outcome=_about(context, rule).held(rule.outcome, "candidate"))


def _about(context: Context, rule: Judged) -> Registry:
    context.registry.about = context.plan.rules[rule.index].id
    return context.registry


def _first(context: Context, rules: list[Judged]) -> list[Judged]:
    """Behind the first that is true nothing is even looked at."""
    branches = [(rule.outcome.copy(), number(at)) for at, rule in enumerate(rules)]
    taken = context.registry.put(case(branches), "first_taken")
    return [_passed_over(context, rule, compare("lt", taken.copy(), number(at))) for at, rule in enumerate(rules)]


def _passed_over(context: Context, rule: Judged, behind: Sql) -> Judged:
    outcome = case([(behind, truth(value=False))], rule.outcome.copy())
    return replace(rule, outcome=_about(context, rule).put(outcome, "rule"))


def _best(context: Context, rules: list[Judged]) -> list[Judged]:
    """The one that gives most, the first of equals; undecided ones stay so."""
    put = context.registry.put
    offers = [_about(context, rule).put(_offer(rule), "offer") for rule in rules]
    most = put(exp.Anonymous(this="GREATEST", expressions=[offer.copy() for offer in offers]), "most")
    branches = [
        (every([rule.outcome.copy(), compare("eq", offer.copy(), most.copy())]), number(at))
        for at, (rule, offer) in enumerate(zip(rules, offers, strict=True))
    ]
    best = put(case(branches), "best")
    return [_beaten(context, rule, compare("ne", best.copy(), number(at))) for at, rule in enumerate(rules)]


def _offer(rule: Judged) -> Sql:
    return when(rule.outcome.copy(), as_sql(rule.points).copy(), number(BEFORE_ALL))


def _beaten(context: Context, rule: Judged, other: Sql) -> Judged:
    outcome = case([(every([rule.outcome.copy(), other]), truth(value=False))], rule.outcome.copy())
    return replace(rule, outcome=_about(context, rule).put(outcome, "rule"))
