"""Equalities on activities: which activities alone can make a condition true.

A condition such as `action == "demo" and …` need only be tried on activities of that action, which an index
gives. Where the undecided are sought as well, the equality must also rule out that the condition *could* be true;
that is shown by working out what values the condition can take while the equality does not hold.
"""

from dataclasses import dataclass
from itertools import product

from assay.engines.record.layout import INLINE_DEPTH, Context, view_of
from assay.plan.nodes import ActivityField, Condition, Const, Expr, Op, Scalar

Outcomes = frozenset[bool | None]
ALL: Outcomes = frozenset((True, False, None))
KNOWN: Outcomes = frozenset((True, False))


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place of the view in an activity, and the constant it must equal."""

    view: int
    value: Scalar


def anchor_of(condition: Condition, context: Context) -> Anchor | None:
    """An equality without which the condition is neither true nor could be."""
    for anchor in _equalities(condition.test, context):
        if condition.possible is None or True not in _Without(anchor, context).outcomes(condition.possible):
            return anchor
    return None


def test_anchor(test: Expr | None, context: Context) -> Anchor | None:
    """An equality without which the test is not true."""
    return next(iter(_equalities(test, context)), None) if test is not None else None


def _equalities(test: Expr, context: Context) -> list[Anchor]:
    """The equalities among the parts of a conjunction, also in `let`s about an activity."""
    found: list[Anchor] = []
    seen: set[str] = set()
    work: list[Expr] = [test]
    while work:
        expr = work.pop()
        let = context.let_of(expr)
        if let is not None and let.scope == "activity" and len(seen) < INLINE_DEPTH:
            if let.name not in seen:
                work.append(let.value)
            seen.add(let.name)
        elif isinstance(expr, Op) and expr.op == "and":
            work.extend(reversed(expr.args))
        elif (anchor := _equality(expr, context)) is not None:
            found.append(anchor)
    return found


def _equality(expr: Expr, context: Context) -> Anchor | None:
    if not isinstance(expr, Op) or expr.op != "eq" or not isinstance(expr.args[1], Const):
        return None
    view = view_of(expr.args[0])
    if view is None or not isinstance(view[0], ActivityField):
        return None
    return Anchor(context.activity.view(view[0].name, view[1]), expr.args[1].value)


class _Without:
    """The values conditions can take of an activity for which the anchor's equality does not hold."""

    def __init__(self, anchor: Anchor, context: Context) -> None:
        self.anchor = anchor
        self.context = context
        self._lets: dict[str, Outcomes] = {}

    def outcomes(self, expr: Expr, depth: int = 0) -> Outcomes:
        if isinstance(expr, Const):
            return frozenset((bool(expr.value),))
        let = self.context.let_of(expr)
        if let is not None and depth < INLINE_DEPTH:
            if let.name not in self._lets:
                self._lets[let.name] = self.outcomes(let.value, depth + 1)
            return self._lets[let.name]
        if not isinstance(expr, Op) or depth >= INLINE_DEPTH:
            return ALL
        return self._operation(expr, depth + 1)

    def _operation(self, expr: Op, depth: int) -> Outcomes:
        match expr.op:
            case "and" | "or":
                return self._junction(expr, decisive=expr.op == "or", depth=depth)
            case "not":
                return frozenset(None if one is None else not one for one in self.outcomes(expr.args[0], depth))
            case "presume":
                found, fallback = (self.outcomes(arg, depth) for arg in expr.args)
                return (found - {None}) | fallback if None in found else found
            case "known" | "missing":
                return KNOWN
            case "eq" if _equality(expr, self.context) == self.anchor:
                return frozenset((False, None))
        return ALL

    def _junction(self, expr: Op, decisive: bool, depth: int) -> Outcomes:
        total: Outcomes = frozenset((not decisive,))
        for arg in expr.args:
            total = frozenset(_joined(a, b, decisive) for a, b in product(total, self.outcomes(arg, depth)))
        return total


def _joined(a: bool | None, b: bool | None, decisive: bool) -> bool | None:
    if decisive in (a, b):
        return decisive
    return None if None in (a, b) else not decisive
