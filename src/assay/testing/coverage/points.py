"""The places in a rule set that examples are to show at work, with their conditions taken apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from assay import model as m
from assay.linter import walk
from assay.plan.context import Place
from assay.plan.planner import Probe
from assay.source import Span
from assay.testing.coverage.parts import Tree, taken_apart
from assay.types import Kind as TypeKind

Kind = Literal[
    "ignore", "exclude", "let", "rule", "row", "grade", "disqualify", "stage", "promotion", "route", "guarantee"
]
Over = Literal["lead", "kept", "all"]


@dataclass(frozen=True, slots=True)
class Compound:
    """A condition in its parts; part i is probe `first + i`. `over`: asked once of the lead, or of each activity that
    `ignore` left, or of all, inside the window; `lone`: and once without an activity. `whole`: it is the condition
    of its point, and not one inside `any(…)`, `count(…)` or the like."""

    parts: tuple[m.Expr, ...]
    tree: Tree
    first: int
    over: Over
    within: int | None = None
    lone: bool = False
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """`index`: its place among its kind in the model and the plan; of a row or a letter, that of the rule or the
    grade, and `inner` its own in there. `compounds`: the condition, and conditions inside it that have parts."""

    kind: Kind
    name: str
    span: Span
    index: int
    inner: int = -1
    compounds: tuple[Compound, ...] = ()
    promise: Literal["never", "always"] | None = None  # of a guarantee


@dataclass(frozen=True, slots=True)
class Points:
    """In the order of evaluation. `probes`: what to plan together with the rules."""

    points: tuple[Point, ...]
    probes: tuple[Probe, ...]


@dataclass(frozen=True, slots=True)
class _How:
    """How a condition reads activities."""

    place: Place = "data"
    within: int | None = None
    lone: bool = False


_PLAIN = _How()


@dataclass(slots=True)
class _Collected:
    points: list[Point] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)

    def add(self, point: Point, condition: m.Expr | None = None, how: _How = _PLAIN) -> None:
        found = () if condition is None else tuple(self._compounds(condition, how))
        self.points.append(replace(point, compounds=found))

    def _compounds(self, condition: m.Expr, how: _How) -> Iterator[Compound]:
        on_activity = condition.scope is m.Scope.ACTIVITY
        everything = how.place == "ignore"
        over: Over = "lead" if not on_activity else "all" if everything else "kept"
        whole = self._compound(condition, how.place)
        yield replace(whole, over=over, within=how.within, lone=how.lone and on_activity)
        for aggregate in _aggregates(whole.parts):
            inner = taken_apart(aggregate.where) if aggregate.where is not None else None
            if inner is not None and aggregate.where is not None and len(inner.parts) > 1:
                found = self._compound(aggregate.where, how.place)
                yield replace(found, over="all" if everything else "kept", within=aggregate.within, whole=False)

    def _compound(self, condition: m.Expr, place: Place) -> Compound:
        apart, first = taken_apart(condition), len(self.probes)
        self.probes += [Probe(part, place) for part in apart.parts]
        return Compound(apart.parts, apart.tree, first, "lead")


def points(model: m.Model) -> Points:
    """Every rule that is not off, every decision, and what they name."""
    found = _Collected()
    for at, one in enumerate(model.ignores):
        found.add(Point("ignore", one.reason, one.span, at), one.condition, _How("ignore"))
    for at, one in enumerate(model.excludes):
        found.add(Point("exclude", one.reason, one.span, at), one.condition, _How(lone=True))
    _lets(found, model)
    for at, rule in enumerate(rules_in_order(model)):
        if not rule.meta.off:
            _rule(found, at, rule)
    for at, grade in enumerate(model.grades):
        for inner, (letter, _) in enumerate(grade.bands):
            found.add(Point("grade", f"{grade.group} {letter}", grade.span, at, inner))
    _decisions(found, model)
    return Points(tuple(found.points), tuple(found.probes))


def _decisions(found: _Collected, model: m.Model) -> None:
    for at, one in enumerate(model.disqualifies):
        found.add(Point("disqualify", one.reason, one.span, at), one.condition, _How(lone=True))
    for at, stage in enumerate(model.stages):
        found.add(Point("stage", stage.name, stage.span, at), stage.condition, _How(lone=True))
    for at, promotion in enumerate(model.promotions):
        how = _How("promote", promotion.within, lone=True)
        found.add(Point("promotion", promotion.stage, promotion.span, at), promotion.condition, how)
    for at, route in enumerate(model.routes):
        found.add(Point("route", route.to, route.span, at), route.condition, _How(lone=True))
    for at, guarantee in enumerate(model.guarantees):
        point = Point("guarantee", guarantee.text, guarantee.span, at, promise=guarantee.kind)
        found.add(point, guarantee.condition, _How(lone=True))


def rules_in_order(model: m.Model) -> Iterator[m.When | m.Each | m.Match]:
    """The rules in the order of the plan."""
    waiting: list[m.Rule | m.Group] = list(reversed(model.groups))
    while waiting:
        match waiting.pop():
            case m.Group(body=body):
                waiting += reversed(body)
            case m.Choice(rules=rules):
                yield from rules
            case m.When() | m.Each() | m.Match() as rule:
                yield rule


def _rule(found: _Collected, at: int, rule: m.When | m.Each | m.Match) -> None:
    point = Point("rule", rule.id, rule.span, at)
    match rule:
        case m.When():
            how = _How(within=rule.within, lone=rule.times is None)
            found.add(point, rule.condition, how)
        case m.Each():
            found.add(point, rule.condition, _How(within=rule.within))
        case m.Match():
            found.add(point)
    if isinstance(rule, m.Each | m.Match):
        for inner, row in enumerate(rule.rows):
            found.add(Point("row", f"{rule.id}: {row.text}", row.span, at, inner))


# --- lets ------------------------------------------------------------------------------------------------


def _lets(found: _Collected, model: m.Model) -> None:
    """The conditions among the lets that something reads; of activities, all of them where `ignore` reads it."""
    ignoring = _named(model, (one.condition for one in model.ignores))
    deciding = ignoring | _named(model, _roots(model))
    for at, let in enumerate(model.lets):
        if let.name in deciding and let.value.type.kind is TypeKind.BOOLEAN:
            how = _How("ignore" if let.name in ignoring else "data")
            found.add(Point("let", let.name, let.span, at), let.value, how)


def _roots(model: m.Model) -> Iterator[m.Expr]:
    for rule in rules_in_order(model):
        if not rule.meta.off:
            yield from walk.rule_expressions(rule)
    yield from (one.condition for one in (*model.excludes, *model.disqualifies))
    yield from (one.condition for one in model.stages)
    yield from (one.condition for one in model.promotions)
    yield from (one.condition for one in model.guarantees)
    yield from (route.condition for route in model.routes if route.condition is not None)


def _named(model: m.Model, roots: Iterable[m.Expr]) -> set[str]:
    """The lets some expressions read, directly and through others."""
    values, found = {let.name: let.value for let in model.lets}, set[str]()
    waiting = list(roots)
    while waiting:
        for part in walk.parts(waiting.pop()):
            if isinstance(part, m.LetRef) and part.name not in found:
                found.add(part.name)
                waiting.append(values[part.name])
    return found


def _aggregates(parts: Iterable[m.Expr]) -> Iterator[m.Aggregate]:
    for root in parts:
        yield from (part for part in walk.parts(root) if isinstance(part, m.Aggregate))
