"""Which comparisons of a plan read which field of the lead.

An atom is a comparison, or a value that goes into an amount or an aggregate as it is. What stands behind a
`let` counts where the `let` is used, and each is looked at once.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from assay.engines.record.trace.nodes import ActivityTrace
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.traced import Trace
from assay.engines.record.trace.values import evaluate
from assay.plan.nodes import ActivityField, Aggregate, Expr, LeadField, Op, Rule, Var
from assay.plan.nodes import Value as Let

SEEN_THROUGH = frozenset({"and", "or", "not", "at_least", "presume"})
NOT_RUN = frozenset({"off", "not yet", "over"})


@dataclass(slots=True)
class Reading:
    """What reads what in a plan; `behind` remembers the lead fields behind each name."""

    lets: Mapping[str, Let]
    aggregates: Mapping[str, Aggregate]
    behind: dict[str, frozenset[str]] = field(default_factory=dict)

    def fields_of(self, expr: Expr) -> frozenset[str]:
        """The lead fields an expression reads, through `let`s and aggregates too."""
        match expr:
            case LeadField():
                return frozenset({expr.name})
            case Op():
                return frozenset[str]().union(*(self.fields_of(arg) for arg in expr.args))
            case Var():
                return self._behind(expr.name)
            case _:
                return frozenset()

    def _behind(self, name: str) -> frozenset[str]:
        if name not in self.behind:
            self.behind[name] = frozenset()
            self.behind[name] = frozenset[str]().union(*(self.fields_of(part) for part in self.definitions(name)))
        return self.behind[name]

    def definitions(self, name: str) -> tuple[Expr, ...]:
        """The expressions behind a Var: of a `let` its value, of an aggregate its parts, of a result none."""
        if name in self.lets:
            return (self.lets[name].value,)
        aggregate = self.aggregates.get(name.removeprefix("aggregate:"))
        if aggregate is None or not name.startswith("aggregate:"):
            return ()
        return tuple(part for part in (aggregate.where, aggregate.value, aggregate.key) if part is not None)

    def on_activity(self, expr: Expr) -> bool:
        """Whether an expression reads the activity at hand, also through a `let`."""
        match expr:
            case ActivityField():
                return True
            case Op():
                return any(self.on_activity(arg) for arg in expr.args)
            case Var():
                return expr.name in self.lets and self.lets[expr.name].scope == "activity"
            case _:
                return False


def reading_of(trace: Trace) -> Reading:
    """What the plan of a trace reads."""
    return Reading(trace.state.lets, trace.state.aggregates)


def atoms_of(trace: Trace, reading: Reading) -> dict[str, tuple[Expr, ...]]:
    """The atoms by lead field. Rules that are off or out of their dates do not count."""
    found: dict[str, dict[Expr, None]] = defaultdict(dict)
    visited: set[str] = set()
    for root in _roots(trace):
        for atom in _atoms(reading, root, visited):
            for name in reading.fields_of(atom):
                found[name][atom] = None
    return {name: tuple(atoms) for name, atoms in found.items()}


def _atoms(reading: Reading, expr: Expr, visited: set[str]) -> Iterator[Expr]:
    match expr:
        case Op() if expr.op in SEEN_THROUGH:
            for arg in expr.args:
                yield from _atoms(reading, arg, visited)
        case Var() if reading.definitions(expr.name) and expr.name not in visited:
            visited.add(expr.name)
            for part in reading.definitions(expr.name):
                yield from _atoms(reading, part, visited)
        case Op():
            yield expr
            for name in _names(expr):
                yield from _atoms(reading, Var("var", name), visited)
        case LeadField():
            yield expr
        case _:
            return


def _names(expr: Expr) -> Iterator[str]:
    """The aggregates inside a comparison: their conditions have atoms of their own."""
    match expr:
        case Var() if expr.name.startswith("aggregate:"):
            yield expr.name
        case Op():
            for arg in expr.args:
                yield from _names(arg)
        case _:
            return


def _roots(trace: Trace) -> Iterator[Expr]:
    plan = trace.plan
    for index, rule in enumerate(plan.rules):
        found = trace.rules.get(index)
        if found is None or found.outcome not in NOT_RUN:
            yield from _of_rule(rule)
    yield from (decision.condition.test for decision in (*plan.ignores, *plan.excludes, *plan.disqualifies))
    yield from (stage.condition.test for stage in plan.stages)
    yield from (promotion.condition.test for promotion in plan.promotions)


def _of_rule(rule: Rule) -> Iterator[Expr]:
    if rule.condition is not None:
        yield rule.condition.test
    if rule.amount is not None:
        yield rule.amount.value
    for row in rule.rows:
        yield row.amount.value
        if row.test is not None and rule.subject is not None:
            yield with_subject(row.test, rule.subject)
    yield from (part for part in (rule.once_per, rule.quota.field if rule.quota else None) if part is not None)


def with_subject(expr: Expr, subject: Expr) -> Expr:
    """The test of a row with what the `match` is about put in its place."""
    if isinstance(expr, Var) and expr.name == "subject":
        return subject
    if isinstance(expr, Op):
        return replace(expr, args=tuple(with_subject(arg, subject) for arg in expr.args))
    return expr


@dataclass(frozen=True, slots=True)
class Sides:
    """An atom as seen from the lead, or from one of its activities: what an equation for a field is solved in."""

    field: str
    trace: Trace
    reading: Reading
    activity: ActivityTrace | None

    def depends(self, expr: Expr) -> bool:
        """Whether an expression reads the field."""
        return self.field in self.reading.fields_of(expr)

    def constant(self, expr: Expr) -> Value:
        """The value of an expression that does not."""
        return evaluate(expr, self.trace.state.frame(self.activity))

    def definition(self, name: str) -> Expr | None:
        """What stands behind the name of a `let`."""
        let = self.reading.lets.get(name)
        return None if let is None else let.value


def sides_of(trace: Trace, reading: Reading, name: str, atom: Expr) -> Iterator[Sides]:
    """An atom as seen from the lead, or from each of its activities where it reads one."""
    activities: tuple[ActivityTrace | None, ...] = trace.state.kept if reading.on_activity(atom) else (None,)
    return (Sides(name, trace, reading, activity) for activity in activities)
