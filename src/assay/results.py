"""What scoring one lead gives, as people and files see it. The shape of `assay score -o out.jsonl`."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

Points = int | float  # whole hundredths: 65, 12.5


class Frozen(BaseModel):
    """What results and explanations are made of: fixed once made, JSON in and out."""

    model_config = ConfigDict(frozen=True)


class GroupScore(Frozen):
    """`earned` after weight and before bounds, `kept` after: the difference was lost to a bound."""

    earned: Points
    kept: Points


class FiredRule(Frozen):
    """A rule that was true, with the points it gave (0 included)."""

    id: str
    group: str
    points: Points


class UndecidedRule(Frozen):
    """A rule that could not be decided, and what was missing: lead fields, or aggregates as written."""

    id: str
    missing: tuple[str, ...]


class Handover(Frozen):
    to: str
    respond_by: dt.datetime | None


class LeadResult(Frozen):
    """One lead's result. An excluded lead has neither score nor stage; a disqualified one keeps its score."""

    key: str | None
    score: Points | None
    groups: dict[str, GroupScore]
    grades: dict[str, str]
    grade: str | None
    stage: str | None
    stage_by: Literal["threshold", "promotion", "sticky"] | None
    previous_stage: str | None = None
    disqualified: tuple[str, ...]
    excluded: tuple[str, ...]
    route: Handover | None
    rules: tuple[FiredRule, ...]
    undecided: tuple[UndecidedRule, ...]
    broken: tuple[str, ...]
    future_activities: int = 0
    as_of: dt.datetime
    rules_version: str
