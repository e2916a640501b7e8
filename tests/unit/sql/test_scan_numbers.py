"""Numbers that DuckDB reads from text itself are those our reader reads, or their rows are left to it."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.batch import Files, Input
from assay.check import load_text
from assay.data.bind import bind
from assay.data.coerce import BadValue, reader_of
from assay.data.plain import Marks, Plain
from assay.data.tables import open_table
from assay.engines.sql import compiled
from assay.engines.sql.duck import connection
from assay.engines.sql.scan import csv_source, lead_scan
from assay.engines.sql.spelling import SPELLINGS
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.scans import opened
from assay.values import ZoneRules
from tests.unit.sql.test_scan import AS_OF, ODD, PLAIN, by_both

NUMBER = 'missing "none"\nlead { id text exact key  v KIND }\nwhen v is known add 1\n'
ALPHABET = [*"0123456789", *"0123456789", *"00009999", *"+-..eE_xX ,\t", "e-", "e+", "0x", "inf", "nan", "\u0661"]
WRITTEN = [
    *("0.00005", "1.00005", "-2.00015", "0.00004999999999999999999999999999999999999", "1.000049999999999999999999"),
    *("99999999999.9999", "99999999999.99995", "100000000000", "9999999999999.00005", "1e11", "-1e10", "1e14", "1e400"),
    *("1e-400", "-1e-400", "1e0000001", "1e-0000001", "1e99999999999999999999", "1e-99999999999999999999", "0e9999999"),
    *(
        "1e5.",
        "1e",
        "1e+",
        "1.e2",
        ".5",
        "5.",
        ".",
        "+",
        "-",
        "+ 5",
        "- 5",
        "+-5",
        "-+5",
        "--5",
        "++5",
        "+5",
        "-.5",
        "-0",
    ),
    *(
        "1_000",
        "1_0.5",
        "1.0_0",
        "1e1_0",
        "_1",
        "1_",
        "0x1F",
        "0b11",
        "1e1e1",
        "inf",
        "-Infinity",
        "NaN",
        "nan(1)",
        "true",
    ),
    *("17.0", "17.00", "17.00001", "17.00000000000000000001", "16.99999999999999999999", "1.7e1", "170e-1", "175e-1"),
    *("99999999998.99999", "99999999998.999999999999", "1700.00001e-2", "4503599627370496.5e-5", "1e-5", "0.99999e0"),
    *("0.30000000000000004", "123456789.123456789", "1" * 30, "0." + "3" * 30, "1" + "0" * 400, "none", "NULL", "1,5"),
]


def planned(rules: str) -> Plan:
    model = load_text(rules).model
    assert model is not None
    return plan(model)


def cells() -> Iterator[str]:
    """Of every kind, and many put together of what numbers are made of."""
    dice = random.Random(5)
    yield from (*WRITTEN, *ODD, *PLAIN["number"], *PLAIN["integer"])
    for _ in range(20_000):
        yield "".join(dice.choices(ALPHABET, k=dice.randint(1, 12)))
    for _ in range(5_000):
        whole, part = dice.randrange(10 ** dice.randint(1, 12)), dice.choice(["", "5", "50", "49999999999", "95"])
        yield f"{whole}.{dice.randrange(10 ** dice.randint(1, 5))}{part}{dice.choice(['', '', 'e1', 'e-2'])}"


@pytest.mark.parametrize("kind", ["number", "integer"])
def test_cells_that_are_parsed(kind: str, tmp_path: Path) -> None:
    plan_, given = (
        planned(NUMBER.replace("KIND", kind)),
        [one for one in cells() if not _is_strange(one) and not set(one) & set('"\n\r|')],
    )
    path = tmp_path / "leads.csv"
    path.write_text("id|v\n" + "".join(f"{at}|{one}\n" for at, one in enumerate(given)), encoding="utf-8")
    source = csv_source(Plain(str(path), "|", header=1, lines=len(given), quotes=False), ["id", "v"], ["v"])
    query = compiled(plan_, "duckdb", AS_OF, lists=True, activities=False)
    scan = lead_scan(plan_, SPELLINGS["duckdb"], query.leads, source, {"id": "id", "v": "v"}, [])
    assert scan is not None
    text = scan.table(query.leads, "trust").sql("duckdb")
    rows = (
        connection().execute(text.replace("strict_mode = TRUE", "strict_mode = TRUE, ignore_errors = TRUE")).fetchall()
    )
    read, taken = reader_of(plan_.lead.fields[1], ZoneRules((0,), (0,)), frozenset(plan_.missing)), 0
    for _, key, value, odd in rows:
        cell = given[int(key)]
        if not odd:
            assert value == _read(read, cell), cell
            taken += 1
    assert taken > (5_000 if kind == "number" else 1_000)


def _is_strange(cell: str) -> bool:
    """Then its file is not parsed."""
    marks = Marks()
    marks.take(f"1,{cell}\n".encode(), None)
    return marks.strange


def _read(read: object, cell: str) -> object:
    assert callable(read)
    try:
        return read(cell)
    except BadValue:
        return BadValue


# --- whole files ---------------------------------------------------------------------------------------------

RULES = """lead { id text exact key  name text  size number  seats integer }
when name == "anna" add 5
when size >= 10 add size
when seats >= 3 add 2
"""
WITHOUT = (
    RULES.replace("number", "text").replace("size >= 10 add size", "size is known add 1").replace("integer", "text")
).replace("seats >= 3", "seats is known")
ROWS = [
    *("a,Anna,10,1", "b,ben,9.5,2", "c,anna,,3", "d,Cy,-3,4", "e,Anna,0010,5", "f,,12.25,", "g,Di,+7,7"),
    "h,anna,11.00005,8",
]


@pytest.fixture(autouse=True)
def few_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay.data.plain._AT_FIRST", 4)


OTHERWISE = [
    *("12", "many", "", " 8 ", "1_0", "1e2", "1e5.", "none", "inf", "1e-999999", "123456789012", '"14"', "+-5", "  ")
]


@pytest.mark.parametrize("place", [3, 5, len(ROWS)])
@pytest.mark.parametrize("cell", OTHERWISE)
def test_a_number_written_otherwise(cell: str, place: int, tmp_path: Path) -> None:
    """In the first row that is not sampled, later, and last; with other ends of lines from cell to cell."""
    at = OTHERWISE.index(cell)
    end, mark = "\r\n" if at % 2 else "\n", "\ufeff" if at % 3 else ""
    path, rows = tmp_path / "leads.csv", [*ROWS[:place], f"z,Anna,{cell},9", *ROWS[place:]]
    last = end if (at + place) % 2 else ""
    path.write_text(mark + end.join(["id,name,size,seats", *rows]) + last, encoding="utf-8", newline="")
    assert parses(path) == (cell not in ("1_0", "+-5"))
    by_duckdb, by_record = by_both(path, RULES)
    assert by_duckdb == by_record


@pytest.mark.parametrize(
    ("what", "instead"),
    [("g,", "a,"), ("g,", ","), ("12.25", '"12.25"'), ("Cy", '"C,y"'), (",5", ",five"), ("f,,12.25,", ",,,")],
)
def test_files_with_numbers_and_odd_rows(what: str, instead: str, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    text = "\n".join(["id,name,size,seats", *ROWS, ""])
    assert what in text
    path.write_text(text.replace(what, instead), encoding="utf-8")
    assert parses(path)
    by_duckdb, by_record = by_both(path, RULES)
    assert by_duckdb == by_record


@pytest.mark.parametrize("change", ['"12\n"', '"1""2"', ' "12"', '1"2"', "12,13"])
def test_files_that_might_be_cut_otherwise(change: str, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("\n".join(["id,name,size,seats", *ROWS, ""]).replace("12.25", change), encoding="utf-8")
    by_duckdb, by_record = by_both(path, RULES)
    assert by_duckdb is None or by_duckdb == by_record


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (RULES, True),
        (RULES.replace("size number", "size integer"), True),
        (RULES.replace("size number", "size text").replace("size >= 10 add size", "size is known add 1"), True),
        (RULES.replace("seats integer", "seats text").replace("seats >= 3", "seats is known"), True),
        (WITHOUT, False),
        ('missing "-1"\n' + RULES, False),
        ('missing "none"\n' + RULES, True),
    ],
)
def test_only_numbers_are_parsed(rules: str, expected: bool, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("\n".join(["id,name,size,seats", *ROWS, ""]), encoding="utf-8")
    assert parses(path, rules) == expected
    by_duckdb, by_record = by_both(path, rules)
    assert by_duckdb == by_record


def parses(path: Path, rules: str = RULES, labels: tuple[str, ...] = ("name",)) -> bool:
    plan_ = planned(rules)
    with open_table(path) as table:
        store = opened(Files(plan_, AS_OF, Input(table, bind(plan_.lead, table.columns, table.name)), None, labels))
    assert store is not None
    return store.parses


def test_a_column_that_is_shown_is_text(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("\n".join(["id,name,size,seats", *ROWS, ""]), encoding="utf-8")
    assert parses(path, labels=("name", "size"))
    assert not parses(path, labels=("name", "size", "seats"))
