"""What scoring one lead gives, as people and files see it: the shape of `assay score -o out.jsonl`.

Plain dataclasses, because a run makes millions of them; pydantic reads and writes them as they are
(`TypeAdapter(LeadResult)`).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Points = int | float  # whole hundredths: 65, 12.5


@dataclass(frozen=True, slots=True)
class GroupScore:
    """`earned` after weight and before bounds, `kept` after: the difference was lost to a bound."""

    earned: Points
    kept: Points


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that was true, with the points it gave (0 included)."""

    id: str
    group: str
    points: Points


@dataclass(frozen=True, slots=True)
class UndecidedRule:
    """A rule that could not be decided, and what was missing: lead fields, or aggregates as written."""

    id: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    to: str
    respond_by: dt.datetime | None


@dataclass(frozen=True, slots=True)
class LeadResult:
    """One lead's result. An excluded lead has neither score nor stage; a disqualified one keeps its score.

    `changes` (and `previous_score`, `cause`) only where the run was compared with an earlier one: what is different, in
    words; nothing if it is all the same. `assay.changes` says more.
    """

    key: str | None
    score: Points | None
    groups: dict[str, GroupScore]
    grades: dict[str, str]
    grade: str | None
    stage: str | None
    stage_by: Literal["threshold", "promotion", "sticky"] | None
    disqualified: tuple[str, ...]
    excluded: tuple[str, ...]
    route: Handover | None
    rules: tuple[FiredRule, ...]
    undecided: tuple[UndecidedRule, ...]
    broken: tuple[str, ...]
    as_of: dt.datetime
    rules_version: str
    previous_stage: str | None = None
    future_activities: int = 0
    previous_score: Points | None = None
    changes: tuple[str, ...] | None = None
    cause: str | None = None
