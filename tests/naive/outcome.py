"""One lead from raw values to result, in the order of evaluation the language gives."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from assay.syntax import ast, printer
from tests.naive.aggregates import aggregate, in_window, when
from tests.naive.expressions import Activity, State, evaluate, microseconds
from tests.naive.possibility import true_alone, true_of
from tests.naive.reading import read
from tests.naive.rules import NEITHER, Verdict, bounded, verdict
from tests.naive.values import Moment, StageAt, Text, points
from tests.naive.world import World, reads_activity, world_of
from tests.naive.zone import datetime_of, local_day, day_of, moment_of

Simple = ast.When | ast.Each | ast.Match


@dataclass(frozen=True)
class Fired:
    id: str
    group: str
    points: Fraction


@dataclass(frozen=True)
class Undecided:
    id: str
    missing: tuple[str, ...]


@dataclass
class Result:
    """`groups`: name -> (earned, kept). `fired` and `undecided` in the order the rules are written."""

    score: Fraction | None = None
    groups: dict[str, tuple[Fraction, Fraction]] = field(default_factory=dict)
    grades: dict[str, str] = field(default_factory=dict)
    grade: str | None = None
    stage: str | None = None
    stage_by: str | None = None
    disqualified: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    route: str | None = None
    respond_by: dt.datetime | None = None
    fired: tuple[Fired, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    broken: tuple[str, ...] = ()
    future_activities: int = 0


def evaluate_lead(
    file: ast.File,
    lead: Mapping[str, object],
    activities: Sequence[Mapping[str, object]],
    as_of: dt.datetime,
    previous: str | None = None,
) -> Result:
    """Scores one lead: raw values by field name, `as_of` with an offset. Raises Unreadable for a bad value."""
    world = world_of(file)
    state, future = _state(world, lead, activities, moment_of(as_of))
    _ignore(file, state)
    excluded = _reasons(file, state, ast.Exclude)
    if excluded:
        return Result(excluded=excluded, future_activities=future)
    run = _Run(file, state)
    result = Result(score=run.score(), future_activities=future)
    result.groups, result.fired, result.undecided = run.groups, run.fired(), run.undecided()
    _grades(file, state, result)
    result.disqualified = _reasons(file, state, ast.Disqualify)
    state.results["disqualified"] = bool(result.disqualified)
    _stages(file, state, result, previous)
    _route(file, state, result)
    result.broken = tuple(_broken(file, state))
    return result


# --- reading and ignoring -------------------------------------------------------------------------------


def _state(world: World, lead: Mapping[str, object], activities: Sequence[Mapping[str, object]], as_of: Moment) -> tuple[State, int]:
    values = {name: read(f, lead.get(name), world.zone, world.missing) for name, f in world.lead.items()}
    rows = [
        {name: read(f, row.get(name), world.zone, world.missing) for name, f in world.activity.items()} for row in activities
    ]
    state = State(world, values, [], [], as_of, aggregate)
    happened = [row for row in rows if (moment := when(state, row)) is None or moment <= as_of]
    state.everything = state.kept = happened
    return state, len(rows) - len(happened)


def _ignore(file: ast.File, state: State) -> None:
    """Every `ignore` sees all activities up to as_of, also through a `let`."""
    state.ignoring = True
    conditions = [s.condition for s in file.statements if isinstance(s, ast.Ignore)]
    state.kept = [a for a in state.everything if not any(true_of(state, c, a) for c in conditions)]
    state.ignoring = False


# --- decisions --------------------------------------------------------------------------------------------


def _true(state: State, condition: ast.Expr, within: ast.Duration | None = None) -> bool:
    """Whether a decision's condition is true: of the lead, of one of its activities, or by its lead-only parts."""
    if not reads_activity(state.world, condition):
        return evaluate(state, condition) is True
    chosen = [a for a in state.kept if in_window(state, a, within)]
    return any(true_of(state, condition, a) for a in chosen) or true_alone(state, condition)


def _reasons(file: ast.File, state: State, kind: type[ast.Exclude] | type[ast.Disqualify]) -> tuple[str, ...]:
    decisions = [s for s in file.statements if isinstance(s, kind)]
    return tuple(_reason(s.because, s.condition) for s in decisions if _true(state, s.condition))


def _reason(because: ast.Text | None, condition: ast.Expr) -> str:
    return because.value if because is not None else printer.expression(condition)


def _grades(file: ast.File, state: State, result: Result) -> None:
    grades = [s for s in file.statements if isinstance(s, ast.Grade)]
    for grade in grades:
        value = evaluate(state, grade.group)
        letter = next(b.letter.value for b in grade.bands if b.bound is None or value >= evaluate(state, b.bound))
        result.grades[grade.group.name] = letter
        state.results[("grade", grade.group.name)] = Text(letter)
    result.grade = "".join(result.grades.values()) if grades else None


def _stages(file: ast.File, state: State, result: Result, previous: str | None) -> None:
    place, by = _threshold(file, state)
    place, by = _sticky(file, state, place, by, previous)
    if result.disqualified:
        place, by = None, None
    state.results["stage"] = None if place is None else StageAt(place)
    promoted = [
        state.world.stages.index(s.stage.name)
        for s in file.statements
        if isinstance(s, ast.Promote) and not result.disqualified and _true(state, s.condition, s.within)
    ]
    if promoted and (place is None or max(promoted) > place):
        place, by = max(promoted), "promotion"
    state.results["stage"] = None if place is None else StageAt(place)
    result.stage, result.stage_by = (None, None) if place is None else (state.world.stages[place], by)


def _threshold(file: ast.File, state: State) -> tuple[int | None, str | None]:
    """The highest stage whose condition is true."""
    reached = None
    for place, stage in enumerate(s for s in file.statements if isinstance(s, ast.Stage)):
        if stage.at is not None:
            met = state.results["score"] >= evaluate(state, stage.at)
        else:
            met = _true(state, stage.condition)
        reached = place if met else reached
    return reached, "threshold" if reached is not None else None


def _sticky(
    file: ast.File, state: State, place: int | None, by: str | None, previous: str | None
) -> tuple[int | None, str | None]:
    """A lead that was in a sticky stage or higher does not fall below it."""
    stages = [s for s in file.statements if isinstance(s, ast.Stage)]
    before = state.world.stages.index(previous) if previous in state.world.stages else -1
    floor = max((i for i, stage in enumerate(stages) if stage.sticky and i <= before), default=None)
    if floor is not None and (place is None or floor > place):
        return floor, "sticky"
    return place, by


def _route(file: ast.File, state: State, result: Result) -> None:
    state.results["route"] = None
    for route in (s for s in file.statements if isinstance(s, ast.Route)):
        if result.disqualified or not (route.condition is None or _true(state, route.condition)):
            continue
        result.route = route.to.value
        state.results["route"] = Text(route.to.value)
        if route.within is not None:
            result.respond_by = datetime_of(Moment(state.as_of.microseconds + microseconds(route.within)))
        return


def _broken(file: ast.File, state: State) -> Iterator[str]:
    for guarantee in (s for s in file.statements if isinstance(s, ast.Guarantee)):
        if evaluate(state, guarantee.condition) is (guarantee.kind == "never"):
            yield guarantee.because.value if guarantee.because is not None else printer.guarantee(guarantee)


# --- groups and rules ----------------------------------------------------------------------------------------


class _Run:
    """The rules of one lead: every group is scored once, when first asked for."""

    def __init__(self, file: ast.File, state: State) -> None:
        self.file, self.state = file, state
        self.groups: dict[str, tuple[Fraction, Fraction]] = {}
        self.verdicts: dict[int, Verdict] = {}  # by identity of the rule
        state.group = lambda name: self._group(name)[1]

    def score(self) -> Fraction:
        names = [s.name.name for s in self.file.statements if isinstance(s, ast.Group)]
        total = sum((self._group(name)[1] for name in [*names, "ungrouped"]), Fraction(0))
        for bounds in (s for s in self.file.statements if isinstance(s, ast.Total)):
            total = bounded(self.state, total, bounds.minimum, bounds.maximum)
        if not any(isinstance(s, ast.Rule) for s in self.file.statements):
            del self.groups["ungrouped"]
        self.state.results["score"] = total
        return total

    def _group(self, name: str) -> tuple[Fraction, Fraction]:
        """Earned and kept."""
        if name not in self.groups:
            self.groups[name] = self._scored(name)
        return self.groups[name]

    def _scored(self, name: str) -> tuple[Fraction, Fraction]:
        group = self.state.world.groups.get(name)
        body = group.body if group is not None else [s for s in self.file.statements if isinstance(s, ast.Rule)]
        earned = sum((self._part(part, self._decay(name)) for part in body), Fraction(0))
        if group is None:
            return earned, earned
        if group.weight is not None:
            earned = points(earned * Fraction(group.weight.value) / 100)
        return earned, bounded(self.state, earned, group.minimum, group.maximum)

    def _decay(self, name: str) -> ast.Decay | None:
        """A group's own decay or that of the innermost group around it."""
        group = self.state.world.groups.get(name)
        if group is None or group.decay is not None:
            return group.decay if group is not None else None
        outer = [g.name.name for g in self.state.world.groups.values() if group in g.body]
        return self._decay(outer[0]) if outer else None

    def _part(self, part: ast.Rule | ast.Group, decay: ast.Decay | None) -> Fraction:
        match part:
            case ast.Group():
                return self._group(part.name.name)[1]
            case ast.Choice():
                return self._choice(part, decay)
        found = self._verdict(part, decay)
        return found.points if found.points is not None else Fraction(0)

    def _verdict(self, rule: Simple, decay: ast.Decay | None) -> Verdict:
        if not self._running(rule.meta):
            found = NEITHER
        else:
            own = None if isinstance(rule, ast.Match) else rule.decay
            found = verdict(self.state, rule, own if own is not None else decay)
        self.verdicts[id(rule)] = found
        return found

    def _running(self, meta: ast.Meta) -> bool:
        today = local_day(self.state.as_of, self.state.world.zone)
        early = meta.starting is not None and today < day_of(meta.starting.value)
        late = meta.until is not None and today > day_of(meta.until.value)
        return not (meta.off or early or late)

    def _choice(self, choice: ast.Choice, decay: ast.Decay | None) -> Fraction:
        """`first of` stops at the first that fires; `best of` keeps the one that gives most."""
        if not self._running(choice.meta):
            return Fraction(0)
        best: ast.When | None = None
        for rule in choice.rules:
            found = self._verdict(rule, decay)
            if found.points is None:
                continue
            if choice.kind == "first":
                return found.points
            if best is None or found.points > self.verdicts[id(best)].points:
                self._drop(best)
                best = rule
            else:
                self._drop(rule)
        return self.verdicts[id(best)].points if best is not None else Fraction(0)

    def _drop(self, rule: ast.When | None) -> None:
        if rule is not None:
            self.verdicts[id(rule)] = NEITHER

    def fired(self) -> tuple[Fired, ...]:
        found = [(id_, group, self.verdicts.get(id(rule), NEITHER)) for id_, group, rule in identified(self.file)]
        return tuple(Fired(id_, group, v.points) for id_, group, v in found if v.points is not None)

    def undecided(self) -> tuple[Undecided, ...]:
        found = [(id_, self.verdicts.get(id(rule), NEITHER)) for id_, _, rule in identified(self.file)]
        return tuple(Undecided(id_, v.missing) for id_, v in found if v.missing is not None)


def identified(file: ast.File) -> list[tuple[str, str, Simple]]:
    """Every rule in order with its id and group: its label, or its condition as printed; repeats get ` (2)`."""
    seen: Counter[str] = Counter()
    found = []
    for group, rule in _rules(file.statements, "ungrouped"):
        name = rule.meta.label.value if rule.meta.label is not None else _title(rule)
        seen[name] += 1
        found.append((name if seen[name] == 1 else f"{name} ({seen[name]})", group, rule))
    return found


def _title(rule: Simple) -> str:
    if isinstance(rule, ast.Match):
        return f"match {printer.expression(rule.table.subject)}"
    return printer.expression(rule.condition)


def _rules(parts: Sequence[ast.Statement], group: str) -> Iterator[tuple[str, Simple]]:
    for part in parts:
        match part:
            case ast.Group():
                yield from _rules(part.body, part.name.name)
            case ast.Choice():
                yield from ((group, rule) for rule in part.rules)
            case ast.When() | ast.Each() | ast.Match():
                yield group, part
