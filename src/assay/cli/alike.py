"""Changes that a database has counted, as the change list has them."""

from dataclasses import dataclass, replace
from typing import cast

from assay.changes import Cause, Change, in_words
from assay.engines.sql.alike import Alike
from assay.results import LeadResult
from assay.values import POINT

# Scores stand for all that rose or fell alike.
_SCORES: dict[str, tuple[int | None, int | None]] = {
    "score rose": (0, 1),
    "score fell": (1, 0),
    "score lost": (0, None),
    "score given": (None, 0),
}


def change_of(stages: tuple[str, ...], one: Alike) -> Change:
    return Change(
        new=one.new,
        entered=stages[one.was : one.now],
        left=stages[one.now : one.was],
        routed=one.routed,
        released="" if one.rerouted and one.routed is None else None,
        disqualified=one.disqualified,
        excluded=one.excluded,
        scores=None if one.score is None else _SCORES[one.score],
        cause=cast(Cause | None, one.cause),
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """What a database says of a lead that changed its stage: places of stages from 1, points in hundredths."""

    new: bool
    was: int
    now: int
    before: int | None
    old_owner: str | None
    owner: str | None
    rerouted: bool
    cause: str | None

    def told(self, result: LeadResult, stages: tuple[str, ...]) -> tuple[LeadResult, Change]:
        """The result with what changed written into it, as far as it is shown."""
        change = Change(
            new=self.new,
            entered=stages[self.was : self.now],
            left=stages[self.now : self.was],
            routed=self.owner if self.rerouted else None,
            released=self.old_owner if self.rerouted else None,
            cause=cast(Cause | None, self.cause),
        )
        score = None if self.before is None else self.before / POINT
        return replace(result, previous_score=score, changes=in_words(change), cause=change.cause), change
