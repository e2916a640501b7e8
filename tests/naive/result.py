"""What one lead gets."""

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True)
class Fired:
    id: str
    group: str
    points: Fraction


@dataclass(frozen=True)
class Undecided:
    id: str
    missing: tuple[str, ...]


@dataclass
class Result:
    """`groups`: name -> (earned, kept). `fired` and `undecided` in the order the rules are written."""

    score: Fraction | None = None
    groups: dict[str, tuple[Fraction, Fraction]] = field(default_factory=dict)
    grades: dict[str, str] = field(default_factory=dict)
    grade: str | None = None
    stage: str | None = None
    stage_by: str | None = None
    disqualified: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    route: str | None = None
    respond_by: dt.datetime | None = None
    fired: tuple[Fired, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    broken: tuple[str, ...] = ()
    future_activities: int = 0
