"""`each`: from matching activities to contributions, with what left out the others.

The steps run in this order: the row of a `match`, amount and decay of every match, then `once per`, how many per
period or value, `at most`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assay.engines.record.trace.decay import aged
from assay.engines.record.trace.nodes import ActivityTrace, Contribution, Standing
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.state import State
from assay.engines.record.trace.values import evaluate
from assay.plan.nodes import Amount, Decay, Expr, Limit, Row, Rule
from assay.values import points_of

Dropped = dict[int | None, Standing]
Key = Value | tuple[int, ...]


def contributions(state: State, rule: Rule, matched: tuple[int, ...]) -> tuple[Contribution, ...]:
    """One per matching activity, in the order of their places; those that count say so."""
    found = [_of_activity(state, rule, state.places[place]) for place in matched]
    dropped: Dropped = {}
    for clause in (_once_per, _quota, _at_most):
        left = [one for one in found if one.standing == "counted" and one.place not in dropped]
        dropped |= clause(state, rule, left)
    return tuple(replace(one, standing=dropped.get(one.place, one.standing)) for one in found)


def _of_activity(state: State, rule: Rule, activity: ActivityTrace) -> Contribution:
    if rule.kind != "each match":
        assert rule.amount is not None
        return contribution(state, rule.amount, rule.decay, activity)
    assert rule.subject is not None
    subject = evaluate(rule.subject, state.frame(activity))
    row = row_of(state, rule.rows, subject, activity)
    if row is None:
        standing: Standing = "counted" if subject is None else "no row"
        return Contribution(activity.place, activity.time, None, None, None, standing, None, subject)
    return replace(contribution(state, row.amount, rule.decay, activity), row=row, subject=subject)


def contribution(
    state: State, amount: Amount, decay: Decay | None = None, activity: ActivityTrace | None = None
) -> Contribution:
    """What an amount comes to on an activity, or for the lead itself; it ages with the activity."""
    place, time = (None, None) if activity is None else (activity.place, activity.time)
    number = evaluate(amount.value, state.frame(activity))
    if number is None:
        return Contribution(place, time, None, None, None)
    assert isinstance(number, int)
    signed = amount.sign * number
    if decay is None or activity is None:
        return Contribution(place, time, signed, None, points_of(signed))
    aging = aged(signed, decay, None if time is None else state.as_of - time)
    points = None if aging.after is None else aging.after * (1 if signed >= 0 else -1)
    return Contribution(place, time, signed, aging, points)


def row_of(state: State, rows: Iterable[Row], subject: Value, activity: ActivityTrace | None = None) -> Row | None:
    """The first row that takes the value; a missing value is taken by a `missing` row alone."""
    if subject is None:
        return next((row for row in rows if row.missing), None)
    frame = state.frame(activity, subject)
    return next((row for row in rows if row.otherwise or (row.test and evaluate(row.test, frame) is True)), None)


def _quota(state: State, rule: Rule, left: list[Contribution]) -> Dropped:
    """The latest of each period or value with enough matches stands for all of them."""
    quota = rule.quota
    if quota is None:
        return {}
    if quota.field is not None:
        keyed = [(_value_at(state, quota.field, one), one) for one in left]
    else:
        keyed = [(period_of(state, quota.period, one.time), one) for one in left]
    dropped: Dropped = {one.place: "no period" if quota.period else "no value" for key, one in keyed if key is None}
    for members in _grouped(keyed):
        stands = max(members, key=_lateness)
        reason: Standing = "too few" if len(members) < quota.count else "represented"
        dropped |= {one.place: reason for one in members if reason == "too few" or one is not stands}
    return dropped


def _once_per(state: State, rule: Rule, left: list[Contribution]) -> Dropped:
    """The latest of each value; activities without the value do not count."""
    if rule.once_per is None:
        return {}
    keyed = [(_value_at(state, rule.once_per, one), one) for one in left]
    dropped: Dropped = {one.place: "no value" for key, one in keyed if key is None}
    for members in _grouped(keyed):
        stands = max(members, key=lambda one: (*_lateness(one), *_valued(state, rule, one)))
        dropped |= {one.place: "once per" for one in members if one is not stands}
    return dropped


def _valued(state: State, rule: Rule, one: Contribution) -> tuple[bool, Key]:
    """Orders by the value that is counted by next, missing first."""
    field = None if rule.quota is None else rule.quota.field
    value = None if field is None else _value_at(state, field, one)
    return value is not None, value


def _at_most(state: State, rule: Rule, left: list[Contribution]) -> Dropped:
    """The first few of each period."""
    limit = rule.limit
    if limit is None:
        return {}
    first = min((one.time for one in left if one.time is not None), default=0)
    keyed = [(_limit_key(state, limit, first, one.time), one) for one in left]
    dropped: Dropped = {one.place: "no period" for key, one in keyed if key is None}
    for members in _grouped(keyed):
        dropped |= {one.place: "limit" for one in sorted(members, key=_earliness)[limit.count :]}
    return dropped


def _limit_key(state: State, limit: Limit, first: int, time: int | None) -> Key:
    if limit.every is None or time is None:
        return period_of(state, limit.period, time)
    return (time - first) // limit.every


def period_of(state: State, period: str | None, time: int | None) -> Key:
    """The calendar period of a moment in the model's zone; without a time, none. Weeks begin on Monday."""
    return None if time is None else calendar_period(state.zone.day(time), period)


def calendar_period(day: int, period: str | None) -> int | tuple[int, ...]:
    """The calendar period of a local day."""
    match period:
        case "week":
            return (day + 3) // 7
        case "month":
            return _month(day)
        case "quarter":
            year, month = _month(day)
            return (year, (month - 1) // 3)
        case _:
            return day


def _month(day: int) -> tuple[int, int]:
    """Year and month of a day since 1970, also of one no `datetime.date` can hold.

    Years are counted from March, so that the day that comes and goes is their last; 400 years are 146,097 days.
    """
    era, in_era = divmod(day + 719_468, 146_097)
    year = (in_era - in_era // 1_460 + in_era // 36_524 - in_era // 146_096) // 365
    in_year = in_era - (365 * year + year // 4 - year // 100)
    month = (5 * in_year + 2) // 153 + 3
    return (year + 400 * era, month) if month <= 12 else (year + 400 * era + 1, month - 12)


def _value_at(state: State, expr: Expr, one: Contribution) -> Key:
    assert one.place is not None
    return evaluate(expr, state.frame(state.places[one.place]))


def _grouped(keyed: Sequence[tuple[Key, Contribution]]) -> list[list[Contribution]]:
    groups: dict[Key, list[Contribution]] = defaultdict(list)
    for key, one in keyed:
        if key is not None:
            groups[key].append(one)
    return list(groups.values())


def _lateness(one: Contribution) -> tuple[bool, int, bool, int]:
    """Orders by time, undated first, then by contribution, missing first."""
    return (one.time is not None, one.time or 0, one.points is not None, one.points or 0)


def _earliness(one: Contribution) -> tuple[int, bool, int]:
    """Orders by time, then the greatest contribution first, missing last."""
    return (one.time or 0, one.points is None, -(one.points or 0))
