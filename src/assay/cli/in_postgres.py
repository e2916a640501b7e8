"""Scoring leads where they are, in PostgreSQL: the items a run over files gives, and results kept in a table there."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from assay.batch import Input, Rejected, Scored
from assay.cli.comparing import Compared
from assay.cli.failure import Failure
from assay.cli.naming import Naming, give_names, keys_of
from assay.data.postgres import PostgresTable
from assay.data.previous import comparable
from assay.data.rejects import Fault
from assay.data.rows import Row, Table
from assay.engines.sql import Unsupported
from assay.engines.sql.postgres.keeping import Kept, keep, refuse
from assay.engines.sql.postgres.naming import named_cells
from assay.engines.sql.postgres.running import Given, PostgresRun
from assay.engines.sql.postgres.telling import Told
from assay.plan.nodes import Plan
from assay.results import LeadResult


def is_one_database(leads: Table, activities: Table | None) -> bool:
    """Whether both tables are in the same PostgreSQL."""
    if not isinstance(leads, PostgresTable) or not isinstance(activities, PostgresTable | None):
        return False
    return activities is None or activities.address.settings == leads.address.settings


def permits_work(leads: Table) -> bool:
    """Whether their database lets us score in it. Raises Unreadable."""
    assert isinstance(leads, PostgresTable)
    return leads.permits_work()


@dataclass(slots=True)
class InPostgres:
    """One run. Iterating gives the items: bad leads, then, unless results are only kept there, the others. Bad
    activities go to `bad_activity`. At the end `left` activities belong to no lead, `kept` counts what is in the table of
    results, if one is named, and leads to be shown have their names."""

    plan: Plan
    as_of: int
    leads: Input
    activities: Input | None
    compared: Compared | None
    bad_activity: Callable[[Rejected], None]
    naming: Naming
    left: int = 0
    kept: Kept | None = None
    _bad: list[Rejected] = field(default_factory=list)

    @property
    def results(self) -> str | None:
        """The table results go to."""
        table = self.leads.table
        return table.address.results if isinstance(table, PostgresTable) else None

    def __iter__(self) -> Iterator[Scored | Rejected]:
        with contextlib.ExitStack() as opened:
            run = self._opened(opened)
            if self.results is not None:
                refuse(run, self.results, compared=self.compared is not None)
            run.read(self._reject_lead, self._reject_activity)
            yield from self._bad
            self.left = run.left()
            told = None if self.results is None or self.compared is None else Told(run)
            if told is not None and self.compared is not None:
                self.compared.kept = told.add
            if self.results is None or self.compared is not None:
                yield from self._scored(run)
                self._name(run)
            if self.results is not None:
                self.kept = keep(run, self.results, told)

    def _opened(self, opened: contextlib.ExitStack) -> PostgresRun:
        stages = None if self.compared is None else self.compared.run.stages()
        activities = None if self.activities is None else _given(self.activities)
        try:
            return opened.enter_context(PostgresRun(self.plan, self.as_of, _given(self.leads), activities, stages))
        except Unsupported as why:
            raise Failure(why.message, "score with `--engine record`") from None

    def _reject_lead(self, row: Row, faults: tuple[Fault, ...]) -> None:
        self._bad.append(Rejected(row, faults))

    def _reject_activity(self, row: Row, faults: tuple[Fault, ...]) -> None:
        self.bad_activity(Rejected(row, faults))

    def _scored(self, run: PostgresRun) -> Iterator[Scored]:
        then = comparable(self.compared.run, self.as_of) if self.compared else None
        if then is None:
            yield from (_item(n, result) for n, result in enumerate(run.results(), 1))
            return
        for n, (result, earlier, without) in enumerate(run.compared_with(then), 1):
            yield replace(_item(n, result), again=(earlier, without))

    def _name(self, run: PostgresRun) -> None:
        shown, labels = self.naming.shown(), self.naming.labels
        give_names(shown, labels, named_cells(run, labels, keys_of(shown)), frozenset(self.plan.missing))


def _given(source: Input) -> Given:
    assert isinstance(source.table, PostgresTable)
    return Given(source.table, source.binding)


def _item(n: int, result: LeadResult) -> Scored:
    """The values stay in the database."""
    return Scored(Row(n, {}), result)
