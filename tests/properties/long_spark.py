"""A long run from the command line: `python -m tests.properties.long_spark --seconds 600 [--count N] [--seed N] [--size N]`.

Every tenth query runs with code generation and shuffles, as users have it; the others are interpreted, and their rows stay
in one place, which takes less for a few. In one process, and steps are kept on the driver: what they say is worked out by Spark all the same. Tests of
`tests/servers` run some as `assay score` does, on a cluster.
"""

import itertools
import os

from pyspark.sql import SparkSession

from assay.engines.sql import Query
from assay.engines.sql.spark.running import session
from tests.properties.in_sql import Rows, Run
from tests.properties.long_sql import main
from tests.servers.on_spark import COMPILED, FOR_FEW_ROWS, changed, on

_TENTH = 10
_LITTLE = {
    "spark.driver.memory": "1g",
    # One core, for many minutes: what the better of Java's compilers makes analyses a query in a third of the time, for two
    # minutes of compiling. Measured with this much room for it.
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:ReservedCodeCacheSize=400m",
}


def sometimes_compiled(spark: SparkSession) -> Run:
    counted = itertools.count()
    interpreted, compiled = on(spark, kept_on_driver=True, in_one_piece=True), on(spark, kept_on_driver=True)

    def either(query: Query, leads: object, activities: object) -> Rows:
        if next(counted) % _TENTH:
            return interpreted(query, leads, activities)
        with changed(spark, COMPILED):
            return compiled(query, leads, activities)

    return either


def in_one_process() -> int:
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    spark = session("local[1]", {**FOR_FEW_ROWS, **_LITTLE})
    try:
        return main("spark", sometimes_compiled(spark))
    finally:
        spark.stop()


if __name__ == "__main__":
    raise SystemExit(in_one_process())
