"""The steps of `each` between its condition and its bound: once per, quotas, limits."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assay.syntax import ast
from tests.naive.aggregates import identity
from tests.naive.expressions import Activity, State, microseconds
from tests.naive.values import Moment
from tests.naive.zone import local_day, period


@dataclass
class Hit:
    """One matching activity: when it happened and what it would give, sign and decay included; both may be missing."""

    activity: Activity
    moment: Moment | None
    points: Fraction | None


def _age_first(hit: Hit) -> float | int:
    """Activities without a time are older than every dated one."""
    return -math.inf if hit.moment is None else hit.moment.microseconds


def _generous_first(hit: Hit) -> tuple[bool, Fraction]:
    """At one moment the greatest contribution goes first, missing ones last."""
    return (hit.points is None, -(hit.points or Fraction(0)))


def latest(hits: list[Hit], per: str | None = None) -> Hit:
    """Of those alike in time and points, the one with the greatest value of a field."""
    moment = max(_age_first(hit) for hit in hits)
    at_last = [hit for hit in hits if _age_first(hit) == moment]
    most = min(map(_generous_first, at_last))
    alike = [hit for hit in at_last if _generous_first(hit) == most]
    valued = [hit for hit in alike if per is not None and hit.activity[per] is not None]
    return max(valued, key=lambda hit: identity(hit.activity[per])) if valued else alike[0]


def once_per(hits: list[Hit], field: str, then_per: str | None) -> list[Hit]:
    """The latest of each value; activities without the field do not count. `then_per`: the field of a quota."""
    by_value: dict[Any, list[Hit]] = defaultdict(list)
    for hit in hits:
        if hit.activity[field] is not None:
            by_value[identity(hit.activity[field])].append(hit)
    return [latest(same, then_per) for same in by_value.values()]


def quota(state: State, hits: list[Hit], rule: ast.Quota) -> list[Hit]:
    """One hit for each period, or value of a field, that has enough; its time is the latest of them."""
    together: dict[Any, list[Hit]] = defaultdict(list)
    for hit in hits:
        key = _period(state, rule.per, hit) if isinstance(rule.per, ast.Period) else hit.activity[rule.per.name]
        if key is not None:
            together[key if isinstance(rule.per, ast.Period) else identity(key)].append(hit)
    return [latest(same) for same in together.values() if len(same) >= rule.count.value]


def limit(state: State, hits: list[Hit], rule: ast.Limit) -> list[Hit]:
    """The first N of each period; activities without a time are in none."""
    dated = [hit for hit in hits if hit.moment is not None]
    together: dict[Any, list[Hit]] = defaultdict(list)
    start = min((hit.moment.microseconds for hit in dated), default=0)
    for hit in sorted(dated, key=lambda hit: (_age_first(hit), _generous_first(hit))):
        if isinstance(rule.per, ast.Period):
            key = _period(state, rule.per, hit)
        else:
            key = (hit.moment.microseconds - start) // microseconds(rule.per)
        together[key].append(hit)
    return [hit for same in together.values() for hit in same[: int(rule.count.value)]]


def _period(state: State, calendar: ast.Period, hit: Hit) -> tuple[int, ...] | None:
    if hit.moment is None:
        return None
    return period(calendar.unit, local_day(hit.moment, state.world.zone))
