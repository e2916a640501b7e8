"""The servers, started once for all tests that ask for them. Where one is not installed its tests are left out; with
ASSAY_REQUIRE in the environment, as in .ci/run, they fail."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.servers import cluster, on_spark, postgres

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

GROUP = "servers"  # one worker runs all of these tests, so that each server starts once


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group(GROUP))


def absent(what: str) -> None:
    if os.environ.get("ASSAY_REQUIRE"):
        pytest.fail(f"{what} is not installed, and ASSAY_REQUIRE is set")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    if postgres.binaries() is None:
        absent("PostgreSQL")
    with tempfile.TemporaryDirectory() as folder, postgres.postgres(Path(folder)) as server:
        yield server


@pytest.fixture(scope="session")
def spark(master: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator["SparkSession"]:
    """One session on the cluster for all tests: a second one in a process would find the first."""
    from assay.engines.sql.spark.running import session  # noqa: PLC0415 - where it is installed

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    tables = {"spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse"))}
    made = session(master, {"spark.executor.memory": "640m", **tables, **on_spark.FOR_FEW_ROWS})
    yield made
    made.stop()


@pytest.fixture(scope="session")
def master() -> Iterator[str]:
    if not cluster.is_installed():
        absent("Spark, with Java,")
    with tempfile.TemporaryDirectory() as folder, cluster.cluster(Path(folder)) as address:
        yield address
