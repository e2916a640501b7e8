"""Results out: four formats, whole or not at all; bad rows handed back; earlier stages read again."""

import csv
import datetime as dt
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.data.bind import bind
from assay.data.cells import BadValue
from assay.data.failures import Unwritable
from assay.data.flat import Shape, columns_of
from assay.data.rejects import fault_of_row, faults_of, rejects_to
from assay.data.rows import FaultyRow
from assay.data.sinks import harmless, without_guard
from assay.data.writing import results_to
from assay.results import FiredRule, GroupScore, Handover, LeadResult, UndecidedRule
from tests.unit.data.fields import field, table, values_of

AS_OF = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
SHAPE = Shape(("fit", "interest"), ("fit",))
LEAD = LeadResult(
    key="L-17",
    score=65.0,
    groups={"fit": GroupScore(earned=35.0, kept=35), "interest": GroupScore(earned=30.5, kept=30.5)},
    grades={"fit": "B"},
    grade="B",
    stage="MQL",
    stage_by="threshold",
    disqualified=(),
    excluded=(),
    route=Handover(to="EMEA sales", respond_by=dt.datetime(2026, 11, 1, 4, tzinfo=dt.UTC)),
    rules=(
        FiredRule(id="Decision maker", group="fit", points=15.0),
        FiredRule(id="Demo", group="interest", points=12.5),
    ),
    undecided=(UndecidedRule(id="big", missing=("employees",)),),
    broken=(),
    as_of=AS_OF,
    rules_version="9f2c41d07b31",
)
EXCLUDED = replace(
    LEAD,
    key="=1+1",
    score=None,
    groups={},
    grades={},
    grade=None,
    stage=None,
    stage_by=None,
    excluded=("staff", "test; é"),
    route=None,
    rules=(),
    undecided=(),
)


def written(folder: Path, name: str, *results: LeadResult, shape: Shape = SHAPE) -> Path:
    with results_to(folder / name, shape) as write_result:
        for result in results:
            write_result(result)
    return folder / name


def test_jsonl_is_the_contract(tmp_path: Path) -> None:
    text = written(tmp_path, "out.jsonl", LEAD, EXCLUDED).read_text("utf-8")
    first, second = text.splitlines()
    assert first == (
        '{"key": "L-17", "score": 65, "groups": {"fit": {"earned": 35, "kept": 35}, '
        '"interest": {"earned": 30.5, "kept": 30.5}}, "grades": {"fit": "B"}, "grade": "B", "stage": "MQL", '
        '"stage_by": "threshold", "disqualified": [], "excluded": [], '
        '"route": {"to": "EMEA sales", "respond_by": "2026-11-01T04:00:00Z"}, '
        '"rules": [{"id": "Decision maker", "group": "fit", "points": 15}, {"id": "Demo", "group": "interest", '
        '"points": 12.5}], "undecided": [{"id": "big", "missing": ["employees"]}], "broken": [], '
        '"as_of": "2026-11-01T00:00:00Z", "rules_version": "9f2c41d07b31"}'
    )
    assert '"excluded": ["staff", "test; é"], "route": null' in second


def test_csv(tmp_path: Path) -> None:
    header, first, second = written(tmp_path, "out.csv", LEAD, EXCLUDED).read_text("utf-8").splitlines()
    assert header == (
        "key,score,stage,stage_by,disqualified,excluded,route,respond_by,fit,interest,grade_fit,grade,"
        "rules,undecided,broken,as_of,rules_version"
    )
    assert first == (
        "L-17,65,MQL,threshold,,,EMEA sales,2026-11-01T04:00:00Z,35,30.5,B,B,"
        "Decision maker; Demo,big,,2026-11-01T00:00:00Z,9f2c41d07b31"
    )
    assert second == "'=1+1,,,,,staff; test; é,,,,,,,,,,2026-11-01T00:00:00Z,9f2c41d07b31"


def test_parquet(tmp_path: Path) -> None:
    first, second = pq.read_table(written(tmp_path, "out.parquet", LEAD, EXCLUDED)).to_pylist()
    assert (first["score"], first["interest"], first["rules"]) == (65.0, 30.5, ["Decision maker", "Demo"])
    assert first["respond_by"] == dt.datetime(2026, 11, 1, 4, tzinfo=dt.UTC)
    assert (second["key"], second["score"], second["excluded"]) == ("=1+1", None, ["staff", "test; é"])


def test_xlsx(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, "out.xlsx", LEAD, EXCLUDED)).active
    assert sheet is not None
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[1]][:4] == ["L-17", 65, "MQL", "threshold"]
    assert (rows[2][0].value, rows[2][0].data_type) == ("=1+1", "s")


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet", "out.xlsx"])
def test_no_leads_is_a_file_too(tmp_path: Path, name: str) -> None:
    assert written(tmp_path, name).exists()


def test_columns_of_groups_named_like_others() -> None:
    names = [name for name, _ in columns_of(Shape(("key", "rules", "fit"), ()))]
    assert names[8:11] == ["group_key", "group_rules", "fit"]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet", "out.xlsx"])
def test_what_fails_leaves_the_old_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("old")

    def fails() -> None:
        with results_to(tmp_path / name, SHAPE) as write_result:
            write_result(LEAD)
            raise KeyError("stop")

    with pytest.raises(KeyError, match="stop"):
        fails()
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def sentence(opened: Callable[[], object]) -> str:
    with pytest.raises(Unwritable) as caught:
        opened()
    return f"{caught.value.message}; {caught.value.help}"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("out.doc", "end its name in .csv"),
        ("out", "end its name in .csv"),
        ("nowhere/out.csv", "there is no folder"),
        ("folder.csv", "it is a folder"),
    ],
)
def test_where_nothing_can_be_written(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert says in sentence(lambda: written(tmp_path, name, LEAD))
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "no permission" in sentence(lambda: written(tmp_path, "out.csv", LEAD))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").symlink_to("/dev/full")
    assert "the disk is full" in sentence(lambda: written(tmp_path, "out.jsonl", *[LEAD] * 5000))


def test_a_device_is_written_itself(tmp_path: Path) -> None:
    (tmp_path / "out.csv").symlink_to("/dev/null")
    assert written(tmp_path, "out.csv", LEAD).is_symlink()


def test_a_link_keeps_pointing(tmp_path: Path) -> None:
    (tmp_path / "real.jsonl").write_text("old")
    (tmp_path / "out.jsonl").symlink_to(tmp_path / "real.jsonl")
    written(tmp_path, "out.jsonl", LEAD)
    assert (tmp_path / "out.jsonl").is_symlink()
    assert "L-17" in (tmp_path / "real.jsonl").read_text()


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@sum", "'@sum"),
        ("-2+3", "'-2+3"),
        ("+31 6 1234", "+31 6 1234"),
        ("-17.5", "-17.5"),
        ("-", "'-"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert harmless(text) == cell
    assert without_guard(cell) == text


TEXTS = st.text(max_size=10)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(TEXTS, st.floats(-1e6, 1e6).map(lambda x: round(x, 2)), st.lists(TEXTS, max_size=2)), max_size=4)
)
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, leads: list[tuple[str, float, list[str]]]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    results = [replace(LEAD, key=key, score=score, broken=tuple(broken)) for key, score, broken in leads]
    for line, result in zip(written(folder, "r.jsonl", *results).read_bytes().splitlines(), results, strict=True):
        found = json.loads(line)
        assert (found["key"], found["score"], found["broken"]) == (result.key, result.score, list(result.broken))
    with written(folder, "r.csv", *results).open(newline="", encoding="utf-8") as file:
        assert [float(row["score"]) for row in csv.DictReader(file)] == [result.score for result in results]
    read = pq.read_table(written(folder, "r.parquet", *results)).to_pylist()
    assert [row["key"] for row in read] == [key.encode("utf-8", "replace").decode() for key, *_ in leads]
    written(folder, "r.xlsx", *results)


def rejected(path: Path) -> None:
    schema = table(field("id", key=True), field("size", "number", column="Size"), key="id")
    binding = bind(schema, ("ID", "Size", "note"))
    values: dict[str, object] = {"id": "1", "size": "2,5", binding.label("note"): 'a "b"'}
    bad = [("size", BadValue("`2,5` is not a number", "write a decimal point")), ("id", BadValue("no"))]
    with rejects_to(path, ("ID", "Size", "note")) as reject:
        reject(7, binding.original(values), faults_of(bad, values, binding))
        row = FaultyRow(9, {"id": "2"}, "3 cells, but the header has 2 columns", "x")
        reject(row.line, binding.original(row.values), [fault_of_row(row)])


def test_rejects_as_csv(tmp_path: Path) -> None:
    rejected(tmp_path / "bad.csv")
    assert values_of(tmp_path / "bad.csv") == [
        {
            **{"ID": "1", "Size": "2,5", "note": 'a "b"', "line": "7", "column": "Size; ID", "value": "2,5; 1"},
            "reason": "`2,5` is not a number; write a decimal point / no",
        },
        {
            **{"ID": "2", "Size": "", "note": "", "line": "9", "column": "", "value": "x"},
            "reason": "3 cells, but the header has 2 columns",
        },
    ]


def test_rejects_as_jsonl(tmp_path: Path) -> None:
    rejected(tmp_path / "bad.jsonl")
    first = json.loads((tmp_path / "bad.jsonl").read_text().splitlines()[0])
    assert first["line"] == 7
    assert first["row"] == {"ID": "1", "Size": "2,5", "note": 'a "b"'}
    assert first["faults"][0] == {
        "column": "Size",
        "value": "2,5",
        "reason": "`2,5` is not a number; write a decimal point",
    }


def test_rejects_of_a_file_with_such_columns(tmp_path: Path) -> None:
    with rejects_to(tmp_path / "bad.csv", ("line", "id")) as reject:
        reject(3, {"line": ["x", 1], "id": {"a": dt.date(2026, 1, 1)}}, [])
    assert (tmp_path / "bad.csv").read_text().splitlines() == [
        "line,id,rejected_line,column,value,reason",
        '"[""x"", 1]","{""a"": ""2026-01-01""}",3,,,',
    ]


def test_rejects_go_where_they_can(tmp_path: Path) -> None:
    def opened(name: str) -> None:
        with rejects_to(tmp_path / name, ("id",)):
            pass

    assert "end its name in .csv or .jsonl" in sentence(lambda: opened("bad.xlsx"))
    assert "there is no folder" in sentence(lambda: opened("nowhere/bad.csv"))
