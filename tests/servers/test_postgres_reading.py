"""What PostgreSQL reads of its tables is what the reader reads, value for value, and what it refuses is refused in the
same words."""

import datetime as dt
import random
from collections.abc import Iterator

import pytest
from psycopg.sql import SQL, Identifier

from assay.data.addresses import address_of
from assay.data.bind import bind
from assay.data.cells import BadValue
from assay.data.checker import Checker
from assay.data.keys import LeadKeys
from assay.data.postgres import PostgresTable, connected
from assay.data.rejects import Fault, fault_of, faults_of
from assay.data.rows import Row
from assay.engines.sql import Column, Table
from assay.engines.sql.postgres.cells import local_offsets
from assay.engines.sql.postgres.reading import read_in
from assay.engines.sql.postgres.selection import Source
from assay.engines.sql.values import row_reader
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.values import BLANKS, DAY, ZoneRules
from tests.servers.postgres import Server
from tests.servers.tables import table

RULES = """model "Reading" timezone "{zone}"
missing "N/A", "İstanbul", "0", "ΟΔΟΣ"
lead {{
  id {key} key
  t text  o one of "Alpha", "ÉTÉ", "N/A", "οδος"  n number  i integer  b boolean
  d date  w time  dd date format "dd/mm/yyyy"  l list of text  ls list of text split by ";"
}}
when t == "x" and o == "alpha" and n > 0 and i > 0 and b and d > 2026-01-01 and w > 2026-01-01 add 1
when dd > 2026-01-01 and l contains "a" and ls contains "a" add 1
"""
FIELDS = ("t", "o", "n", "i", "b", "d", "w", "dd", "l", "ls")
TYPES = {"t": "BIGINT", "o": "TEXT", "b": "BOOLEAN", "l": "TEXT[]", "ls": "TEXT[]"}
TEXTS = [
    "",
    " ",
    "\u00a0\u2003",
    "x",
    " x\u3000",
    "n/a",
    " N/A ",
    "i̇stanbul",
    "İSTANBUL",
    "istanbul",
    "οδοσ",
    "ΟΔΟΣ",
    "0",
    "0.0",
    "00",
    "alpha",
    "ALPHA ",
    "été",
    "Été",
    "beta",
    "1",
    "-1",
    "+1",
    "1.",
    ".5",
    "1.5",
    "1.55555",
    "-0.00005",
    "1e3",
    "1E-3",
    "1,5",
    "1_000",
    "9999999999999",
    "99999999999999",
    "100000000000000",
    "12345678901234.5678",
    "NaN",
    "inf",
    "17.0",
    "٣",
    "１",
    "true",
    "FALSE",
    "Yes",
    "no",
    "ja",
    "t",
    "2026-11-01",
    "2026-11-01 14:30",
    "2026-11-01T14:30:00",
    "2026-11-01T14:30:00Z",
    "2026-11-01T14:30:00.123Z",
    "2026-11-01 14:30:00.123456",
    "2026-11-01 14:30:00.1234567",
    "2026-11-01T14:30:00+02:00",
    "2026-03-29 02:30",
    "2026-10-25 02:30",
    "2026-10-25T00:30:00Z",
    "2026-03-29 03:00:00",
    "2026-02-29",
    "2024-02-29",
    "0999-01-01",
    "1969-12-31 23:59:59.999999",
    "1999-12-31",
    "now",
    "infinity",
    "01/02/2026",
    "31/12/2026",
    "20261101",
    "a,b",
    "a, ,B ",
    "[1, 2]",
    "[x",
    '["a", " b "]',
    "a;b;",
    ";",
    "{a,b}",
    "2026-11-01\n",
    "12 km",
    "𝔘",
    "a\u0085",
]
TYPED: dict[str, list[object]] = {
    "smallint": [0, 1, -32768],
    "integer": [0, 1, 17, -5],
    "bigint": [0, 1, 10**14 - 1, 10**14, -(10**14), -(2**63)],
    "numeric": [
        "0",
        "1",
        "17.0",
        "1.50",
        "-0.00005",
        "0.00004",
        "1e-50",
        "99999999999999.99995",
        "1e20",
        "1e60",
        "NaN",
        "2.00001",
        "Infinity",
    ],
    "float8": [0.0, 1.0, -0.0, 0.1, 1.005, 1e300, "NaN", "Infinity", 2.5, 1e-7, 123456789012345.67],
    "float4": [0.1, 1.1, 16777216.0, "NaN"],
    "boolean": [True, False],
    "date": [
        "2026-11-01",
        "0001-01-01",
        "0001-01-02",
        "9999-12-31",
        "infinity",
        "-infinity",
        "0044-03-15 BC",
        "2026-03-29",
    ],
    "timestamp": [
        "2026-11-01 14:30",
        "2026-03-29 02:30",
        "2026-10-25 02:30:00.000001",
        "1969-12-31 23:59:59.5",
        "infinity",
        "9999-12-31 23:00",
    ],
    "timestamptz": [
        "2026-11-01 14:30+00",
        "2026-10-25 00:30+00",
        "2026-10-25 01:30+00",
        "1969-12-31 23:59:59.999999+00",
        "-infinity",
    ],
    "uuid": ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
    "char(6)": ["x", "N/A", "1"],
    "varchar": ["x", " alpha ", None],
    "text[]": [[], ["a", None, " B ", ""], [["a"], ["b"]]],
    "integer[]": [[1, 2]],
    "jsonb": ["1", "null", '"x"', "[1]"],
    "bytea": [b"x", b"\xff"],
    "interval": ["1 day"],
    "time": ["10:00"],
}


def planned(zone: str = "Europe/Amsterdam", key: str = "text") -> Plan:
    from assay.check import load_text  # noqa: PLC0415

    model = load_text(RULES.format(zone=zone, key=key)).model
    assert model is not None
    return plan(model)


def wanted(given: Plan) -> Table:
    kinds = {"text": "TEXT", "one of": "TEXT", "boolean": "BOOLEAN", "list": "TEXT[]"}
    fields = [Column(f"f_{one.name}", kinds.get(one.kind, "BIGINT"), one.name) for one in given.lead.fields]  # type: ignore[arg-type]
    return Table("leads", (Column("n", "BIGINT"), Column("key", "TEXT"), *fields))


Told = dict[int, tuple[Fault, ...]]
Values = dict[int, list[object]]


def by_the_server(server: Server, given: Plan, name: str) -> tuple[Values, Told]:
    address = address_of(server.url(f"table={name}"))
    told: Told = {}
    with PostgresTable(address, name) as opened, connected(address) as connection:
        source = Source(opened.relation, bind(given.lead, opened.columns, name), given.lead, wanted(given))

        def reject(row: Row, faults: tuple[Fault, ...]) -> None:
            told[row.line] = faults

        read_in(connection, given, source, reject)
        columns = SQL(", ").join(Identifier(one.name) for one in source.wanted.columns)
        rows = connection.execute(SQL("select {} from leads order by n").format(columns)).fetchall()
        connection.rollback()
    return {_line(n, at): values for at, (n, *values) in enumerate(rows, 1)}, told


def _line(n: object, at: int) -> int:
    """The line of a row: in a view all rows are good, and `n` is where they are in the table."""
    return n if isinstance(n, int) else at


def by_the_reader(server: Server, given: Plan, name: str) -> tuple[Values, Told]:
    values: Values = {}
    told: Told = {}
    missing = frozenset(given.missing)
    checker = Checker(given.lead, ZoneRules(given.zone.moments, given.zone.offsets), missing)
    keys, read = LeadKeys(given.lead.key or "", missing), row_reader(given, wanted(given))
    with PostgresTable(address_of(server.url()), name) as opened:
        binding = bind(given.lead, opened.columns, name)
        for row in opened.rows(binding.label):
            if bad := checker.bad(row.values):
                told[row.line] = faults_of(bad, row.values, binding)
                continue
            try:
                key = keys.take(row.values)
            except BadValue as error:
                told[row.line] = (fault_of(given.lead.key or "", error, row.values, binding),)
                continue
            values[row.line] = [key, *(list(v) if isinstance(v, tuple) else v for v in read(row.values))]
    return values, told


def assert_agreement(server: Server, given: Plan, name: str) -> tuple[int, int]:
    """How many rows were read, and how many refused."""
    expected, refused = by_the_reader(server, given, name)
    found, told = by_the_server(server, given, name)
    assert told == refused
    assert found == expected
    return len(found), len(told)


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "UTC", "Australia/Lord_Howe", "America/New_York"])
def test_text_of_every_kind(server: Server, zone: str) -> None:
    rows = [
        (str(n), *([None] * at), text, *([None] * (len(FIELDS) - at - 1))) for n, (at, text) in enumerate(each_text())
    ]
    table(server, "texts", [("id", "text"), *((name, "text") for name in FIELDS)], rows)
    read, refused = assert_agreement(server, planned(zone), "texts")
    assert read > 300
    assert refused > 150


def each_text() -> Iterator[tuple[int, str]]:
    return ((at, text) for at in range(len(FIELDS)) for text in TEXTS)


@pytest.mark.parametrize("type_", TYPED)
def test_columns_of_every_type(server: Server, type_: str) -> None:
    """Every type under every field, one row a value."""
    for name in FIELDS:
        rows = [(n, value) for n, value in enumerate([*TYPED[type_], None])]
        table(server, "typed_cells", [("id", "integer"), (name, type_)], rows)
        assert_agreement(server, planned(key="integer"), "typed_cells")


@pytest.mark.parametrize("type_", ["text", "integer", "numeric", "uuid", "boolean", "date", "char(6)", "float8"])
def test_keys_of_every_type(server: Server, type_: str) -> None:
    values = TYPED.get(type_, TEXTS)
    table(server, "keyed", [("id", type_)], [(value,) for value in [*values, None, *values[:3]]])
    assert_agreement(server, planned(), "keyed")


def test_keys_repeat_by_what_they_read(server: Server) -> None:
    table(
        server, "keyed", [("id", "text"), ("i", "text")], [("a", "1"), (" a", "2"), ("A", "3"), ("b", "x"), ("b", "4")]
    )
    assert assert_agreement(server, planned(), "keyed") == (3, 2)


@pytest.mark.parametrize("type_", ["text", "integer", "numeric"])
def test_keys_the_database_keeps_apart_may_still_meet(server: Server, type_: str) -> None:
    """What is read of them counts: blanks go, `N/A` and `0` are missing."""
    values = ["a", " a", "A", "N/A", "b"] if type_ == "text" else [1, 2, 0, 10]
    table(server, "unique", [("id", f"{type_} primary key"), ("i", "integer")], [(value, 1) for value in values])
    refused = {"text": 2, "integer": 1, "numeric": 1}[type_]
    assert assert_agreement(server, planned(), "unique") == (len(values) - refused, refused)
    with server.connect() as connection:
        connection.execute("delete from \"unique\" where id::text in (' a', 'N/A', '0')")
    assert assert_agreement(server, planned(), "unique") == (len(values) - refused, 0)


def test_a_view_is_read_like_a_table(server: Server) -> None:
    table(server, "below", [("id", "text"), ("i", "text")], [("a", "1"), ("b", "x"), ("a", "3")])
    with server.connect() as connection:
        connection.execute("create or replace view above as select * from below")
    assert assert_agreement(server, planned(), "above") == (1, 2)


def test_a_partitioned_table_is_read_like_another(server: Server) -> None:
    with server.connect() as connection:
        connection.execute("drop table if exists parted")
        connection.execute("create table parted (id text, i text) partition by list (id)")
        connection.execute("create table parted_a partition of parted for values in ('a')")
        connection.execute("create table parted_b partition of parted default")
        connection.execute("insert into parted values ('a', '1'), ('b', 'x'), ('c', '3'), ('a', 'y')")
    assert assert_agreement(server, planned(), "parted") == (2, 2)


@pytest.mark.parametrize(("id_type", "kind"), [("text", "v"), ("integer", "v"), ("numeric", "r")])
def test_only_a_table_that_is_unsure_is_copied(server: Server, id_type: str, kind: str) -> None:
    table(server, "sure", [("id", id_type), ("t", "text"), ("n", "bigint")], [("1", " x", "3"), ("2", "N/A", None)])
    given, address = planned(), address_of(server.url())
    with PostgresTable(address, "sure") as opened, connected(address) as connection:
        source = Source(opened.relation, bind(given.lead, opened.columns, "sure"), given.lead, wanted(given))
        read_in(connection, given, source, lambda *_: None)
        found = connection.execute("select relkind::text from pg_class where relname = 'leads'").fetchone()
    assert found == (kind,)
    assert assert_agreement(server, given, "sure") == (2, 0)


@pytest.mark.slow
def test_random_texts(server: Server) -> None:
    """Texts made of the pieces that decide how a cell is read."""
    dice = random.Random(5)
    pieces = [
        *"0123456789.-+:TZeE ,;[]",
        "2026-",
        "-11-01",
        "14:30",
        *BLANKS[:8],
        "N/A",
        "alpha",
        "é",
        "İ",
        "Σ",
        "true",
        "\n",
    ]
    rows = [[str(n), *("".join(dice.choices(pieces, k=dice.randint(0, 6))) for _ in FIELDS)] for n in range(3000)]
    for row in rows:  # one odd cell a row, or nothing would be read
        for at in dice.sample(range(1, len(row)), len(FIELDS) - 1):
            row[at] = None  # type: ignore[call-overload]
    table(server, "random_texts", [("id", "text"), *((name, "text") for name in FIELDS)], rows)
    read, refused = assert_agreement(server, planned(), "random_texts")
    assert min(read, refused) > 500


@pytest.mark.parametrize(
    "zone", ["Europe/Amsterdam", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"]
)
def test_clock_readings_find_their_moment(zone: str) -> None:
    """The table of offsets by clock reading says what `ZoneRules.moment` says, also where clocks change."""
    given = planned(zone)
    rules = ZoneRules(given.zone.moments, given.zone.offsets)
    bounds, offsets = local_offsets(rules)
    around = [moment + shift * DAY // 96 for moment in rules.moments[1:] for shift in range(-200, 200, 3)]
    for local in [
        *around,
        *(moment + off + e for moment in rules.moments for off in rules.offsets[:9] for e in (-1, 0, 1)),
    ]:
        place = sum(bound <= local for bound in bounds)
        assert local - offsets[place] == rules.moment(local), dt.timedelta(microseconds=local)
