"""Gathering what the linter knows of the data: one pass over the leads, which are scored on the way."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Self

from assay.batch import Batch, Input, Rejected, Scored, load_activities, nested_labels, renamed
from assay.cli.failure import Failure
from assay.cli.inputs import unreadable_ends
from assay.data.bind import bind
from assay.data.cells import BadValue, Missing
from assay.data.rows import Label, Row, Table
from assay.engines.record import Scorer
from assay.linter.profile import Column, Profile
from assay.model import Model
from assay.plan import plan
from assay.plan.nodes import Plan
from assay.plan.nodes import Table as Schema
from assay.values import ZoneRules

_MOST = 10_000  # different spellings that are kept of a field
_TEXTS = ("text", "one of")


def profile_of(model: Model, leads: Table, activities: Table | None, as_of: int) -> Profile:
    """The profile of the leads and what they did; rules are scored as of a moment in microseconds since 1970."""
    scoring = plan(model)
    if activities is not None and scoring.lead.key is None:
        raise Failure("the leads have no key, so no activity can be theirs", "mark a field of `lead` with `key`")
    with unreadable_ends():
        source = Input(leads, bind(scoring.lead, leads.columns, leads.name))
        gathered = _Gathered(scoring, activities is not None)
        did = _with_counts(scoring, activities, gathered) if activities is not None else None
        kept = load_activities(scoring, did, 0).kept if did is not None else None
        for item in Batch(scoring, Scorer(scoring, as_of), source, kept):
            gathered.add(item)
    absent = _absent("lead", source, gathered.lead)
    if did is not None:
        absent |= _absent("activity", did, gathered.activity)
    zone = scoring.zone
    return gathered.profile(ZoneRules(zone.moments, zone.offsets).day(as_of), absent)


def _absent(table: str, source: Input, seen: "_Columns") -> dict[tuple[str, str], str | None]:
    """Fields without a column; where records bring their own, those that none has brought."""
    missing = [one for one in source.binding.missing if not seen.columns[one.field.name].filled]
    return {(table, one.field.name): one.similar for one in missing}


def _with_counts(scoring: Plan, activities: Table, gathered: "_Gathered") -> Input:
    binding = bind(scoring.activity, activities.columns, activities.name)
    return Input(_Watched(activities, gathered.activity), binding)


class _Columns:
    """The values of the fields of one table, as rows go by."""

    def __init__(self, schema: Schema, missing: frozenset[str]) -> None:
        self.missing = Missing(missing)
        self.columns = {f.name: Column(spellings={} if f.kind in _TEXTS else None) for f in schema.fields}

    def add(self, values: Mapping[str, object]) -> None:
        for name, column in self.columns.items():
            text = self._text(values.get(name))
            if text is not None:
                column.filled += 1
                _count(column, text)

    def _text(self, value: object) -> str | None:
        try:
            return self.missing.text(value)
        except BadValue:
            return ""  # a list: there is something


def _count(column: Column, text: str) -> None:
    if column.spellings is None:
        return
    column.spellings[text] = column.spellings.get(text, 0) + 1
    if len(column.spellings) > _MOST:
        column.spellings = None


class _Gathered:
    def __init__(self, scoring: Plan, with_activities: bool) -> None:
        missing = frozenset(scoring.missing)
        self.lead = _Columns(scoring.lead, missing)
        self.activity = _Columns(scoring.activity, missing)
        self.with_activities = with_activities
        self.labels = nested_labels(scoring)
        self.leads = self.rejected = 0
        self.fired: Counter[str] = Counter()
        self.undecided: Counter[str] = Counter()

    def add(self, item: Scored | Rejected) -> None:
        self.lead.add(item.row.values)
        for given in item.row.activities:
            self.with_activities = True
            self.activity.add(renamed(given, self.labels))
        if isinstance(item, Rejected):
            self.rejected += 1
            return
        self.leads += 1
        self.fired.update({rule.id for rule in item.result.rules})
        self.undecided.update({name for rule in item.result.undecided for name in rule.missing})

    def profile(self, day: int, absent: Mapping[tuple[str, str], str | None]) -> Profile:
        lead = {name: column for name, column in self.lead.columns.items() if ("lead", name) not in absent}
        activity = self.activity.columns if self.with_activities else None
        return Profile(self.leads, day, lead, activity, absent, self.fired, self.undecided, self.rejected)


class _Watched:
    """A table whose rows are counted on their way to whoever reads them."""

    def __init__(self, table: Table, columns: _Columns) -> None:
        self.table = table
        self.seen = columns
        self.name, self.columns, self.counted = table.name, table.columns, table.counted
        self.open_ended, self.typed, self.size = table.open_ended, table.typed, table.size

    @property
    def position(self) -> int:
        return self.table.position

    @property
    def shifted(self) -> int:
        return self.table.shifted

    def rows(self, label: Label = str) -> Iterator[Row]:
        for row in self.table.rows(label):
            self.seen.add(row.values)
            yield row

    def close(self) -> None:
        self.table.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
