"""What the recipe for Spark says of tables by key and of runs that die."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assay.cli import in_spark
from tests.cli.conftest import Run, run  # noqa: F401  a fixture
from tests.servers.on_spark import changed

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.slow
AS_OF = ("--as-of", "2026-11-01")
PATIENCE = 120  # seconds
RULES = """lead { id text exact key  size number }
activity { lead_id text exact key  action text }
when size >= 2 add 20
when action == "demo" add 30
stage MQL at 50
"""


# --- tables by key ------------------------------------------------------------------------------------------


@pytest.fixture
def by_key(spark: "SparkSession") -> Iterator[str]:
    """A database whose `leads` and `activities` are in four buckets each, by key."""
    spark.sql("create database recipe")
    try:
        leads = spark.sql("select cast(id as string) id, cast(id % 4 as int) size from range(40)")
        acts = spark.sql("select cast(id % 40 as string) lead_id, 'demo' action from range(80)")
        for name, frame, key in (("leads", leads, "id"), ("activities", acts, "lead_id")):
            frame.write.bucketBy(4, key).sortBy(key).saveAsTable(f"recipe.{name}")
        yield "recipe"
    finally:
        spark.sql("drop database recipe cascade")


def test_buckets_spare_no_shuffle(
    run: Run,  # noqa: F811
    spark: "SparkSession",
    by_key: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Keys are compared without the blanks around them, and what is worked out of a column has lost its buckets."""
    read: list[DataFrame] = []

    def read_in(*given: object) -> "DataFrame":
        read.append(in_spark_reads(*given))  # type: ignore[arg-type]
        return read[-1]

    in_spark_reads = in_spark.read_in
    monkeypatch.setattr(in_spark, "read_in", read_in)
    (tmp_path / "rules.assay").write_text(RULES)
    given = [f"table:{by_key}.leads", "--activities", f"table:{by_key}.activities", "-o", tmp_path / "out"]
    master = spark.sparkContext.master
    ran = run("score", tmp_path / "rules.assay", *given, *AS_OF, "--engine", "spark", "--master", master)
    assert ran.status == 0, ran.err
    whole = {"spark.sql.maxPlanStringLength": "1000000"}  # or what is looked for may be in what is cut off
    with changed(spark, {"spark.sql.shuffle.partitions": "4", **whole}):
        stored = joined(spark.table("recipe.activities"), spark.table("recipe.leads").withColumnRenamed("id", "key"))
        ours = joined(read[1], read[0].select("key"))
    assert "more characters" not in stored + ours
    assert stored.count("Bucketed: true") == 2
    assert "Exchange" not in stored  # so the tables are as the text says
    assert ours.count("Exchange hashpartitioning") == 2
    assert "Bucketed: true" not in ours
    assert set(pq.read_table(tmp_path / "out").column("score").to_pylist()) == {30.0, 50.0}


def joined(activities: "DataFrame", leads: "DataFrame") -> str:
    """The plan of the join by the lead's key."""
    found = activities.join(
        leads, activities["lead_id" if "lead_id" in activities.columns else "lead_key"] == leads.key
    )
    plan: str = found._jdf.queryExecution().executedPlan().toString()
    assert "SortMergeJoin" in plan
    return plan


# --- a run that dies ----------------------------------------------------------------------------------------


@contextlib.contextmanager
def a_run_of_its_own(arguments: list[str], settings: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`assay` with a driver of its own, in a group with its JVM; both are killed at the end of the block."""
    environment = {**os.environ, "SPARK_CONF_DIR": str(settings), "SPARK_LOCAL_IP": "127.0.0.1"}
    with (settings / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "assay", *arguments],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_run_that_is_killed_leaves_the_earlier_results(run: Run, spark: "SparkSession", tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "rules.assay").write_text(RULES)
    leads, out, settings = tmp_path / "leads.parquet", tmp_path / "out", tmp_path / "settings"
    settings.mkdir()
    # A file a row: what is written takes long enough to be found half-way.
    (settings / "spark-defaults.conf").write_text("spark.sql.files.maxRecordsPerFile 1\nspark.ui.enabled false\n")
    given = ["score", tmp_path / "rules.assay", leads, "-o", out, *AS_OF, "--engine", "spark", "--master"]
    pq.write_table(pa.table({"id": ["a", "b"], "size": [1, 2]}), leads)
    assert run(*given, spark.sparkContext.master).status == 0
    before = results(out)
    assert before == {"a": 0.0, "b": 20.0}

    pq.write_table(pa.table({"id": [str(at) for at in range(20_000)], "size": [2] * 20_000}), leads)
    with a_run_of_its_own([*map(str, given), "local[1]"], settings) as process:
        deadline = time.monotonic() + PATIENCE
        while not (written := list(out.glob("_assay_new_*/**/*.parquet"))):
            assert process.poll() is None, (settings / "log").read_text()
            assert time.monotonic() < deadline, (settings / "log").read_text()
            time.sleep(0.02)
    assert process.returncode == -signal.SIGKILL
    assert written
    assert list(out.glob("_assay_new_*"))  # it was half-way
    assert results(out) == before
    assert {row.key: row.score for row in spark.read.parquet(str(out)).collect()} == before

    assert run(*given, spark.sparkContext.master).status == 0
    assert len(results(out)) == 20_000


def results(folder: Path) -> dict[str, float]:
    (one,) = folder.glob("as_of=*/rules_version=*")
    return {row["key"]: row["score"] for row in pq.read_table(one).to_pylist()}
