"""What scoring one lead gives. Score and groups are there at once; lists and decisions when first asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assay.engines.record.joint import Cells, Dynamic, Slots, pending
from assay.engines.record.register import Cause, Fired, Undecided, explained
from assay.engines.record.table import Detail
from assay.engines.record.verdict import Activities, Indexes, StageBy, State, Verdict, VerdictStep
from assay.plan.nodes import Plan
from assay.results import FiredRule, GroupScore, Handover, LeadResult, Points, UndecidedRule
from assay.values import POINT, utc_datetime

Flatten = Callable[[Cells], list[int]]
# H, S, A, I, entries fired, entries with points, codes undecided, earned and kept by turns, future activities,
# raw key, previous stage, reasons of exclusion
Scored = tuple[
    Cells,
    Slots,
    Activities,
    Indexes,
    Sequence[int],
    Dynamic,
    Sequence[int],
    list[int],
    int,
    object,
    str | None,
    tuple[str, ...],
]
FUTURE, KEY, PREVIOUS, EXCLUDED = 8, 9, 10, 11
_SHARED = 1 << 14


@dataclass(slots=True)
class Program:
    """What all outcomes of a scorer share. `flatten_…`: what the tables noted for the values of a lead;
    `joint_fields`: those at which rules are anchored."""

    plan: Plan
    as_of: int
    fired: list[Fired]
    known: dict[int, Undecided]
    causes: dict[int, Cause]
    steps: tuple[VerdictStep, ...]
    flatten_fired: Flatten
    flatten_undecided: Flatten
    joint_fields: tuple[int, ...]
    key_of: Callable[[object], str | None]


class Outcome:
    """One scored lead. Points are whole hundredths; `score` is None for an excluded lead, whose groups, rules
    and decisions are empty."""

    __slots__ = ("_fired", "_program", "_scored", "_undecided", "_verdict", "score")
    _fired: tuple[Fired, ...]
    _undecided: tuple[Undecided, ...]
    _verdict: Verdict

    def __init__(self, program: Program, score: int | None, scored: Scored) -> None:
        self._program = program
        self.score = score
        self._scored = scored

    # --- points and rules ------------------------------------------------------------------------------

    @property
    def groups(self) -> dict[str, tuple[int, int]]:
        """Earned (after weight, before bounds) and kept, by name, nested groups too."""
        if self.score is None:
            return {}
        points = iter(self._scored[7])
        return {group.name: (earned, kept) for group, earned, kept in zip(self._program.plan.groups, points, points)}

    @property
    def fired(self) -> tuple[Fired, ...]:
        """The rules that were true, in the order of the plan."""
        try:
            return self._fired
        except AttributeError:
            self._fired = _fired(self._program, self._scored) if self.score is not None else ()
            return self._fired

    @property
    def undecided(self) -> tuple[Undecided, ...]:
        """The rules that could not be decided, in the order of the plan."""
        try:
            return self._undecided
        except AttributeError:
            self._undecided = _undecided(self._program, self._scored) if self.score is not None else ()
            return self._undecided

    # --- decisions -----------------------------------------------------------------------------------------

    @property
    def verdict(self) -> Verdict:
        """Grades, stage and the rest by their places in the plan."""
        try:
            return self._verdict
        except AttributeError:
            self._verdict = _verdict(self._program, self._scored) if self.score is not None else Verdict()
            return self._verdict

    @property
    def excluded(self) -> tuple[str, ...]:
        return self._scored[EXCLUDED]

    @property
    def disqualified(self) -> tuple[str, ...]:
        return self.verdict.disqualified

    @property
    def grades(self) -> dict[str, str]:
        """Letters by group (or "score"), in the order declared."""
        return {grade.group: letter for grade, letter in zip(self._program.plan.grades, self.verdict.grades)}

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
        return self._scored[PREVIOUS]

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
        return self._scored[FUTURE]

    @property
    def key(self) -> str | None:
        return self._program.key_of(self._scored[KEY])

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


def _fired(program: Program, scored: Scored) -> tuple[Fired, ...]:
    cells, entries, dynamic = scored[0], scored[4], scored[5]
    try:
        noted = program.flatten_fired(cells)
    except AttributeError:
        _complete(cells)
        noted = program.flatten_fired(cells)
    noted += entries
    noted.sort()
    known = program.fired
    if not dynamic:
        return tuple([known[entry] for entry in noted])
    given = [(entry, known[entry].points) for entry in noted] + dynamic
    given.sort()
    return tuple([known[entry]._replace(points=points) for entry, points in given])


def _complete(cells: Cells) -> None:
    """Has the rules of ranges written down, which details put off."""
    for row in cells:
        detail = row[0]
        assert isinstance(detail, Detail)
        if not hasattr(detail, "fired"):
            detail.owner.complete(detail)


def _undecided(program: Program, scored: Scored) -> tuple[Undecided, ...]:
    cells, slots, codes = scored[0], scored[1], scored[6]
    noted = program.flatten_undecided(cells)
    noted += codes
    for field in program.joint_fields:
        waiting = cells[field][0].pending  # type: ignore[attr-defined]
        if waiting:
            noted += pending(waiting, cells, slots)
    noted.sort()
    known, causes = program.known, program.causes
    return tuple([known[code] if code in known else explained(causes[code], cells, slots) for code in noted])


def _verdict(program: Program, scored: Scored) -> Verdict:
    cells, slots, activities, indexes, _, _, _, groups, _, _, previous, _ = scored
    state, verdict = State(cells, slots, activities, indexes, groups, previous), Verdict()
    for step in program.steps:
        step(state, verdict)
    return verdict
