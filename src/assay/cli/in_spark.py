"""`assay score --engine spark`: Parquet folders and tables of a cluster, results into a partitioned folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F  # noqa: N812

from assay.batch import Input, Rejected, name_columns
from assay.check import Columns
from assay.cli.comparing import FUTURE, LEFT, STICKY, change_page, odd
from assay.cli.failure import FINDINGS, Failure
from assay.cli.inputs import bound, refuse_keyless, tell_unknown, unreadable_ends, unwritable_ends
from assay.cli.moments import moment, shown
from assay.cli.naming import give_names, keys_of
from assay.cli.plans import read_plan
from assay.cli.rejected import Rejections
from assay.cli.spark_news import news_of
from assay.cli.terminal import messages
from assay.data.failures import Unreadable
from assay.data.previous import comparable
from assay.data.rejects import Fault
from assay.data.rows import Label, NothingToClose, Row
from assay.engines.sql import Query, Table, Unsupported, compiled
from assay.engines.sql.spark.comparing import told_cells
from assay.engines.sql.spark.earlier import Earlier, earlier_run
from assay.engines.sql.spark.keeping import as_people_read_them, keep, run_of
from assay.engines.sql.spark.naming import named_cells
from assay.engines.sql.spark.reading import Source, frame_of, opened, read_in
from assay.engines.sql.spark.sampling import common_spellings
from assay.engines.sql.spark.scoring import Counts, Scoring
from assay.engines.sql.spark.starting import started
from assay.engines.sql.values import Reject
from assay.news import News
from assay.plan import nodes


@dataclass(slots=True)
class SparkTable(NothingToClose):
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says. Places are paths of the cluster's file system, or tables: `table:NAME`."""

    rules: Path
    leads: str
    activities: str | None
    as_of: str | None
    previous: str | None
    output: str
    only_changed: bool
    rejects: Path | None
    master: str | None


def score_in_spark(asked: Asked) -> None:
    """The whole command. Exit status 1 for bad rows and broken guarantees."""
    with unreadable_ends(), started(asked.master) as spark:
        _Run(asked, spark).score()


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
        earlier = self._earlier()
        query = self._query(previous=earlier is not None)
        with self.rejections.written_to(self.asked.rejects, self.leads.binding):
            leads, activities = self._read(query)
        then = None if earlier is None else comparable(earlier.run, self.as_of)
        scoring = Scoring(self.spark, self.plan, query, leads, activities, earlier, then)
        try:
            self._finish(scoring, scoring.rows())
        finally:
            scoring.close()

    def _query(self, *, previous: bool) -> Query:
        assert isinstance(self.leads.table, SparkTable)
        common = common_spellings(self.leads.table.frame, self.leads.binding, self.plan.lead)
        try:
            return compiled(
                self.plan,
                "spark",
                self.as_of,
                lists=True,
                previous=previous,
                activities=self.activities is not None,
                common=common,
            )
        except Unsupported as why:
            raise Failure(why.message, "score with `--engine record`") from None

    def _earlier(self) -> Earlier | None:
        if self.asked.previous is None:
            return None
        refuse_keyless(self.plan)
        found = earlier_run(self.spark, self.asked.previous, self.plan, self.as_of)
        tell_unknown(found.run, self.console)
        return found

    def _finish(self, scoring: Scoring, rows: DataFrame) -> None:
        """Everything is counted before the results are kept: they may take the place of what was read."""
        counts, left = scoring.counts(rows), scoring.left()
        earlier, query = scoring.earlier, scoring.query
        news = None if earlier is None else news_of(self.plan, query, rows, earlier)
        if news is not None:
            self._name(news, query)
        written = rows.where(F.col("is changed")) if self.asked.only_changed else rows
        results = as_people_read_them(self.plan, query, written, told_cells() if earlier else ())
        with unwritable_ends():
            keep(results, run_of(self.plan, query), self.asked.output)
        when = f"as of {shown(self.as_of, self.plan.zone.name)}, rules {self.plan.rules_version}"
        self._say(f"{counts.leads:,} lead{'' if counts.leads == 1 else 's'} scored into {self.asked.output} ({when})")
        if news is not None and earlier is not None:
            self.console.print()
            self.console.print(change_page(news, earlier.run, self.plan))
        self._notes(counts, left, earlier)

    def _name(self, news: News, query: Query) -> None:
        shown = [*news.risers, *news.fallers]
        labels = name_columns(self.leads.table.columns, self.leads.binding)
        source = self._source(self.leads, self.plan.lead, query.leads)
        give_names(shown, labels, named_cells(self.plan, source, labels, keys_of(shown)), frozenset(self.plan.missing))

    def _notes(self, counts: Counts, left: int, earlier: Earlier | None) -> None:
        """And the exit status."""
        notes = [] if earlier is None else odd(earlier.run, earlier.count, self.as_of)
        if counts.future:
            notes.append(FUTURE.format(counts.future))
        if left:
            notes.append(LEFT.format(left))
        if earlier is None and any(stage.sticky for stage in self.plan.stages):
            notes.append(STICKY)
        for note in notes:
            self._say(f"note: {note}")
        if counts.broken:
            self._say(f"error: broken guarantees: {counts.broken:,}")
        if self.rejections.count:
            self._say(self.rejections.text())
        if self.rejections.count or counts.broken:
            raise SystemExit(FINDINGS)

    def _say(self, text: str) -> None:
        self.console.print(text, soft_wrap=True)

    def _read(self, query: Query) -> tuple[DataFrame, DataFrame | None]:
        leads = self._read_one(self.leads, self.plan.lead, query.leads, self._reject_lead)
        if query.activities is None:
            return leads, None
        if self.activities is None:
            return leads, frame_of(self.spark, query.activities, [])
        return leads, self._read_one(self.activities, self.plan.activity, query.activities, self._reject_activity)

    def _read_one(self, given: Input, schema: nodes.Table, wanted: Table, reject: Reject) -> DataFrame:
        return read_in(self.spark, self.plan, self._source(given, schema, wanted), reject)

    def _source(self, given: Input, schema: nodes.Table, wanted: Table) -> Source:
        assert isinstance(given.table, SparkTable)
        return Source(given.table.name, given.table.frame, given.binding, schema, wanted)

    def _reject_lead(self, row: Row, faults: tuple[Fault, ...]) -> None:
        self.rejections.add(Rejected(row, faults))

    def _reject_activity(self, row: Row, faults: tuple[Fault, ...]) -> None:
        self.rejections.add_activity(Rejected(row, faults))


def _columns(leads: SparkTable, activities: SparkTable | None) -> Columns:
    """The headers, for rules without a schema; what happened when is the first time there is."""
    if activities is None:
        return Columns(leads.columns, (), None)
    times = (one.name for one in activities.frame.schema.fields if one.dataType.typeName() in {"timestamp", "date"})
    return Columns(leads.columns, activities.columns, next(times, None))
