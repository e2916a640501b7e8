"""Leads that changed alike since an earlier run, counted by a database."""

from dataclasses import dataclass

TIME, ACTIVITIES, DATA, RULES = "time", "activities", "data", "rules or data"  # causes, as `changes.Cause` has them


@dataclass(frozen=True, slots=True)
class Alike:
    """So many leads changed alike: `was` and `now` are places of stages, from 1. `routed` the new owner; `rerouted` and no
    owner: they have none any more. `score`: the word for it, None where it is the same."""

    leads: int
    new: bool
    was: int
    now: int
    rerouted: bool
    routed: str | None
    disqualified: bool | None
    excluded: bool | None
    score: str | None
    cause: str | None
