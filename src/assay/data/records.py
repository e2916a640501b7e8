"""Nested records (JSON, Parquet) as flat rows: `{"company": {"size": 5}}` has the column `company.size`, and a
list of records under `activities` is what the lead did."""

import contextlib
from collections.abc import Iterable, Iterator, Mapping

from assay.data.cells import BadValue
from assay.data.rows import FaultyRow, Label, NestedRow, Row

ACTIVITIES = "activities"
_DEPTH = 20


class Labels(dict[str, str]):
    """The label of each column, asked for once."""

    def __init__(self, label: Label) -> None:
        super().__init__()
        self._label = label

    def __missing__(self, column: str) -> str:
        self[column] = label = self._label(column)
        return label


def row_of(line: int, record: Mapping[str, object], labels: Labels) -> Row:
    """A record as a row, its nested objects flattened."""
    try:
        flat = flattened(record)
        activities = taken_activities(flat)
    except BadValue as error:
        return FaultyRow(line, {}, error.message)
    values = {labels[column]: value for column, value in flat.items()}
    if len(values) < len(flat):
        return FaultyRow(line, values, f"two of its columns are the same field: {_doubled(flat, labels)}")
    return Row(line, values) if activities is None else NestedRow(line, values, activities)


def _doubled(flat: Mapping[str, object], labels: Labels) -> str:
    first: dict[str, str] = {}
    for column in flat:
        if (other := first.setdefault(labels[column], column)) != column:
            return f"`{other}` and `{column}`"
    return ""


def flattened(record: Mapping[str, object], depth: int = 0) -> dict[str, object]:
    """The record with `.` between the names of nested objects. Raises BadValue where they nest too deeply."""
    if not any(isinstance(value, dict) for value in record.values()):
        return dict(record)
    if depth > _DEPTH:
        raise BadValue("this record is nested too deeply")
    flat: dict[str, object] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            flat.update({f"{name}.{inner}": found for inner, found in flattened(value, depth + 1).items()})
        else:
            flat[name] = value
    return flat


def taken_activities(flat: dict[str, object]) -> list[Mapping[str, object]] | None:
    """Takes the list under `activities` out of a record; None where there is none. Anything else of that name is
    an ordinary column. Raises BadValue where the list holds something that is no record."""
    given = flat.get(ACTIVITIES)
    if not isinstance(given, list) or not any(isinstance(item, dict) for item in given):
        if given == []:
            del flat[ACTIVITIES]
            return []
        return None
    del flat[ACTIVITIES]
    activities: list[Mapping[str, object]] = []
    for item in given:
        if not isinstance(item, dict):
            raise BadValue("`activities` holds something that is no record")
        activities.append(flattened(item))
    return activities


def paths_of(records: Iterable[Mapping[str, object]]) -> dict[str, tuple[str, ...]] | None:
    """The names on the way to each column, in order of appearance. None where a column may be in two places, as in
    `{"a.b": 1, "a": {"b": 2}}`. What leads did, under `activities`, is none."""
    paths: dict[str, tuple[str, ...]] = {}
    for record in records:
        for path in _paths(record, ()):
            if path == (ACTIVITIES,):
                continue
            if paths.setdefault(".".join(path), path) != path:
                return None
    return paths


def activities_in(record: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """The records under `activities`."""
    given = record.get(ACTIVITIES)
    yield from (one for one in given if isinstance(one, dict)) if isinstance(given, list) else ()


def _paths(record: Mapping[str, object], before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if len(before) > _DEPTH:
        return
    for name, value in record.items():
        if isinstance(value, dict):
            yield from _paths(value, (*before, name))
        else:
            yield (*before, name)


def columns_of(records: Iterable[Mapping[str, object]]) -> tuple[str, ...]:
    """All columns of the records, in order of appearance."""
    columns: dict[str, None] = {}
    for record in records:
        with contextlib.suppress(BadValue):  # said when its row is read
            flat = flattened(record)
            taken_activities(flat)
            columns.update(dict.fromkeys(flat))
    return tuple(columns)
