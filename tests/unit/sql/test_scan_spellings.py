"""Text that many leads have is looked up as it is written; what is written otherwise comes out the same."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.batch import Files, Input
from assay.data.bind import bind
from assay.data.sampled import common_spellings
from assay.data.tables import open_table
from assay.scans import opened
from assay.values import BLANKS
from tests.unit.sql.test_scan import AS_OF, by_both, planned

RULES = """missing "n/a"
lead { id text exact key  country text  code text exact  name text }
when country == "é" add 5
when country in ["nl", "it's"] add 10
when country == "nl" and name == "boss" add 20
when code == "NL" add 40
when code in ["n", "É", "ni"] and country is missing add 160
when country is missing add 80
when code is missing add 320
disqualify if name is missing
"""
READ_OTHERWISE = (
    RULES + 'when country contains "l" add 640\nwhen length(code) >= 2 add 1280\nwhen code starts with "n" add 2560\n'
)
OFTEN = ["NL", "nl", "É", "it's", "n/a", "N/A", "be", "İ", "ΟΔΟΣ", "-", "", "Σ"]
OTHERWISE = [
    *("Nl", "nL", "é", "IT'S", "N/a", "BE", "i̇", "ΟΔΟς", "Ο", "n l", "NLnl", "ς", "e", "\u212a", "\U0001f600"),
    *("NULL", "null", '"', "a,b", '"NL"', "NL,", "\\N", "0", "1", "None", "x" * 101, "NL" + "x" * 300, "é" * 5_000),
]
SPACES = [one for one in BLANKS if one not in "\r\n"]
TITLES = ["Boss", "boss ", "clerk", ""]


def otherwise() -> Iterator[str]:
    """What the sample does not have: other cases, and blanks of every kind alone, before, behind and within."""
    yield from OTHERWISE
    for blank in SPACES:
        yield from (blank, blank * 2, f" {blank}")
        for one in ("NL", "nl", "n/a", "É"):
            yield from (blank + one, one + blank, f"{blank} {one}{blank}", f"{one}{blank}{one}")
    dice = random.Random(3)
    for _ in range(300):
        yield "".join(dice.choices([*"nNlL/aA", "é", "É", "İ", *SPACES[:2], '"', "'"], k=dice.randint(1, 4)))


@pytest.fixture(autouse=True)
def few_are_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay.data.delimited._LONG_FILE", 0)
    monkeypatch.setattr("assay.data.plain._AT_FIRST", 1 + 6 * len(OFTEN))


def written(folder: Path, rows: list[tuple[str, str]], *, end: str = "\n", quoted: bool = False) -> Path:
    """A file that begins with what comes often; of other rows there are a country, which is the code too, and a name."""
    often = [(country, name) for country in OFTEN for name in TITLES[:2]] * 3
    path = folder / "leads.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator=end, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
        out.writerow(["id", "country", "code", "name"])
        out.writerows([at, country, country, name] for at, (country, name) in enumerate([*often, *rows]))
    return path


@pytest.mark.parametrize(
    ("rules", "end", "quoted"),
    [
        (RULES, "\n", False),
        (READ_OTHERWISE, "\r\n", False),
        (READ_OTHERWISE, "\n", True),
        (RULES.replace('missing "n/a"\n', ""), "\n", True),
    ],
)
def test_spellings_in_a_file(tmp_path: Path, rules: str, end: str, quoted: bool) -> None:
    cells = [one for one in otherwise() if ('"' not in one or quoted) and _is_cut_alike(one)]
    rows = [(one, TITLES[at % len(TITLES)]) for at, one in enumerate(cells)]
    by_duckdb, by_record = by_both(written(tmp_path, rows, end=end, quoted=quoted), rules)
    assert by_duckdb == by_record


def _is_cut_alike(cell: str) -> bool:
    """Others are left to the reader: spaces between quotes, which may be behind one as well."""
    return bool(cell.strip(" ")) and not ('"' in cell and " " in cell)


@pytest.mark.parametrize("cell", ["NL\u00a0", "\tNL", " ", "nl\u3000", "x" * 300, "n/a ", "\ufeffnl", "Nl"])
def test_only_the_last_row_is_written_otherwise(tmp_path: Path, cell: str) -> None:
    by_duckdb, by_record = by_both(written(tmp_path, [("NL", "Boss")] * 50 + [(cell, "Boss")]), READ_OTHERWISE)
    assert by_duckdb == by_record


def test_an_odd_row_has_the_spellings_of_others(tmp_path: Path) -> None:
    """Read by the reader, it comes back without blanks and without words for missing."""
    rules = RULES.replace("name text", "name number").replace('name == "boss"', "name >= 1")
    rows = [(country, name) for country in [*OFTEN, " nl"] for name in ("1", "one", "1e0")]
    path = written(tmp_path, rows)
    path.write_text(path.read_text(encoding="utf-8").replace("Boss", "1").replace("boss ", "2"), encoding="utf-8")
    by_duckdb, by_record = by_both(path, rules)
    assert by_duckdb == by_record


def test_common_spellings_are_looked_up_as_they_are(tmp_path: Path) -> None:
    plan_, path = planned(RULES), written(tmp_path, [("NL", "Boss")])
    with open_table(path) as table:
        store = opened(Files(plan_, AS_OF, Input(table, bind(plan_.lead, table.columns, table.name)), None, ()))
    assert store is not None
    scan = store.leads.table(store.query.leads, "trust").sql("duckdb")
    assert scan.count("ENUM_CODE") == 2  # each field once, whatever is asked of it; the name has blanks in the sample
    assert "country_folded" not in store.query.sql()  # which would be worked out for all


def test_which_spellings_are_common() -> None:
    """All where hardly any other is to be expected: what is none of them takes long."""
    many = [str(at % 100) for at in range(10_000)]
    columns = {
        "few": ["a", "B"] * 5_000,
        "many": many,
        "once": ["x", *["a"] * 9_999],
        "often once": [*map(str, range(100)), *["a"] * 9_900],
        "too many": [str(at % 400) for at in range(10_000)],
        "others of many": [*(f"x{at}" for at in range(50)), *many[50:]],
        "blanks": ["a ", "a"] * 5_000,
        "blanks before": [" a", "a"] * 5_000,
        "a blank": ["a\u00a0", *["a"] * 9_999],
        "long": ["e" * 200, "e"] * 5_000,
        "empty": [""] * 10_000,
    }
    found = common_spellings(list(columns), list(zip(*columns.values(), strict=True)))
    assert {name: set(common) for name, common in found.items()} == {
        "few": {"a", "B"},
        "many": set(many),
        "once": {"x", "a"},
        "a blank": {"a"},
    }
    assert common_spellings(["one"], []) == {}


def test_numbers_that_are_missing_beside_a_column_that_nothing_reads(tmp_path: Path) -> None:
    """DuckDB counts columns otherwise where some are not read, and would take no empty cell for a missing number if empty
    text were not to be missing."""
    path = tmp_path / "leads.csv"
    rows = [f"{at},x,NL,{'' if at % 3 else at}\n" for at in range(120)]
    path.write_text("".join(["id,other,country,size\n", *rows]), encoding="utf-8")
    plan_ = planned('lead { id text exact key  country text  size number }\nwhen country == "nl" and size >= 9 add 5\n')
    with open_table(path) as table:
        store = opened(Files(plan_, AS_OF, Input(table, bind(plan_.lead, table.columns, table.name)), None, ()))
        assert store is not None
        with store:
            assert store.parses
            assert (counted := store.score()) is not None
            assert (counted.rows, counted.odd) == (120, 0)
