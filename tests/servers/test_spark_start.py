"""Spark that starts, or does not, as people see it."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Run, run  # noqa: F401  a fixture
from tests.patience import LONG
from tests.servers import cluster
from tests.servers.conftest import absent

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def java() -> None:
    if not cluster.is_installed():
        absent("Spark, with Java,")


@pytest.mark.parametrize("master", ["spark://127.0.0.1:1", "spark://127.0.0.1:1,127.0.0.1:x", "spark://"])
def test_a_master_that_is_not_there_is_one_sentence(run: Run, tmp_path: Path, master: str) -> None:  # noqa: F811
    ran = run("score", tmp_path, tmp_path, "--engine", "spark", "--master", master, "-o", tmp_path / "out")
    assert ran.status == 2
    assert ran.err.splitlines() == [
        f"error: nothing answers at {master}",
        "  help: is the cluster's master running, and is that its address?",
    ]


def test_people_do_not_see_what_spark_says_to_itself(tmp_path: Path) -> None:
    """In a process of its own, whose Java starts there."""
    (tmp_path / "rules.assay").write_text("lead { id text exact key  size number }\nwhen size > 1 add 5\n")
    pq.write_table(pa.table({"id": ["a", "b"], "size": [1.0, 2.0]}), tmp_path / "leads.parquet")
    command = [sys.executable, "-m", "assay", "score", "rules.assay", "leads.parquet", "--engine", "spark"]
    settings = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    told = {}
    for master in ("local[1]", "local[none]"):
        given = [*command, "--master", master, "-o", "out"]
        told[master] = subprocess.run(
            given, cwd=tmp_path, env=settings, capture_output=True, text=True, timeout=LONG, check=False
        )
        if master == "local[1]":
            assert not list(tmp_path.glob("assay-spark-*.log"))
    assert told["local[1]"].returncode == 0, told["local[1]"].stderr
    assert [line.split(" (as of ")[0] for line in told["local[1]"].stderr.splitlines()] == ["2 leads scored into out"]
    assert told["local[none]"].returncode == 2
    (log,) = tmp_path.glob("assay-spark-*.log")
    assert told["local[none]"].stderr.splitlines() == [
        "error: Spark did not start on local[none]",
        f"  help: all it said is in {log}",
    ]
    assert "Could not parse Master URL" in log.read_text()


ENDED = """
import os, signal, sys
from assay.cli.stopping import ended_as_by_ctrl_c
from assay.engines.sql.spark.starting import started
with ended_as_by_ctrl_c(), started("local[1]") as spark:
    os.kill(os.getpid(), signal.SIGTERM)
    spark.range(1).count()
    print("not ended")
"""


def test_a_run_that_is_told_to_end_leaves_no_log(tmp_path: Path) -> None:
    settings = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run(
        [sys.executable, "-c", ENDED], env=settings, capture_output=True, text=True, timeout=LONG, check=False
    )
    assert ran.stderr.endswith("KeyboardInterrupt\n"), ran.stderr
    assert ran.stdout == ""
    assert not list(tmp_path.glob("assay-spark-*.log"))
