"""The servers that other tests use are real ones."""

from typing import TYPE_CHECKING

import pytest

from tests.servers.postgres import Server

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def test_postgres_answers_and_folds_nothing_by_itself(server: Server) -> None:
    with server.connect() as connection:
        (folded,) = connection.execute("select lower('É')").fetchone() or ("",)
    assert folded == "É"


@pytest.mark.slow
def test_the_cluster_has_two_executors(spark: "SparkSession") -> None:
    assert spark.range(0, 1000, 1, 4).count() == 1000
    tracker = spark.sparkContext._jsc.sc().statusTracker()
    assert len(tracker.getExecutorInfos()) == 3  # and the driver
