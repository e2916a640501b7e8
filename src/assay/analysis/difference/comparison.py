"""What a comparison found: what was written otherwise, what that can do to a lead, what it does to those there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assay.analysis.difference.blame import Causes
from assay.analysis.difference.changes import Change
from assay.analysis.difference.movements import Movements
from assay.analysis.difference.outcomes import Effect
from assay.analysis.difference.versions import Version
from assay.results import LeadResult


class Moment(str):
    """A date or a time as files hold it, in the model's zone."""

    __slots__ = ()


Given = Moment | str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A lead made up to show effects, and how it fared when both versions scored it. `causes`: the changes that
    make the difference; `alone` False: only together."""

    effects: tuple[Effect, ...]
    lead: Mapping[str, Given]
    activities: tuple[Mapping[str, Given], ...]
    previous: str | None
    old: LeadResult
    new: LeadResult
    causes: tuple[Change, ...]
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """ "same": proved, because what decides is the same; "proved": by the solver; "differs": there are witnesses;
    "open": nothing was found, and nothing proved. `never`: effects that were proved to befall no lead. `assumed`:
    what a proof takes for granted, and why others could not be had."""

    kind: Literal["same", "proved", "differs", "open"]
    witnesses: tuple[Witness, ...] = ()
    never: tuple[Effect, ...] = ()
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """`as_of` in microseconds since 1970: the moment at which leads were scored."""

    old: Version
    new: Version
    changes: tuple[Change, ...]
    verdict: Verdict
    causes: Causes
    as_of: int
    movements: Movements | None = None
