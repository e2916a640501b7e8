"""What scoring one lead gives. Score and groups are there at once; lists and decisions when first asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from assay.engines.record.joint import Cells, Dynamic, Slots
from assay.engines.record.register import Fired, Undecided
from assay.engines.record.verdict import Activities, Indexes, StageBy, State, Verdict, VerdictStep
from assay.plan.nodes import Plan
from assay.results import FiredRule, GroupScore, Handover, LeadResult, Points, UndecidedRule
from assay.values import POINT, utc_datetime

_SHARED = 1 << 14

# H, S, A, I, entries fired, entries with points, codes undecided, future activities, raw key, previous stage,
# reasons of exclusion, bits of all rows
Scored = tuple[
    Cells,
    Slots,
    Activities,
    Indexes,
    Sequence[int],
    Dynamic,
    Sequence[int],
    int,
    object,
    str | None,
    tuple[str, ...],
    int,
]


@dataclass(slots=True)
class Program:
    """What all outcomes of a scorer share."""

    plan: Plan
    as_of: int
    steps: tuple[VerdictStep, ...]
    key_of: Callable[[object], str | None]


class Outcome:
    """One scored lead. Points are whole hundredths; an excluded lead has no score (None) and nothing else.

    Made by generated code, which fills the slots, in a class of each scorer's own, which lists the rules.
    """

    __slots__ = ("_fired", "_scored", "_undecided", "_verdict", "groups", "score")
    _program: ClassVar[Program]
    _scored: Scored
    _fired: tuple[Fired, ...] | None
    _undecided: tuple[Undecided, ...] | None
    _verdict: Verdict | None
    score: int | None
    groups: dict[str, tuple[int, int]]  # earned (after weight, before bounds) and kept; nested groups too
    fired: tuple[Fired, ...]  # the rules that were true, in the order of the plan
    undecided: tuple[Undecided, ...]  # those that could not be decided

    # --- decisions -----------------------------------------------------------------------------------------

    @property
    def verdict(self) -> Verdict:
        """Grades, stage and the rest by their places in the plan."""
        found = self._verdict
        if found is None:
            found = self._verdict = _verdict(self)
        return found

    @property
    def excluded(self) -> tuple[str, ...]:
        return self._scored[10]

    @property
    def disqualified(self) -> tuple[str, ...]:
        return self.verdict.disqualified

    @property
    def grades(self) -> dict[str, str]:
        """Letters by group (or "score"), in the order declared."""
        plan = self._program.plan
        return {one.group: letter for one, letter in zip(plan.grades, self.verdict.grades, strict=False)}

    @property
    def grade(self) -> str | None:
        """All letters joined."""
        return "".join(self.verdict.grades) or None

    @property
    def stage(self) -> str | None:
        place = self.verdict.stage
        return None if place is None else self._program.plan.stages[place].name

    @property
    def stage_by(self) -> StageBy | None:
        return self.verdict.stage_by

    @property
    def previous_stage(self) -> str | None:
        return self._scored[9]

    @property
    def route(self) -> str | None:
        place = self.verdict.route
        return None if place is None else self._program.plan.routes[place].to

    @property
    def respond_by(self) -> int | None:
        """The moment (microseconds) by which the lead's route is to answer."""
        place = self.verdict.route
        within = None if place is None else self._program.plan.routes[place].within
        return None if within is None else self._program.as_of + within

    @property
    def broken(self) -> tuple[str, ...]:
        """Guarantees that do not hold for this lead."""
        return self.verdict.broken

    @property
    def future_activities(self) -> int:
        """How many activities lie after `as_of` and did not count."""
        return self._scored[7]

    @property
    def key(self) -> str | None:
        return self._program.key_of(self._scored[8])

    def result(self, key: str | None = None) -> LeadResult:
        """The same as people and files see it; `key` stands in where the lead has none."""
        return LeadResult(
            key=self.key or key,
            score=None if self.score is None else points(self.score),
            groups={name: _group(*earned_kept) for name, earned_kept in self.groups.items()},
            grades=self.grades,
            grade=self.grade,
            stage=self.stage,
            stage_by=self.stage_by,
            previous_stage=self.previous_stage,
            disqualified=self.disqualified,
            excluded=self.excluded,
            route=self._handover(),
            rules=tuple(map(_rule, self.fired)),
            undecided=tuple([_undecided_rule(*one) for one in self.undecided]),
            broken=self.broken,
            future_activities=self.future_activities,
            as_of=_moment(self._program.as_of),
            rules_version=self._program.plan.rules_version,
        )

    def _handover(self) -> Handover | None:
        to, by = self.route, self.respond_by
        return None if to is None else _handover(to, by)


# Of a million results most parts are the same few, so they are made once.


@lru_cache(maxsize=_SHARED)
def _group(earned: int, kept: int) -> GroupScore:
    return GroupScore(points(earned), points(kept))


@lru_cache(maxsize=_SHARED)
def _rule(fired: Fired) -> FiredRule:
    return FiredRule(fired.id, fired.group, points(fired.points))


@lru_cache(maxsize=_SHARED)
def _undecided_rule(id: str, missing: tuple[str, ...]) -> UndecidedRule:
    return UndecidedRule(id, missing)


@lru_cache(maxsize=_SHARED)
def _handover(to: str, by: int | None) -> Handover:
    return Handover(to, None if by is None else utc_datetime(by))


_moment = lru_cache(maxsize=8)(utc_datetime)


def points(hundredths: int) -> Points:
    """Points as people write them: 65, 12.5."""
    return hundredths // POINT if hundredths % POINT == 0 else hundredths / POINT


def _verdict(outcome: Outcome) -> Verdict:
    cells, slots, activities, indexes, _, _, _, _, _, previous, _, _ = outcome._scored
    state, verdict = State(cells, slots, activities, indexes, outcome.groups, outcome.score or 0, previous), Verdict()
    for step in outcome._program.steps:
        step(state, verdict)
    return verdict
