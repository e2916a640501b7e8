"""One run in the database: the tables read, the query run, results fetched or kept there. One transaction."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from assay.data.bind import Binding
from assay.data.failures import Unreadable
from assay.data.postgres import Connection, PostgresTable, connected, told
from assay.engines.sql.build import column
from assay.engines.sql.compiler import compiled
from assay.engines.sql.decode import decoder
from assay.engines.sql.postgres.reading import Reject, Source, create, read_in
from assay.engines.sql.query import Query
from assay.plan.nodes import Plan
from assay.results import LeadResult

_OLDEST = 12  # the first that keeps a step of a query when asked to


@dataclass(frozen=True, slots=True)
class Given:
    """A table, and which of its columns are which fields."""

    table: PostgresTable
    binding: Binding


@dataclass(slots=True)
class PostgresRun:
    """`with PostgresRun(…) as run: run.read(…)`, then `results` or `kept.keep`. `previous`: stages of an earlier run by
    key. Raises Unreadable, and Unsupported for rules that have no exact form in SQL."""

    plan: Plan
    as_of: int
    leads: Given
    activities: Given | None
    previous: Mapping[str, str | None] | None = None
    connection: Connection = field(init=False)
    query: Query = field(init=False)

    def __enter__(self) -> Self:
        self.query = self._compiled(self.as_of)
        self.connection = connected(self.leads.table.address)
        try:
            _refuse_old(self.connection, self.leads.table)
            with self.doing("starting"):
                self.connection.execute("set transaction isolation level repeatable read")
        except BaseException:
            self.connection.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()  # what was not committed never was

    def _compiled(self, as_of: int) -> Query:
        has_activities = self.activities is not None
        return compiled(
            self.plan,
            "postgres",
            as_of,
            lists=True,
            previous=self.previous is not None,
            activities=has_activities,
        )

    def doing(self, what: str) -> contextlib.AbstractContextManager[None]:
        return told(self.leads.table.address, what)

    def read(self, reject_lead: Reject, reject_activity: Reject) -> None:
        """Both tables, as the query wants them."""
        query, plan = self.query, self.plan
        with self.doing("reading the leads"):
            leads = Source(self.leads.table.relation, self.leads.binding, plan.lead, query.leads)
            read_in(self.connection, plan, leads, reject_lead)
            self._give_stages()
        if query.activities is None:
            return
        with self.doing("reading the activities"):
            if self.activities is None:
                create(self.connection, query.activities)
                return
            given = self.activities
            read_in(
                self.connection,
                plan,
                Source(given.table.relation, given.binding, plan.activity, query.activities),
                reject_activity,
            )

    def _give_stages(self) -> None:
        if self.previous is None:
            return
        self.connection.execute('create temporary table "Previous" (key text, stage text) on commit drop')
        with self.connection.cursor() as cursor, cursor.copy('copy "Previous" from stdin') as copy:
            for key, stage in self.previous.items():
                if stage is not None:
                    copy.write_row((key, stage))
        self.connection.execute('update leads set previous_stage = p.stage from "Previous" p where p.key = leads.key')

    def results(self) -> Iterator[LeadResult]:
        """All results, in the order in which the leads were read."""
        yield from self._fetched(self.query)

    def _fetched(self, query: Query) -> Iterator[LeadResult]:
        decode = decoder(self.plan, query)
        with self.doing("scoring"), self.connection.cursor("assay_results") as cursor:
            cursor.itersize = 4096
            cursor.execute(_in_order(query).encode())
            for row in cursor:
                yield decode(row)

    def left(self) -> int:
        """Activities that belong to no lead that was scored."""
        if self.query.activities is None or self.activities is None:
            return 0
        with self.doing("counting activities"):
            found = self.connection.execute(
                "select count(*) from activities a where not exists (select from leads l where l.key = a.lead_key)"
            ).fetchone()
        return int(str(found[0])) if found else 0


def _in_order(query: Query) -> str:
    ordered = query.expression.copy().order_by(column("n"), copy=False)
    return ordered.sql(dialect=query.dialect)


def _refuse_old(connection: Connection, table: PostgresTable) -> None:
    version = connection.info.server_version // 10_000
    if version < _OLDEST:
        raise Unreadable(
            f"{table.address.shown} is PostgreSQL {version}",
            f"scoring in it takes {_OLDEST} or later; or `--engine record`",
        )
