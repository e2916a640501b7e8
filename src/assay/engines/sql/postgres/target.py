"""The table that results are kept in: made where there is none, widened where rules have new groups, and refused where
it holds something else."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import LiteralString

from psycopg import errors
from psycopg.sql import SQL, Identifier

from assay.data.failures import Unreadable
from assay.data.flat import Kind, Shape, columns_of
from assay.data.postgres import Connection
from assay.data.postgres_runs import RUN

_TYPES: dict[Kind, str] = {
    "text": "text",
    "number": "numeric",
    "time": "timestamp with time zone",
    "texts": "text[]",
}
_LONGEST = 63  # bytes of a name
_RIGHTS = "select", "insert", "delete"
_IDENTIFIED = (
    "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = %s"
)


def refuse_table(connection: Connection, table: str, shape: Shape) -> None:
    """Says before the work what would keep results out of a table. Raises Unreadable."""
    wanted = columns_of(shape)
    for name, _ in wanted:
        if len(name.encode()) > _LONGEST:
            raise Unreadable(
                f"`{name}` is to be a column of `{table}`, and names of PostgreSQL end after {_LONGEST} bytes",
                "give the group a shorter name; its label may be long",
            )
    if (oid := _oid(connection, table)) is None:
        _refuse_to_make(connection, table)
        return
    held = _held(connection, oid)
    _refuse_others(table, held, wanted)
    may = [right for right in _RIGHTS if _is_true(connection, "select has_table_privilege(%s::oid, %s)", oid, right)]
    if len(may) < len(_RIGHTS) or (_new(held, wanted) and not _is_owner(connection, oid)):
        raise errors.InsufficientPrivilege


def target(connection: Connection, table: str, shape: Shape) -> Identifier:
    """The table of results, made or widened where it has to be."""
    wanted = columns_of(shape)
    if (oid := _oid(connection, table)) is None:
        _make(connection, table, wanted)
        oid = _oid(connection, table)
    held = _held(connection, oid)
    if not held:  # made since this run began
        raise errors.DuplicateTable
    _refuse_others(table, held, wanted)
    schema, name = connection.execute(_IDENTIFIED, (oid,)).fetchone() or ("", "")
    identifier = Identifier(str(schema), str(name))
    for column, kind in _new(held, wanted):
        connection.execute(
            SQL("alter table {} add column {} {}").format(identifier, Identifier(column), SQL(_TYPES[kind]))
        )
    return identifier


@contextlib.contextmanager
def into(table: str) -> Iterator[None]:
    """What else the server says of keeping results there, where it has a reason that people know. Raises Unreadable."""
    try:
        yield
    except errors.InsufficientPrivilege:
        raise Unreadable(
            f"the database does not permit keeping results in `{table}`",
            "its user needs the rights to select, insert and delete there, and to make or widen the table its owner's",
        ) from None
    except (errors.SerializationFailure, errors.DuplicateTable):
        raise _at_once(table) from None
    except errors.UniqueViolation as error:
        if error.diag.schema_name != "pg_catalog" and RUN[0] not in (error.diag.message_detail or ""):
            raise
        raise _at_once(table) from None


def _at_once(table: str) -> Unreadable:
    return Unreadable(
        f"another run wrote to `{table}` while this one did; what that one wrote is there, and nothing of this one",
        "run it again if the other was not the same run",
    )


# --- what is there ------------------------------------------------------------------------------------------


def _oid(connection: Connection, table: str) -> object:
    found = connection.execute("select to_regclass(%s)::oid::bigint", (table,)).fetchone()
    return None if found is None else found[0]


def _held(connection: Connection, oid: object) -> dict[str, str]:
    """The types of columns by their names."""
    found = connection.execute(
        "select attname, format_type(atttypid, atttypmod) from pg_attribute"
        " where attrelid = %s and attnum > 0 and not attisdropped",
        (oid,),
    )
    return {str(name): str(type_) for name, type_ in found}


def _new(held: Mapping[str, str], wanted: Sequence[tuple[str, Kind]]) -> list[tuple[str, Kind]]:
    return [(name, kind) for name, kind in wanted if name not in held]


def _refuse_others(table: str, held: Mapping[str, str], wanted: Sequence[tuple[str, Kind]]) -> None:
    """A table of something else; and one that would hold other values than were scored, as whole numbers do."""
    if not {"key", *RUN} <= held.keys():
        raise Unreadable(
            f"the table `{table}` holds no results", "name one that Assay made, or one that is not there yet"
        )
    for name, kind in wanted:
        if held.get(name, _TYPES[kind]) != _TYPES[kind]:
            raise Unreadable(
                f"the column `{name}` of `{table}` is {held[name]}, and results are {_TYPES[kind]}",
                "change its type, or name a table that is not there yet",
            )


def _refuse_to_make(connection: Connection, table: str) -> None:
    """PostgreSQL has its own words for a name or a schema that is none."""
    *schema, _ = _parts(connection, table)
    name = schema[-1] if schema else None
    if not _is_true(connection, "select has_schema_privilege(coalesce(%s, current_schema()), 'create')", name):
        raise errors.InsufficientPrivilege


def _is_owner(connection: Connection, oid: object) -> bool:
    return _is_true(connection, "select pg_has_role(relowner, 'usage') from pg_class where oid = %s", oid)


def _is_true(connection: Connection, question: LiteralString, *given: object) -> bool:
    return connection.execute(question, given).fetchone() == (True,)


def _parts(connection: Connection, table: str) -> list[str]:
    found = connection.execute("select parse_ident(%s)", (table,)).fetchone() or ([],)
    assert isinstance(found[0], list)
    return found[0]


def _make(connection: Connection, table: str, columns: Sequence[tuple[str, Kind]]) -> None:
    listed = [SQL("{} {}").format(Identifier(name), SQL(_TYPES[kind])) for name, kind in columns]
    connection.execute(
        SQL("create table {} ({}, primary key (as_of, rules_version, key))").format(
            Identifier(*_parts(connection, table)), SQL(", ").join(listed)
        )
    )
