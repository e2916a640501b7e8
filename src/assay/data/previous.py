"""What an earlier run said of each lead: any table with the columns `key` and `stage`, such as a file of results.

Memory grows with the leads of that run, by some 200 bytes each.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from assay.data.bind import UNBOUND, matching
from assay.data.cells import BadValue, Missing, text_of
from assay.data.failures import Unreadable
from assay.data.moments import time_reader
from assay.data.numerals import is_surely_number
from assay.data.rows import Row, Table
from assay.data.sinks import without_guard
from assay.values import POINT, ZoneRules, number_of, points_of

_NEEDED = ("key", "stage")
TOLD = frozenset({"score", "route", "disqualified", "excluded"})
COLUMNS = frozenset({*_NEEDED, *TOLD, "route.to", "changes", "as_of", "rules_version"})
_SHARED = 1 << 14

_as_moment = time_reader(Missing(frozenset()), ZoneRules((0,), (0,)), None)


@dataclass(frozen=True, slots=True)
class Before:
    """A lead's earlier result. `score` is in hundredths. `told` names what the file says at all, of score, route,
    disqualified and excluded; the others say nothing."""

    stage: str | None
    score: int | None = None
    route: str | None = None
    disqualified: bool = False
    excluded: bool = False
    told: frozenset[str] = TOLD


_shared = lru_cache(maxsize=_SHARED)(Before)  # most leads are like others


@dataclass(slots=True)
class PreviousRun:
    """`as_of` (microseconds) and `rules_version` are None where the file does not say, or says several. `unknown`:
    stages the rules do not have; leads that were there count as in none. `changed`: how many leads had changed in
    that run; None where it was compared with no other. `size`: how many leads there are, where they are not all
    here."""

    leads: dict[str, Before] = field(default_factory=dict)
    as_of: int | None = None
    rules_version: str | None = None
    unknown: frozenset[str] = frozenset()
    changed: int | None = None
    size: int = 0

    def get(self, key: str, /) -> str | None:
        """The stage a lead was in."""
        before = self.leads.get(key)
        return before.stage if before else None

    def stages(self) -> dict[str, str]:
        """All leads that were in a stage."""
        return {key: before.stage for key, before in self.leads.items() if before.stage is not None}


def previous_run(table: Table, stages: Collection[str]) -> PreviousRun:
    """The run as the table has it; of a repeated key the last row counts. Raises Unreadable."""
    _refuse_others(table)
    run, unknown, changed = PreviousRun(), set[str](), list[bool]()
    moments, versions = set[object](), set[str | None]()
    for row in table.rows(label_of(table)):
        if row.fault is not None:
            raise Unreadable(f"`{table.name}`, {table.counted} {row.line}: {row.fault}")
        key, before = _lead(table, row)
        if before.stage is not None and before.stage not in stages:
            unknown.add(before.stage)
            before = _shared(None, before.score, before.route, before.disqualified, before.excluded, before.told)
        run.leads[key] = before
        moments.add(row.values.get("as_of"))
        versions.add(text_of(row.values.get("rules_version")))
        if "changes" in row.values:
            changed.append(_any(row.values["changes"]))
    run.as_of = moment_of(moments)
    run.rules_version = versions.pop() if len(versions) == 1 else None
    run.unknown, run.changed = frozenset(unknown), sum(changed) if changed else None
    return run


def _refuse_others(table: Table) -> None:
    found = set(map(matching, table.columns))
    for column in _NEEDED:
        if column not in found:
            raise Unreadable(f"`{table.name}` has no column `{column}`", "give the results of an earlier run")


class label_of:  # noqa: N801  a function with a memory
    """The label of a column: its name where it is one of ours, the first of that name."""

    def __init__(self, table: Table) -> None:
        self._first: dict[str, str] = {}
        for column in table.columns:
            self(column)

    def __call__(self, column: str) -> str:
        name = matching(column)
        return name if name in COLUMNS and self._first.setdefault(name, column) == column else UNBOUND + column


def _lead(table: Table, row: Row) -> tuple[str, Before]:
    try:
        return _text(row, "key") or "", _before(row)
    except BadValue as bad:
        raise Unreadable(f"`{table.name}`, {table.counted} {row.line}: {bad.message}") from None


def _before(row: Row) -> Before:
    values = row.values
    score = _points(values.get("score"))
    told = {name for name in TOLD if name in values}
    if "route.to" in values:
        told.add("route")
    if "score" in told and score is None and text_of(values["score"]):
        told.remove("score")  # a score, but of another kind than ours
    return _shared(
        _text(row, "stage"),
        score,
        _text(row, "route.to") or _text(row, "route"),
        _any(values.get("disqualified")),
        _any(values.get("excluded")),
        frozenset(told),
    )


def _text(row: Row, label: str) -> str | None:
    return without_guard(text_of(row.values.get(label)) or "") or None


def _any(cell: object) -> bool:
    """Reasons: a list with some, or text that is not blank."""
    return len(cell) > 0 if isinstance(cell, list | tuple) else bool(text_of(cell))


def _points(cell: object) -> int | None:
    text = text_of(cell)
    number = number_of(Decimal(text)) if text and is_surely_number(text) else None
    return None if number is None else points_of(number)


def moment_of(given: Collection[object]) -> int | None:
    """The moment that results give, in microseconds; None for none, for several, and for what is no time."""
    try:
        moments = {_as_moment(one) for one in given}
    except BadValue:
        return None
    moment = moments.pop() if len(moments) == 1 else None
    return moment if isinstance(moment, int) else None


def comparable(run: PreviousRun, as_of: int) -> int | None:
    """The moment of the earlier run, if it is known and not later than this one."""
    return run.as_of if run.as_of is not None and run.as_of <= as_of else None


def hundredths(points: int | float | None) -> int | None:
    """Points as results have them, in whole hundredths."""
    return None if points is None else round(points * POINT)
