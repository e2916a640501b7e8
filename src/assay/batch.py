"""Scoring a table of leads: rows in, results out, and nothing lost in between.

Every row ends as a result or as a rejected row with its faults. Memory does not grow with the leads; the
activities, when there are any, are kept packed until their lead comes by.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from assay.data.activities import Activities
from assay.data.bind import Binding, bind
from assay.data.cells import BadValue
from assay.data.checker import Checker
from assay.data.keys import LeadKeys
from assay.data.previous import PreviousRun
from assay.data.rejects import Fault, fault_of, fault_of_row, faults_of
from assay.data.rows import Row, Table
from assay.data.spilling import ROOMY, Room
from assay.engines.record import BadRecord, Scorer
from assay.plan.nodes import Plan
from assay.results import LeadResult
from assay.values import ZoneRules, fold, trim


@dataclass(frozen=True, slots=True)
class Input:
    """An open table and which of its columns are which fields."""

    table: Table
    binding: Binding


@dataclass(frozen=True, slots=True)
class Files:
    """What a database is given to score all at once. `labels` of the values that tell people who a lead is; at most
    `remember` bad activities are kept to be shown."""

    plan: Plan
    as_of: int
    leads: Input
    activities: Input | None
    labels: tuple[str, ...]
    remember: int = 0
    room: Room = ROOMY
    earlier: PreviousRun | None = None


@dataclass(frozen=True, slots=True)
class Scored:
    """`row.values` are the raw values by field, `activities` those of the lead likewise. `again`, where the run is
    compared and the engine worked it out: the results as of the earlier moment, and now without the activities since."""

    row: Row
    result: LeadResult
    activities: Sequence[Mapping[str, object]] = ()
    again: tuple[LeadResult, LeadResult] | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that could not be scored; `faults` are told, and go to `--rejects`."""

    row: Row
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that can be scored. `key` as its activities name it; None where the schema has none."""

    row: Row
    key: str | None
    activities: Sequence[Mapping[str, object]]


class Stages(Protocol):
    """The stages of an earlier run, by key."""

    def get(self, key: str, /) -> str | None: ...


@dataclass(slots=True)
class Batch:
    """One run over the leads; `previous` has the stages of an earlier one."""

    plan: Plan
    scorer: Scorer
    leads: Input
    activities: Activities | None = None
    previous: Stages = field(default_factory=dict[str, str])

    def __iter__(self) -> Iterator[Scored | Rejected]:
        """Rows in the order of the input. Raises Unreadable where the file ends badly."""
        for item in self.read():
            yield item if isinstance(item, Rejected) else self.scored(item)

    def read(self) -> Iterator[Ready | Rejected]:
        """The same rows, checked and with their activities, but not scored."""
        checker = _checker(self.plan, "lead", self.leads.table)
        labels = nested_labels(self.plan)
        keys = LeadKeys(self.plan.lead.key or "", frozenset(self.plan.missing))
        try:
            for row in self.leads.table.rows(self.leads.binding.label):
                yield self._one(row, checker, keys, labels)
        finally:
            keys.close()

    def _one(self, row: Row, checker: Checker, keys: LeadKeys, labels: Binding) -> Ready | Rejected:
        if row.fault is not None:
            return Rejected(row, (fault_of_row(row),))
        if bad := checker.bad(row.values):
            return Rejected(row, faults_of(bad, row.values, self.leads.binding))
        key = self._key(row, keys)
        return Rejected(row, (key,)) if isinstance(key, Fault) else self._ready(row, key, labels)

    def _key(self, row: Row, keys: LeadKeys) -> str | Fault | None:
        """The key as text; None where the schema has none."""
        if (name := self.plan.lead.key) is None:
            return None
        try:
            return keys.take(row.values)
        except BadValue as bad:
            return fault_of(name, bad, row.values, self.leads.binding)

    def _ready(self, row: Row, key: str | None, labels: Binding) -> Ready:
        activities: list[Mapping[str, object]] = [renamed(given, labels) for given in row.activities]
        if self.activities is not None and key is not None:
            activities += self.activities.take(key)
        return Ready(row, key, activities)

    def scored(self, ready: Ready) -> Scored | Rejected:
        """One row by the record engine."""
        row, key, activities = ready.row, ready.key, ready.activities
        try:
            outcome = self.scorer.score(row.values, activities, None if key is None else self.previous.get(key))
        except BadRecord as bad:
            return Rejected(row, (self._fault(bad, row.values),))
        # A file without a key still has lines, and people need to find the lead again.
        return Scored(row, outcome.result(str(row.line)), activities)

    def _fault(self, bad: BadRecord, values: Mapping[str, object]) -> Fault:
        if bad.table == "lead":
            return fault_of(bad.field, bad.value, values, self.leads.binding)
        told = f"its activity {bad.index + 1}: {bad.value.message}"
        return Fault(bad.field, None, f"{told}; {bad.value.help}" if bad.value.help else told)


def _checker(plan: Plan, which: str, table: Table) -> Checker:
    zone = ZoneRules(plan.zone.moments, plan.zone.offsets)
    schema = plan.lead if which == "lead" else plan.activity
    return Checker(schema, zone, frozenset(plan.missing), table.typed)


def nested_labels(plan: Plan) -> Binding:
    """How activities inside a lead's record name their fields; they need no key to their own lead."""
    return bind(replace(plan.activity, key=None), ())


def renamed(given: Mapping[str, object], labels: Binding) -> dict[str, object]:
    return {labels.label(name): value for name, value in given.items()}


@dataclass(slots=True)
class LoadedActivities:
    """`bad` are the rows that were left out."""

    kept: Activities
    bad: list[Rejected]
    bad_count: int = 0

    def leave_out(self, item: Rejected, remember: int) -> None:
        """Counts a bad row; at most `remember` are kept to be shown."""
        self.bad_count += 1
        if len(self.bad) < remember:
            self.bad.append(item)


def load_activities(plan: Plan, source: Input, remember: int) -> LoadedActivities:
    """All activities of a table, by lead; at most `remember` bad rows are kept to be shown. Raises Unreadable."""
    loaded = LoadedActivities(Activities(plan.activity.key or "", [f.name for f in plan.activity.fields]), [])
    for item in checked_activities(plan, source):
        if isinstance(item, Rejected):
            loaded.leave_out(item, remember)
        elif faults := _added(loaded.kept, item):
            loaded.leave_out(Rejected(item, faults), remember)
    return loaded


def checked_activities(plan: Plan, source: Input) -> Iterator[Row | Rejected]:
    """The activities of a table that fit the schema, and those that do not. Raises Unreadable."""
    checker = _checker(plan, "activity", source.table)
    for row in source.table.rows(source.binding.label):
        faults = _activity_faults(row, checker, source.binding)
        yield Rejected(row, faults) if faults else row


def _activity_faults(row: Row, checker: Checker, binding: Binding) -> tuple[Fault, ...]:
    if row.fault is not None:
        return (fault_of_row(row),)
    return faults_of(checker.bad(row.values), row.values, binding)


def _added(activities: Activities, row: Row) -> tuple[Fault, ...]:
    try:
        activities.add(row.values)
    except BadValue as bad:
        return (Fault(None, None, bad.message),)
    return ()


NAME_COLUMNS = ("name", "fullname", "leadname", "contactname")
PART_COLUMNS = ("firstname", "lastname")
MORE_COLUMNS = ("company", "email")


def name_columns(columns: Sequence[str], binding: Binding) -> tuple[str, ...]:
    """The labels of the columns by which people know a lead: its name, else its parts, then company or email."""
    labels = {column.lower().replace(" ", "").replace("_", ""): binding.label(column) for column in columns}
    first = next(([labels[n]] for n in NAME_COLUMNS if n in labels), [labels[n] for n in PART_COLUMNS if n in labels])
    more = next(([labels[n]] for n in MORE_COLUMNS if n in labels), [])
    return (*first, *more)


def name_of(row: Row, labels: Sequence[str], missing: frozenset[str]) -> str | None:
    """How people know a lead: "Anna de Vries, Acme"; None where the file has no name. `missing`: folded spellings."""
    cells = [str(row.values.get(label) or "") for label in labels]
    return ", ".join(trim(cell) for cell in cells if fold(cell) and fold(cell) not in missing) or None
