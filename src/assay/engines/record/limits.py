"""The steps of `each` between its condition and its bound: `once per`, how many per period or value, `at most`.

A hit is one matching activity: (time, points, once per, value). Time, points and values may be missing; points are
signed, decayed and rounded. None of this depends on the order in which activities came.
"""

from collections.abc import Callable, Hashable, Iterable

from assay.plan.nodes import Limit, Quota, Rule
from assay.values import ZoneRules, date_of

Value = str | int | None
Hit = tuple[int | None, int | None, Hashable, Value]
Selection = Callable[[list[Hit]], list[Hit]]
Period = Callable[[int], Hashable]


def selection(rule: Rule, zone: ZoneRules) -> Selection:
    """What is left of a rule's hits."""
    steps: list[Selection] = []
    if rule.once_per is not None:
        steps.append(_latest_per(lambda hit: hit[2], 1))
    if rule.quota is not None:
        steps.append(_quota(rule.quota, zone))
    if rule.limit is not None:
        steps.append(_limit(rule.limit, zone))

    def select(hits: list[Hit]) -> list[Hit]:
        for step in steps:
            hits = step(hits)
        return hits

    return select


def _lateness(hit: Hit) -> tuple[bool, int, bool, int, bool, Value]:
    """Without a time an activity is older than every dated one; at one moment the greatest contribution is latest, then
    the greatest value."""
    return (hit[0] is not None, hit[0] or 0, hit[1] is not None, hit[1] or 0, hit[3] is not None, hit[3])


def _earliness(hit: Hit) -> tuple[int, bool, int]:
    """By time; at one moment the greatest contribution first, missing ones last."""
    return (hit[0] or 0, hit[1] is None, -(hit[1] or 0))


def _latest_per(key: Callable[[Hit], Hashable], least: int) -> Selection:
    """The latest hit of each key that has at least so many; hits without a key do not count."""

    def select(hits: list[Hit]) -> list[Hit]:
        return [max(same, key=_lateness) for same in _together(hits, key) if len(same) >= least]

    return select


def _together(hits: Iterable[Hit], key: Callable[[Hit], Hashable]) -> Iterable[list[Hit]]:
    groups: dict[Hashable, list[Hit]] = {}
    for hit in hits:
        if (found := key(hit)) is not None:
            groups.setdefault(found, []).append(hit)
    return groups.values()


def _quota(quota: Quota, zone: ZoneRules) -> Selection:
    if quota.field is not None:
        return _latest_per(lambda hit: hit[3], quota.count)
    period = _calendar(quota.period, zone)
    return _latest_per(lambda hit: None if hit[0] is None else period(hit[0]), quota.count)


def _limit(limit: Limit, zone: ZoneRules) -> Selection:
    def select(hits: list[Hit]) -> list[Hit]:
        dated = sorted((hit for hit in hits if hit[0] is not None), key=_earliness)
        if not dated:
            return []
        period = _calendar(limit.period, zone) if limit.every is None else _rolling(limit.every, dated[0][0] or 0)
        periods = _together(dated, lambda hit: period(hit[0] or 0))
        return [hit for same in periods for hit in same[: limit.count]]

    return select


def _rolling(every: int, first: int) -> Period:
    return lambda time: (time - first) // every


def _calendar(period: str | None, zone: ZoneRules) -> Period:
    """The calendar period of a moment, in the model's zone; weeks begin on Monday."""
    match period:
        case "week":
            return lambda time: (zone.day(time) + 3) // 7
        case "month":
            return lambda time: _months(zone.day(time))
        case "quarter":
            return lambda time: _months(zone.day(time)) // 3
        case _:
            return zone.day


def _months(day: int) -> int:
    date = date_of(day)
    return date.year * 12 + date.month - 1
