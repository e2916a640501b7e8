"""The rows of a `match`: which one takes a value, and what it gives."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from assay.engines.sql.amounts import Points, as_sql
from assay.engines.sql.build import Sql, case, compare, is_null, null_of, number, truth
from assay.engines.sql.context import Context
from assay.engines.sql.expressions import lower
from assay.plan.nodes import Row, Rule


@dataclass(frozen=True, slots=True)
class Taken:
    """`subject` and `index` are columns; `index` is the place of the row that takes the value, null if none does."""

    subject: Sql
    index: Sql

    def choose(self, context: Context, values: Sequence[Points]) -> Sql:
        """Of values by row, that of the row taken; null if none is."""
        branches = ((compare("eq", self.index.copy(), number(at)), as_sql(one)) for at, one in enumerate(values))
        return context.registry.put(case(branches), "row_points")


def taken(context: Context, rule: Rule) -> Taken:
    assert rule.subject is not None
    subject = context.registry.held(lower(context, rule.subject), "subject")
    outer, context.subject = context.subject, subject
    branches = list(_branches(context, rule.rows, subject))
    context.subject = outer
    index = case(branches) if branches else null_of("BIGINT")
    return Taken(subject, context.registry.held(index, "row_taken"))


def _branches(context: Context, rows: Sequence[Row], subject: Sql) -> list[tuple[Sql, Sql]]:
    """The first row that takes the value; a missing value is taken by a `missing` row alone."""
    missing = next((at for at, row in enumerate(rows) if row.missing), None)
    found: list[tuple[Sql, Sql]] = [(is_null(subject.copy()), exp.Null() if missing is None else number(missing))]
    for at, row in enumerate(rows):
        if row.otherwise:
            return [*found, (truth(value=True), number(at))]
        if row.test is not None:
            found.append((lower(context, row.test), number(at)))
    return found
