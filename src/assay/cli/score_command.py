"""`assay score RULES LEADS`: every lead scored, to a file or as a summary."""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from assay.batch import Batch, Files, LoadedActivities, Rejected, Scored, load_activities, name_columns, name_of
from assay.cli.comparing import FUTURE, LEFT, STICKY, Compared
from assay.cli.earlier import earlier_run, kept_run
from assay.cli.engines import ENGINES, all_at_once, by_files, scoring, within_bounds
from assay.cli.failure import FINDINGS, Failure
from assay.cli.inputs import bound, opened_both, tell_unknown, unreadable_ends, unwritable_ends
from assay.cli.moments import AS_OF, moment, shown
from assay.cli.naming import Naming, Shown
from assay.cli.places import in_place, in_spark, refuse_address, refuse_places, refuse_results, scores_there
from assay.cli.plans import plan_for
from assay.cli.progress import progress
from assay.cli.rejected import Rejections
from assay.cli.room import MEMORY, room_for
from assay.cli.rules import RULES
from assay.cli.stopping import ended_as_by_ctrl_c
from assay.cli.terminal import messages, results
from assay.data.flat import Shape, shape_of
from assay.data.previous import PreviousRun
from assay.data.rows import Table
from assay.data.spilling import Room
from assay.data.writing import Writer, results_to
from assay.engines.record import Scorer
from assay.plan.nodes import Plan
from assay.render.summary import summary
from assay.tally import Tally

if TYPE_CHECKING:
    from assay.cli.in_postgres import InPostgres
    from assay.scans import Scanned

PATH = click.Path(path_type=Path)


@click.command(
    name="score",
    epilog="Example: assay score rules/b2b_saas leads.csv --activities activities.csv --as-of 2026-11-01 -o out.csv",
)
@click.argument("rules", type=RULES)
@click.argument("leads")
@click.option("--activities", metavar="FILE", help="What the leads did: CSV, TSV, JSON, JSONL, Parquet or XLSX.")
@AS_OF
@click.option(
    "--previous",
    metavar="FILE",
    help="Results of an earlier run: for sticky stages, and to tell what changed. A file, or the run before this one in "
    "a table: postgresql://…?results=TABLE, or just `results` for the table the address of LEADS names.",
)
@click.option("-o", "--output", metavar="FILE", help="Write results: .csv, .jsonl, .parquet or .xlsx.")
@click.option("--only-changed", is_flag=True, help="Write only leads that changed since the --previous run.")
@click.option("--rejects", type=PATH, metavar="FILE", help="Write rows that cannot be scored: .csv or .jsonl.")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    show_default=True,
    help="What scores: `record`, lead by lead, or all in one query, `duckdb` here, `postgres` in the database that has "
    "the leads, `spark` on a cluster. The results are the same.",
)
@click.option("--master", metavar="URL", help="The cluster of `--engine spark`: spark://host:7077, yarn, local[4].")
@MEMORY
@click.option("--fail-fast", is_flag=True, help="Stop at the first row that cannot be scored.")
def command(
    rules: Path,
    leads: str,
    activities: str | None,
    as_of: str | None,
    previous: str | None,
    output: str | None,
    only_changed: bool,
    rejects: Path | None,
    engine: str,
    master: str | None,
    memory: str | None,
    fail_fast: bool,
) -> None:
    """Score LEADS by RULES. Without -o, print a summary: stages, whom to call first and why.

    LEADS is CSV, TSV, JSON, JSONL, Parquet, XLSX, `-` (JSONL on stdin) or tables of a database,
    postgresql://…?leads=TABLE&activities=TABLE. Rows that cannot be scored are counted,
    shown and written to --rejects. Exit status 1 if there were such rows or a guarantee was broken.

    With --previous, the change list says who entered a stage since then, who left, who was handed over or disqualified,
    and whether time alone did it; results get the columns previous_stage, previous_score, changes and cause.
    """
    if only_changed and previous is None:
        raise Failure("--only-changed needs the run to compare with", "give its results with --previous")
    if only_changed and output is None:
        raise Failure("--only-changed says what to write, and nothing is written", "name a file with -o")
    refuse_address(output)
    if engine == "spark":
        with ended_as_by_ctrl_c():
            in_spark(rules, leads, activities, as_of, previous, output, only_changed, rejects, master)
        return
    console, file = messages(), None if output is None else Path(output)
    refuse_places(file, rejects)
    with ended_as_by_ctrl_c(), opened_both(leads, activities) as (table, acts):
        plan = plan_for(rules, table, acts)
        there = scores_there(engine, table, acts)
        refuse_results(leads, there, file, only_changed)
        by, room = "postgres" if there else engine, room_for(file, memory)
        run = _Run(plan, moment(as_of, plan.zone.name), table, acts, console, by, room)
        with unwritable_ends():
            run.start(previous, leads)
            run.score(file, rejects, fail_fast, only_changed)
    run.finish(file)


class _Run:
    """One run of the command; what it prints at the end is gathered while rows go by."""

    def __init__(
        self, plan: Plan, as_of: int, leads: Table, activities: Table | None, console: Console, engine: str, room: Room
    ) -> None:
        self.engine, self.room = engine, room
        self.there: InPostgres | None = None
        self.plan = plan
        self.as_of = as_of
        self.console = console
        self.leads = bound(leads, plan.lead, console)
        self.activities = bound(activities, plan.activity, console) if activities else None
        self.tally = Tally(tuple(stage.name for stage in plan.stages))
        self.labels: tuple[str, ...] = ()
        self.scanned: Scanned | None = None
        self.loaded: LoadedActivities | None = None
        self.compared: Compared | None = None
        self.missing = frozenset(plan.missing)
        self.rejections = Rejections(leads, activities)

    def start(self, previous: str | None, leads: str) -> None:
        if self.activities is not None and self.plan.lead.key is None:
            raise Failure("the leads have no key, so no activity can be theirs", "mark a field of `lead` with `key`")
        self.labels = name_columns(self.leads.table.columns, self.leads.binding)
        with unreadable_ends():
            if previous is None:
                self._scan()
            else:
                self._scan_compared(previous, leads)
            self._load()

    def _scan_compared(self, previous: str, leads: str) -> None:
        """The reader reads earlier results only where DuckDB does not take them over."""
        if all_at_once(self.engine, self.leads, self.activities):
            with kept_run(previous, leads, self.plan, self.room) as kept:
                self._compare(kept)
                if kept is not None:
                    self._scan()
                if kept is not None and self.scanned is not None:
                    tell_unknown(kept, self.console)
        if self.scanned is None:
            self._compare(earlier_run(previous, leads, self.plan, self.as_of, self.console))
            self._scan()

    def _compare(self, earlier: PreviousRun | None) -> None:
        self.compared = None if earlier is None else Compared(self.plan, self.as_of, earlier, self.console)

    def _scan(self) -> None:
        """Scores files all at once, where DuckDB does."""
        earlier = None if self.compared is None else self.compared.run
        about = self.plan, self.as_of, self.leads, self.activities, self.labels
        self.scanned = by_files(self.engine, Files(*about, self.rejections.shown_at_most, self.room, earlier))

    def _load(self) -> None:
        """What else is to be known of the activities: where leads are scored one by one, the reader keeps them by lead."""
        if self.scanned is not None:
            self.loaded = self.scanned.activities
        elif self.activities is not None and self.engine != "postgres":
            self.loaded = load_activities(self.plan, self.activities, self.rejections.shown_at_most)
        if self.loaded is not None and self.activities is not None:
            self.rejections.of_activities(self.loaded)

    def score(self, output: Path | None, rejects: Path | None, fail_fast: bool, only_changed: bool) -> None:
        batch = Batch(
            self.plan,
            Scorer(self.plan, self.as_of),
            self.leads,
            self.loaded.kept if self.loaded else None,
            self.compared.run if self.compared else {},
        )
        with (
            unreadable_ends(),
            self.rejections.written_to(rejects, self.leads.binding),
            _writing(output, shape_of(self.plan, self.compared is not None)) as write,
        ):
            if self.scanned is not None:
                self._take_all(self.scanned, write, fail_fast, only_changed)
            else:
                self._take_each(batch, write, fail_fast, only_changed)

    def _take_all(self, scanned: "Scanned", write: Writer | None, fail_fast: bool, only_changed: bool) -> None:
        """Results that a database has, in a block."""
        for rejected in scanned.bad:
            self._reject(rejected, fail_fast)
        with within_bounds(), scanned as results:
            if write is None:
                self.tally = results.tally()
            else:
                for batch in results.batches(write.form, only_changed=only_changed):
                    write.batch(batch)
                self.tally = results.totals()
            if self.compared is not None:
                from assay.cli.kept_news import news_of  # noqa: PLC0415 - libraries that are installed on demand

                self.compared.counted(news_of(results))

    def _take_each(self, batch: Batch, write: Writer | None, fail_fast: bool, only_changed: bool) -> None:
        with progress(self.leads.table, self.console) as rows:
            for item in rows(self._items(batch)):
                if isinstance(item, Rejected):
                    self._reject(item, fail_fast)
                else:
                    self._take(item, write, only_changed)

    def _items(self, batch: Batch) -> Iterable[Scored | Rejected]:
        if self.engine != "postgres":
            return scoring(self.engine, batch, self.labels, self.console, self.room)
        about = self.plan, self.as_of, self.leads, self.activities, self.compared, self.rejections
        self.there = in_place(*about, Naming(self.labels, self._shown))
        return self.there

    def _shown(self) -> Shown:
        """The leads that people will see."""
        news = None if self.compared is None else self.compared.news
        return [*self.tally.top(), *([*news.risers, *news.fallers] if news else [])]

    def _take(self, item: Scored, write: Writer | None, only_changed: bool) -> None:
        def name() -> str | None:
            return name_of(item.row, self.labels, self.missing)

        result = self.compared.take(item, name) if self.compared else item.result
        if write and (result.changes or not only_changed):
            write(result)
        self.tally.add(result, name)

    def _reject(self, item: Rejected, fail_fast: bool) -> None:
        self.rejections.add(item)
        if fail_fast:
            raise Failure(self.rejections.text(), "without --fail-fast such rows are left out and the run goes on")

    def finish(self, output: Path | None) -> None:
        """What people see at the end, and the exit status."""
        kept = self.there.kept if self.there else None
        if kept is not None and self.there is not None:
            told = f"{_leads(kept.leads)} scored into `{self.there.results}` ({self._moment()})"
            self.console.print(told, soft_wrap=True)
            if output is not None:
                self.console.print(f"those that changed are in {output}", soft_wrap=True)
        elif output is not None:
            self.console.print(f"{_leads(self.tally.leads)} scored into {output} ({self._moment()})", soft_wrap=True)
        else:
            results().print(summary(self.tally, self._title()))
        self._news(self.console if output is not None or kept is not None else results())
        if kept is None:
            self._notes(sum(self.tally.broken.values()), self.tally.future_activities)
        else:
            self._notes(kept.broken, kept.future_activities)

    def _news(self, console: Console) -> None:
        if self.compared:
            console.print()
            console.print(self.compared.page())

    def _left(self) -> int:
        """Activities of no lead."""
        if self.there is not None:
            return self.there.left
        if self.scanned is not None:
            return self.scanned.strangers
        return self.loaded.kept.left() if self.loaded else 0

    def _title(self) -> str:
        return f"{self.plan.name or 'Leads'}: {_leads(self.tally.leads)} {self._moment()}"

    def _moment(self) -> str:
        return f"as of {shown(self.as_of, self.plan.zone.name)}, rules {self.plan.rules_version}"

    def _notes(self, broken: int, future_activities: int) -> None:
        """And the exit status."""
        notes = self.compared.notes() if self.compared else []
        if future_activities:
            notes.append(FUTURE.format(future_activities))
        if left := self._left():
            notes.append(LEFT.format(left))
        if not self.compared and any(stage.sticky for stage in self.plan.stages):
            notes.append(STICKY)
        for note in notes:
            self.console.print(f"note: {note}", soft_wrap=True)
        if broken:
            self.console.print(f"error: broken guarantees: {broken:,}", soft_wrap=True)
        if self.rejections.count:
            self.console.print(self.rejections.text(), soft_wrap=True)
        if self.rejections.count or broken:
            raise SystemExit(FINDINGS)


@contextlib.contextmanager
def _writing(output: Path | None, shape: Shape) -> Iterator[Writer | None]:
    if output is None:
        yield None
        return
    with results_to(output, shape) as write:
        yield write


def _leads(count: int) -> str:
    return f"{count:,} lead{'' if count == 1 else 's'}"
