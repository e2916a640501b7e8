"""Which rules the tables of lead fields take over, and which are left to general code.

* One field decides the rule, and its points are constant: it is part of that field's table.
* A conjunction of parts that one field each decides: each field's table says which of them its value makes false or
  leaves unknown, one bit per rule, and what no field objects to is true.
* Any other conjunction with a part on one field: anchored there, at its most selective part, and the rest is only run
  for leads whose value makes that part true. So is a rule on one field whose points have to be computed.
* Everything else (activities, groups, choices) is general.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assay.engines.record.layout import Context
from assay.engines.record.shapes import Equal, Range, Reading, Shape, Test, conjuncts, leaves, shape_of
from assay.plan.nodes import Amount, Const, Expr, LeadField, Op, Rule
from assay.values import points_of


@dataclass(frozen=True, slots=True)
class SinglePlace:
    """A rule that one field decides."""

    rule: int
    field: str
    shape: Shape
    points: int


@dataclass(frozen=True, slots=True)
class JointPlace:
    """A rule anchored at a field. `rest`: what is left to be tested; `amount` None: the points are constant."""

    rule: int
    field: str
    shape: Shape
    rest: tuple[Expr, ...]
    amount: Amount | None
    points: int


@dataclass(frozen=True, slots=True)
class MatchPlace:
    """A `match` on one field with constant points."""

    rule: int
    field: str
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ConjunctionPlace:
    """A rule each part of which one field decides."""

    rule: int
    parts: tuple[tuple[str, Shape], ...]  # of different fields
    points: int


Place = SinglePlace | JointPlace | MatchPlace | ConjunctionPlace


def is_running(rule: Rule, today: int) -> bool:
    """Whether a rule counts on a day."""
    early = rule.starting is not None and today < rule.starting
    late = rule.until is not None and today > rule.until
    return not (rule.off or early or late)


def bounded(points: int, rule: Rule) -> int:
    """Bounds of a rule, which are of the amount before its sign."""
    if rule.maximum is not None:
        points = min(points, rule.maximum)
    return points if rule.minimum is None else max(points, rule.minimum)


def constant_points(amount: Amount, rule: Rule) -> int | None:
    """The points of an amount that is a constant, bounded and signed."""
    if not isinstance(amount.value, Const):
        return None
    return amount.sign * bounded(points_of(int(amount.value.value)), rule)


def places(context: Context) -> dict[int, Place]:
    """The rules that tables take over, by index."""
    placing = _Placing(context)
    found = ((index, placing.place(index, rule)) for index, rule in enumerate(context.plan.rules))
    return {index: place for index, place in found if place is not None}


class _Placing:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.today = context.zone.day(context.as_of)
        self.early = _early(context)
        self.reading = Reading(context)

    def place(self, index: int, rule: Rule) -> Place | None:
        if not is_running(rule, self.today) or rule.choice is not None:
            return None
        if rule.kind == "match":
            return self._match(index, rule)
        if rule.kind != "when" or rule.condition is None or rule.condition.scope != "lead":
            return None
        return self._when(index, rule, rule.condition.test)

    def _match(self, index: int, rule: Rule) -> Place | None:
        assert rule.subject is not None
        points = [constant_points(row.amount, rule) for row in rule.rows]
        tests = [row.test for row in rule.rows if row.test is not None]
        fields = self._fields([rule.subject, *tests])
        if fields is None or len(fields) != 1 or None in points:
            return None
        (field,) = fields
        return MatchPlace(index, field, tuple(given for given in points if given is not None))

    def _when(self, index: int, rule: Rule, test: Expr) -> Place | None:
        assert rule.amount is not None
        points = constant_points(rule.amount, rule)
        amount = None if points is not None else rule.amount
        fields = self.reading.fields(test)
        if points is not None and fields is not None and len(fields) == 1:
            (field,) = fields
            return SinglePlace(index, field, shape_of([test], self.context), points)
        if amount is not None and not self._is_early(amount.value):
            return None
        parts = [test] if fields is not None and len(fields) == 1 else conjuncts(test, self.context)
        return self._anchored(index, parts, amount, points or 0)

    def _anchored(self, index: int, parts: list[Expr], amount: Amount | None, points: int) -> Place | None:
        by_field: dict[str, list[Expr]] = {}
        for part in parts:
            fields = self.reading.fields(part)
            if fields is not None and len(fields) == 1:
                (field,) = fields
                by_field.setdefault(field, []).append(part)
        if not by_field or not all(map(self._is_early, parts)):
            return None
        shapes = [(shape_of(own, self.context), field) for field, own in by_field.items()]
        if amount is None and sum(map(len, by_field.values())) == len(parts):
            return ConjunctionPlace(index, tuple((field, shape) for shape, field in shapes), points)
        shape, field = min(shapes, key=lambda one: _selectivity(one[0]))
        rest = tuple(part for part in parts if not any(part is own for own in by_field[field]))
        return JointPlace(index, field, shape, rest, amount, points)

    def _fields(self, exprs: Iterable[Expr]) -> frozenset[str] | None:
        return self.reading.fields(Op("op", "and", tuple(exprs)))

    def _is_early(self, expr: Expr) -> bool:
        """Whether all it reads is known before the first group."""
        return all(isinstance(leaf, LeadField) or leaf.name in self.early for leaf in leaves(expr))


def _early(context: Context) -> frozenset[str]:
    names = {"as_of"}
    for step in context.plan.steps:
        if step.kind == "group":
            break
        if step.kind == "aggregate":
            names.add(f"aggregate:{step.name}")
        elif step.kind == "value" and context.lets[step.name].scope == "lead":
            names.add(step.name)
    return frozenset(names)


def _selectivity(shape: Shape) -> int:
    """The fewer values a shape is likely to take, the lower."""
    match shape:
        case Equal():
            return len(shape.values)
        case Range():
            return 1_000 if shape.low is not None and shape.high is not None else 2_000
        case Test():
            return 3_000
