"""How one lead fares under both versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

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
EFFECTS: tuple[Effect, ...] = (
    "newly excluded",
    "no longer excluded",
    "newly disqualified",
    "no longer disqualified",
    "stage up",
    "stage down",
    "route",
    "grade",
    "score",
)
EXCLUDED, DISQUALIFIED, NO_STAGE = "excluded", "disqualified", "no stage"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The stages of both versions in ascending order, those of the old one by the names of the new."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    renamed: Mapping[str, str] = field(default_factory=dict)  # from old names to new ones

    def standing(self, result: LeadResult, *, old: bool) -> str:
        """The stage, or why there is none."""
        if result.excluded:
            return EXCLUDED
        if result.disqualified:
            return DISQUALIFIED
        return self.stage(result, old=old) or NO_STAGE

    def stage(self, result: LeadResult, *, old: bool) -> str | None:
        stage = result.stage
        return self.renamed.get(stage, stage) if old and stage is not None else stage

    def rises(self, before: str | None, after: str | None) -> bool:
        """Whether `after` is the higher stage: in the new order, else in the old one."""
        if before is None or after is None:
            return before is None
        for order in (self.new, self.old):
            if before in order and after in order:
                return order.index(after) > order.index(before)
        return after in self.new


def ladder(old: Sequence[str], new: Sequence[str], renamed: Mapping[str, str]) -> Ladder:
    """`renamed`: from new names to old ones."""
    back = {before: after for after, before in renamed.items()}
    return Ladder(tuple(back.get(name, name) for name in old), tuple(new), back)


def effects(ladder: Ladder, old: LeadResult, new: LeadResult) -> frozenset[Effect]:
    """Everything that is another for the lead. What an exclusion or a disqualification takes along (the score, the
    stage) is not told a second time."""
    if bool(old.excluded) != bool(new.excluded):
        return frozenset({"newly excluded" if new.excluded else "no longer excluded"})
    found: set[Effect] = set()
    if old.score != new.score:
        found.add("score")
    if old.grades != new.grades and {*old.grades} == {*new.grades}:
        found.add("grade")
    if bool(old.disqualified) != bool(new.disqualified):
        found.add("newly disqualified" if new.disqualified else "no longer disqualified")
        return frozenset(found)
    before, after = ladder.stage(old, old=True), ladder.stage(new, old=False)
    if before != after:
        found.add("stage up" if ladder.rises(before, after) else "stage down")
    if old.route != new.route:
        found.add("route")
    return frozenset(found)
