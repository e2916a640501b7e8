"""Rules: conditions, clauses that fit them, points and ids."""

from dataclasses import dataclass
from typing import Literal

from assay.check.activity_fields import activity_field
from assay.check.calls import some_time, window
from assay.check.clauses import amount, bounds, decay, meta
from assay.check.counts import whole_count
from assay.check.env import Env
from assay.check.errors import places as errors
from assay.check.expressions import condition_at
from assay.check.names import Rule
from assay.check.places import EACH_POINTS, MATCH, RULE, WHEN_POINTS, timed
from assay.check.tables import table
from assay.check.walk import has_aggregate
from assay.model import Choice, Decay, Each, Expr, Match, Meta, Scope, When
from assay.model import Rule as CheckedRule
from assay.syntax import ast, printer

NO_META = Meta()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a rule takes over: the decay of its group, the clauses of a choice around it."""

    decay: Decay | None = None
    meta: Meta = NO_META


def rule(written: Rule, around: Surroundings, env: Env) -> CheckedRule | None:
    """A checked rule, or None where an error leaves none."""
    match written:
        case ast.When():
            return when(written, around, env)
        case ast.Each():
            return _each(written, around, env)
        case ast.Match():
            return _match(written, around, env)
        case ast.Choice():
            return _choice(written, around, env)


def _text(written: Rule, env: Env) -> str:
    """The rule on one line; spared where there is an error anyway."""
    return "" if env.problems else printer.rule(written)


def _id(label: ast.Text | None, condition: str | ast.Expr, env: Env) -> str:
    """The id as it is if no other rule has the same: see `numbered`."""
    if label is not None:
        return label.value
    if env.problems:
        return ""
    return condition if isinstance(condition, str) else printer.expression(condition)


# --- when ------------------------------------------------------------------------------------------------


def when(written: ast.When, around: Surroundings, env: Env) -> When | None:
    condition = condition_at(written.condition, RULE, env)
    points = amount(written.amount, WHEN_POINTS, env)
    times = _times(written.times, env)
    within = window(written.within, "`within`", env)
    limits = bounds(written.minimum, written.maximum, env)
    own_decay = decay(written.decay, env)
    clauses = meta(written.meta, around.meta, env)
    if condition is not None and condition.scope is not Scope.ACTIVITY:
        _only_for_activities(written, condition, env)
    if condition is None or points is None:
        return None
    return When(
        _id(written.meta.label, written.condition, env),
        _text(written, env),
        clauses,
        written.span,
        condition,
        points,
        times,
        within,
        limits.maximum,
        limits.minimum,
        (own_decay or around.decay) if condition.scope is Scope.ACTIVITY else None,
    )


def _times(written: ast.Times | None, env: Env) -> tuple[Literal["at least", "exactly"], int] | None:
    if written is None:
        return None
    count = whole_count(written.count, "`times`", env)
    return None if count is None else (written.kind, count)


def _only_for_activities(written: ast.When, condition: Expr, env: Env) -> None:
    """The first clause of a rule about the lead alone that is for activities."""
    clauses: list[tuple[ast.Node, str]] = []
    if written.times is not None:
        clauses.append((written.times, f"`{written.times.kind} … times`"))
    if written.within is not None:
        clauses.append((written.within, "`within`"))
    if written.decay is not None:
        clauses.append((written.decay, "a decay"))
    if clauses:
        first, what = min(clauses, key=lambda clause: clause[0].span.start)
        env.report(errors.clause_on_lead(first.span, what, has_aggregate(condition)))


# --- each ------------------------------------------------------------------------------------------------


def _each(written: ast.Each, around: Surroundings, env: Env) -> Each | None:
    condition = condition_at(written.condition, RULE, env)
    if condition is not None and condition.scope is not Scope.ACTIVITY:
        env.report(errors.each_reads_no_activity(written.condition.span))
    points = None if written.amount is None else amount(written.amount, EACH_POINTS, env)
    rows = None if written.table is None else table(written.table, EACH_POINTS, EACH_POINTS, env)
    limit, limit_period = _limit(written.limit, env)
    quota = _quota(written.quota, env)
    within = window(written.within, "`within`", env)
    once_per = None if written.once_per is None else activity_field(written.once_per, env)
    limits = bounds(None, written.maximum, env)
    own_decay = decay(written.decay, env)
    clauses = meta(written.meta, around.meta, env)
    if condition is None or (points is None and rows is None):
        return None
    return Each(
        _id(written.meta.label, written.condition, env),
        _text(written, env),
        clauses,
        written.span,
        condition,
        points,
        subject=None if rows is None else rows.subject,
        rows=() if rows is None else rows.rows,
        within=within,
        once_per=once_per,
        limit=limit,
        limit_period=limit_period,
        quota=quota.count,
        quota_period=quota.period,
        quota_field=quota.field,
        maximum=limits.maximum,
        decay=own_decay or around.decay,
    )


Calendar = Literal["day", "week", "month", "quarter"]


def _limit(written: ast.Limit | None, env: Env) -> tuple[int | None, Calendar | int | None]:
    if written is None:
        return None, None
    timed(written, "`at most`", env)
    count = whole_count(written.count, "`at most`", env)
    if isinstance(written.per, ast.Period):
        return count, written.per.unit
    return count, some_time(written.per, "`at most … per`", env)


@dataclass(frozen=True, slots=True)
class _Quota:
    count: int | None = None
    period: Calendar | None = None
    field: str | None = None


def _quota(written: ast.Quota | None, env: Env) -> _Quota:
    if written is None:
        return _Quota()
    count = whole_count(written.count, "`times`", env)
    if isinstance(written.per, ast.Period):
        timed(written, f"`per {written.per.unit}`", env)
        return _Quota(count, written.per.unit)
    return _Quota(count, field=activity_field(written.per, env))


# --- match, first of, best of ------------------------------------------------------------------------------


def _match(written: ast.Match, around: Surroundings, env: Env) -> Match | None:
    rows = table(written.table, MATCH, MATCH, env)
    clauses = meta(written.meta, around.meta, env)
    if rows is None:
        return None
    id_ = _id(written.meta.label, f"match {printer.expression(written.table.subject)}", env)
    return Match(id_, _text(written, env), clauses, written.span, *rows)


def _choice(written: ast.Choice, around: Surroundings, env: Env) -> Choice:
    outer = meta(written.meta, around.meta, env)
    inside = Surroundings(around.decay, outer)
    rules = [when(inner, inside, env) for inner in written.rules]
    return Choice(written.kind, tuple(r for r in rules if r is not None), outer, written.span)
