"""Leads whose rows DuckDB leaves to the reader: read, checked, and put into its tables beside those it has read itself."""

from dataclasses import dataclass, field

from assay.batch import Batch, Input, Ready, Rejected
from assay.data.cells import BadValue
from assay.engines.record import Scorer
from assay.engines.sql import Query, row_reader
from assay.engines.sql.scan import ScanStore
from assay.engines.sql.values import is_encodable
from assay.plan.nodes import Plan


@dataclass(slots=True)
class OddLeads:
    """Leads that the reader has read: as rows, with what they did inside, or `bad`. `without_result`: keys of leads that
    were taken for their own and then did not fit."""

    bad: list[Rejected] = field(default_factory=list)
    rows: list[list[object]] = field(default_factory=list)
    did: list[list[object]] = field(default_factory=list)
    without_result: list[str] = field(default_factory=list)


def read_aside(plan: Plan, as_of: int, store: ScanStore, leads: Input, labels: tuple[str, ...]) -> OddLeads | None:
    """The reader's part of the leads, scored too. None where a database cannot hold them."""
    rest, batch = OddLeads(), Batch(plan, Scorer(plan, as_of), leads)
    encode = Encoder(plan, store.query, labels)
    for item in batch.read():
        if isinstance(item, Rejected):
            rest.bad.append(item)
        elif (item.activities and store.inside is None) or not _taken(item, batch, encode, rest):
            return None
    if not all(map(is_encodable, [*rest.rows, *rest.did])):
        return None
    store.score_aside(rest.rows, rest.did)
    return rest


def _taken(ready: Ready, batch: Batch, encode: "Encoder", rest: OddLeads) -> bool:
    """False where something does not fit that the record engine does not look at."""
    try:
        row, did = encode(ready), encode.did(ready)
    except BadValue:
        scored = batch.scored(ready)
        if not isinstance(scored, Rejected):
            return False
        rest.bad.append(scored)
        rest.without_result.append(encode.key(ready))
        return True
    rest.rows.append(row)
    rest.did += did
    return True


class Encoder:
    """A row as its line and what the table of leads has behind `n`, but for trust."""

    def __init__(self, plan: Plan, query: Query, labels: tuple[str, ...]) -> None:
        self._labels = labels
        self._read = row_reader(plan, query.leads)
        self._read_activity = None if query.activities is None else row_reader(plan, query.activities)

    def __call__(self, ready: Ready) -> list[object]:
        values = ready.row.values
        names = [str(values.get(label) or "") or None for label in self._labels]
        return [ready.row.line, self.key(ready), *self._read(values), *names]

    def key(self, ready: Ready) -> str:
        return ready.key or str(ready.row.line)

    def did(self, ready: Ready) -> list[list[object]]:
        """The activities of the lead as the table of activities has them, where rules look at any. Raises BadValue for one
        inside its record: the record engine says what is wrong, where it matters."""
        if self._read_activity is None:
            return []
        key = self.key(ready)
        return [[key, *self._read_activity(one)] for one in ready.activities]
