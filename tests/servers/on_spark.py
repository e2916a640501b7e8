"""Generated cases on a Spark session, by the harness of `tests.properties.in_sql`. Text comes as tables hold it."""

import contextlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from assay.engines.sql import Query
from tests.properties.in_sql import Rows, Run
from tests.servers.rough import as_tables_hold_it

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Plans of many small steps over a few rows: what compiles them costs more than what runs them.
FOR_FEW_ROWS = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.buffer.pageSize": "256k",  # of every sort and join: by default 64 MB, if that much is there
    "spark.sql.maxPlanStringLength": "200",
    "spark.sql.ui.explainMode": "simple",  # of every query, for a page that nobody looks at
    "spark.sql.ui.retainedExecutions": "1",
    "spark.ui.retainedJobs": "1",
    "spark.ui.retainedStages": "1",
    "spark.ui.retainedTasks": "1",
    "spark.ui.enabled": "false",
}


@contextlib.contextmanager
def changed(spark: "SparkSession", settings: Mapping[str, str]) -> Iterator[None]:
    """Settings of a session, for a while."""
    before = {name: spark.conf.get(name) for name in settings}
    _set(spark, settings)
    try:
        yield
    finally:
        _set(spark, before)


def _set(spark: "SparkSession", settings: Mapping[str, str | None]) -> None:
    for name, value in settings.items():
        assert value is not None
        spark.conf.set(name, value)


COMPILED = {"spark.sql.codegen.wholeStage": "true", "spark.sql.codegen.factoryMode": "CODEGEN_ONLY"}


def on(spark: "SparkSession", *, kept_on_driver: bool = False, in_one_piece: bool = False) -> Run:
    """Steps kept as `assay score` keeps them, or, several times as quick where there are a few rows, on the driver.
    `in_one_piece`: nor are these rows shuffled before they are joined or counted."""
    from assay.engines.sql.spark.running import Steps, kept_apart  # noqa: PLC0415 - where it is installed

    kept = on_driver if kept_on_driver else kept_apart

    def laid_out(frame: "DataFrame") -> "DataFrame":
        return frame.coalesce(1) if in_one_piece else frame

    def keep(frame: "DataFrame") -> "DataFrame":
        return laid_out(kept(frame))

    def run(query: Query, leads: Any, activities: Any) -> Rows:
        # What is only picked from the leads takes no job as it is, and would in one piece.
        spark.createDataFrame(as_tables_hold_it(query.leads, leads)).createOrReplaceTempView("leads")
        if query.activities is not None:
            given = as_tables_hold_it(query.activities, activities)
            laid_out(spark.createDataFrame(given)).createOrReplaceTempView("activities")
        steps = Steps(spark, query, keep)
        try:
            found = steps.result().toArrow().to_pydict()
            return list(zip(*found.values(), strict=True))
        finally:
            steps.close()

    return run


def on_driver(frame: "DataFrame") -> "DataFrame":
    """The rows as part of the plan: what is only picked or computed from them takes no job, and plans stay small."""
    from pyspark.sql import DataFrame  # noqa: PLC0415

    session, rows = frame.sparkSession, frame._jdf
    local = session._jsparkSession.createDataFrame(rows.collectAsList(), rows.schema())
    return DataFrame(local, session)
