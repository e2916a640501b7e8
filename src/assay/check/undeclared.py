"""Schemas taken from the columns of the input, or without it from use."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assay.check.columns import Columns, matching
from assay.check.env import KnownField
from assay.check.inference import Slot, Use, type_of
from assay.check.names import Names
from assay.check.suggest import nearest
from assay.check.survey import survey
from assay.model import Field, Table
from assay.source import Span
from assay.syntax import ast
from assay.types import TEXT, TIME, Kind

Name = Literal["lead", "activity"]
Fields = dict[str, KnownField]
_OF_ACTIVITY = Use.ACTIVITY | Use.ACTIVITY_ONLY | Use.EXAMPLE_ACTIVITY
_OF_LEAD = Use.LEAD | Use.EXAMPLE_LEAD


@dataclass(frozen=True, slots=True)
class Declared:
    """The schemas that are declared, None for one that is not."""

    lead: Table | None
    activity: Table | None


@dataclass(slots=True)
class Tables:
    """Fields of both tables as rules see them; a name may be in both."""

    lead: Fields
    activity: Fields


def fields(
    statements: Iterable[ast.Statement],
    names: Names,
    declared: Declared,
    columns: Columns | None,
    missing: frozenset[str],
) -> Tables:
    """The fields of both schemas, those of an undeclared one found by use."""
    found = Tables(_known(declared.lead, "lead"), _known(declared.activity, "activity"))
    if declared.lead is not None and declared.activity is not None:
        return found
    types = {name: known.type for name, known in {**found.activity, **found.lead}.items()}
    slots = survey(statements, names, types, _headers(declared, columns), missing)
    if columns is not None:
        _bind_time(slots, columns)
    evidence = any(slot.uses & _OF_ACTIVITY for slot in slots.values())
    for slot in slots.values():
        for table in _by_columns(slot, declared, columns) if columns else _by_use(slot, declared, names, evidence):
            own = found.lead if table == "lead" else found.activity
            own[slot.name] = KnownField(slot.name, table, type_of(slot), slot.first, False, slot.root.origin)
    return found


def _known(table: Table | None, name: Name) -> Fields:
    return {} if table is None else {f.name: KnownField(f.name, name, f.type, f.span) for f in table.fields}


def _headers(declared: Declared, columns: Columns | None) -> tuple[str, ...] | None:
    if columns is None:
        return None
    lead = columns.lead if declared.lead is None else ()
    return (*lead, *(columns.activity if declared.activity is None else ()))


def _bind_time(slots: Mapping[str, Slot], columns: Columns) -> None:
    for slot in slots.values():
        header = None if matching(slot.name, columns.lead) else matching(slot.name, columns.activity)
        if header is not None and header == columns.activity_time:
            slot.root.kind, slot.root.origin = Kind.TIME, None


# --- which table ---------------------------------------------------------------------------------------------


def _by_columns(slot: Slot, declared: Declared, columns: Columns) -> Iterator[Name]:
    """A column of the leads, else one of the activities; both where an activity is asked for by name."""
    of_lead = declared.lead is None and matching(slot.name, columns.lead) is not None
    if of_lead:
        yield "lead"
    asked_for = not of_lead or slot.uses & (Use.ACTIVITY_ONLY | Use.EXAMPLE_ACTIVITY)
    if asked_for and declared.activity is None and matching(slot.name, columns.activity) is not None:
        yield "activity"


def _by_use(slot: Slot, declared: Declared, names: Names, evidence: bool) -> Iterator[Name]:
    """What its uses make a name without data: of the activity where only activities are looked at, else of the lead.
    Next to declared leads a new name must be seen with activities, or be unlike every other name where other names
    are: else it is a misspelt one."""
    uses = slot.uses
    if declared.lead is not None:
        known = (*(field.name for field in declared.lead.fields), *names.lets, *names.groups)
        if uses & _OF_ACTIVITY or (evidence and not uses & _OF_LEAD and nearest(slot.name, known) is None):
            yield "activity"
    elif declared.activity is not None:
        if not uses & Use.ACTIVITY_ONLY and uses != Use.EXAMPLE_ACTIVITY:
            yield "lead"
    else:
        of_activity = uses & _OF_ACTIVITY and not (uses & _OF_LEAD and uses & _OF_ACTIVITY == Use.ACTIVITY)
        if of_activity:
            yield "activity"
        if uses & _OF_LEAD or not of_activity:
            yield "lead"


# --- tables ------------------------------------------------------------------------------------------------


def lead_table(found: Fields, columns: Columns | None, home: Span) -> Table:
    """The schema of leads without `lead { … }`: what rules use, and the key. `home` stands for the place of a column
    that no rule names."""
    headers = () if columns is None else columns.lead
    key = matching("id", headers) or (headers[0] if headers else None)
    return Table(_fields(found, headers, key, None, home), declared=False)


def activity_table(found: Fields, lead: Table, columns: Columns | None, home: Span) -> Table:
    """The schema of activities without `activity { … }`: what rules use, the key, and the time."""
    headers = () if columns is None else columns.activity
    key = _reference(lead, headers)
    made = _fields(found, headers, key, None if columns is None else columns.activity_time, home)
    if columns is not None and columns.activity_time is not None:
        time = next((f.name for f in made if (f.column or f.name) == columns.activity_time), None)
    else:
        time = next((f.name for f in made if f.type.kind is Kind.TIME), None)
    return Table(made, declared=False, time=time)


def _reference(lead: Table, headers: tuple[str, ...]) -> str | None:
    """The column that says whose an activity is."""
    own = () if lead.key is None else (lead.key.name, lead.key.column or lead.key.name)
    known = (matching(name, headers) for name in ("lead_id", *own))
    return next((header for header in known if header is not None), headers[0] if headers else None)


def _fields(
    found: Fields, headers: tuple[str, ...], key: str | None, time: str | None, home: Span
) -> tuple[Field, ...]:
    made: list[Field] = []
    keyed = False
    for known in found.values():
        header = matching(known.name, headers)
        is_key = key is not None and header == key and not keyed
        keyed = keyed or is_key
        column = None if header == known.name else header
        made.append(Field(known.name, known.type, known.span, is_key, column))
    named = {field.column or field.name for field in made}
    if key is not None and not keyed:
        made.append(Field(key, TEXT, home, key=True))
    if time is not None and time not in named | {key}:
        made.append(Field(time, TIME, home))
    return tuple(made)
