"""Groups and the total: sums of hundredths, weighted, then bounded."""

from collections.abc import Iterable, Mapping

from assay.engines.sql.build import Sql, cast, greater, number, smaller, times, total, when
from assay.engines.sql.conjunctions import points_of
from assay.engines.sql.context import Context
from assay.engines.sql.folded import Partition
from assay.engines.sql.folds import Folds
from assay.engines.sql.masks import BITS
from assay.engines.sql.partitions import summed
from assay.engines.sql.rounding import rounded
from assay.engines.sql.rules import Judged
from assay.plan.nodes import Expr, Group
from assay.values import POINT, SCALE

_WHOLE = 1_000_000
_SHORT = 2**31 - 1
_TOGETHER = 100


def group(context: Context, group: Group, rules: Mapping[int, Judged], folded: Folds) -> None:
    """The columns of one group: earned, and kept after its bounds. Inner groups are there already."""
    own = [rules[index] for index in group.rules if index in rules]
    summed = total(
        [
            *_looked_up(context, folded.looked_up(group.rules)),
            *(one for tally in folded.tallies for one in tally.points(context, group.name)),
            *points_of(context, folded.together, group.name),
            *_in_parts(context, _points(own)),
            *(context.results[f"points:group:{child}"].copy() for child in group.children),
        ]
    )
    earned = cast(summed, "BIGINT")
    if group.weight is not None:
        weighted = times(context.spelling.widen(earned), number(group.weight))
        earned = cast(rounded(context.spelling, context.registry.put(weighted, "weighted"), _WHOLE), "BIGINT")
    column = context.registry.put(earned, f"{group.name}_earned")
    kept = context.registry.held(bounded(column, group.minimum, group.maximum), group.name)
    context.results[f"earned:{group.name}"] = column
    _result(context, f"group:{group.name}", kept)


def score(context: Context) -> None:
    top = [one for one in context.plan.groups if one.parent is None]
    summed = total([context.results[f"points:group:{one.name}"].copy() for one in top])
    held = context.registry.held(summed if len(top) == 1 else cast(summed, "BIGINT"), "total")
    kept = context.registry.held(bounded(held, context.plan.total_minimum, context.plan.total_maximum), "score")
    _result(context, "score", kept)


def _result(context: Context, name: str, kept: Sql) -> None:
    """In hundredths for grades and bounds, as a number for expressions."""
    context.results[f"points:{name}"] = kept
    context.results[name] = times(context.spelling.widen(kept.copy()), number(SCALE // POINT))


def _looked_up(context: Context, folded: Iterable[tuple[int, Partition]]) -> list[Sql]:
    """What the rules of one field give, a look-up for each field."""
    by_view: dict[Expr, list[int]] = {}
    for index, partition in folded:
        by_view.setdefault(partition.view, []).append(index)
    found = [
        summed(context, context.partitions[view], lambda one, outcome: one.points if outcome else 0, indexes)
        for view, indexes in by_view.items()
    ]
    return [cast(one, "BIGINT") for one in found if one is not None]


def _points(rules: list[Judged]) -> list[Sql]:
    fixed = sum(abs(rule.points) for rule in rules if isinstance(rule.points, int))
    return [_part(rule, long=fixed > _SHORT) for rule in rules if rule.points != 0]


def _in_parts(context: Context, points: list[Sql]) -> list[Sql]:
    """Sums of some at a time, where a step holds only so many columns that could be added up."""
    if context.spelling.most_columns is None or len(points) <= _TOGETHER:
        return points
    parts = [points[at : at + BITS] for at in range(0, len(points), BITS)]
    return [context.registry.put(cast(total(part), "BIGINT"), "points_of_some") for part in parts]


def _part(rule: Judged, *, long: bool) -> Sql:
    if not isinstance(rule.points, int):
        return when(rule.outcome.copy(), rule.points.copy(), number(0))
    points = number(rule.points)
    return when(rule.outcome.copy(), cast(points, "BIGINT") if long else points, number(0))


def bounded(points: Sql, minimum: int | None, maximum: int | None) -> Sql:
    if maximum is not None:
        points = smaller(points.copy(), number(maximum))
    return points if minimum is None else greater(points.copy(), number(minimum))
