"""One run on Spark: the tables read, the query's steps run one by one, the results as people read them.

A query with many steps is never given to Spark whole: a step that several others read is kept, or its work would be
repeated for each of them, and theirs again. Joins go by the lead's key as the reader has it, trimmed: however tables are
laid out, Spark shuffles them.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pyspark import StorageLevel
from pyspark.sql import DataFrame, SparkSession
from sqlglot import exp

from assay.engines.sql.brackets import without_brackets
from assay.engines.sql.build import nodes, subquery
from assay.engines.sql.query import Query
from assay.engines.sql.spark.writing import tables, written

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.variable.substitute": "false",  # `${…}` in a literal is text
    "spark.sql.codegen.hugeMethodLimit": "8000",  # longer ones the JVM would interpret
    "spark.sql.codegen.wholeStage.union.enabled": "false",  # from 4.3 on: all branches in one method, too long to compile
    "spark.sql.optimizer.mapLookupHashThreshold": "3",  # from 4.3 on a look-up in more constants hashes
    "spark.sql.analyzer.maxIterations": "1000",
    "spark.sql.optimizer.maxIterations": "1000",
    "spark.sql.sources.partitionOverwriteMode": "dynamic",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
}

# Java cannot compile what Spark writes for a large query, and takes minutes to find out; looked up value by value, such
# rules are as quick to interpret. Each step is kept then: what interprets one that reads a column a hundred times works out
# what is in it as often.
_LARGE = 15_000  # nodes of the query, some two thousand rules
_INTERPRETED = {"spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN"}

_PARTITIONS, _A_CORE = "spark.sql.shuffle.partitions", 3  # Spark's 200 suits no cluster in particular


def session(master: str | None, settings: Mapping[str, str] | None = None) -> SparkSession:
    """A session; `master` None: what `spark-submit` or SPARK_MASTER say. Settings that decide results are ours."""
    builder = SparkSession.builder.appName("assay")
    if master is not None:
        builder = builder.master(master)
    for name, value in {"spark.ui.showConsoleProgress": "false", **(settings or {})}.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    for name, value in SETTINGS.items():
        made.conf.set(name, value)
    if not made.sparkContext.getConf().contains(_PARTITIONS):
        made.conf.set(_PARTITIONS, str(_A_CORE * made.sparkContext.defaultParallelism))
    return made


def kept_apart(frame: DataFrame) -> DataFrame:
    """In the memory of the workers, what does not fit on their disks; or in files, where the session has a folder for
    them (`spark.checkpoint.dir`), which outlive a worker. Either way nobody plans again how it was made: the plan of a
    step that reads another twice would hold that one's twice, and so on."""
    if frame.sparkSession.sparkContext.getCheckpointDir() is not None:
        kept = frame.checkpoint(eager=False)
    else:
        kept = frame.localCheckpoint(eager=False, storageLevel=StorageLevel.MEMORY_AND_DISK)
    return _as_new(kept)


def _as_new(frame: DataFrame) -> DataFrame:
    """With columns of its own: Spark loses some where a step is joined with several that come of it."""
    return frame.toDF(*frame.columns)


@dataclass(slots=True)
class Steps:
    """The steps of a query over tables that are views of the session: `leads` and `activities`. `keep` is what is done
    with a step that several others read."""

    spark: SparkSession
    query: Query
    keep: Callable[[DataFrame], DataFrame] = kept_apart
    _views: list[str] = field(default_factory=list)
    _settings: dict[str, str | None] = field(default_factory=dict)  # as they were

    def result(self) -> DataFrame:
        """The rows the query gives, in no order; to be read before `close`."""
        expression = self.query.expression.copy()
        is_large = sum(1 for _ in nodes(expression)) > _LARGE
        if is_large:
            self._interpret()
        without_brackets(expression)
        steps = {one.alias: one.this for one in _taken_steps(expression)}
        readers = Counter(table.name for one in (*steps.values(), expression) for table in tables(one))
        for name in list(steps):
            if is_large or readers[name] > 1:
                self.keep(self._frame(_whole(steps.pop(name), steps))).createOrReplaceTempView(name)
                self._views.append(name)
        return self._frame(_whole(expression, steps))

    def _interpret(self) -> None:
        for name, value in _INTERPRETED.items():
            self._settings[name] = self.spark.conf.get(name, None)
            self.spark.conf.set(name, value)

    def _frame(self, query: exp.Query) -> DataFrame:
        return self.spark.sql(written(query))

    def close(self) -> None:
        """The views go: a table of the catalog may have the name of one."""
        for name in (
            *self._views,
            self.query.leads.name,
            *([self.query.activities.name] if self.query.activities else []),
        ):
            self.spark.catalog.dropTempView(name)
        for name, value in self._settings.items():
            if value is None:
                self.spark.conf.unset(name)
            else:
                self.spark.conf.set(name, value)
        self._settings.clear()


def _taken_steps(expression: exp.Query) -> list[exp.CTE]:
    with_ = expression.args.get("with_")
    expression.set("with_", None)
    return list(with_.expressions) if with_ is not None else []


def _whole(query: exp.Query, steps: dict[str, exp.Query]) -> exp.Query:
    """A query with the steps that it alone reads, and those that they do, inside it. Every query of its own that Spark is
    given costs it more than what is in it; and one step after another as `with` has them, it resolves in as many rounds."""
    for table in tables(query):
        if table.name in steps:
            table.replace(subquery(_whole(steps.pop(table.name), steps), table.alias or table.name))
    return query
