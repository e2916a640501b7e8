"""Text that many leads have is looked up as it is written; what is written otherwise comes out the same."""

from pathlib import Path

import pytest

from assay.batch import Files, Input
from assay.data.bind import bind
from assay.data.sampled import common_spellings
from assay.data.tables import open_table
from assay.scans import opened
from tests.unit.sql.test_scan import AS_OF, by_both, planned

RULES = """missing "n/a"
lead { id text exact key  country text  code text exact  name text }
when country == "é" add 5
when country in ["nl", "it's"] add 10
when country == "nl" and name == "boss" add 20
when code == "NL" add 40
when country is missing add 80
disqualify if name is missing
"""
COUNTRIES = [
    "NL",
    "nl",
    " NL",
    "nl\u00a0",
    "Nl",
    "É",
    "é",
    "it's",
    "IT'S",
    "n/a",
    "N/A",
    "",
    " ",
    "be",
    "BE",
    "İ",
    "ΟΔΟΣ",
    "-",
]
TITLES = ["Boss", "boss ", "clerk", ""]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Half of the spellings come again and again, the others not at all where the sample is."""
    monkeypatch.setattr("assay.data.delimited._LONG_FILE", 0)
    monkeypatch.setattr("assay.data.plain._AT_FIRST", 41)
    often = [(country, name) for country in COUNTRIES[::2] for name in TITLES[:2]] * 3
    rows = [*often, *((country, name) for country in COUNTRIES for name in TITLES)]
    cells = [f"{at},{country},{country},{name}" for at, (country, name) in enumerate(rows)]
    path = tmp_path / "leads.csv"
    path.write_text("\n".join(["id,country,code,name", *cells, ""]), encoding="utf-8")
    return path


def test_spellings_in_a_file(path: Path) -> None:
    by_duckdb, by_record = by_both(path, RULES)
    assert by_duckdb == by_record


def test_common_spellings_are_looked_up_as_they_are(path: Path) -> None:
    plan_ = planned(RULES)
    with open_table(path) as table:
        store = opened(Files(plan_, AS_OF, Input(table, bind(plan_.lead, table.columns, table.name)), None, ()))
    assert store is not None
    text = store.query.sql()
    assert text.count("ENUM_CODE") == 2  # each field once, whatever is asked of it, but for the one that is exact
    assert "country_folded" not in text  # which would be worked out for all


def test_which_spellings_are_common() -> None:
    rows = [
        ["a ", "x1", ""],
        ["a", "x2", "b"],
        ["B", "x3", "b"],
        [" B", "x4", "c"],
        ["c", "x5", "d"],
        ["e" * 200, "x1", "e"],
    ]
    assert common_spellings(["often", "seldom", "half"], rows) == {"often": ("a", "B")}
    assert common_spellings(["one"], []) == {}
