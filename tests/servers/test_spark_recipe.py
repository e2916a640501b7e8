"""What the recipe for Spark says of tables by key and of runs that die."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from py4j.protocol import Py4JError

from assay.cli import in_spark
from tests.cli.conftest import Run, run  # noqa: F401  a fixture
from tests.patience import LONG
from tests.servers.on_spark import changed

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.slow
AS_OF = ("--as-of", "2026-11-01")
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

    def read_in(*given: Any) -> "DataFrame":
        read.append(in_spark_reads(*given))
        return read[-1]

    from assay.engines.sql.spark import reading  # noqa: PLC0415 - where it is installed

    in_spark_reads = reading.read_in
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
def a_run_of_its_own(
    arguments: list[str], settings: Path, program: Sequence[str] = ("-m", "assay")
) -> Iterator[subprocess.Popen[bytes]]:
    """`assay`, or a program that starts it, with a driver of its own, in a group with its JVM; both are killed at the end of the block."""
    environment = {**os.environ, "SPARK_CONF_DIR": str(settings), "SPARK_LOCAL_IP": "127.0.0.1"}
    with (settings / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *program, *arguments],
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
        deadline = time.monotonic() + LONG
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


# The driver in whose stead this runs is dead as soon as it has renamed something: the results that were there.
DIES = """
import os, signal
from assay.cli.app import main
from assay.engines.sql.spark import keeping

class Dying:
    def __init__(self, files):
        self.files = files
    def __getattr__(self, name):
        return getattr(self.files, name)
    def rename(self, one, other):
        assert self.files.rename(one, other)
        os.kill(os.getpid(), signal.SIGKILL)

def files(*given):
    found, path = of(*given)
    return Dying(found), path

of, keeping._files = keeping._files, files
main()
"""


def test_a_driver_that_dies_between_the_renames_leaves_the_earlier_results_beside(
    run: Run,  # noqa: F811
    spark: "SparkSession",
    tmp_path: Path,
) -> None:
    (tmp_path / "rules.assay").write_text(RULES)
    leads, out, settings = tmp_path / "leads.parquet", tmp_path / "out", tmp_path / "settings"
    settings.mkdir()
    given = ["score", tmp_path / "rules.assay", leads, "-o", out, "--engine", "spark", "--master"]
    pq.write_table(pa.table({"id": ["a", "b"], "size": [1, 2]}), leads)
    for as_of in (("--as-of", "2026-10-01"), AS_OF):
        assert run(*given, spark.sparkContext.master, *as_of).status == 0
    (place,) = out.glob("as_of=2026-11-01*/rules_version=*")

    pq.write_table(pa.table({"id": ["a", "b"], "size": [2, 1]}), leads)
    dying = [*map(str, given), "local[1]", *AS_OF]
    with a_run_of_its_own(dying, settings, program=["-c", DIES]) as process:
        process.wait(LONG)
    assert process.returncode == -signal.SIGKILL, (settings / "log").read_text()
    assert not place.exists()
    assert [row.as_of[:10] for row in spark.read.parquet(str(out)).select("as_of").distinct().collect()] == [
        "2026-10-01"
    ]
    (old,), (new,) = out.glob("_assay_old_*"), out.glob("_assay_new_*")
    assert scores(new) == {"a": 20.0, "b": 0.0}
    old.rename(place)
    assert scores(place) == {"a": 0.0, "b": 20.0}
    assert run(*given, spark.sparkContext.master, *AS_OF).status == 0
    assert scores(place) == {"a": 20.0, "b": 0.0}


# --- a worker that is lost ----------------------------------------------------------------------------------


@pytest.fixture
def checkpoints(spark: "SparkSession", tmp_path: Path) -> Iterator[Path]:
    """The folder that `spark.checkpoint.dir` names when a session starts."""
    spark.sparkContext.setCheckpointDir(str(tmp_path / "checkpoints"))
    try:
        yield tmp_path / "checkpoints"
    finally:
        assert spark._jvm is not None
        nothing = spark._jvm.scala.Option.empty()
        getattr(spark.sparkContext._jsc.sc(), "checkpointDir_$eq")(nothing)


def test_what_is_kept_in_files_outlives_the_workers(spark: "SparkSession", checkpoints: Path) -> None:
    kept = kept_rows(spark)
    assert list(checkpoints.rglob("rdd-*/part-*"))
    lose_the_workers(spark)
    assert kept.agg({"id": "sum"}).collect()[0][0] == 499_500


def test_what_is_kept_in_memory_does_not(spark: "SparkSession") -> None:
    """The run ends and says so; nothing is counted twice or left out."""
    kept = kept_rows(spark)
    lose_the_workers(spark)
    with pytest.raises(Py4JError, match="heckpoint"):
        kept.agg({"id": "sum"}).collect()


def kept_rows(spark: "SparkSession") -> "DataFrame":
    from assay.engines.sql.spark.running import kept_apart  # noqa: PLC0415 - where it is installed

    kept = kept_apart(spark.range(0, 1_000, 1, 4))
    assert kept.count() == 1_000
    return kept


def lose_the_workers(spark: "SparkSession") -> None:
    """Kills the processes that work for this session; the cluster starts others in their place."""
    application = spark.sparkContext.applicationId
    lost = list(executors(application))
    assert lost
    for process in lost:
        os.kill(process, signal.SIGKILL)
    deadline = time.monotonic() + LONG
    while set(lost) & set(executors(application)) or not set(executors(application)):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def executors(application: str) -> Iterator[int]:
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            given = command.read_bytes().split(b"\0")
            if b"org.apache.spark.executor.CoarseGrainedExecutorBackend" in given and application.encode() in given:
                yield int(command.parent.name)


@pytest.mark.usefixtures("master")  # or what it needs is not installed
def test_a_run_takes_the_folder_for_checkpoints_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "rules.assay").write_text(RULES)
    settings = tmp_path / "settings"
    settings.mkdir()
    (settings / "spark-defaults.conf").write_text(
        f"spark.checkpoint.dir {tmp_path / 'checkpoints'}\nspark.ui.enabled false\n"
    )
    pq.write_table(pa.table({"id": ["a", "b"], "size": [1, 2]}), tmp_path / "leads.parquet")
    pq.write_table(pa.table({"lead_id": ["a"], "action": ["demo"]}), tmp_path / "acts.parquet")
    given = ["score", tmp_path / "rules.assay", tmp_path / "leads.parquet", "--activities", tmp_path / "acts.parquet"]
    given += [*AS_OF, "--engine", "spark", "--master", "local[1]", "-o", tmp_path / "out"]
    with a_run_of_its_own([*map(str, given)], settings) as process:
        process.wait(LONG)
    assert process.returncode == 0, (settings / "log").read_text()
    assert results(tmp_path / "out") == {"a": 30.0, "b": 20.0}
    assert list((tmp_path / "checkpoints").rglob("rdd-*/part-*"))


def scores(folder: Path) -> dict[str, float]:
    return {row["key"]: row["score"] for row in pq.read_table(folder).to_pylist()}


def results(folder: Path) -> dict[str, float]:
    (one,) = folder.glob("as_of=*/rules_version=*")
    return scores(one)
