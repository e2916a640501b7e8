"""Tables of results in PostgreSQL, which hold a row a lead and run: the run before another one."""

import datetime as dt
from dataclasses import dataclass

from psycopg import sql

from assay.data.addresses import Address
from assay.data.failures import Absent, Unreadable
from assay.data.postgres import Connection, PostgresTable
from assay.values import utc_datetime

RUN = ("as_of", "rules_version")
_READ = frozenset({*RUN, "key", "stage", "score", "route", "disqualified", "excluded"})
_TIMESTAMPTZ = 1184


@dataclass(frozen=True, slots=True)
class Run:
    """`as_of` in microseconds."""

    as_of: int
    rules_version: str


class EarlierRun(PostgresTable):
    """The latest run before a moment, whatever its rules. Made, it raises Unreadable; Absent where there is no such table
    or no such run."""

    def __init__(self, address: Address, table: str, run: Run) -> None:
        self._before, self._written = run, table
        super().__init__(address, table)

    def shown(self, connection: Connection) -> tuple[tuple[str, ...], sql.Composable]:
        types = dict(zip(self.relation.columns, self.relation.types, strict=True))
        if not {"key", "stage", *RUN} <= types.keys() or types["as_of"] != _TIMESTAMPTZ:
            raise Unreadable(f"the table `{self._written}` holds no results", "name one that Assay filled")
        which = sql.SQL(" where as_of = {} and rules_version = {}").format(*map(sql.Literal, self._chosen(connection)))
        return tuple(name for name in self.relation.columns if name in _READ), which

    def _chosen(self, connection: Connection) -> tuple[dt.datetime, str]:
        moment = utc_datetime(self._before.as_of)
        found = connection.execute(
            sql.SQL(
                "select distinct as_of, rules_version::text from {0}"
                " where as_of = (select max(as_of) from {0} where as_of < {1}) order by rules_version::text"
            ).format(self.relation.identifier, sql.Literal(moment))
        ).fetchall()
        runs = [(as_of, str(version)) for as_of, version in found if isinstance(as_of, dt.datetime)]
        if not runs:
            raise Absent(
                f"`{self._written}` holds no run before {_spoken(moment)}",
                "without --previous nothing is compared, and the run can be the first",
            )
        same = [run for run in runs if run[1] == self._before.rules_version]
        if len(runs) > 1 and not same:
            raise Unreadable(
                f"`{self._written}` holds {len(runs)} runs of {_spoken(runs[0][0])}, and none by these rules:"
                f" {', '.join(version for _, version in runs)}",
                "keep the one that counted: delete the rows of the others by their rules_version",
            )
        return (same or runs)[0]


def _spoken(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
