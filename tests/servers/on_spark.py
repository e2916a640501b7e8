"""Generated cases on a Spark session, by the harness of `tests.properties.in_sql`."""

from typing import TYPE_CHECKING, Any

from assay.engines.sql import Query
from tests.properties.in_sql import Rows, Run

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Plans of many small steps over a few rows: what compiles them costs more than what runs them.
FOR_FEW_ROWS = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
}


def on(spark: "SparkSession") -> Run:
    from assay.engines.sql.spark.running import Steps, rows  # noqa: PLC0415 - where it is installed

    def run(query: Query, leads: Any, activities: Any) -> Rows:
        spark.createDataFrame(leads).createOrReplaceTempView("leads")
        spark.createDataFrame(activities).createOrReplaceTempView("activities")
        steps = Steps(spark, query)
        try:
            return list(rows(steps.result()))
        finally:
            steps.close()

    return run
