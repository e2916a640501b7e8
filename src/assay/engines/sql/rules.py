"""Rules: whether each fired, what it gave, and why it could not be told."""

from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.amounts import Points, aged_points, as_sql, fixed, points
from assay.engines.sql.build import (
    Sql,
    case,
    cast,
    compare,
    every,
    greater,
    is_known,
    is_null,
    negation,
    null,
    number,
    smaller,
    truth,
    when,
)
from assay.engines.sql.conditions import came_out
from assay.engines.sql.context import Context
from assay.engines.sql.hits import hits
from assay.engines.sql.rows import taken
from assay.plan.nodes import Input, Rule

Inputs = tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule may be undecided: the first whose condition holds (None: always) names its inputs."""

    condition: Sql | None
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule: true, false, or null where undecided; its points after bounds where it is true."""

    index: int
    outcome: Sql
    points: Points
    reasons: tuple[Reason, ...]


def runs(context: Context, rule: Rule) -> bool:
    """Not off, begun and not over; both days are included."""
    begun = rule.starting is None or context.today >= rule.starting
    return not rule.off and begun and (rule.until is None or context.today <= rule.until)


def judged(context: Context, index: int) -> Judged:
    """One rule on its own; choices are made in `chosen`."""
    rule = context.plan.rules[index]
    match rule.kind:
        case "when":
            return _when(context, index, rule)
        case "match":
            return _match(context, index, rule)
        case _:
            return _each(context, index, rule)


def _when(context: Context, index: int, rule: Rule) -> Judged:
    assert rule.condition is not None
    assert rule.amount is not None
    came = came_out(context, rule.condition, rule.times, aging=rule.decay is not None)
    by_condition = Reason(None, rule.condition.inputs)
    known = fixed(rule.amount)
    if known is not None and came.latest is None:
        outcome = came.outcome
        if context.registry.is_read:
            outcome = context.registry.held(outcome, f"rule_{rule.id}")
        return Judged(index, outcome, _bounded(rule, known), (by_condition,))
    given = points(context, rule.amount)
    if rule.decay is not None and came.latest is not None:
        old = aged_points(context, rule.amount, rule.decay, came.latest)
        given = old if came.alone is None else when(came.alone.copy(), as_sql(given), old)
    met = context.registry.held(came.outcome, "condition")
    by_amount = Reason(met.copy(), rule.amount.inputs)
    return _given(context, rule, index, met, given, (by_amount, by_condition))


def _given(context: Context, rule: Rule, index: int, met: Sql, given: Points, reasons: tuple[Reason, ...]) -> Judged:
    """A rule whose condition is true and whose amount is missing is undecided."""
    held = context.registry.held(as_sql(given), "given")
    bounded = context.registry.held(as_sql(_bounded(rule, held)), "points")
    fired = every([met.copy(), is_known(held.copy())])
    outcome = case([(fired, truth(value=True)), (negation(met.copy()), truth(value=False))])
    return Judged(index, context.registry.put(outcome, f"rule_{rule.id}"), bounded, reasons)


def _match(context: Context, index: int, rule: Rule) -> Judged:
    row = taken(context, rule)
    given = context.registry.held(row.choose(context, [points(context, one.amount) for one in rule.rows]), "given")
    bounded = context.registry.held(as_sql(_bounded(rule, given)), "points")
    variable = [(at, one) for at, one in enumerate(rule.rows) if fixed(one.amount) is None]
    open_ = [(is_null(row.subject.copy()), null()), *((is_known(row.index.copy()), null()) for _ in variable[:1])]
    outcome = case([(is_known(given.copy()), truth(value=True)), *open_], truth(value=False))
    reasons = [Reason(compare("eq", row.index.copy(), number(at)), one.amount.inputs) for at, one in variable]
    held = context.registry.put(outcome, f"rule_{rule.id}")
    return Judged(index, held, bounded, (*reasons, Reason(None, rule.inputs)))


def _each(context: Context, index: int, rule: Rule) -> Judged:
    """Undecided where the activities that could match would leave at least one that counts."""
    assert rule.condition is not None
    found = hits(context, rule)
    some_count = compare("gt", found.counted.copy(), number(0))
    total = context.registry.held(cast(found.total, "BIGINT"), "total")
    bounded = context.registry.held(as_sql(_bounded(rule, total)), "points")
    branches = [(compare("gt", found.known, number(0)), truth(value=True)), (some_count, null())]
    if found.could is not None:
        branches.append((compare("gt", found.could, number(0)), null()))
    outcome = context.registry.put(case(branches, truth(value=False)), f"rule_{rule.id}")
    amounts = [amount for amount in (rule.amount, *(row.amount for row in rule.rows)) if amount is not None]
    inputs = (*rule.inputs, *(one for amount in amounts for one in amount.inputs))
    reasons = (Reason(some_count.copy(), inputs), Reason(None, rule.condition.inputs))
    return Judged(index, outcome, bounded, reasons)


def _bounded(rule: Rule, given: Points) -> Points:
    """Bounds are of the amount before its sign; points that are missing are given nowhere."""
    sign = 1 if rule.amount is None else rule.amount.sign
    if isinstance(given, int):
        amount = sign * given
        amount = amount if rule.maximum is None else min(amount, rule.maximum)
        return sign * (amount if rule.minimum is None else max(amount, rule.minimum))
    if rule.maximum is None and rule.minimum is None:
        return given
    amount_sql = given if sign > 0 else exp.Neg(this=exp.Paren(this=given))
    if rule.maximum is not None:
        amount_sql = smaller(amount_sql, number(rule.maximum))
    if rule.minimum is not None:
        amount_sql = greater(amount_sql, number(rule.minimum))
    return amount_sql if sign > 0 else exp.Neg(this=amount_sql)
