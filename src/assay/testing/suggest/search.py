"""Looking for a lead that shows a goal. Every candidate is scored by the record engine; nothing else counts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from assay.analysis.leaves import Truth
from assay.analysis.rows import taker, within_rows
from assay.engines.record.trace import Trace
from assay.engines.record.trace.ops import Value
from assay.plan.nodes import Const, Op, Rule, Var
from assay.testing.coverage import Coverage, Goal, Point
from assay.testing.coverage.goals import TRUTHS, shows
from assay.testing.coverage.measure import shown_by
from assay.testing.coverage.parts import truth
from assay.testing.coverage.seen import seen
from assay.testing.suggest.drafts import NOBODY, Aim, Draft, away, executed, together
from assay.testing.suggest.making import Making, fields_in
from assay.testing.suggest.solving import sample
from assay.values import DAY, HOUR, MINUTE, POINT, SCALE

_RUNS = 120  # scorings for one goal
_WAYS = 6  # drafts of one condition
_STEPS = 12  # additions on the way to a number of points
_AFTER_SCORE = ("stage", "promotion", "route", "guarantee")
_SUBJECT_KNOWN = Op("op", "known", (Var("var", "subject"),))
_FALSE = Const("const", "boolean", False)


@dataclass(frozen=True, slots=True)
class Found:
    """A lead that shows a goal, as small as dropping one thing at a time makes it."""

    draft: Draft
    trace: Trace


@dataclass(slots=True)
class Search:
    """`met`: leads that showed something before; they are tried first."""

    coverage: Coverage
    making: Making
    met: list[Draft] = field(default_factory=list)
    left: int = 0
    staged: list[Draft] | None = None
    clean: Draft = field(init=False)  # a lead that is ours to score, and is not disqualified for what is missing

    def __post_init__(self) -> None:
        self.clean = NOBODY
        trace = executed(self.coverage.plan, self.making.as_of, NOBODY)
        for one in (*trace.excludes, *trace.disqualifies):
            if one.condition.outcome == "true":
                other = next(self.making.where(one.decision.condition.test, False), NOBODY)
                self.clean = together(self.clean, other) or self.clean

    def find(self, point: Point, goal: Goal, among: Iterable[Draft] | None = None) -> Found | None:
        """The first lead found that shows the goal, and breaks no guarantee; `among` some, or wherever there may be
        one."""
        self.left = _RUNS

        def holds(trace: Trace) -> bool:
            broken = any(one.broken for one in trace.guarantees)
            return not broken and bool(shown_by(point, [seen(trace, point, self.coverage.probes)])[goal])

        for draft in self._candidates(point, goal) if among is None else among:
            found = self._reached(draft, holds) if draft.aims else self._tried(draft, holds)
            if found is not None:
                smallest = self._rounded(self._smaller(found, holds), holds)
                self.met.append(smallest.draft)
                return smallest
            if self.left <= 0:
                return None
        return None

    def _tried(self, draft: Draft, holds: Callable[[Trace], bool]) -> Found | None:
        if self.left <= 0:
            return None
        self.left -= 1
        trace = executed(self.coverage.plan, self.making.as_of, draft)
        return Found(draft, trace) if holds(trace) else None

    def _smaller(self, found: Found, holds: Callable[[Trace], bool]) -> Found:
        """Without what the goal does not need."""
        self.left = _RUNS
        smaller = next((one for draft in _less(found.draft) if (one := self._tried(draft, holds))), None)
        while smaller is not None:
            found = smaller
            smaller = next((one for draft in _less(found.draft) if (one := self._tried(draft, holds))), None)
        return found

    def _rounded(self, found: Found, holds: Callable[[Trace], bool]) -> Found:
        """With times that are whole days, hours or minutes ago, where the goal allows it."""
        plan = self.coverage.plan
        for name in (one.name for one in plan.lead.fields if one.kind == "time"):
            for moment in self._rounder(found.draft.lead.get(name)):
                lead = {**found.draft.lead, name: moment}
                if (rounder := self._tried(replace(found.draft, lead=lead), holds)) is not None:
                    found = rounder
                    break
        return found

    def _rounder(self, moment: Value) -> Iterator[int]:
        if isinstance(moment, int):
            ago = self.making.as_of - moment
            for unit in (DAY, HOUR, MINUTE):
                yield from (self.making.as_of - whole * unit for whole in (-(-ago // unit), ago // unit))

    # --- where to look ---------------------------------------------------------------------------------------

    def _candidates(self, point: Point, goal: Goal) -> Iterator[Draft]:
        directed = list(islice(self._directed(point, goal), 4 * _WAYS))
        if self.clean != NOBODY and point.kind in _AFTER_SCORE:
            cleaned = ((one, together(one, self.clean)) for one in directed)
            directed = [one if both is None else both for one, both in cleaned]
        yield from directed
        yield self.clean
        yield NOBODY
        yield from self.met[-4 * _WAYS :]
        if point.kind in _AFTER_SCORE:
            yield from self._in_each_stage()
            for draft in directed[:_WAYS]:
                for other in (*self._in_each_stage(), *self.met[-_WAYS:]):
                    if (both := together(draft, other)) is not None:
                        yield both

    def _in_each_stage(self) -> list[Draft]:
        """A lead in each stage, for what only those can show; looked for once."""
        if self.staged is None:
            runs, self.staged = self.left, []
            for place in range(len(self.coverage.plan.stages)):
                self.left = _RUNS
                aim = Aim(Var("var", "stage"), place)
                found = self._reached(replace(self.clean, aims=(aim,)), _is_in(place))
                if found is not None:
                    self.staged.append(found.draft)
            self.left = runs
        return self.staged

    def _directed(self, point: Point, goal: Goal) -> Iterator[Draft]:
        if point.kind == "grade":
            yield self._letter(point)
        elif point.kind in ("rule", "row") and goal.part is None:
            yield from self._rule(self.coverage.plan.rules[point.index], point, goal)
        elif goal.compound is not None or point.compounds:
            yield from self._condition(point, goal)

    def _condition(self, point: Point, goal: Goal) -> Iterator[Draft]:
        compound = point.compounds[goal.compound or 0]
        parts = self.coverage.probes[compound.first : compound.first + len(compound.parts)]
        if goal.part is not None:
            yield from self.making.drafts(parts, lambda truths: shows(compound, truths, goal), compound.within)
            return
        outcome = TRUTHS.get(goal.want, True)
        yield from self.making.drafts(parts, lambda truths: truth(compound.tree, truths) is outcome, compound.within)

    def _letter(self, point: Point) -> Draft:
        grade = self.coverage.plan.grades[point.index]
        name = "score" if grade.group == "score" else f"group:{grade.group}"
        bound = grade.bands[point.inner][1]
        above = grade.bands[point.inner - 1][1] if point.inner else None
        points = bound if bound is not None else (above or 0) - POINT
        return Draft({}, (), (Aim(Var("var", name), points * (SCALE // POINT)),))

    # --- rules -----------------------------------------------------------------------------------------------

    def _rule(self, rule: Rule, point: Point | None, goal: Goal) -> Iterator[Draft]:
        wanted = TRUTHS.get(goal.want, True)
        row = point.inner if point is not None and point.kind == "row" else None
        if rule.condition is None:
            yield from self._matched(rule, wanted, row)
            return
        window = rule.condition.within
        if wanted is None:
            yield from self._without_points(rule, window)
        for draft in islice(self.making.where(rule.condition.test, wanted, window), _WAYS):
            if rule.kind == "each match" and wanted is True:
                rated = (together_in_one(draft, one) for one in self._matched(rule, wanted, row))
                yield from (self._filled(rule, one) for one in rated if one is not None)
            yield self._filled(rule, draft) if wanted is True else draft

    def _without_points(self, rule: Rule, window: int | None) -> Iterator[Draft]:
        """True, but for want of a time or of the fields its amount reads without points."""
        assert rule.condition is not None
        time = self.coverage.plan.activity.time
        for draft in islice(self.making.where(rule.condition.test, True, window), _WAYS):
            yield draft
            undated = tuple({key: value for key, value in one.items() if key != time} for one in draft.activities)
            yield self._filled(rule, replace(draft, activities=undated))

    def _matched(self, rule: Rule, wanted: Truth, row: int | None) -> Iterator[Draft]:
        tests = [one.test or _FALSE for one in rule.rows]

        def takes(truths: tuple[Truth, ...]) -> bool:
            taken = taker(rule.rows, truths[1:], missing=truths[0] is False)
            if row is not None:
                return taken == row
            return (taken is not None) if wanted is True else taken is None and (truths[0] is False) == (wanted is None)

        yield from self.making.drafts([_SUBJECT_KNOWN, *tests], takes, known=within_rows(self.making.known, rule))

    def _filled(self, rule: Rule, draft: Draft) -> Draft:
        """With the fields its clauses and its amount read, and as often as it asks for."""
        quota = rule.quota
        amounts = [rule.amount, *(row.amount for row in rule.rows)]
        values = [amount.value for amount in amounts if amount is not None]
        read = list(fields_in(rule.once_per, None if quota is None else quota.field, *values))
        kinds = {one.name: one for one in self.coverage.plan.lead.fields}
        names = [one.name for one in read if one.node == "lead" and one.name not in draft.lead]
        lead = {**draft.lead, **{name: sample(kinds[name], self.making.as_of) for name in names}}
        count = max(rule.times[1] if rule.times else 1, quota.count if quota else 1)
        activities = tuple(self.making.filled(one, iter(read)) for one in draft.activities)
        return Draft(lead, activities * count if len(activities) == 1 else activities, draft.aims)

    # --- points ------------------------------------------------------------------------------------------------

    def _reached(self, draft: Draft, holds: Callable[[Trace], bool]) -> Found | None:
        """Adds what brings the lead nearer to its aims, one step at a time."""
        stages = [aim for aim in draft.aims if aim.of.name.startswith("stage") and aim.value is not None]
        points = tuple(aim for aim in draft.aims if not aim.of.name.startswith("stage"))
        for start in self._in_stage(replace(draft, aims=points), stages):
            found = self._climbed(start, holds)
            if found is not None or self.left <= 0:
                return found
        return None

    def _in_stage(self, draft: Draft, stages: Sequence[Aim]) -> Iterator[Draft]:
        """The draft as one promoted to a stage, or as one that meets the stage's condition."""
        if not stages:
            yield draft
            return
        plan, place = self.coverage.plan, stages[0].value
        conditions = [one.condition for one in plan.promotions if one.stage == place]
        conditions += [stage.condition for at, stage in enumerate(plan.stages) if at == place]
        for condition in conditions:
            for way in islice(self.making.where(condition.test, True, condition.within), _WAYS):
                if (both := together(draft, way)) is not None:
                    points = tuple(aim for aim in way.aims if not aim.of.name.startswith("stage"))
                    yield replace(both, aims=(*draft.aims, *points))

    def _climbed(self, draft: Draft, holds: Callable[[Trace], bool]) -> Found | None:
        found = self._tried(draft, holds)
        if found is not None or not draft.aims:
            return found
        at, steps = draft, list(self._steps(draft.aims))
        distance = away(draft, executed(self.coverage.plan, self.making.as_of, at))
        for _ in range(_STEPS):
            nearest: tuple[tuple[int, int], Draft] | None = None
            for step in steps:
                further = together(at, step)
                if further is None or self.left <= 0:
                    continue
                self.left -= 1
                trace = executed(self.coverage.plan, self.making.as_of, further)
                if holds(trace):
                    return Found(further, trace)
                left = away(draft, trace)
                if left < distance and (nearest is None or left < nearest[0]):
                    nearest = (left, further)
            if nearest is None:
                return None
            distance, at = nearest
        return None

    def _steps(self, aims: Sequence[Aim]) -> Iterator[Draft]:
        """Ways to make one rule count, of the groups that matter."""
        names = {aim.of.name for aim in aims}
        for rule in self.coverage.plan.rules:
            if not rule.off and ("score" in names or self._lies_in(rule.group, names)):
                yield from islice(self._rule(rule, None, Goal("true")), max(_WAYS // 2, len(rule.rows)))

    def _lies_in(self, group: str, names: set[str]) -> bool:
        parents = {one.name: one.parent for one in self.coverage.plan.groups}
        at: str | None = group
        while at is not None:
            if f"group:{at}" in names:
                return True
            at = parents[at]
        return False


def together_in_one(draft: Draft, other: Draft) -> Draft | None:
    """Two drafts of one activity each, as one activity."""
    if not draft.activities or not other.activities:
        return together(draft, other)
    both = Draft({}, ({**other.activities[0], **draft.activities[0]},))
    own = together(replace(draft, activities=()), replace(other, activities=()))
    return None if own is None else together(own, both)


def _is_in(stage: int) -> Callable[[Trace], bool]:
    return lambda trace: trace.stage == stage


def _less(draft: Draft) -> Iterator[Draft]:
    """The draft without one activity, one field of the lead or one of an activity."""
    for at in range(len(draft.activities)):
        yield replace(draft, activities=draft.activities[:at] + draft.activities[at + 1 :])
    for name in draft.lead:
        yield replace(draft, lead={key: value for key, value in draft.lead.items() if key != name})
    for activity in {tuple(one.items()): one for one in draft.activities}.values():  # from all that are alike
        for name in activity:
            less = {key: value for key, value in activity.items() if key != name}
            yield replace(draft, activities=tuple(less if one == activity else one for one in draft.activities))
