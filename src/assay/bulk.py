"""Scoring a table of leads in DuckDB: rows are read and checked as ever, then scored by one query.

What the query cannot take (half a character of text, an activity inside a record that does not fit) is scored by the
record engine, lead by lead, and comes out at its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from assay.batch import Batch, Ready, Rejected, Scored
from assay.data.cells import BadValue
from assay.data.rows import Row
from assay.data.spilling import ROOMY, Room
from assay.engines.sql import Query, row_reader
from assay.engines.sql.store import Store

_CHUNK = 20_000  # leads


@dataclass(slots=True)
class Bulk:
    """One run over the leads of a batch. `labels`: of the values that tell people who a lead is."""

    batch: Batch
    query: Query
    labels: tuple[str, ...] = ()
    room: Room = ROOMY
    odd: dict[int, Scored] = field(default_factory=dict)
    _leads: list[list[object]] = field(default_factory=list)
    _rows: list[list[object]] = field(default_factory=list)
    _activities: list[list[object]] = field(default_factory=list)

    def __iter__(self) -> Iterator[Scored | Rejected]:
        """First the rows that cannot be scored, then the others in the order of the input."""
        with Store(self.batch.plan, self.query, self.room) as store:
            yield from self._read(store)
            yield from self._scored(store)

    def _read(self, store: Store) -> Iterator[Rejected]:
        encode = _Encoder(self.batch, self.query, self.labels)
        for n, item in enumerate(self.batch.read()):
            rejected = item if isinstance(item, Rejected) else self._taken(encode, n, item)
            if rejected is not None:
                yield rejected
            if len(self._leads) == _CHUNK:
                self._flush(store)
        self._flush(store)

    def _taken(self, encode: "_Encoder", n: int, ready: Ready) -> Rejected | None:
        """Keeps a row for the query, or scores it at once."""
        try:
            lead, row, activities = encode(n, ready)
        except (BadValue, UnicodeEncodeError):
            scored = self.batch.scored(ready)
            if isinstance(scored, Rejected):
                return scored
            self.odd[n] = scored
            return None
        self._leads.append(lead)
        self._rows.append(row)
        self._activities += activities
        return None

    def _flush(self, store: Store) -> None:
        store.add(self._leads, self._activities, self._rows)
        for kept in (self._leads, self._rows, self._activities):
            kept.clear()

    def _scored(self, store: Store) -> Iterator[Scored]:
        waiting = sorted(self.odd, reverse=True)
        for stored in store.results():
            while waiting and waiting[-1] < stored.n:
                yield self.odd[waiting.pop()]
            values: dict[str, object] = dict(zip(self.labels, stored.names, strict=True))
            yield Scored(Row(stored.line, values), stored.result)
        while waiting:
            yield self.odd[waiting.pop()]


class _Encoder:
    """A row as the lists of values that the tables of a query hold. Raises BadValue and UnicodeEncodeError."""

    def __init__(self, batch: Batch, query: Query, labels: tuple[str, ...]) -> None:
        self.batch = batch
        self.labels = labels
        self.lead = row_reader(batch.plan, query.leads)
        self.activity = None if query.activities is None else row_reader(batch.plan, query.activities)

    def __call__(self, n: int, ready: Ready) -> tuple[list[object], list[object], list[list[object]]]:
        row, key = ready.row, ready.key or str(ready.row.line)
        lead = [n, key, *self.lead(row.values)]
        names = [_encodable(str(row.values.get(label) or "")) for label in self.labels]
        activities = [] if self.activity is None else [[key, *self.activity(one)] for one in ready.activities]
        for cells in (lead, *activities):
            _check(cells)
        return lead, [n, row.line, names], activities


def _check(cells: list[object]) -> None:
    for cell in cells:
        if isinstance(cell, str):
            _encodable(cell)
        elif isinstance(cell, tuple):
            _check(list(cell))


def _encodable(text: str) -> str:
    if not text.isascii():
        text.encode()
    return text
