"""What `assay sql` prints for PostgreSQL and for Spark, run there on generated cases."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from psycopg import Connection
from psycopg.rows import dict_row
from psycopg.sql import SQL, Identifier

from assay.check import load_text
from assay.plan import plan
from bench.model import leads, rules, source
from tests.properties.printed import Execute, Row, differences, differences_of
from tests.servers.on_postgres import is_shared, make_ordinary, share
from tests.servers.postgres import Server
from tests.servers.test_postgres_many_rules import AS_OF, activity, counting
from tests.strategies.cases import make_case
from tests.strategies.records import Lead

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.slow


def test_what_is_printed_for_postgres_says_what_the_record_engine_says(server: Server) -> None:
    with server.connect() as connection:
        connection.execute("set jit = off")
        assert list(_disagreements("postgres", _on_postgres(connection), range(25))) == []


def test_several_processes_say_the_same_of_what_is_printed(server: Server) -> None:
    shared: list[bool] = []

    def execute(query: str, tables: Mapping[str, pa.Table]) -> Sequence[Row]:
        with connection.transaction(force_rollback=True):
            share(connection)
            for name, table in tables.items():
                _create(connection, name, table)
                make_ordinary(connection, name)
            shared.append(is_shared(connection, query.encode()))
            return connection.cursor(row_factory=dict_row).execute(query.encode()).fetchall()

    with server.connect() as connection:
        connection.execute("set jit = off")
        assert list(_disagreements("postgres", execute, range(100, 120))) == []
    assert sum(shared) > 10


@pytest.mark.parametrize(("text", "few"), [(counting(1_000), 1), (source(rules(300)), 20)], ids=["counting", "plain"])
def test_many_rules_are_printed_for_postgres(server: Server, text: str, few: int) -> None:
    """More columns than a step can have, and more names in a list than a function takes."""
    model, random = load_text(text).model, Random(2)
    assert model is not None
    given = [Lead({**one, "country": random.choice([None, "c0", "c1"])}, _acts(random), None) for one in leads(30)]
    told: list[Row] = []

    def execute(query: str, tables: Mapping[str, pa.Table]) -> Sequence[Row]:
        told.extend(run(query, tables))
        return told

    with server.connect() as connection:
        connection.execute("set jit = off")
        run = _on_postgres(connection)
        assert list(differences_of(plan(model), AS_OF, given, "postgres", execute)) == []
    assert sum(str(row["rules"]).count("; ") for row in told) > few


def _acts(random: Random) -> tuple[dict[str, object], ...]:
    return tuple(activity(random) for _ in range(random.randrange(60)))


def test_what_is_printed_for_spark_says_what_the_record_engine_says(spark: "SparkSession") -> None:
    assert list(_disagreements("spark", _on_spark(spark), (2, 10))) == []


def _disagreements(dialect: str, execute: Execute, seeds: Sequence[int]) -> Iterator[tuple[int, str]]:
    for seed in seeds:
        case = make_case(seed, 1 + seed % 6, leads=12)
        yield from ((seed, one) for one in differences(case, dialect, execute))


def _on_postgres(connection: Connection) -> Execute:
    def execute(query: str, tables: Mapping[str, pa.Table]) -> Sequence[Row]:
        with connection.transaction(force_rollback=True):
            for name, table in tables.items():
                _create(connection, name, table)
            return connection.cursor(row_factory=dict_row).execute(query.encode()).fetchall()

    return execute


_TYPES = {
    pa.string(): "text",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.timestamp("us"): "timestamp",
    pa.decimal128(18, 4): "decimal(18, 4)",
    pa.list_(pa.string()): "text[]",
}


def _create(connection: Connection, name: str, table: pa.Table) -> None:
    columns = SQL(", ").join(SQL("{} " + _TYPES[one.type]).format(Identifier(one.name)) for one in table.schema)
    connection.execute(SQL("create temporary table {} ({})").format(Identifier(name), columns))
    with connection.cursor() as cursor, cursor.copy(SQL("copy {} from stdin").format(Identifier(name))) as copy:
        for row in table.to_pylist():
            copy.write_row(tuple(row.values()))


def _on_spark(spark: "SparkSession") -> Execute:
    spark.conf.set("spark.sql.session.timeZone", "UTC")

    def execute(query: str, tables: Mapping[str, pa.Table]) -> Sequence[Row]:
        for name, table in tables.items():
            spark.createDataFrame(table).createOrReplaceTempView(name)
        return [row.asDict() for row in spark.sql(query).collect()]

    return execute
