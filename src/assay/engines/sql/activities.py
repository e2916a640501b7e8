"""What is common to all that looks at a lead's activities: windows, order, and picking one of several."""

from collections.abc import Sequence

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    aliased,
    coalesce,
    column,
    compare,
    every,
    null_of,
    number,
    row_number,
    select,
    select_from,
    subquery,
    truth,
    when,
    where,
)
from assay.engines.sql.context import Context

BEFORE_ALL = -9_000_000_000_000_000_000  # stands for no time, or no points, where they are ordered by
Order = Sequence[tuple[Sql, bool]]


def selected(context: Context, test: Sql | None, within: int | None) -> Sql:
    """The condition under which an activity counts: the test, and the window (as_of - within, as_of]. Those after the
    moment of scoring are gone already."""
    parts = [] if test is None else [test]
    if within is not None:
        parts.insert(0, truth(value=False) if context.time is None else _inside(context, within))
    return every(parts) if parts else truth(value=True)


def _inside(context: Context, within: int) -> Sql:
    assert context.time is not None
    return compare("gt", context.time, number(context.as_of - within))


def counted(condition: Sql) -> Sql:
    """How many activities meet a condition."""
    return exp.Sum(this=when(condition, number(1), number(0)))


def time_or_null(context: Context) -> Sql:
    return null_of("BIGINT") if context.time is None else context.time


def known_first(name: str) -> Sql:
    """A number to order by, descending: missing ones come last."""
    return coalesce(column(name), number(BEFORE_ALL))


def picked(
    source: str, columns: Sequence[str], key: str | None, order: Order, condition: Sql | None = None, most: int = 1
) -> exp.Select:
    """Of each lead (and key) the first activities in an order. What is picked from is called `source`."""
    partition = [column("n"), *([] if key is None else [column(key)])]
    kept = [column("n"), *map(column, columns)]
    ranked = select([*kept, aliased(row_number(partition, order), "place")], source)
    if condition is not None:
        ranked = where(ranked, condition)
    outer = select_from([one.copy() for one in kept], subquery(ranked, "ranked"))
    return where(outer, compare("le", column("place"), number(most)))
