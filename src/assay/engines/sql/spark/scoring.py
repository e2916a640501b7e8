"""One run on Spark over tables that were read: its rows, compared with those of an earlier run where there is one."""

from dataclasses import dataclass, field

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from assay.engines.sql.compiler import compiled
from assay.engines.sql.query import Query
from assay.engines.sql.spark.comparing import causes_of, compared, keyed_facts, with_causes
from assay.engines.sql.spark.earlier import Earlier
from assay.engines.sql.spark.keeping import is_scored
from assay.engines.sql.spark.running import Steps, kept_apart
from assay.plan.nodes import Plan


@dataclass(frozen=True, slots=True)
class Counts:
    """`future`: activities after the moment of scoring. `broken`: leads that break a guarantee."""

    leads: int
    future: int
    broken: int


@dataclass(slots=True)
class Scoring:
    """`leads` and `activities` as the query reads them; `then`: the moment of the earlier run, if why something changed
    is to be told."""

    spark: SparkSession
    plan: Plan
    query: Query
    leads: DataFrame
    activities: DataFrame | None
    earlier: Earlier | None = None
    then: int | None = None
    _steps: list[Steps] = field(default_factory=list)

    def rows(self) -> DataFrame:
        """A row a lead, kept apart: the query's columns, and those of `comparing`."""
        if self.earlier is None:
            return kept_apart(self._scored(self.query, self.leads, self.activities))
        leads = kept_apart(_with_stages(self.leads, self.earlier))
        rows = kept_apart(
            compared(self.plan, self.query, self._scored(self.query, leads, self.activities), self.earlier)
        )
        return kept_apart(with_causes(rows, self.query.layout.key, self._causes(leads, rows, self.earlier)))

    def _causes(self, leads: DataFrame, rows: DataFrame, earlier: Earlier) -> DataFrame | None:
        """Key and cause of leads that changed; only these are scored again."""
        if self.then is None or not earlier.told:
            return None
        key = self.query.layout.key
        changed = rows.where(F.col("is changed") & ~F.col("is new"))
        again = leads.join(changed.select(F.col(key).alias("key")), "key", "left_semi").select(*leads.columns)
        before = compiled(
            self.plan, "spark", self.then, lists=False, previous=True, activities=self.query.activities is not None
        )
        then = self._scored(before, again, self.activities)
        without = self._scored(self.query, again, self._up_to(self.then))
        return causes_of(
            changed,
            key,
            keyed_facts(self.plan, before, then, "then"),
            keyed_facts(self.plan, self.query, without, "without"),
            earlier,
            self.plan,
        )

    def _up_to(self, moment: int) -> DataFrame | None:
        """The activities without those after a moment."""
        if self.activities is None or self.query.activities is None:
            return None
        time = self.plan.activity.time
        name = next((one.name for one in self.query.activities.columns if one.field == time), None)
        if name is None:
            return self.activities
        return self.activities.where(F.col(name).isNull() | (F.col(name) <= moment))

    def _scored(self, query: Query, leads: DataFrame, activities: DataFrame | None) -> DataFrame:
        leads.select(*(one.name for one in query.leads.columns)).createOrReplaceTempView(query.leads.name)
        if query.activities is not None and activities is not None:
            activities.createOrReplaceTempView(query.activities.name)
        steps = Steps(self.spark, query)
        self._steps.append(steps)
        return steps.result()

    def counts(self, rows: DataFrame) -> Counts:
        layout = self.query.layout
        breaks = is_scored(layout.excluded) & ~is_scored(layout.broken)
        found = rows.agg(F.count("*"), F.sum(layout.future), F.count_if(breaks)).collect()[0]
        return Counts(int(found[0]), int(found[1] or 0), int(found[2]))

    def left(self) -> int:
        """Activities that belong to no lead that is scored."""
        if self.activities is None:
            return 0
        keys = self.leads.select(F.col("key").alias("lead_key"))
        return self.activities.join(keys, "lead_key", "left_anti").count()

    def close(self) -> None:
        for steps in self._steps:
            steps.close()


def _with_stages(leads: DataFrame, earlier: Earlier) -> DataFrame:
    stages = earlier.leads.select("key", F.col("before stage").alias("previous_stage"))
    return leads.drop("previous_stage").join(stages, "key", "left").select(*leads.columns)
