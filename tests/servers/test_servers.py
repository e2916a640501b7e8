"""The servers that other tests use are real ones."""

import json
import os
import subprocess
import sys

import pytest

from tests.servers.postgres import Server


def test_postgres_answers_and_folds_nothing_by_itself(server: Server) -> None:
    with server.connect() as connection:
        (folded,) = connection.execute("select lower('É')").fetchone() or ("",)
    assert folded == "É"


COUNT = """
import json, sys
from pyspark.sql import SparkSession
session = (SparkSession.builder.master(sys.argv[1]).config("spark.driver.host", "127.0.0.1")
  .config("spark.driver.bindAddress", "127.0.0.1").config("spark.ui.enabled", "false")
  .config("spark.executor.memory", "512m").getOrCreate())
count = session.range(0, 1000, 1, 4).count()
executors = session.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
print(json.dumps([count, len(executors)]))
session.stop()
"""


@pytest.mark.slow
def test_the_cluster_has_two_executors(master: str) -> None:
    given = [sys.executable, "-c", COUNT, master]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    told = subprocess.run(given, capture_output=True, text=True, env=environment, check=False)
    assert told.returncode == 0, told.stderr
    count, executors = json.loads(told.stdout)
    assert count == 1000
    assert executors == 3  # and the driver
