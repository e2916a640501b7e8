"""Which unknown fields of a lead could change its stage, and to what.

Every missing field that is read is given one value of each class the plan tells apart, and the lead is scored
again. Where the stage changes between two neighbouring numbers that are not next to each other, the place is
searched for. Then pairs of fields, as long as they are few enough.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from assay.engines.record.trace.classes import MANY, UNITS, Candidate, Classes, classes_of
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.reading import atoms_of, reading_of
from assay.engines.record.trace.rescore import Rescore, Where, rescored, runs, where
from assay.engines.record.trace.traced import Trace
from assay.plan.nodes import Field

PAIR_RUNS = 1_000  # scorings for one pair of fields


@dataclass(frozen=True, slots=True)
class Span:
    """Values of an ordered field from `low` to `high`, both in; None: no end."""

    field: Field
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Among:
    """Some values of a field: those of the candidates, or (`others`) every value but these."""

    field: Field
    candidates: tuple[Candidate, ...]
    others: bool = False


Values = Span | Among


@dataclass(frozen=True, slots=True)
class Change:
    """Were these fields so, the lead would be there."""

    values: tuple[Values, ...]
    to: Where


@dataclass(frozen=True, slots=True)
class Unknowns:
    """`fields`: the missing ones that are read. `cut`: fields for which not every class was tried, and why.
    `pairs`: whether every pair of them was tried as well."""

    now: Where
    fields: tuple[str, ...]
    changes: tuple[Change, ...]
    cut: tuple[tuple[str, str], ...]
    pairs: bool


@dataclass(slots=True)
class _Table:
    """The candidates of a field and where each would put the lead."""

    classes: Classes
    tried: list[tuple[Candidate, Where]]

    @property
    def field(self) -> Field:
        return self.classes.field


@dataclass(slots=True)
class _Search:
    """Scores again while there are runs left."""

    rescore: Rescore
    left: int

    def __call__(self, given: Mapping[str, Value]) -> Where | None:
        if self.left <= 0:
            return None
        self.left -= 1
        return self.rescore(given)


def unknown_fields(trace: Trace, rescore: Rescore | None = None) -> Unknowns:
    """Which missing fields could change the stage of a traced lead. `rescore`: the compiled engine by default."""
    search = _Search(rescore or rescored(trace), runs(trace))
    now = where(trace)
    missing = list(_missing_classes(trace))
    tables = [_tried(search, classes, search.left // (len(missing) - place)) for place, classes in enumerate(missing)]
    singles = [change for table in tables for change in _changes_of_one(table, now)]
    pairs, all_pairs = _pairs(search, tables, now)
    return Unknowns(
        now,
        tuple(table.field.name for table in tables),
        tuple(sorted([*singles, *pairs], key=_best_first)),
        tuple((table.field.name, table.classes.cut) for table in tables if table.classes.cut is not None),
        all_pairs,
    )


def _best_first(change: Change) -> tuple[int, int]:
    kind, stage = change.to.kind, change.to.stage
    return (len(change.values), {"stage": -1 if stage is None else -2 - stage, "disqualified": 0, "excluded": 1}[kind])


def _missing_classes(trace: Trace) -> Iterator[Classes]:
    reading = reading_of(trace)
    atoms = atoms_of(trace, reading)
    for field in trace.plan.lead.fields:
        if not field.key and trace.lead.get(field.name) is None and field.name in atoms:
            yield classes_of(trace, reading, field, atoms[field.name])


def _tried(search: _Search, classes: Classes, allowed: int) -> _Table:
    """Every candidate tried, or as many as allowed, evenly spread."""
    table, candidates = _Table(classes, []), classes.candidates
    if len(candidates) > allowed:
        classes.cut = MANY
        candidates = [candidates[place * len(candidates) // allowed] for place in range(allowed)]
    for candidate in candidates:
        found = search({classes.field.name: candidate.value})
        if found is not None:
            table.tried.append((candidate, found))
    if classes.ordered:
        _refine(search, table)
    return table


def _refine(search: _Search, table: _Table) -> None:
    """Between two numbers with different outcomes that are not neighbours, the place of the change is searched."""
    unit, place = UNITS[table.field.kind], 0
    while place + 1 < len(table.tried):
        (low, here), (high, there) = table.tried[place : place + 2]
        assert isinstance(low.value, int)
        assert isinstance(high.value, int)
        middle = (low.value + (high.value - low.value) // 2) // unit * unit
        if here == there or not low.value < middle < high.value:
            place += 1
            continue
        found = search({table.field.name: middle})
        if found is None:
            table.classes.cut = MANY
            return
        table.tried.insert(place + 1, (Candidate(middle), found))


def _changes_of_one(table: _Table, now: Where) -> Iterator[Change]:
    outcomes = dict.fromkeys(found for _, found in table.tried if found != now)
    for to in outcomes:
        places = [place for place, (_, found) in enumerate(table.tried) if found == to]
        yield from (Change((values,), to) for values in _values(table, places))


def _values(table: _Table, places: list[int]) -> Iterator[Values]:
    """The values at some places of a table, as few descriptions as there can be."""
    if not table.classes.ordered:
        yield _among(table, places)
        return
    last = len(table.tried) - 1
    for low, high in _runs(places):
        ends = (table.tried[low][0].value, table.tried[high][0].value)
        yield Span(table.field, None if low == 0 else _int(ends[0]), None if high == last else _int(ends[1]))


def _int(value: Value) -> int:
    assert isinstance(value, int)
    return value


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbours."""
    start = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] != places[at - 1] + 1:
            yield places[start], places[at - 1]
            start = at


def _among(table: _Table, places: list[int]) -> Among:
    candidates = tuple(table.tried[place][0] for place in places)
    if not any(candidate.stands_for_others for candidate in candidates):
        return Among(table.field, _simplest(candidates))
    rest = [candidate for place, (candidate, _) in enumerate(table.tried) if place not in places]
    return Among(table.field, tuple(one for one in rest if len(one.marks) <= 1), others=True)


def _simplest(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Without those that ask for more than another one does."""
    asked = [frozenset(candidate.marks) for candidate in candidates]
    return tuple(
        candidate
        for candidate, marks in zip(candidates, asked, strict=True)
        if not marks or not any(other < marks for other in asked if other)
    )


# --- pairs -----------------------------------------------------------------------------------------------


def _pairs(search: _Search, tables: list[_Table], now: Where) -> tuple[list[Change], bool]:
    """What only two fields together would do, and whether every pair was tried."""
    changes: list[Change] = []
    complete = True
    for one, other in combinations(tables, 2):
        size = len(one.tried) * len(other.tried)
        if size > min(PAIR_RUNS, search.left):
            complete = False
            continue
        changes += _changes_of_two(search, one, other, now)
    return changes, complete


def _changes_of_two(search: _Search, one: _Table, other: _Table, now: Where) -> Iterator[Change]:
    """Rows of the one field that need the same values of the other are told together."""
    needed: dict[tuple[Where, tuple[int, ...]], list[int]] = {}
    for row, (first, alone) in enumerate(one.tried):
        found: dict[Where, list[int]] = {}
        for column, (second, also_alone) in enumerate(other.tried):
            to = search({one.field.name: first.value, other.field.name: second.value})
            if to is not None and to not in (now, alone, also_alone):
                found.setdefault(to, []).append(column)
        for to, found_columns in found.items():
            needed.setdefault((to, tuple(found_columns)), []).append(row)
    for (to, columns), rows in needed.items():
        for values in _values(one, rows):
            yield from (Change((values, others), to) for others in _values(other, list(columns)))
