"""What DuckDB reads itself is, cell for cell, what our reader reads; what might not be is left to it."""

import csv
import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from assay.batch import Batch, Input, Rejected, Scored
from assay.check import load_text
from assay.data.bind import bind
from assay.data.coerce import BadValue, reader_of
from assay.data.delimited import Delimited
from assay.data.rows import Table
from assay.data.tables import open_table
from assay.engines.record import Scorer
from assay.engines.sql import compiled
from assay.engines.sql.build import aliased
from assay.engines.sql.duck import connection, run
from assay.engines.sql.scan import csv_source, scan_of
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.scans import scanned
from assay.values import BLANKS, ZoneRules

AS_OF = 1_793_487_600_000_000
PLAIN = {
    "text": ["Anna", "É", "İSTANBUL", "  x\u2003", "50% _ ^", "it's", "\U0001f600", "a\u0085b"],
    "number": ["1", "-2.5", "+0.0001", "0007", "9999999999.9999", " 12 ", "-0"],
    "integer": ["1", "-20", "+3", "007", "9999999999999"],
    "boolean": ["true", "FALSE", "Yes", "no", "1", "0", " yes "],
    'one of "low", "High", "ÉTÉ"': ["low", "LOW", "high", "été", " High "],
    "date": ["2026-11-01", "0001-01-02", "9998-12-31", " 2024-02-29 "],
    "time": [
        "2026-11-01 14:30",
        "2026-03-29T02:30:00",
        "2026-10-25 02:30",
        "1969-12-31 23:59:59.999999",
        "2026-10-25 03:00",
    ],
}
ODD = [
    *("", " ", "n/a", "N/A ", "Select", "x", "1,5", "1e3", "1.", ".5", "12 km", "--1", "١", "1_000", "NaN", "inf"),
    *(
        "99999999999999",
        "1.00005",
        "2",
        "maybe",
        "truE",
        "T",
        "on",
        "2026-02-30",
        "2026-13-01",
        "01/02/2026",
        "20261101",
    ),
    *(
        "2026-11-01T14:30Z",
        "2026-11-01 14:30+02:00",
        "2026-11-01 24:00",
        "2026-11-01 14:30:61",
        "today",
        "now",
        "infinity",
    ),
    *(
        "2026-1-1",
        "0000-01-01",
        "9999-12-31 23:59",
        "0001-01-01 00:00",
        "2026-11-01 1:30",
        "2026-11-01 14:30:00.1234567",
    ),
    *('say "hi"', "two\nlines", f"{BLANKS[5]}y{BLANKS[-1]}", "medium", "-", "null", "NULL", "\\N", "'1'"),
]
HEAD = 'model "M" timezone "{zone}"\nmissing "n/a", "Select"\nlead {{ id text exact key  v {kind} }}\nwhen v is known add 1\n'


def planned(rules: str) -> Plan:
    model = load_text(rules).model
    assert model is not None
    return plan(model)


def cells(kind: str) -> list[str]:
    """Plain ones, odd ones, and some that are put together."""
    dice = random.Random(kind)
    pieces = [*PLAIN[kind], *ODD]
    made = [dice.choice(pieces) + dice.choice(["", "", " ", "0", "-", "x"]) for _ in range(300)]
    return [*PLAIN[kind], *ODD, *made]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Amsterdam", "Australia/Lord_Howe"])
@pytest.mark.parametrize("kind", PLAIN)
def test_cells_of_csv(kind: str, zone: str, tmp_path: Path) -> None:
    plan_, given = planned(HEAD.format(kind=kind, zone=zone)), cells(kind)
    path = tmp_path / "leads.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [["id", "v"], *([f"k{at}", one] for at, one in enumerate(given))]
        )
    query = compiled(plan_, "duckdb", AS_OF, lists=True, activities=False)
    scan = scan_of(
        plan_, query.leads, csv_source(str(path), ",", 1, ["id", "v"], quoted=True), {"id": "id", "v": "v"}, []
    )
    assert scan is not None
    rows = run(connection(), scan.leads.select(aliased(scan.odd, "odd"), copy=True))
    zone_rules = ZoneRules(plan_.zone.moments, plan_.zone.offsets)
    read = reader_of(plan_.lead.fields[1], zone_rules, frozenset(plan_.missing))
    assert len(rows) == len(given)
    for cell, (_, _, value, odd) in zip(given, rows, strict=True):
        assert odd or value == read(cell), cell
    taken = {cell for cell, row in zip(given, rows, strict=True) if not row[-1]}
    assert taken >= set(PLAIN[kind])
    assert taken.isdisjoint(one for one in given if not _fits(read, one))


def _fits(read: Callable[[object], object], cell: str) -> bool:
    try:
        read(cell)
    except BadValue:
        return False
    return True


# --- whole files ---------------------------------------------------------------------------------------------

RULES = """model "M" timezone "Europe/Amsterdam"
lead { id text exact key  name text  size number  since time  ok boolean }
when name == "anna" add 5
when size >= 10 add 2.5
when since < 2026-01-01 add 10
when ok == false add 20
"""
GOOD = "id,name,size,since,ok\nb,Anna,10,2025-12-31 23:59,no\na,BEN,9.9,,\nc,anna ,,2026-01-01,yes\n".replace(
    "2026-01-01,", "2026-01-01 00:00,"
)


def _scores(path: Path) -> tuple[list[Scored] | None, list[Scored | Rejected]]:
    """By DuckDB alone (None where the file needs the reader), and by the record engine."""
    plan_ = planned(RULES)
    query = compiled(plan_, "duckdb", AS_OF, lists=True, activities=False, labels=1)
    with open_table(path) as table:
        found = scanned(plan_, query, _bound(plan_, table), ("name",))
        by_duckdb = None if found is None else list(found)
    with open_table(path) as table:
        return by_duckdb, list(Batch(plan_, Scorer(plan_, AS_OF), _bound(plan_, table)))


def _bound(plan_: Plan, table: Table) -> Input:
    return Input(table, bind(plan_.lead, table.columns, table.name))


def test_a_plain_file_is_read_by_duckdb(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    for text in (
        GOOD,
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD.replace(",", ";"),
        GOOD.replace("BEN", '"B;N"'),
    ):
        path.write_text(text, encoding="utf-8", newline="")
        by_duckdb, by_record = _scores(path)
        assert by_duckdb is not None, text
        assert [one.result for one in by_duckdb] == [one.result for one in by_record if isinstance(one, Scored)]
        assert [one.row.values["name"] for one in by_duckdb] == [one.row.values["name"] for one in by_record]


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("BEN", "B" * 300 + "\0EN"),
        ("\na,", "\nb,"),
        ("\na,", "\n,"),
        ("9.9", "many"),
        ("yes\n", "yes,more\n"),
        ("yes\n", "\n"),
        ("BEN", '"B""EN"'),
        ("BEN", '"B\nEN"'),
        ("BEN", '"BEN'),
        ("BEN", 'B"EN'),
        ("\na,", "\r a,"),
        (",BEN", ', "BEN, Ann"'),
        ("2025-12-31 23:59", "31/12/2025"),
        ("no\n", "no\n,,,,\n"),
        ("yes\n", "yes"),
    ],
)
def test_any_other_file_is_read_by_the_reader_or_alike(what: str, instead: str, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    assert what in GOOD
    path.write_text(GOOD.replace(what, instead), encoding="utf-8", newline="")
    by_duckdb, by_record = _scores(path)
    if by_duckdb is not None:
        assert [one.result for one in by_duckdb] == [one.result for one in by_record if isinstance(one, Scored)]
        assert all(isinstance(one, Scored) for one in by_record)


def test_a_file_of_windows_is_read_by_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(GOOD.replace("BEN", "Zoë").encode("cp1252"))
    assert _scores(path)[0] is None


@pytest.mark.parametrize("missing", [False, True])
def test_parquet(tmp_path: Path, missing: bool) -> None:
    path = tmp_path / "leads.parquet"
    moments = [dt.datetime(2025, 12, 31, 23, 59), None, dt.datetime(2026, 3, 29, 2, 30)]
    table = pyarrow.table(
        {
            "id": ["b", "a", None if missing else "c"],
            "name": ["Anna", " ben\u2003", "ANNA"],
            "size": pyarrow.array([10, None, 9], pyarrow.int32()),
            "since": pyarrow.array(moments, pyarrow.timestamp("us")),
            "ok": [False, None, True],
        }
    )
    pyarrow.parquet.write_table(table, path)
    by_duckdb, by_record = _scores(path)
    assert (by_duckdb is None) == missing
    if by_duckdb is not None:
        assert [one.result for one in by_duckdb] == [one.result for one in by_record if isinstance(one, Scored)]


def test_a_file_without_a_key_counts_lines(tmp_path: Path) -> None:
    plan_ = planned(RULES.replace(" exact key", ""))
    path = tmp_path / "leads.csv"
    for text, plain in ((GOOD, True), (GOOD.replace("\na,", "\n\na,"), False)):
        path.write_text(text, encoding="utf-8")
        with Delimited(path) as table:
            query = compiled(plan_, "duckdb", AS_OF, lists=True, activities=False)
            found = scanned(plan_, query, _bound(plan_, table), ())
            assert (found is not None) == plain
            if found is not None:
                assert [one.result.key for one in found] == ["2", "3", "4"]
