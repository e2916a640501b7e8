"""A database in a temporary file that takes leads chunk by chunk and gives their results in order."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from sqlglot import exp

from assay.data.spilling import ROOMY, Room, temporary_folder
from assay.engines.sql.build import column, compare, select_from, star, subquery, table
from assay.engines.sql.decode import decoder
from assay.engines.sql.duck import connection, executed, rows_of
from assay.engines.sql.made import empty, insert
from assay.engines.sql.query import Column, Query, Table
from assay.plan.nodes import Plan
from assay.results import LeadResult

Rows = Sequence[Sequence[object]]
_ROWS = Table("rows", (Column("n", "BIGINT"), Column("line", "BIGINT"), Column("names", "TEXT[]")))


@dataclass(frozen=True, slots=True)
class Stored:
    """A result with what was kept beside it: number and line of the row, and names as people read them."""

    n: int
    line: int
    names: Sequence[str]
    result: LeadResult


class Store:
    """Tables as one query reads them. Larger than memory: the database spills into its folder, which goes at the end."""

    def __init__(self, plan: Plan, query: Query, room: Room = ROOMY) -> None:
        self._room = room
        self.query = query
        self._decode = decoder(plan, query)
        self._tables = [query.leads, _ROWS, *([] if query.activities is None else [query.activities])]

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        folder = self._stack.enter_context(temporary_folder(self._room))
        self._database = connection(folder, memory=self._room.memory)
        self._stack.callback(self._database.close)
        for one in self._tables:
            empty(self._database, one)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def add(self, leads: Rows, activities: Rows, rows: Rows) -> None:
        """Values in order of the tables' columns; `rows` are number, line and names as people read them."""
        for one, values in zip(self._tables, (leads, rows, activities), strict=False):
            insert(self._database, one, values)

    def results(self) -> Iterator[Stored]:
        """In the order of `n`."""
        for n, line, names, *row in rows_of(executed(self._database, self._ordered().sql("duckdb", copy=False))):
            assert isinstance(n, int)
            assert isinstance(line, int)
            assert isinstance(names, list)
            yield Stored(n, line, names, self._decode(row))

    def _ordered(self) -> exp.Select:
        beside = [column(one.name, "r") for one in _ROWS.columns]
        query = select_from([*beside, star("scored")], subquery(self.query.expression, "scored"))
        on = compare("eq", column("n", "r"), column("n", "scored"))
        query.append("joins", exp.Join(this=table("rows", "r"), on=on))
        return query.order_by(exp.Ordered(this=column("n", "r"), nulls_first=True), copy=False)
