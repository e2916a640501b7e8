"""Whole runs over odd files: what DuckDB reads itself comes out as from the reader, with what is said of bad rows."""

import csv
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assay.batch import Batch, Files, Input, LoadedActivities, Rejected, Scored, load_activities
from assay.check import load_text
from assay.data.activities import Activities
from assay.data.bind import bind
from assay.data.rows import Table
from assay.data.tables import open_table
from assay.engines.record import Scorer
from assay.fed import loaded
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.scans import Scanned, scanned
from tests.properties.outputs import Outputs, by_database, by_python

AS_OF = 1_793_487_600_000_000
RULES = """model "M" timezone "Europe/Amsterdam"
missing "n/a", "-1"
lead {
  id KEY key  name text  size number  level one of "low", "high"  since date format "dd/mm/yyyy"
  met time  ok boolean  likes list of text split by ";"
}
activity { lead_id KEY key  action text  worth number  at_time time }
let shown = action == "demo" and worth >= 2
ignore activity if action == "bot"
group fit max 60 {
  when name == "anna" or level == "high" add 5
  when size in 1 to 10 add size
  when since < 2026-01-01 and met >= 2026-03-29 add 10
  when ok == false and likes contains "tea" add 20
}
each shown at most once per day within 90 days add 3 max 8
when action == "visit" add 10 halving every 30 days
when sum(worth where action == "demo") >= 5 add 7
stage MQL at 10
"""
PIECES = {
    "id": ["L-1", "L-2", "L-3", " L-4", "L-5", "7", "007", "12", "8.0", "n/a", "", "\u00e9"],
    "name": ["Anna", "anna ", "BEN", "ΟΔΟΣ", "n/a", "", "a;b", "x\u00a0"],
    "size": ["1", "2.5", "", "-1", "1e1", "many", "007", "9.99995", "3,5", "+4"],
    "level": ["low", "HIGH", "", "medium", " high"],
    "since": ["01/11/2025", "1/2/2026", "", "31/02/2026", "2025-11-01", "01/11/2025 "],
    "met": [
        "2026-03-29 02:30",
        "2026-10-25T02:30:00",
        "2026-10-25 02:30Z",
        "",
        "soon",
        "2026-03-29",
        "2026-03-30 10:00+02:00",
    ],
    "ok": ["yes", "no", "TRUE", "0", "", "maybe"],
    "likes": ["tea; coffee", "Tea", ";", "", "[tea]"],
    "lead_id": ["L-1", "L-2", " L-3 ", "L-4", "L-9", "", "7", "12", "n/a"],
    "action": ["demo", "visit", "bot", "DEMO ", "", "n/a"],
    "worth": ["2", "3.5", "", "-1", "lots", "1_0"],
    "at_time": [
        "2026-10-30 10:00",
        "2026-10-30 11:00",
        "2026-10-25 02:30",
        "2026-12-01",
        "",
        "yesterday",
        "2026-10-31T09:00:00Z",
    ],
}
LEAD, ACTIVITY = list(PIECES)[:8], list(PIECES)[8:]
Rows = list[list[str]]


def rows_of(names: Sequence[str], least: int) -> st.SearchStrategy[Rows]:
    """Mostly what stands first, which is plain."""
    cells = [st.one_of(st.sampled_from(PIECES[name][:2]), st.sampled_from(PIECES[name])) for name in names]
    return st.lists(st.tuples(*cells).map(list), min_size=least, max_size=9)


@settings(max_examples=30, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    rows_of(LEAD, 1),
    rows_of(ACTIVITY, 0),
    st.sampled_from(["text exact", "integer"]),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from([', "-1"', ""]),
)
def test_delimited_files(tmp_path: Path, leads: Rows, activities: Rows, key: str, delimiter: str, missing: str) -> None:
    """`missing`: a number that is a word for missing keeps DuckDB from reading numbers; else it does, by the first row."""
    paths = tmp_path / "leads.csv", tmp_path / "activities.csv"
    for path, names, rows in zip(paths, (LEAD, ACTIVITY), (leads, activities), strict=True):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows([names, *rows])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assay.data.plain._AT_FIRST", 2 if delimiter == "," else 1_000)
        patch.setattr("assay.data.delimited._LONG_FILE", 0)  # text is looked up as the sample has it
        check_agreement(RULES.replace("KEY", key).replace(', "-1"', missing), *paths, cut=True)


TYPED: Mapping[str, tuple[pyarrow.DataType, Sequence[object]]] = {
    "id": (pyarrow.string(), PIECES["id"]),
    "name": (pyarrow.string(), [*PIECES["name"], None, "a\0nna"]),
    "size": (pyarrow.float64(), [1.0, 2.5, None, float("nan"), float("inf"), 1e15, -1.0, 0.1 + 0.2, 1e-7, 9.99995]),
    "level": (pyarrow.string(), [*PIECES["level"], None]),
    "since": (pyarrow.date32(), [dt.date(2025, 11, 1), None, dt.date(1, 1, 1), dt.date(2026, 1, 1)]),
    "met": (
        pyarrow.timestamp("us"),
        [dt.datetime(2026, 3, 29, 2, 30), dt.datetime(2026, 10, 25, 2, 30), None, dt.datetime(9999, 12, 31)],
    ),
    "ok": (pyarrow.int32(), [1, 0, None, 2]),
    "likes": (pyarrow.list_(pyarrow.string()), [["tea", " x "], ["Tea", None, ""], [], None]),
    "lead_id": (pyarrow.string(), [*PIECES["lead_id"], None]),
    "action": (pyarrow.string(), [*PIECES["action"], None]),
    "worth": (pyarrow.decimal128(8, 2), [Decimal("2.00"), Decimal("3.55"), None, Decimal("-1.00")]),
    "at_time": (
        pyarrow.timestamp("us", tz="UTC"),
        [dt.datetime(2026, 10, 30, 10, tzinfo=dt.UTC), None, dt.datetime(2026, 12, 1, tzinfo=dt.UTC)],
    ),
}


@settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_parquet_files(tmp_path: Path, data: st.DataObject) -> None:
    paths = tmp_path / "leads.parquet", tmp_path / "activities.parquet"
    for path, names in zip(paths, (LEAD, ACTIVITY), strict=True):
        many = data.draw(st.integers(1, 9))
        columns = {}
        for name in names:
            type_, values = TYPED[name]
            cells = data.draw(st.lists(st.sampled_from(values), min_size=many, max_size=many))
            columns[name] = pyarrow.array(cells, type_)
        pyarrow.parquet.write_table(pyarrow.table(columns), path)
    check_agreement(RULES.replace("KEY", "text exact"), *paths, cut=False, fed=True)


def test_plain_parquet_is_read_by_duckdb(tmp_path: Path) -> None:
    paths = tmp_path / "leads.parquet", tmp_path / "activities.parquet"
    for path, names in zip(paths, (LEAD, ACTIVITY), strict=True):
        columns = {name: pyarrow.array(TYPED[name][1][:2], TYPED[name][0]) for name in names}
        pyarrow.parquet.write_table(pyarrow.table(columns), path)
    check_agreement(RULES.replace("KEY", "text exact"), *paths, cut=True)


def check_agreement(rules: str, leads: Path, activities: Path | None, *, cut: bool, fed: bool = False) -> None:
    """`cut`: DuckDB must read the files itself; `fed`: and it must score what the reader reads."""
    model = load_text(rules).model
    assert model is not None
    plan_ = plan(model)
    by_duckdb = _by_duckdb(plan_, leads, activities, scanned)
    assert by_duckdb is not None or not cut or any(_may_be_cut_otherwise(one) for one in (leads, activities) if one)
    by_reader = None if by_duckdb is None and not fed else _by_reader(plan_, leads, activities)
    assert by_duckdb is None or by_duckdb == by_reader
    if fed:
        assert _by_duckdb(plan_, leads, activities, loaded) == by_reader


def _may_be_cut_otherwise(path: Path) -> bool:
    """A delimited file with blank lines or quotes: then the reader may be asked."""
    if path.suffix != ".csv":
        return False
    text = path.read_text(encoding="utf-8")
    return '"' in text or any(not line.strip() for line in text.splitlines())


Told = tuple[Outputs, list[tuple[object, ...]], list[tuple[object, ...]], int]


def _by_duckdb(
    plan_: Plan, leads: Path, activities: Path | None, all_at_once: Callable[[Files], Scanned | None]
) -> Told | None:
    with open_table(leads) as table, _opened(activities) as acts:
        given = Input(table, bind(plan_.lead, table.columns, table.name))
        found = all_at_once(Files(plan_, AS_OF, given, _bound(plan_, acts), ("name",), 100))
        if found is None:
            return None
        with found as results:
            outputs = by_database(leads.parent, results)
        return outputs, list(map(_bad, found.bad)), list(map(_bad, found.activities.bad)), found.strangers


def _by_reader(plan_: Plan, leads: Path, activities: Path | None) -> Told:
    with open_table(leads) as table, _opened(activities) as acts:
        did = _bound(plan_, acts)
        loaded = LoadedActivities(Activities("", ()), []) if did is None else load_activities(plan_, did, 100)
        given = Input(table, bind(plan_.lead, table.columns, table.name))
        found = list(Batch(plan_, Scorer(plan_, AS_OF), given, None if did is None else loaded.kept))
        scored = [one for one in found if isinstance(one, Scored)]
        bad = [_bad(one) for one in found if isinstance(one, Rejected)]
        return by_python(leads.parent, plan_, scored, ("name",)), bad, list(map(_bad, loaded.bad)), loaded.kept.left()


def _opened(path: Path | None) -> AbstractContextManager[Table | None]:
    return nullcontext() if path is None else open_table(path)


def _bound(plan_: Plan, acts: Table | None) -> Input | None:
    return None if acts is None else Input(acts, bind(plan_.activity, acts.columns, acts.name))


def _bad(one: Rejected) -> tuple[object, ...]:
    return one.row.line, repr(one.row.values), one.faults
