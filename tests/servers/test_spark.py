"""Spark, on a cluster of two workers: what it says of generated leads, and `assay score` from Parquet to Parquet."""

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assay.engines.sql import Query
from tests.cli.conftest import Run, run  # noqa: F401  a fixture
from tests.properties import compounded, mentioned
from tests.properties.in_sql import Rows, explained, failure
from tests.servers.on_spark import on
from tests.strategies.cases import make_case

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.slow
AS_OF = "2026-11-01"
SEEDS = (2, 10)  # CI runs many more in one process: .ci/jobs/parity_spark.sh

RULES = """model "Small" timezone "Europe/Amsterdam"
missing "N/A"
lead {
  id text exact key  name text  country one of "NL", "BE", "XX"  size number  staff integer  since date  at time
  yes boolean  tags list of text
}
activity { lead_id text exact key  action text  occurred time }
group fit { when country == "NL" add 20 as "Home"  when size >= 2.5 add 15 as "Large"  when staff > 1 add 1 }
when at >= 2026-11-01 00:30 or since < 2026-01-01 add 4
when yes and tags contains "b" add 8
each action == "demo" at most once per day add 30 max 60
exclude if name == "test" because "test record"
disqualify if country == "XX" because "not served"
stage IQL at 1
stage MQL at 50
grade score { "A" from 50, "B" otherwise }
route to "Sales" within 4 hours when stage == MQL
never score > 90
"""
UTC = dt.UTC
LEADS = {
    "id": ["1", " 2", "3", "4", "5", "6", None, "8", "9"],
    "name": ["Anna", "N/A", "Test ", "Xan", "Ünal", None, "Nobody", "\u00a0test\u2003", "x"],
    "country": ["nl", "BE", "NL", "xx", None, "NL", "NL", "NL", "DE"],
    "size": [2.5, 2.49999, 1e300, float("nan"), None, 3.1, 1.0, 1.0, 1.0],
    "staff": ["2", "1", "1.5", "+7", "n/a", None, "1", "1", "1"],
    "since": [dt.date(2025, 12, 31), dt.date(2026, 1, 1), *[None] * 7],
    "at": [
        dt.datetime(2026, 10, 31, 23, 30, tzinfo=UTC),
        dt.datetime(2026, 10, 31, 23, 29, 59, 999999, tzinfo=UTC),
        *[None] * 7,
    ],
    "yes": ["Yes", "0", None, "TRUE", "true", "perhaps", "1", "1", "1"],
    "tags": [["a", " B "], [], None, ["", "b"], ["b"], None, None, None, None],
}
ACTIVITIES = {
    "lead_id": ["1", "1", "1", "2 ", "5", "none", None],
    "action": ["demo", "Demo", "demo", "mail", "demo", "demo", "demo"],
    "occurred": [
        "2026-10-30",
        "2026-10-30T10:00:00Z",
        "2026-10-31 12:00",
        "2026-10-30",
        "2027-01-01",
        "2026-10-30",
        None,
    ],
}


def test_spark_agrees_with_the_record_engine(spark: "SparkSession") -> None:
    engine = on(spark)
    for seed in SEEDS:
        case = make_case(seed, 3, leads=12)
        assert failure(case, "spark", engine) is None, explained(case, "spark", engine)


def test_amounts_that_are_worked_out_fade_as_in_the_record_engine(spark: "SparkSession") -> None:
    assert list(compounded.disagreements("spark", on(spark), ("25",))) == []


def test_words_end_at_the_same_signs(spark: "SparkSession") -> None:
    def once(query: Query, leads: Any, _: object) -> Rows:
        spark.createDataFrame(leads).createOrReplaceTempView("leads")
        return [tuple(row) for row in spark.sql(query.sql()).collect()]

    assert list(mentioned.disagreements("spark", once)) == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.assay").write_text(RULES)
    for name, columns in (("leads", LEADS), ("activities", ACTIVITIES)):
        table = pa.table(columns)
        (tmp_path / name).mkdir()
        pq.write_table(table.slice(0, 4), tmp_path / name / "part-0.parquet")
        pq.write_table(table.slice(4), tmp_path / name / "part-1.parquet")
        pq.write_table(table, tmp_path / f"{name}.parquet")
    return tmp_path


def on_cluster(run: Run, spark: "SparkSession", folder: Path, *more: object) -> str:  # noqa: F811
    given = ["score", folder / "rules.assay", folder / "leads", "--activities", folder / "activities"]
    ran = run(*given, "--engine", "spark", "--master", spark.sparkContext.master, "--as-of", AS_OF, *more)
    assert "Traceback" not in ran.err
    assert ran.status == 1  # there are bad rows
    return ran.err


def kept(folder: Path) -> dict[str, dict[str, object]]:
    rows = pq.read_table(folder).to_pylist()
    return {str(row["key"]): row for row in rows}


def test_results_are_those_of_the_record_engine(run: Run, spark: "SparkSession", folder: Path) -> None:  # noqa: F811
    told = on_cluster(run, spark, folder, "-o", folder / "out", "--rejects", folder / "bad.jsonl")
    assert "5 leads scored into" in told
    record = folder / "record.parquet"
    given = ["score", folder / "rules.assay", folder / "leads.parquet", "--activities", folder / "activities.parquet"]
    by_record = run(*given, "--engine", "record", "--as-of", AS_OF, "-o", record, "--rejects", folder / "worse.jsonl")
    expected, found = kept(record), kept(folder / "out")
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        same = {name: value for name, value in row.items() if name != "as_of"}
        assert {name: found[key][name] for name in same} == same
    assert (folder / "out" / "as_of=2026-10-31T23%3A00%3A00Z").is_dir()
    reasons = [
        sorted(
            fault["reason"] for line in (folder / name).read_text().splitlines() for fault in json.loads(line)["faults"]
        )
        for name in ("bad.jsonl", "worse.jsonl")
    ]
    assert reasons[0] == reasons[1] != []
    assert all("broken guarantees: 1" in one for one in (told, by_record.err))

    # The same run again replaces its rows, and leaves another run's alone.
    (folder / "out" / "as_of=2020-01-01T00%3A00%3A00Z" / "rules_version=0").mkdir(parents=True)
    other = folder / "out" / "as_of=2020-01-01T00%3A00%3A00Z" / "rules_version=0" / "part.parquet"
    pq.write_table(pa.table({"key": ["old"]}), other)
    on_cluster(run, spark, folder, "-o", folder / "out")
    assert len(kept(folder / "out" / "as_of=2026-10-31T23%3A00%3A00Z")) == len(expected)
    assert other.exists()


def test_keys_are_literal(run: Run, spark: "SparkSession", folder: Path) -> None:  # noqa: F811
    """In a field of numbers, too: 7, 007 and 7.0 are three leads, each with what it did, told as written."""
    (folder / "rules.assay").write_text(RULES.replace("text exact key", "number key"))
    leads = pa.table({"id": ["7", "007", "7.0", "007"], "country": ["NL", "BE", "NL", "NL"]})
    did = pa.table({"lead_id": ["007", "7.0", "007.0"], "action": ["demo"] * 3, "occurred": ["2026-10-30"] * 3})
    for name, table in (("leads", leads), ("activities", did)):
        for old in (folder / name).iterdir():
            old.unlink()
        pq.write_table(table, folder / name / "part-0.parquet")
        pq.write_table(table, folder / f"{name}.parquet")
    told = on_cluster(run, spark, folder, "-o", folder / "out")
    given = ["score", folder / "rules.assay", folder / "leads.parquet", "--activities", folder / "activities.parquet"]
    by_record = run(*given, "--engine", "record", "--as-of", AS_OF, "-o", folder / "record.parquet")
    expected, found = kept(folder / "record.parquet"), kept(folder / "out")
    assert {key: row["score"] for key, row in found.items()} == {key: row["score"] for key, row in expected.items()}
    assert sorted(found) == ["007", "7", "7.0"]
    for said in ("the key `007` is repeated", "activities that belong to no lead that was scored: 1"):
        assert said in told
        assert said in by_record.err


def test_results_go_to_a_folder_or_a_table(run: Run, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "rules.assay").write_text(RULES)
    ran = run("score", tmp_path / "rules.assay", tmp_path, "--engine", "spark")
    assert ran.status == 2
    assert "results go to a folder or a table" in ran.err


def test_of_a_repeated_key_the_first_row_is_scored(run: Run, spark: "SparkSession", folder: Path) -> None:  # noqa: F811
    """Rows that Spark reads and rows that the reader reads, in one file and in the next: told as by the record engine."""
    again = {**LEADS, "id": ["1", "2", "3", "2", "8", "8", "1", "12", "4 "], "size": [1.0] * 9, "staff": ["1"] * 9}
    again |= {"yes": ["1", "0", "no", "TRUE", "yes", "1", "perhaps", "1", "1"]}
    table = pa.table(again)
    (folder / "again").mkdir()
    pq.write_table(table.slice(0, 5), folder / "again" / "part-0.parquet")
    pq.write_table(table.slice(5), folder / "again" / "part-1.parquet")
    pq.write_table(table, folder / "again.parquet")
    found = {}
    for engine, leads in (("record", "again.parquet"), ("spark", "again")):
        given = ["score", folder / "rules.assay", folder / leads, "--as-of", AS_OF, "-o", folder / f"{engine}.parquet"]
        more = ["--master", spark.sparkContext.master] if engine == "spark" else []
        ran = run(*given, "--engine", engine, "--rejects", folder / f"{engine}.jsonl", *more)
        assert ran.status == 1, ran.err
        faults = [json.loads(line)["faults"] for line in (folder / f"{engine}.jsonl").read_text().splitlines()]
        scores = {
            key: (row["score"], row["stage"], row["rules"]) for key, row in kept(folder / f"{engine}.parquet").items()
        }
        found[engine] = scores, sorted(fault["reason"] for one in faults for fault in one)
    assert found["spark"] == found["record"]
    assert sum("is repeated" in reason for reason in found["record"][1]) == 2


def test_tables_of_the_catalog(run: Run, spark: "SparkSession", folder: Path) -> None:  # noqa: F811
    """Leads and activities in tables, results in one: made, widened for a new group, and per run replaced."""
    spark.sql("create database if not exists crm")
    for name in ("leads", "activities"):
        spark.read.parquet(str(folder / name)).write.mode("overwrite").saveAsTable(f"crm.{name}")
    given = ["table:crm.leads", "--activities", "table:crm.activities", "-o", "table:crm.scores", "--engine", "spark"]
    given += ["--master", str(spark.sparkContext.master)]
    record = folder / "record.parquet"
    files = [folder / "leads.parquet", "--activities", folder / "activities.parquet"]
    run("score", folder / "rules.assay", *files, "--engine", "record", "--as-of", AS_OF, "-o", record)
    try:
        for _ in range(2):  # the same run takes its own place
            ran = run("score", folder / "rules.assay", *given, "--as-of", AS_OF)
            assert "5 leads scored into table:crm.scores" in ran.err
        (folder / "rules.assay").write_text(
            RULES.replace("group fit", "group extra { when size > 0 add 1 }\ngroup fit")
        )
        assert run("score", folder / "rules.assay", *given, "--as-of", AS_OF).status == 1
        rows = spark.table("crm.scores").toArrow().to_pylist()
        first = {row["key"]: row for row in rows if row["extra"] is None}
        expected = kept(record)
        for key, row in expected.items():
            del row["as_of"]
            assert {name: first[key][name] for name in row} == row
        assert len(rows) == 2 * len(expected)
    finally:
        spark.sql("drop database crm cascade")


def test_what_cannot_be_read_is_one_sentence(run: Run, spark: "SparkSession", folder: Path) -> None:  # noqa: F811
    given = ["--engine", "spark", "--master", spark.sparkContext.master, "-o", folder / "out"]
    ran = run("score", folder / "rules.assay", folder / "nowhere", *given)
    assert ran.status == 2
    assert "Spark cannot read" in ran.err
    ran = run("score", folder / "rules.assay", folder / "leads", *given[:-1], "table:no.such.place")
    assert ran.status == 2
    assert "Spark could not do it" in ran.err
    assert not list(folder.glob("out/_assay*"))
