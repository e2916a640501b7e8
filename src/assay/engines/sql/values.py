"""Rows of values, as the reader makes them, in the columns a query expects."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assay.data.coerce import reader_of
from assay.data.rejects import Fault
from assay.data.rows import Row
from assay.engines.sql.query import Table
from assay.plan.nodes import Plan
from assay.values import ZoneRules

Read = Callable[[Mapping[str, object]], list[object]]
Reject = Callable[[Row, tuple[Fault, ...]], None]


@dataclass(frozen=True, slots=True)
class Habits:
    """What reading a cell depends on besides its field: spellings of missing, folded, and the zone of clocks."""

    missing: tuple[str, ...]
    zone: ZoneRules


def habits_of(plan: Plan) -> Habits:
    return Habits(plan.missing, ZoneRules(plan.zone.moments, plan.zone.offsets))


def row_reader(plan: Plan, table: Table) -> Read:
    """What reads one record, keyed by field, into the values of the table's fields, in order. Raises BadValue."""
    habits, schema = habits_of(plan), plan.lead if table.is_of_leads else plan.activity
    missing, fields = frozenset(habits.missing), {one.name: one for one in schema.fields}
    readers = [
        (one.field, _nothing if one.spellings else reader_of(fields[one.field], habits.zone, missing))
        for one in table.columns
        if one.field is not None
    ]

    def read(record: Mapping[str, object]) -> list[object]:
        return [reader(record.get(name)) for name, reader in readers]

    return read


def _nothing(_cell: object) -> None:
    """How a text is spelled need not be known."""


def is_encodable(cells: Iterable[object]) -> bool:
    """Whether a database can hold all the text: half a character of UTF-16, as JSON may have it, is none."""
    return all(map(_holds, cells))


def _holds(cell: object) -> bool:
    match cell:
        case str() if not cell.isascii():
            try:
                cell.encode()
            except UnicodeEncodeError:
                return False
        case tuple() | list():
            return is_encodable(cell)
    return True
