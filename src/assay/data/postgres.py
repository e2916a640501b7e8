"""The fence around psycopg: connections, and tables of PostgreSQL as rows. Besides, only the PostgreSQL engine
imports it.

What the client says of a connection may repeat parts of the address, so those sentences are ours; the server's own are
told only where it answers a query.
"""

import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Self

import psycopg
from psycopg import sql
from psycopg.abc import Buffer
from psycopg.types.datetime import DateLoader, TimestampLoader, TimestamptzLoader

from assay.data.addresses import Address
from assay.data.dialect import refuse_repeats
from assay.data.failures import Absent, Unreadable
from assay.data.records import Labels, columns_of, row_of
from assay.data.rows import Label, Row

Connection = psycopg.Connection[tuple[object, ...]]

_BATCH = 4096
_PATIENCE = "10"  # seconds to connect
_SESSION = {"TimeZone": "UTC", "DateStyle": "ISO", "IntervalStyle": "postgres", "extra_float_digits": "1"}
JSON = frozenset({114, 3802})
_CONNECTING = (
    ("password authentication failed", "the database refused the user or the password"),
    ("no password supplied", "the database wants a password"),
    ("does not exist", "the database has no such user, or there is no such database"),
    ("pg_hba.conf", "the database lets nobody of this name in from here"),
    ("slots are reserved", "the database has no connection left"),
    ("too many", "the database has no connection left"),
    ("the database system is", "the database is starting or stopping"),
    ("terminating connection", "the database ended the connection"),
    ("unexpectedly", "what answers there ended the connection; it may be no PostgreSQL"),
    ("refused", "nothing answers there"),
    ("timeout", "nothing answers there"),
    ("translate host name", "there is no such host"),
    ("resolve host", "there is no such host"),
    ("unreachable", "no way leads there from here"),
    ("No route", "no way leads there from here"),
    ("SSL", "no secure connection could be made"),
)
_HELP = "give user and password in the address, or in PGUSER and PGPASSWORD"


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or a view. `types` are the type ids of its columns, of domains those below."""

    oid: int
    schema: str
    name: str
    columns: tuple[str, ...]
    types: tuple[int, ...]

    @property
    def identifier(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.name)


def connected(address: Address) -> Connection:
    """A connection whose texts do not depend on the server's settings. Raises Unreadable."""
    try:
        connection = psycopg.connect(**{"connect_timeout": _PATIENCE, **address.settings})  # type: ignore[arg-type]
        for name, value in _SESSION.items():
            connection.execute("select set_config(%s, %s, false)", (name, value))
        connection.commit()
    except psycopg.Error as error:
        raise _refused(address, str(error)) from None
    for kind, loader in (("date", _Date), ("timestamp", _Timestamp), ("timestamptz", _Timestamptz)):
        connection.adapters.register_loader(kind, loader)
    return connection


def _refused(address: Address, said: str) -> Unreadable:
    why = next((words for sign, words in _CONNECTING if sign in said), "the address holds something it does not take")
    return Unreadable(f"cannot connect to {address.shown}: {why}", _HELP if "password" in why else None)


# Days and moments beyond Python's calendar come as text, which readers refuse with a sentence.


class _Date(DateLoader):
    def load(self, data: Buffer) -> object:  # type: ignore[override]
        try:
            return super().load(data)
        except psycopg.DataError:
            return bytes(data).decode()


class _Timestamp(TimestampLoader):
    def load(self, data: Buffer) -> object:  # type: ignore[override]
        try:
            return super().load(data)
        except psycopg.DataError:
            return bytes(data).decode()


class _Timestamptz(TimestamptzLoader):
    def load(self, data: Buffer) -> object:  # type: ignore[override]
        try:
            return super().load(data)
        except psycopg.DataError:
            return bytes(data).decode()


@contextlib.contextmanager
def told(address: Address, doing: str) -> Iterator[None]:
    """What the server says of a query, as Unreadable: `doing` is what we were at, "reading `leads`"."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege:
        raise Unreadable(f"{address.shown} does not permit {doing}") from None
    except psycopg.errors.QueryCanceled:
        raise Unreadable(f"{doing} took longer than the database permits", "raise its statement_timeout") from None
    except psycopg.errors.InvalidName as error:
        help_ = 'write a name with blanks or capitals in double quotes: "Sales CRM"."Leads"'
        raise Unreadable(f"{address.shown}, {doing}: {error.diag.message_primary}", help_) from None
    except psycopg.Error as error:
        said = error.diag.message_primary or "the connection was lost"
        raise Unreadable(f"{address.shown}, {doing}: {said}") from None


def relation(connection: Connection, address: Address, name: str) -> Relation:
    """The table or view of a name, found as PostgreSQL finds names. Raises Unreadable, Absent if there is none."""
    with told(address, f"reading `{name}`"):
        found = connection.execute(
            "select c.oid::bigint, n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where c.oid = to_regclass(%s) and c.relkind = any('{r,p,v,m,f}')",
            (name,),
        ).fetchone()
        if found is None:
            raise Absent(f"{address.shown} has no table `{name}`", _similar(connection, name))
        oid, schema, table = int(str(found[0])), str(found[1]), str(found[2])
        empty = connection.execute(sql.SQL("select * from {} limit 0").format(sql.Identifier(schema, table)))
    described = empty.description or []
    columns, types = tuple(one.name for one in described), tuple(one.type_code for one in described)
    refuse_repeats(f"`{name}`", columns)
    return Relation(oid, schema, table, columns, types)


def _similar(connection: Connection, name: str) -> str | None:
    """The table that was probably meant, as it is to be written."""
    listed = connection.execute(
        "select c.oid::regclass::text, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind = any('{r,p,v,m,f}') and n.nspname <> all('{pg_catalog,information_schema,pg_toast}')"
    )
    names = {str(plain).lower(): str(written) for written, plain in listed}
    near = get_close_matches(name.rpartition(".")[2].strip('"').lower(), names, n=1, cutoff=0.7)
    return f"did you mean `{names[near[0]]}`?" if near else None


class PostgresTable:
    """A table of a database; see rows.Table. `position` counts rows."""

    counted = "row"
    typed = True
    shifted = 0
    size: int | None = None

    def __init__(self, address: Address, table: str) -> None:
        self.address, self._table = address, table
        self.name = f"{address.shown} `{table}`"
        self.position = 0
        self._connection = connected(address)
        self._ahead: list[dict[str, object]] = []
        try:
            with told(address, f"reading `{table}`"):
                self._connection.execute("set transaction isolation level repeatable read read only")
                self.relation = relation(self._connection, address, table)
                self.columns, which = self.shown(self._connection)
            self._rest = self._records(self.columns, which)
            self.open_ended = not JSON.isdisjoint(self.relation.types)
            if self.open_ended:  # what is inside only values tell
                self._ahead = list(itertools.islice(self._rest, _BATCH))
                self.columns = columns_of(self._ahead)
        except BaseException:
            self.close()
            raise

    def rows(self, label: Label = str) -> Iterator[Row]:
        labels = Labels(label)
        for record in itertools.chain(self._ahead, self._rest):
            self.position += 1
            if self.open_ended:
                yield row_of(self.position, record, labels)
            else:
                yield Row(self.position, {labels[column]: value for column, value in record.items()})

    def shown(self, connection: Connection) -> tuple[tuple[str, ...], sql.Composable]:  # noqa: ARG002  for tables in part
        """The columns and, as a `where`, the rows that are read: all of them."""
        return self.relation.columns, sql.SQL("")

    def _records(self, columns: tuple[str, ...], which: sql.Composable) -> Iterator[dict[str, object]]:
        listed = sql.SQL(", ").join(map(sql.Identifier, columns))
        with told(self.address, f"reading `{self._table}`"), self._connection.cursor("assay_rows") as cursor:
            cursor.itersize = _BATCH
            cursor.execute(sql.SQL("select {} from {}{}").format(listed, self.relation.identifier, which))
            for cells in cursor:
                yield dict(zip(columns, cells, strict=True))

    def permits_work(self) -> bool:
        """Whether the database lets its user make temporary tables, as scoring in it does: a replica does not. Raises
        Unreadable."""
        with told(self.address, "starting"):
            found = self._connection.execute(
                "select not pg_is_in_recovery() and not current_setting('default_transaction_read_only')::boolean"
                " and has_database_privilege(current_database(), 'temporary')"
            ).fetchone()
        return found == (True,)

    def reopened(self) -> "PostgresTable":
        return PostgresTable(self.address, self._table)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
