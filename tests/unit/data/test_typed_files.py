"""Parquet and XLSX: typed values, as plain Python."""

import datetime as dt
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from assay.data import sheets
from assay.data.cells import BadValue, text_of
from assay.data.coerce import reader_of
from assay.data.failures import Unreadable
from assay.data.tables import open_table
from tests.unit.data.fields import UTC, field, rows_of, values_of
from tests.unit.data.samples import parquet, sample_parquet, sample_workbook, workbook


def test_parquet_types(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "a.parquet",
        id=[17.0],
        short=pa.array([0.1], pa.float32()),
        nanos=pa.array([1_700_000_000_123_456_789], pa.timestamp("ns", tz="UTC")),
        day=pa.array([dt.date(2026, 1, 1)]),
        price=pa.array([Decimal("1.50")]),
        band=pa.array(["high"]).dictionary_encode(),
        gone=pa.array([None], pa.string()),
    )
    (row,) = values_of(path)
    assert row["short"] == Decimal("0.1")
    assert row["nanos"] == dt.datetime(2023, 11, 14, 22, 13, 20, 123456, tzinfo=dt.UTC)
    assert (row["day"], row["price"], row["band"], row["gone"]) == (dt.date(2026, 1, 1), Decimal("1.50"), "high", None)
    assert reader_of(field("id"), UTC, frozenset())(row["id"]) == "17"


def test_parquet_nested(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "a.parquet",
        id=["1", "2"],
        company=[{"size": 5}, None],
        tags=[["x"], None],
        activities=[[{"action": "demo", "occurred": dt.datetime(2026, 1, 1)}], []],
    )
    with open_table(path) as table:
        assert "company.size" in table.columns
        assert "activities" not in table.columns
        first, second = table.rows()
    assert first.values == {"id": "1", "company.size": 5, "tags": ["x"]}
    assert list(first.activities) == [{"action": "demo", "occurred": dt.datetime(2026, 1, 1)}]
    assert list(second.activities) == []


def test_parquet_streams_by_batches(tmp_path: Path) -> None:
    with open_table(parquet(tmp_path / "a.parquet", id=list(range(10_000)))) as table:
        rows = [row.line for row in table.rows()]
        assert rows == list(range(1, 10_001))
        assert (table.size, table.position, table.counted) == (10_000, 10_000, "record")


def test_workbooks(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [],
        ["id", " Name ", None, "when"],
        [17.0, "x", None, dt.datetime(2026, 1, 1)],
        [],
        ["0017"],
        [1, 2, 3, 4, 5],
    ]
    path = workbook(tmp_path / "a.xlsx", rows, before="notes")
    with open_table(path) as table:
        assert table.columns == ("id", "Name", "column 3", "when")
        read = list(table.rows())
        assert (table.shifted, table.counted) == (1, "row")
    assert [row.line for row in read] == [3, 5, 6]
    assert read[0].values == {"id": 17, "Name": "x", "column 3": None, "when": dt.datetime(2026, 1, 1)}
    assert read[1].values == {"id": "0017", "Name": None, "column 3": None, "when": None}
    assert (read[2].fault, read[2].rest) == ("5 cells, but the header has 4 columns", "5")


@pytest.mark.parametrize(
    ("cell", "is_read"),
    [
        ('<c r="B2"><f>1+2</f><v></v></c>', False),
        ('<c r="B2"><f>1+2</f><v /></c>', False),
        ('<c r="B2" s="1"><f>1+2</f></c>', False),
        ('<c r="B2"><f t="shared" ref="B2:B9" si="0"/></c>', False),
        ('<c r="B2"><f>1+2</f><v>3</v></c>', True),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', True),
        ('<c r="B2" s="1"/>', True),
        ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', True),
    ],
)
@pytest.mark.parametrize("chunk", [1 << 20, 7])
def test_formulas_count_by_what_they_come_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str, is_read: bool, chunk: int
) -> None:
    """Scripts write formulas without it, and Excel adds it when it saves the file."""
    monkeypatch.setattr(sheets, "_CHUNK", chunk)
    blank, path = sample_workbook(tmp_path / "blank.xlsx"), tmp_path / "a.xlsx"
    header = '<row r="1"><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>n</t></is></c></row>'
    sheet = f"<sheetData>{header}<row><c><v>1</v></c>{cell}</row></sheetData>"
    with zipfile.ZipFile(blank) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            is_sheet = name.startswith("xl/worksheets/sheet")
            of = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            new.writestr(name, f'<worksheet xmlns="{of}">{sheet}</worksheet>' if is_sheet else old.read(name))
    if is_read:
        assert len(rows_of(path)) == 1
    else:
        with pytest.raises(Unreadable, match="holds formulas and not what they come to"):
            rows_of(path)


def test_a_sheet_may_hold_lengths_of_time(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["id", "on the phone"],
        ["1", dt.timedelta(hours=30)],
        ["2", dt.time(10, 30)],
        ["3", 5, dt.timedelta(1)],
    ]
    with open_table(workbook(tmp_path / "a.xlsx", rows)) as table:
        assert table.columns == ("id", "on the phone")
        read = list(table.rows())
    assert [row.values["id"] for row in read] == ["1", "2", "3"]
    assert read[2].rest == "1 day, 0:00:00"
    with pytest.raises(BadValue, match="`1 day, 6:00:00` is a length of time"):
        text_of(read[0].values["on the phone"])


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "is empty"),
        ([["Export of today"], ["1", "x", "y"], ["2", "x", "y"], ["3", "x", "y"]], "shifted"),
        ([["id", "id"], [1, 2]], "two columns"),
        ([["a@b.example", 5], ["c@d.example", 6]], "no header"),
    ],
)
def test_wrong_workbooks(tmp_path: Path, rows: list[list[object]], says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        rows_of(workbook(tmp_path / "a.xlsx", rows))


@pytest.mark.parametrize(("ending", "library"), [("parquet", "pyarrow"), ("xlsx", "openpyxl")])
def test_a_library_that_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, library: str
) -> None:
    path = (sample_parquet if ending == "parquet" else sample_workbook)(tmp_path / f"a.{ending}")
    for name in [name for name in sys.modules if name == library or name.startswith(f"{library}.")]:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(Unreadable) as caught:
        rows_of(path)
    assert caught.value.help == f'pip install "assay-lang[{ending}]"'
