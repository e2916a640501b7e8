"""A long run from the command line: `python -m tests.properties.long_spark --seconds 600 [--count N] [--seed N] [--size N]`.

In one process, and steps are kept on the driver: what they say is worked out by Spark all the same. Tests of
`tests/servers` run some as `assay score` does, on a cluster.
"""

import os

from assay.engines.sql.spark.running import session
from tests.properties.long_sql import main
from tests.servers.on_spark import FOR_FEW_ROWS, on

_LITTLE = {
    "spark.driver.memory": "1g",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # one core, minutes
}


def in_one_process() -> int:
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    spark = session("local[1]", {**FOR_FEW_ROWS, **_LITTLE})
    try:
        return main("spark", on(spark, kept_on_driver=True))
    finally:
        spark.stop()


if __name__ == "__main__":
    raise SystemExit(in_one_process())
