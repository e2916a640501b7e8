"""`assay score --engine spark`: Parquet folders and tables of a cluster, results into a partitioned folder."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from assay.batch import Input, Rejected
from assay.check import Columns
from assay.cli.failure import FINDINGS, Failure
from assay.cli.inputs import bound, unreadable_ends
from assay.cli.moments import moment, shown
from assay.cli.plans import read_plan
from assay.cli.rejected import Rejections
from assay.cli.terminal import messages
from assay.data.failures import Unreadable
from assay.data.rejects import Fault
from assay.data.rows import Label, Row
from assay.engines.sql import Query, Table, Unsupported, compiled
from assay.engines.sql.spark.keeping import as_people_read_them, keep
from assay.engines.sql.spark.reading import Source, frame_of, opened, read_in
from assay.engines.sql.spark.running import Steps, session
from assay.engines.sql.values import Reject
from assay.plan import nodes
from assay.plan.nodes import Plan


@dataclass(slots=True)
class SparkTable:
    """A table on the cluster as commands speak of one; see data.rows.Table. Its rows stay there."""

    name: str
    frame: DataFrame
    columns: tuple[str, ...]
    counted: str = "bad row"
    open_ended: bool = False
    typed: bool = True
    size: int | None = None
    position: int = 0
    shifted: int = 0

    def rows(self, label: Label = str) -> Iterator[Row]:  # noqa: ARG002  the protocol's
        raise Unreadable(f"the rows of `{self.name}` stay on the cluster")

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says."""

    rules: Path
    leads: str
    activities: str | None
    as_of: str | None
    output: Path
    rejects: Path | None
    master: str | None


def score_in_spark(asked: Asked) -> None:
    """The whole command. Exit status 1 for bad rows and broken guarantees."""
    with _told(), unreadable_ends():
        _Run(asked, session(asked.master)).score()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What Spark says of itself, cut to its first line."""
    try:
        yield
    except PySparkException as error:
        raise Failure(f"Spark could not do it: {str(error).strip().splitlines()[0][:300]}") from None


class _Run:
    def __init__(self, asked: Asked, spark: SparkSession) -> None:
        self.asked, self.spark, self.console = asked, spark, messages()
        leads, activities = self._table(asked.leads), self._table(asked.activities) if asked.activities else None
        self.plan = read_plan(asked.rules, _columns(leads, activities))
        self.as_of = moment(asked.as_of, self.plan.zone.name)
        self.leads = bound(leads, self.plan.lead, self.console)
        self.activities = bound(activities, self.plan.activity, self.console) if activities else None
        self.rejections = Rejections(leads, activities)

    def _table(self, name: str) -> SparkTable:
        frame = opened(self.spark, name)
        return SparkTable(name, frame, tuple(frame.columns))

    def score(self) -> None:
        query = _query(self.plan, self.as_of, self.activities is not None)
        steps = Steps(self.spark, query)
        with self.rejections.written_to(self.asked.rejects, self.leads.binding):
            self._read(query)
        results = as_people_read_them(self.plan, query, steps.result()).persist()
        try:
            keep(results, str(self.asked.output))
            self._tell(results)
        finally:
            results.unpersist()
            steps.close()

    def _read(self, query: Query) -> None:
        self._read_one(self.leads, self.plan.lead, query.leads, self._reject_lead)
        if query.activities is None:
            return
        if self.activities is None:
            frame_of(self.spark, query.activities, []).createOrReplaceTempView(query.activities.name)
            return
        self._read_one(self.activities, self.plan.activity, query.activities, self._reject_activity)

    def _read_one(self, given: Input, schema: nodes.Table, wanted: Table, reject: Reject) -> None:
        assert isinstance(given.table, SparkTable)
        read_in(
            self.spark, self.plan, Source(given.table.name, given.table.frame, given.binding, schema, wanted), reject
        )

    def _reject_lead(self, row: Row, faults: tuple[Fault, ...]) -> None:
        self.rejections.add(Rejected(row, faults))

    def _reject_activity(self, row: Row, faults: tuple[Fault, ...]) -> None:
        self.rejections.add_activity(Rejected(row, faults))

    def _tell(self, results: DataFrame) -> None:
        counts = results.agg(F.count("*"), F.count_if(F.size("broken") > 0)).collect()[0]
        when = f"as of {shown(self.as_of, self.plan.zone.name)}, rules {self.plan.rules_version}"
        self.console.print(f"{counts[0]:,} leads scored into {self.asked.output} ({when})", soft_wrap=True)
        if any(stage.sticky for stage in self.plan.stages):
            self.console.print("note: some stages are sticky, and on Spark no earlier stage is known", soft_wrap=True)
        if counts[1]:
            self.console.print(f"error: broken guarantees: {counts[1]:,}", soft_wrap=True)
        if self.rejections.count:
            self.console.print(self.rejections.text(), soft_wrap=True)
        if self.rejections.count or counts[1]:
            raise SystemExit(FINDINGS)


def _query(plan: Plan, as_of: int, activities: bool) -> Query:
    try:
        return compiled(plan, "spark", as_of, lists=True, activities=activities)
    except Unsupported as why:
        raise Failure(why.message, "score with `--engine record`") from None


def _columns(leads: SparkTable, activities: SparkTable | None) -> Columns:
    """The headers, for rules without a schema; what happened when is the first time there is."""
    if activities is None:
        return Columns(leads.columns, (), None)
    times = (one.name for one in activities.frame.schema.fields if one.dataType.typeName() in {"timestamp", "date"})
    return Columns(leads.columns, activities.columns, next(times, None))
