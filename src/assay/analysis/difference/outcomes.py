"""How one lead fares under both versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from assay.engines.record import Outcome
from assay.results import LeadResult

Effect = Literal[
    "newly excluded",
    "no longer excluded",
    "newly disqualified",
    "no longer disqualified",
    "stage up",
    "stage down",
    "route",
    "grade",
    "score",
]
EFFECTS: tuple[Effect, ...] = get_args(Effect)
EXCLUDED, DISQUALIFIED, NO_STAGE = "excluded", "disqualified", "no stage"


@dataclass(frozen=True, slots=True)
class Fare:
    """What of a result is held against another. Points may be in any unit, if it is one; `route` with the time to
    answer by."""

    score: float | None
    grades: Mapping[str, str]
    stage: str | None
    disqualified: bool
    excluded: bool
    route: tuple[str, object] | None


def fare(result: LeadResult) -> Fare:
    route = None if result.route is None else (result.route.to, result.route.respond_by)
    decided = bool(result.disqualified), bool(result.excluded)
    return Fare(result.score, result.grades, result.stage, *decided, route)


def fare_of(outcome: Outcome) -> Fare:
    """The same of what the engine gives, without the lists of rules that it only makes for people."""
    if outcome.excluded:
        return Fare(None, {}, None, False, True, None)
    route = None if outcome.route is None else (outcome.route, outcome.respond_by)
    return Fare(outcome.score, outcome.grades, outcome.stage, bool(outcome.disqualified), False, route)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stages of both versions in ascending order, those of the old one by the names of the new. `renamed` and
    `groups`: of stages and groups, from old names to new ones."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def standing(self, result: LeadResult, *, old: bool) -> str:
        """The stage, or why there is none."""
        if result.excluded:
            return EXCLUDED
        if result.disqualified:
            return DISQUALIFIED
        return self.stage(result, old=old) or NO_STAGE

    def stage(self, result: LeadResult | Fare, *, old: bool) -> str | None:
        stage = result.stage
        return self.renamed.get(stage, stage) if old and stage is not None else stage

    def grades(self, letters: Mapping[str, str]) -> dict[str, str]:
        """The letters of the old version, by the names that groups have now."""
        return {self.groups.get(group, group): letter for group, letter in letters.items()}

    def rises(self, before: str | None, after: str | None) -> bool:
        """Whether `after` is the higher stage: in the new order, else in the old one."""
        if before is None or after is None:
            return before is None
        for order in (self.new, self.old):
            if before in order and after in order:
                return order.index(after) > order.index(before)
        return after in self.new


def ladder(old: Sequence[str], new: Sequence[str], renamed: Mapping[str, str], groups: Mapping[str, str]) -> Ladder:
    """`renamed` and `groups`: from new names to old ones."""
    back = {before: after for after, before in renamed.items()}
    return Ladder(tuple(back.get(name, name) for name in old), tuple(new), back, {b: a for a, b in groups.items()})


def effects(ladder: Ladder, old: Fare, new: Fare) -> frozenset[Effect]:
    """Everything that is another for the lead. What an exclusion or a disqualification takes along (the score, the
    stage) is not told a second time."""
    if old.excluded != new.excluded:
        return frozenset({"newly excluded" if new.excluded else "no longer excluded"})
    found: set[Effect] = set()
    if old.score != new.score:
        found.add("score")
    if ladder.grades(old.grades) != new.grades:
        found.add("grade")
    if old.disqualified != new.disqualified:
        found.add("newly disqualified" if new.disqualified else "no longer disqualified")
        return frozenset(found)
    before, after = ladder.stage(old, old=True), ladder.stage(new, old=False)
    if before != after:
        found.add("stage up" if ladder.rises(before, after) else "stage down")
    if old.route != new.route:
        found.add("route")
    return frozenset(found)
