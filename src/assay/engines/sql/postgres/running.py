"""One run in the database: the tables read, the query run, results fetched or kept there. One transaction."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from psycopg.sql import SQL, Identifier, Literal
from sqlglot import exp

from assay.data.bind import Binding
from assay.data.failures import Unreadable
from assay.data.postgres import Connection, PostgresTable, connected, told
from assay.engines.sql.build import column
from assay.engines.sql.compiler import compiled
from assay.engines.sql.decode import decoder
from assay.engines.sql.postgres.reading import PREVIOUS, create, read_in
from assay.engines.sql.postgres.sampling import common_spellings
from assay.engines.sql.postgres.selection import Source
from assay.engines.sql.query import Query
from assay.engines.sql.values import Reject
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
    """`with PostgresRun(…) as run: run.read(…)`, then `results` or `keeping.keep`. `previous`: stages of an earlier run
    by key. Entered, it raises Unsupported for rules that have no exact form in SQL, and always Unreadable."""

    plan: Plan
    as_of: int
    leads: Given
    activities: Given | None
    previous: Mapping[str, str] | None = None
    connection: Connection = field(init=False)
    query: Query = field(init=False)
    _common: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self.connection = connected(self.leads.table.address)
        try:
            _refuse_old(self.connection, self.leads.table)
            with self.doing("starting"):
                self.connection.execute("set transaction isolation level repeatable read")
                self.connection.execute("set local cursor_tuple_fraction = 1")  # all rows of a cursor are fetched
                self.connection.execute(
                    "set local jit = off"
                )  # it takes minutes over a thousand rules, and saves little
                leads = self.leads
                self._common = common_spellings(self.connection, self.plan, leads.table.relation, leads.binding)
            self.query = self._compiled(self.as_of)
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
            common=self._common,
        )

    def doing(self, what: str) -> contextlib.AbstractContextManager[None]:
        return told(self.leads.table.address, what)

    def read(self, reject_lead: Reject, reject_activity: Reject) -> None:
        """Both tables, as the query wants them."""
        query, plan = self.query, self.plan
        with self.doing("reading the leads"):
            self._keep_stages()
            leads = Source(self.leads.table.relation, self.leads.binding, plan.lead, query.leads)
            read_in(self.connection, plan, leads, reject_lead)
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

    def _keep_stages(self) -> None:
        if self.previous is None:
            return
        self.connection.execute(
            SQL("create temporary table {} (key text primary key, stage text) on commit drop").format(PREVIOUS)
        )
        with self.connection.cursor() as cursor, cursor.copy(SQL("copy {} from stdin").format(PREVIOUS)) as copy:
            for named in self.previous.items():
                copy.write_row(named)
        self.connection.execute(SQL("analyze {}").format(PREVIOUS))

    def results(self) -> Iterator[LeadResult]:
        """All results, in the order in which the leads were read."""
        yield from self._fetched(self.query, "now")

    def compared_with(self, then: int) -> Iterator[tuple[LeadResult, LeadResult, LeadResult]]:
        """The results, the same as of an earlier moment, and now without the activities since."""
        earlier = self._compiled(then)
        yield from zip(
            self.results(),
            self._fetched(earlier, "then"),
            self._fetched(self._without_what_came(then), "without"),
            strict=True,
        )

    def _without_what_came(self, then: int) -> Query:
        """The query over the activities up to a moment."""
        query, time = self.query, self.plan.activity.time
        column = (
            None if query.activities is None else next((c for c in query.activities.columns if c.field == time), None)
        )
        if column is None or time is None:
            return query
        with self.doing("scoring"):
            self.connection.execute(
                SQL(
                    'create temporary view "Earlier" as select * from activities where {0} is null or {0} <= {1}'
                ).format(Identifier(column.name), Literal(then))
            )
        expression = query.expression.copy()
        for table in expression.find_all(exp.Table):
            if table.name == "activities":
                table.set("this", exp.to_identifier("Earlier", quoted=True))
        return replace(query, expression=expression)

    def _fetched(self, query: Query, name: str) -> Iterator[LeadResult]:
        decode = decoder(self.plan, query)
        with self.doing("scoring"), self.connection.cursor(f"assay_{name}") as cursor:
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
