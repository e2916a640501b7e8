"""What DuckDB reads itself is, cell for cell, what our reader reads; what might not be is left to it."""

import csv
import datetime as dt
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from sqlglot import exp

from assay.batch import Batch, Files, Input, Rejected, Scored
from assay.check import load_text
from assay.data.arrow import lines_in
from assay.data.bind import bind
from assay.data.coerce import BadValue, reader_of
from assay.data.delimited import Delimited
from assay.data.rows import Table
from assay.data.tables import open_table
from assay.engines.record import Scorer
from assay.engines.sql import compiled
from assay.engines.sql.duck import Database, connection, run
from assay.engines.sql.output import Kept
from assay.engines.sql.scan import csv_source, lead_scan
from assay.engines.sql.scan.sources import doubtful
from assay.engines.sql.spelling import SPELLINGS
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.scans import Scanned, opened, scanned
from assay.values import BLANKS, ZoneRules
from tests.properties.outputs import Outputs, by_database, by_python

AS_OF = 1_793_487_600_000_000
PLAIN = {
    "text": ["Anna", "É", "İSTANBUL", "  x\u2003", "50% _ ^", "it's", "\U0001f600", "a\u0085b"],
    "number": ["1", "-2.5", "+0.0001", "0007", "9999999999.9999", " 12 ", "-0"],
    "integer": ["1", "-20", "+3", "007", "9999999999999"],
    "boolean": ["true", "FALSE", "Yes", "no", "1", "0", " yes "],
    'one of "low", "High", "ÉTÉ"': ["low", "LOW", "high", "été", " High "],
    "date": ["2026-11-01", "0001-01-02", "9998-12-31", " 2024-02-29 ", "2026-11-01 23:59"],
    'date format "dd/mm/yyyy"': ["01/11/2026", "1/2/2026", "29/02/2024", " 31/12/1969 "],
    'date format "mm-dd-yy"': ["11-01-26", "2-1-69", "2-1-68", "12-31-99"],
    'date format "%Y%m%d"': ["20261101", "19691231"],
    'time format "dd.mm.yyyy hh:mm"': ["01.11.2026 14:30", "1.2.2026 3:04", "29.03.2026 02:30", "25.10.2026 02:30"],
    'time format "%m/%d/%Y, %H:%M:%S"': ["11/01/2026, 14:30:00", "1/2/2026, 3:04:05"],
    'time format "yyyy/mm/dd"': ["2026/11/01", "2026/1/2"],
    "list of text": ["a, b", "a", ",, a ,", " x ; y ", ",", "a\u2003,b"],
    'list of text split by ";"': ["a; b", "[1, 2]", ";", "a;;b"],
    "time": [
        "2026-11-01 14:30",
        "2026-03-29T02:30:00",
        "2026-10-25 02:30",
        "1969-12-31 23:59:59.999999",
        "2026-10-25 03:00",
        "2026-10-25T00:30:00Z",
        "2026-03-29 01:00:00.5Z",
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
        "31/02/2026",
        "1/2/26",
        "01.11.2026 24:00",
        "01.11.2026  14:30",
        "2026/13/01",
        "2026111",
        "00/01/2026",
        "[]",
        '["a", " b "]',
        "[1, 2]",
        "[a, b]",
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
    with Delimited(path) as table:
        plain = table.plain()
        assert plain is not None
        source = csv_source(plain, table.columns)
    scan = lead_scan(plan_, SPELLINGS["duckdb"], query.leads, source, {"id": "id", "v": "v"}, [])
    assert scan is not None
    rows = run(connection(), scan.table(query.leads, "trust"))
    zone_rules = ZoneRules(plan_.zone.moments, plan_.zone.offsets)
    read = reader_of(plan_.lead.fields[1], zone_rules, frozenset(plan_.missing))
    assert len(rows) == len(given)
    for cell, (_, _, value, odd) in zip(given, rows, strict=True):
        assert odd or _alike(value, read(cell)), cell
    taken = {cell for cell, row in zip(given, rows, strict=True) if not row[-1]}
    assert taken >= set(PLAIN[kind])
    assert taken.isdisjoint(one for one in given if not _fits(read, one))


def _alike(value: object, read: object) -> bool:
    """Values of one type, too: 1 is not true."""
    value = tuple(value) if isinstance(value, list) else value
    return value == read and type(value) is type(read)


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


Told = tuple[Outputs, list[tuple[object, ...]]]


def by_both(path: Path, rules: str = RULES) -> tuple[Told | None, Told]:
    """By DuckDB (None where the file needs the reader throughout), and by the record engine."""
    plan_ = planned(rules)
    with open_table(path) as table:
        found = scanned(Files(plan_, AS_OF, _bound(plan_, table), None, ("name",)))
        by_duckdb = None if found is None else told(found, path.parent)
    with open_table(path) as table:
        items = list(Batch(plan_, Scorer(plan_, AS_OF), _bound(plan_, table)))
    scored = [one for one in items if isinstance(one, Scored)]
    bad = [one for one in items if isinstance(one, Rejected)]
    return by_duckdb, (by_python(path.parent, plan_, scored, ("name",)), _of_rows(bad))


def told(found: Scanned, folder: Path) -> Told:
    with found as results:
        return by_database(folder, results), _of_rows(found.bad)


def _of_rows(bad: Iterable[Rejected]) -> list[tuple[object, ...]]:
    return [(one.row.line, one.row.values, one.faults) for one in bad]


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
        GOOD.replace("BEN", '"B ""E"" N"'),
        GOOD.replace("BEN", 'B"E" N'),
        GOOD.replace("BEN", '"in (""B"", ""N"")"'),
    ):
        path.write_text(text, encoding="utf-8", newline="")
        by_duckdb, by_record = by_both(path)
        assert by_duckdb == by_record


QUOTES = ['"', '""', '","', ",", " ", " ,", '" ', ' "', '" "', "\t", "B", "\n", "\r\n"]


def test_quotes_are_cut_alike(tmp_path: Path) -> None:
    """Whatever stands in a line, and in the last one, which may have no end."""
    dice, path, taken, database = random.Random(1), tmp_path / "leads.csv", 0, connection()
    for at in range(400):
        noise = "".join(dice.choice(QUOTES) for _ in range(dice.randrange(1, 9)))
        quoted = f'"{noise.replace(chr(34), chr(34) * 2)}"'
        odd = noise if at % 3 else dice.choice(["", " "]) + quoted + dice.choice(["", " "])
        text = "id,name,more\n" + "k,Ann,1\n" * 20 + (f"d,{odd},1\ne,Ann,2" if at % 4 else f"d,1,{odd}")
        path.write_text(text, encoding="utf-8", newline="")
        with Delimited(path) as table:
            cells = _cells_of(table, database)
            if cells is not None:
                taken += 1
                assert cells == [{name: str(cell).strip() for name, cell in row.values.items()} for row in table.rows()]
    assert taken > 20


def _cells_of(table: Delimited, database: Database) -> list[dict[str, str]] | None:
    """As DuckDB cuts them, trimmed, but for rows without any; None where it is left to the reader."""
    if (plain := table.plain()) is None:
        return None
    source = csv_source(plain, table.columns)
    doubt = exp.false() if isinstance(found := doubtful(source), exp.Null) else found
    rows = run(database, source.select([doubt, *map(source.raw, table.columns)]))
    if len(rows) != plain.lines or any(doubt for doubt, *_ in rows):
        return None
    cells = [dict(zip(table.columns, (str(cell or "").strip() for cell in row), strict=True)) for _, *row in rows]
    return [row for row in cells if any(row.values())]


@pytest.mark.parametrize(
    ("what", "instead"),
    [
        ("BEN", '"BEN" '),
        ("BEN", '"B"" "'),
        ("BEN", '"BEN" "BEN"'),
        ("yes\n", '"yes" '),
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
    by_duckdb, by_record = by_both(path)
    assert by_duckdb is None or by_duckdb == by_record


@pytest.mark.parametrize(
    ("what", "instead"),
    [("\na,", "\nb,"), ("\na,", "\n,"), ("9.9", "many"), ("2025-12-31 23:59", "31/12/2025"), ("no\n", "no\n,,,,\n")],
)
def test_an_odd_row_goes_to_the_reader_alone(what: str, instead: str, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(GOOD.replace(what, instead), encoding="utf-8", newline="")
    by_duckdb, by_record = by_both(path)
    assert by_duckdb == by_record


def test_a_file_of_windows_is_read_by_the_reader(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_bytes(GOOD.replace("BEN", "Zoë").encode("cp1252"))
    assert by_both(path)[0] is None


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
    by_duckdb, by_record = by_both(path)
    assert by_duckdb == by_record


def test_a_file_without_a_key_counts_lines(tmp_path: Path) -> None:
    plan_ = planned(RULES.replace(" exact key", ""))
    path = tmp_path / "leads.csv"
    for text, plain in ((GOOD, True), (GOOD.replace("\na,", "\n\na,"), False)):
        path.write_text(text, encoding="utf-8")
        with Delimited(path) as table:
            found = scanned(Files(plan_, AS_OF, _bound(plan_, table), None, ()))
            assert (found is not None) == plain
            if found is not None:
                with found as results:
                    assert keys_written(results.kept) == ["2", "3", "4"]


def test_large_files_keep_their_order(tmp_path: Path) -> None:
    """Lists of some length are looked up by joining, which loses it where several threads read."""
    items = ", ".join(f'"c{at}"' for at in range(0, 40, 2))
    plan_ = planned(f"lead {{ id text exact key  country text }}\nwhen country in [{items}] and id is known add 1\n")
    keys = [f"k{at}" for at in range(200_000)]
    table = pyarrow.table({"id": keys, "country": [f"c{at % 40}" for at in range(len(keys))]})
    pyarrow.parquet.write_table(table, tmp_path / "leads.parquet", row_group_size=20_000)
    with open_table(tmp_path / "leads.parquet") as opened_table:
        store = opened(Files(plan_, AS_OF, _bound(plan_, opened_table), None, ()), lists=False)
        assert store is not None
        with store:
            assert store.score() is not None
            assert keys_written(store.kept(plan_)) == keys


def keys_written(kept: Kept) -> list[str]:
    text = b"".join(bytes(lines_in(batch)) for batch in kept.batches("csv"))
    return [line.split(",")[0] for line in text.decode().splitlines()]


@pytest.mark.parametrize(
    ("keys", "repeated"),
    [
        (["2", "10", "11", None, "100"], 0),
        (["2", "10", "10", "11"], 2),
        (["2", "10", "2", "11"], 2),
        (["b", "a", None, "c", None], 0),
        (["b", "a", "c", "a", "b"], 4),
        (["a", "B", "b", "\u00e9", "\U0001f600", "\ue000"], 0),
        ([str(at) for at in range(30_000)] + ["29999", "7"], 4),
        ([], 0),
    ],
)
def test_repeated_keys_are_found_whatever_their_order(keys: list[str | None], repeated: int, tmp_path: Path) -> None:
    plan_, path = (
        planned("lead { id text exact key  name text }\nwhen name is known add 1\n"),
        tmp_path / "leads.parquet",
    )
    columns = {"id": pyarrow.array(keys, pyarrow.string()), "name": pyarrow.array(["x"] * len(keys), pyarrow.string())}
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    with open_table(path) as table:
        store = opened(Files(plan_, AS_OF, _bound(plan_, table), None, ()), lists=False)
        assert store is not None
        with store:
            assert store.score() is not None
            assert store.find_repeated() == repeated


def test_text_that_comes_again_and_again(tmp_path: Path) -> None:
    """Then it has a dictionary, and reading takes another way."""
    texts = ["Anna", " anna\u2003", "AN\0NA", "", " ", "\0", "n/a", "N/A\0 ", None, "\0\u3000Ben", "x" * 300]
    sizes = ["1", " 2", "03", "2.5", "\0" + "4", "", "many", None, "1e1", "-0", "+7", "n/a"]
    likes = [["t\0ea", " x "], ["\0", None, ""], [], None, ["Tea\u3000", "n/a"]]
    rules = RULES.replace("name text ", 'name text  likes list of text split by ";" ')
    rules = rules.replace("lead {", 'missing "n/a"\nlead {') + 'when likes contains "tea" add 40\n'
    path, many = tmp_path / "leads.parquet", 1_200
    columns = {
        "id": [f"k{at}" for at in range(many)],
        "name": [texts[at % len(texts)] for at in range(many)],
        "size": [sizes[at % len(sizes)] for at in range(many)],
        "likes": [likes[at % len(likes)] for at in range(many)],
    }
    table = pyarrow.table(columns)
    for given in (table, table.drop_columns(["likes"])):
        pyarrow.parquet.write_table(given, path)
        by_duckdb, by_record = by_both(path, rules)
        assert by_duckdb in (None, by_record)
        assert by_duckdb is not None or "likes" in given.column_names
