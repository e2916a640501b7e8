"""Aggregates over a lead's activities: `count(…)`, `sum(…)`, `last(…)` and their kin."""

from dataclasses import dataclass

from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.values import Frame, evaluate
from assay.plan.nodes import Aggregate
from assay.values import SCALE, divide, in_range


@dataclass(frozen=True, slots=True)
class _Found:
    """A value of one activity; `order` is what it is compared by."""

    time: int | None
    value: Value
    order: tuple[Value, ...]


def aggregate(what: Aggregate, activities: list[tuple[int | None, Frame]]) -> Value:
    """The value of an aggregate over the activities of its window (with their times)."""
    chosen = [(time, frame) for time, frame in activities if what.where is None or evaluate(what.where, frame) is True]
    match what.function:
        case "any":
            return bool(chosen)
        case "none":
            return not chosen
        case "count":
            return len(chosen) * SCALE
        case _:
            return _over_values(what, [found for time, frame in chosen if (found := _found(what, time, frame))])


def _found(what: Aggregate, time: int | None, frame: Frame) -> _Found | None:
    assert what.value is not None
    value = evaluate(what.value, frame)
    if value is None:
        return None
    return _Found(time, value, (value,) if what.key is None else (evaluate(what.key, frame), value))


def _over_values(what: Aggregate, values: list[_Found]) -> Value:
    match what.function:
        case "sum":
            return in_range(_sum(values))
        case "distinct":
            return len({found.value for found in values}) * SCALE
        case "average":
            return in_range(divide(_sum(values), len(values))) if values else None
        case "highest":
            return _greatest(values)
        case "lowest":
            return _smallest(values)
        case _:
            return _at_the_end([found for found in values if found.time is not None], last=what.function == "last")


def _at_the_end(dated: list[_Found], *, last: bool) -> Value:
    """The value at the earliest or latest moment; at one moment the smallest or the greatest."""
    times = [found.time for found in dated if found.time is not None]
    if not times:
        return None
    moment = max(times) if last else min(times)
    there = [found for found in dated if found.time == moment]
    return _greatest(there) if last else _smallest(there)


def _sum(values: list[_Found]) -> int:
    return sum(found.value for found in values if isinstance(found.value, int))


def _greatest(values: list[_Found]) -> Value:
    return max(values, key=_order).value if values else None


def _smallest(values: list[_Found]) -> Value:
    return min(values, key=_order).value if values else None


def _order(found: _Found) -> tuple[Value, ...]:
    return found.order
