"""What is different since an earlier run: who entered a stage, who left, who was handed over, and whether time alone
did it.

A lead changed where its stage, score, route, disqualification or exclusion is not what the earlier run said. To know
why, it is scored twice more: as of the earlier moment, and now without what it did since. Where the first gives the
earlier result and the second today's, nothing but time has passed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assay.batch import Scored
from assay.data.coerce import BadValue, reader_of
from assay.data.previous import Before, PreviousRun, comparable, hundredths
from assay.engines.record import Scorer
from assay.plan.nodes import Plan
from assay.results import LeadResult
from assay.values import POINT, ZoneRules

Cause = Literal["time", "activities", "data", "rules or data"]
Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """`entered` and `left`: all stages passed, in ascending order, so that a lead that rose from none to the second
    entered the first too. `routed` is the new owner, `released` the earlier one. `disqualified` and `excluded`: now
    and not before (True), before and not now (False), or the same. `scores`: before and now, in hundredths, where they
    differ. `cause` is None where the earlier run does not say enough to know."""

    new: bool = False
    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    routed: str | None = None
    released: str | None = None
    disqualified: bool | None = None
    excluded: bool | None = None
    scores: tuple[int | None, int | None] | None = None
    cause: Cause | None = None


NONE = Change()


def change_of(stages: Sequence[str], before: Before | None, result: LeadResult) -> Change:
    """What changed; NONE if nothing did. `stages`: all names, ascending."""
    if before is None:
        after = _told(result)
        raised = change_of(stages, Before(None, after.score), result)
        return replace(raised, new=True, scores=None)
    after = _told(result)
    old, new = _place(stages, before.stage), _place(stages, after.stage)
    told = before.told
    rerouted = "route" in told and before.route != after.route
    return Change(
        entered=tuple(stages[old:new]),
        left=tuple(stages[new:old]),
        routed=after.route if rerouted else None,
        released=before.route if rerouted else None,
        disqualified=_turned(before.disqualified, after.disqualified) if "disqualified" in told else None,
        excluded=_turned(before.excluded, after.excluded) if "excluded" in told else None,
        scores=(before.score, after.score) if "score" in told and before.score != after.score else None,
    )


def _told(result: LeadResult) -> Before:
    """A result as a later run would see it."""
    route = result.route.to if result.route else None
    return Before(result.stage, hundredths(result.score), route, bool(result.disqualified), bool(result.excluded))


def _place(stages: Sequence[str], stage: str | None) -> int:
    """How many stages a lead has reached."""
    return 0 if stage is None else stages.index(stage) + 1


def _turned(before: bool, after: bool) -> bool | None:
    return None if before == after else after


def in_words(change: Change) -> tuple[str, ...]:
    """The change as results list it, one phrase a fact."""
    said = ["new"] if change.new else []
    said += [f"entered {stage}" for stage in change.entered]
    said += [f"left {stage}" for stage in reversed(change.left)]
    if change.routed is not None:
        said.append(f"routed to {change.routed}")
    elif change.released is not None:
        said.append(f"no longer routed to {change.released}")
    for turned, word in ((change.disqualified, "disqualified"), (change.excluded, "excluded")):
        if turned is not None:
            said.append(word if turned else f"no longer {word}")
    if change.scores is not None:
        said.append(_score_in_words(*change.scores))
    return tuple(said)


def _score_in_words(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return "score lost" if after is None else "score given"
    return "score rose" if after > before else "score fell"


@dataclass(slots=True)
class Comparison:
    """Compares one result after another with an earlier run. What the run has left at the end are leads that did not
    come by: gone from the file, or rows that could not be read."""

    plan: Plan
    as_of: int
    run: PreviousRun
    stages: tuple[str, ...] = field(init=False)
    _why: "_Why | None" = field(init=False)

    def __post_init__(self) -> None:
        self.stages = tuple(stage.name for stage in self.plan.stages)
        then = comparable(self.run, self.as_of)
        self._why = None if then is None else _Why(self.plan, self.as_of, then)

    def take(self, scored: Scored) -> tuple[LeadResult, Change]:
        """The result with what changed written into it, and the change."""
        result = scored.result
        before = self.run.leads.pop(result.key or "", None)
        change = change_of(self.stages, before, result)
        if change != NONE and before is not None:
            change = replace(change, cause=self._cause(before, scored))
        score = None if before is None or before.score is None else before.score / POINT
        return replace(result, previous_score=score, changes=in_words(change), cause=change.cause), change

    def _cause(self, before: Before, scored: Scored) -> Cause | None:
        if self._why is None or not before.told:
            return None
        then = scored.again[0] if scored.again else self._why.as_of_then(scored, before.stage)
        if change_of(self.stages, before, then) != NONE:
            return "data" if self.run.rules_version == self.plan.rules_version else "rules or data"
        now = scored.again[1] if scored.again else self._why.without_what_came(scored, before.stage)
        return "time" if _told(now) == _told(scored.result) else "activities"


class _Why:
    """Scores a lead as of the earlier moment, and now without what it did since."""

    def __init__(self, plan: Plan, now: int, then: int) -> None:
        self._then = then
        self._scorers = Scorer(plan, then), Scorer(plan, now)
        timed = next((one for one in plan.activity.fields if one.name == plan.activity.time), None)
        zone = ZoneRules(plan.zone.moments, plan.zone.offsets)
        self._read = reader_of(timed, zone, frozenset(plan.missing)) if timed else None
        self._time = plan.activity.time or ""

    def as_of_then(self, scored: Scored, stage: str | None) -> LeadResult:
        return self._scorers[0].score(scored.row.values, scored.activities, stage).result()

    def without_what_came(self, scored: Scored, stage: str | None) -> LeadResult:
        earlier = [one for one in scored.activities if not self._is_later(one)]
        return self._scorers[1].score(scored.row.values, earlier, stage).result()

    def _is_later(self, activity: Record) -> bool:
        if self._read is None:
            return False
        try:
            moment = self._read(activity.get(self._time))
        except BadValue:  # nothing the rules read, or scoring would have stopped at it
            return False
        return isinstance(moment, int) and moment > self._then
