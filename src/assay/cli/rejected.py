"""Rows that could not be scored: counted, the first ones shown with their place, all of them written on demand."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from assay.batch import LoadedActivities, Rejected
from assay.data.bind import Binding
from assay.data.rejects import Fault, Reject, rejects_to
from assay.data.rows import Table


class Rejections:
    """`count` rows of leads and activities were left out; `text` says which."""

    shown_at_most = 5

    def __init__(self, leads: Table, activities: Table | None) -> None:
        self.leads = leads
        self.activities = activities
        self.lead_count = 0
        self.activity_count = 0
        self._shown: list[str] = []
        self._write: Reject | None = None
        self._binding: Binding | None = None

    @property
    def count(self) -> int:
        return self.lead_count + self.activity_count

    @contextlib.contextmanager
    def written_to(self, path: Path | None, binding: Binding) -> Iterator[None]:
        """Bad rows of leads go to the file as they come."""
        if path is None:
            yield
            return
        with rejects_to(path, self.leads.columns) as write:
            self._write, self._binding = write, binding
            yield

    def add(self, item: Rejected) -> None:
        self.lead_count += 1
        if self._write is not None and self._binding is not None:
            self._write(item.row.line, self._binding.original(item.row.values), item.faults)
        if self.lead_count <= self.shown_at_most:
            self._shown += [_place(self.leads, item, fault) for fault in item.faults]

    def of_activities(self, loaded: LoadedActivities) -> None:
        """Bad activities, which were left out of every lead."""
        assert self.activities is not None
        self.activity_count = loaded.bad_count
        self._shown += [_place(self.activities, item, fault) for item in loaded.bad for fault in item.faults]

    def add_activity(self, item: Rejected) -> None:
        """A bad activity, where they come one by one."""
        assert self.activities is not None
        self.activity_count += 1
        if self.activity_count <= self.shown_at_most:
            self._shown += [_place(self.activities, item, fault) for fault in item.faults]

    def text(self) -> str:
        """Counts and the first places, with lines and columns."""
        counts = [
            f"{count:,} {'row' if count == 1 else 'rows'} of {table.name}"
            for count, table in ((self.lead_count, self.leads), (self.activity_count, self.activities))
            if count and table
        ]
        return "\n".join([f"could not be read and left out: {' and '.join(counts)}", *self._shown])


def _place(table: Table, item: Rejected, fault: Fault) -> str:
    column = f", column `{fault.column}`" if fault.column else ""
    value = "" if fault.value is None or fault.value in fault.reason else f" (`{fault.value}`)"
    return f"  {table.name}, {table.counted} {item.row.line}{column}: {fault.reason}{value}"
