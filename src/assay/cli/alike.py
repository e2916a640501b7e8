"""Changes that a database has counted, as the change list has them."""

from typing import cast

from assay.changes import Cause, Change
from assay.engines.sql.alike import Alike

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
