"""Results that are kept in a database, and everything that is asked of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from assay.data.arrow import Batch
from assay.data.sinks import Form
from assay.engines.sql.build import Sql, aliased, select_from, subquery
from assay.engines.sql.duck import Database, batches, executed, rows_of
from assay.engines.sql.output.changes import Compared, changes_of
from assay.engines.sql.output.columns import typed_columns
from assay.engines.sql.output.csv_lines import csv_line
from assay.engines.sql.output.facts import Facts
from assay.engines.sql.output.flat import flat_facts
from assay.engines.sql.output.json_lines import json_line
from assay.engines.sql.query import Query
from assay.plan.nodes import Plan

_AT_ONCE = 20_000  # leads
_MOST = 4_000_000  # rules of them


@dataclass(frozen=True, slots=True)
class Kept:
    """`rows`: `place`, then the query's columns, in the order of the input. Where the leads have no key, the line stands
    for it."""

    database: Database
    plan: Plan
    query: Query
    rows: exp.Query
    compared: Compared | None = None

    def batches(self, form: Form, *, only_changed: bool = False) -> Iterator[Batch]:
        """The leads in order: lines of text in one column, or the flat columns."""
        at_once = max(1, min(_AT_ONCE, _MOST // (1 + len(self.plan.rules))))
        query = self.select(self._told(form))
        if only_changed and self.compared is not None:
            changed = changes_of(Facts(self.plan, self.query), self.compared).changed
            query = query.where(changed, copy=False)
        return batches(self.database, query, at_once)

    def _told(self, form: Form) -> list[Sql]:
        match form:
            case "csv":
                return [aliased(csv_line(flat_facts(self.plan, self.query, self.compared)), "line")]
            case "json":
                return [aliased(json_line(self.plan, self.query, self.compared), "line")]
            case "columns":
                return typed_columns(flat_facts(self.plan, self.query, self.compared))

    def select(self, columns: Sequence[Sql]) -> exp.Select:
        """Of the results."""
        return select_from(columns, subquery(self.rows.copy(), "kept"))

    def rows_of(self, query: exp.Query) -> list[tuple[object, ...]]:
        """A short answer."""
        return list(rows_of(executed(self.database, query.sql("duckdb", copy=False))))
