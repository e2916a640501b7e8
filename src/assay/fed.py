"""Scoring files that the reader reads, all at once in DuckDB: XLSX, documents of JSON, and every file that DuckDB might read
otherwise. Rows go to its tables as they are read; what comes out is kept, written and counted there."""

from contextlib import ExitStack
from dataclasses import replace

from assay.batch import Batch, Files, Input, LoadedActivities, Ready, Rejected, checked_activities
from assay.data.activities import Activities
from assay.data.cells import BadValue, text_of
from assay.data.tables import opened_again
from assay.engines.record import Scorer
from assay.engines.sql import row_reader
from assay.engines.sql.scan.feeding import FedStore
from assay.engines.sql.values import is_encodable
from assay.odd_leads import Encoder
from assay.outcomes import Results
from assay.plan.nodes import Plan
from assay.scans import ASIDE, Scanned, queries

_AT_ONCE = 20_000  # rows
Rows = list[list[object]]


class _Unfit(Exception):  # noqa: N818  no mistake of anybody
    """A database cannot hold a row, or there are too many bad ones to keep: the record engine has to do the run."""


def loaded(files: Files) -> Scanned | None:
    """See `scans.scanned`. The files are opened once more, so that they can still be read where this gives None: for what
    is no file, and for rows that a database cannot hold."""
    plan, labels = files.plan, files.labels
    found = queries(files, "duckdb")
    if found is None:
        return None
    with ExitStack() as stack:
        again = [_again(one, stack) for one in (files.leads, files.activities) if one is not None]
        if None in again:
            return None
        store = stack.enter_context(FedStore(found[0], files.room, found[1]))
        feeding = _Feeding(plan, store, labels, files.remember)
        opened = [one for one in again if one is not None]
        try:
            if files.activities is not None:
                feeding.take_activities(opened[1])
            feeding.take_leads(Batch(plan, Scorer(plan, files.as_of), opened[0]))
        except _Unfit:
            return None
        if store.activities is not None:
            store.read_activities()
        if store.score() is None:
            return None
        strangers = 0 if files.activities is None else store.strangers(feeding.without_result)
        results = Results(store.kept(plan), dict(zip(labels, store.beside(len(labels)), strict=True)))
        return Scanned(results, feeding.loaded, feeding.bad, strangers, stack.pop_all())


def _again(given: Input, stack: ExitStack) -> Input | None:
    table = opened_again(given.table)
    return None if table is None else replace(given, table=stack.enter_context(table))


class _Feeding:
    """Reads files into a store. `without_result`: keys of leads that were taken for their own and then did not fit."""

    def __init__(self, plan: Plan, store: FedStore, labels: tuple[str, ...], remember: int) -> None:
        self.loaded = LoadedActivities(Activities("", ()), [])
        self.bad: list[Rejected] = []
        self.without_result: list[str] = []
        self._plan, self._store, self._remember = plan, store, remember
        self._encode = Encoder(plan, store.query, labels)
        wanted = store.query.activities
        self._read = None if wanted is None else row_reader(plan, wanted)
        self._leads: Rows = []
        self._activities: Rows = []

    def take_activities(self, given: Input) -> None:
        key = self._plan.activity.key or ""
        for item in checked_activities(self._plan, given):
            if isinstance(item, Rejected):
                self.loaded.leave_out(item, self._remember)
            else:
                if self._read is not None:
                    self._activities.append([text_of(item.values.get(key)) or None, *self._read(item.values)])
                self._flush(_AT_ONCE)
        self._flush(1)

    def take_leads(self, batch: Batch) -> None:
        for item in batch.read():
            if isinstance(item, Rejected):
                self._refuse(item)
            else:
                self._take(item, batch)
            self._flush(_AT_ONCE)
        self._flush(1)

    def _take(self, ready: Ready, batch: Batch) -> None:
        try:
            lead, did = self._encode(ready)[1:], self._encode.did(ready)
        except BadValue:
            scored = batch.scored(ready)
            if not isinstance(scored, Rejected):
                raise _Unfit from None
            self.without_result.append(self._encode.key(ready))
            self._refuse(scored)
            return
        self._leads.append(lead)
        self._activities += did

    def _refuse(self, item: Rejected) -> None:
        self.bad.append(item)
        if len(self.bad) > ASIDE:
            raise _Unfit

    def _flush(self, least: int) -> None:
        if max(len(self._leads), len(self._activities)) < least:
            return
        if not is_encodable([*self._leads, *self._activities]):
            raise _Unfit
        self._store.add(self._leads, self._activities)
        self._leads.clear()
        self._activities.clear()
