"""What each kind of rule gives: fired with points, undecided with what was missing, or neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from assay.syntax import ast
from tests.naive.aggregates import in_window, when
from tests.naive.decay import contribution
from tests.naive.expressions import Activity, State, microseconds, value_of
from tests.naive.inputs import missing_inputs
from tests.naive.patterns import row_for
from tests.naive.possibility import NOWHERE, could_be, true_alone, true_of
from tests.naive.selection import Hit, limit, once_per, quota
from tests.naive.values import Value, full, number, points
from tests.naive.world import reads_activity


@dataclass
class Verdict:
    """`points` if it fired; `missing` if it is undecided; neither if it was false."""

    points: Fraction | None = None
    missing: tuple[str, ...] | None = None


NEITHER = Verdict()


def verdict(state: State, rule: ast.When | ast.Each | ast.Match, decay: ast.Decay | None) -> Verdict:
    """One rule; `decay` is its own or, without one, its group's."""
    match rule:
        case ast.When():
            return _when(state, rule, decay)
        case ast.Each():
            return _each(state, rule, decay)
        case ast.Match():
            return _match(state, rule)


def amount_of(state: State, amount: ast.Amount, activity: Activity | None = None) -> Fraction | None:
    """Before sign, decay and rounding; `per D since T` multiplies by the full D from T to as_of, never below 0."""
    value = value_of(state, amount.value, activity)
    assert value is None or isinstance(value, Fraction)
    if amount.per is None or amount.since is None:
        return value
    since = value_of(state, ast.Call(_SINCE, (amount.since,), span=amount.span), activity)
    if value is None or since is None:
        return None
    return number(value * max(full(since.microseconds, microseconds(amount.per)), Fraction(0)))


_SINCE = ast.Name("since", span=None)


def bounded(state: State, given: Fraction, low: ast.Expr | None, high: ast.Expr | None) -> Fraction:
    """Bounds are points: whole hundredths."""
    if high is not None:
        given = min(given, points(value_of(state, high)))
    return given if low is None else max(given, points(value_of(state, low)))


# --- when ------------------------------------------------------------------------------------------------


def _when(state: State, rule: ast.When, decay: ast.Decay | None) -> Verdict:
    matching, truth = _matching(state, rule)
    if truth is None:
        return Verdict(missing=missing_inputs(state, rule.condition))
    if not truth:
        return NEITHER
    moments = [moment for a in matching if (moment := when(state, a)) is not None]
    alone = rule.times is None and reads_activity(state.world, rule.condition) and true_alone(state, rule.condition)
    ageing = decay if matching and not alone else None  # what the lead alone makes true does not age
    given = contribution(state, amount_of(state, rule.amount), max(moments, default=None), ageing)
    if given is None:
        return Verdict(missing=missing_inputs(state, rule.amount.value, rule.amount.since))
    return Verdict(points=rule.amount.sign * bounded(state, given, rule.minimum, rule.maximum))


def _matching(state: State, rule: ast.When) -> tuple[list[Activity], bool | None]:
    """The activities that match, and whether the condition is true, false or (None) undecided."""
    if not reads_activity(state.world, rule.condition):
        return [], value_of(state, rule.condition)
    chosen = [a for a in state.kept if in_window(state, a, rule.within)]
    matching = [a for a in chosen if true_of(state, rule.condition, a)]
    possible = sum(could_be(state, rule.condition, a) for a in chosen)
    if rule.times is None:
        if matching or true_alone(state, rule.condition):
            return matching, True
        return [], None if possible or could_be(state, rule.condition, NOWHERE) else False
    count = rule.times.count.value
    enough = len(matching) == count if rule.times.kind == "exactly" else len(matching) >= count
    return matching, True if enough else None if len(matching) < count <= possible else False


# --- each ------------------------------------------------------------------------------------------------


def _each(state: State, rule: ast.Each, decay: ast.Decay | None) -> Verdict:
    hits = _hits(state, rule, decay, true_of)
    known = [hit.points for hit in hits if hit.points is not None]
    if known:
        return Verdict(points=_signed_bound(state, rule, sum(known, Fraction(0))))
    if hits:
        return Verdict(missing=missing_inputs(state, *_contribution_exprs(rule)))
    if _hits(state, rule, decay, could_be):
        return Verdict(missing=missing_inputs(state, rule.condition))
    return NEITHER


def _hits(
    state: State, rule: ast.Each, decay: ast.Decay | None, holds: Callable[[State, ast.Expr, Activity], bool]
) -> list[Hit]:
    """The activities that count, in the order of the steps: condition, window, rows, once per, quota, limit."""
    chosen = [a for a in state.kept if holds(state, rule.condition, a) and in_window(state, a, rule.within)]
    hits = [hit for a in chosen if (hit := _hit(state, rule, decay, a)) is not None]
    if rule.once_per is not None:
        then_per = rule.quota.per.name if rule.quota is not None and isinstance(rule.quota.per, ast.Name) else None
        hits = once_per(hits, rule.once_per.name, then_per)
    if rule.quota is not None:
        hits = quota(state, hits, rule.quota)
    return limit(state, hits, rule.limit) if rule.limit is not None else hits


def _hit(state: State, rule: ast.Each, decay: ast.Decay | None, activity: Activity) -> Hit | None:
    """What an activity gives; None if no row takes it."""
    moment = when(state, activity)
    if rule.table is None:
        amount = rule.amount
    else:
        subject = value_of(state, rule.table.subject, activity)
        row = row_for(state, rule.table, subject)
        if row is None and subject is not None:
            return None
        amount = row.amount if row is not None else None
    if amount is None:
        return Hit(activity, moment, None)
    given = contribution(state, amount_of(state, amount, activity), moment, decay)
    return Hit(activity, moment, None if given is None else amount.sign * given)


def _signed_bound(state: State, rule: ast.Each, total: Fraction) -> Fraction:
    """`max` bounds what is added, or what is taken away."""
    sign = rule.amount.sign if rule.amount is not None else 1
    return sign * bounded(state, sign * total, None, rule.maximum)


def _contribution_exprs(rule: ast.Each) -> list[ast.Expr | None]:
    if rule.table is None:
        assert rule.amount is not None
        return [rule.amount.value, rule.amount.since]
    return [rule.table.subject, *(part for row in rule.table.rows for part in (row.amount.value, row.amount.since))]


# --- match -----------------------------------------------------------------------------------------------


def _match(state: State, rule: ast.Match) -> Verdict:
    subject: Value = value_of(state, rule.table.subject)
    row = row_for(state, rule.table, subject)
    if row is None:
        return NEITHER if subject is not None else Verdict(missing=missing_inputs(state, rule.table.subject))
    given = contribution(state, amount_of(state, row.amount), None, None)
    if given is None:
        return Verdict(missing=missing_inputs(state, row.amount.value, row.amount.since))
    return Verdict(points=row.amount.sign * given)
