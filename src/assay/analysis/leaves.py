"""Conditions taken apart into leaves: comparisons that are about one value each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assay.analysis.definitions import Definitions, kind_of, resolved
from assay.engines.record.trace.ops import all_of, any_of, at_least
from assay.plan.nodes import Const, Expr, Op, Var
from assay.plan.operations import OPERATIONS
from assay.values import SCALE

Truth = bool | None
Evaluator = Callable[[Sequence[Truth]], Truth]
_DEEPEST, _LARGEST = 60, 600


@dataclass(slots=True)
class Formula:
    """Conditions over shared leaves, by number: `leaves[i]` is the expression whose truth is `env[i]`."""

    known: Definitions
    leaves: dict[Expr, int] = field(default_factory=dict)
    size: int = 0

    def add(self, expr: Expr, depth: int = 0) -> Evaluator:
        """How the condition's truth follows from the leaves'. What is too large or too deep is one leaf."""
        self.size += 1
        if depth > _DEEPEST or self.size > _LARGEST:
            return self._leaf(expr)
        match expr:
            case Const(value=bool(value)):
                return lambda _: value
            case Op(op="and" | "or" | "at_least"):
                return self._joined(expr, depth)
            case Op(op="not", args=(inner,)):
                return _negated(self.add(inner, depth + 1))
            case Op(op="known" | "missing", args=(inner,)) if is_condition(self.known, inner):
                return _asked(self.add(inner, depth + 1), known=expr.op == "known")
            case Op(op="presume", args=(inner, Const(value=bool(value)))):
                return _presumed(self.add(inner, depth + 1), value)
            case Var(name=name) if name in self.known.values and is_condition(self.known, expr):
                return self.add(self.known.values[name].value, depth + 1)
        return self._leaf(expr)

    def _joined(self, expr: Op, depth: int) -> Evaluator:
        first = expr.args[0]
        if expr.op == "at_least":
            assert isinstance(first, Const)
            needed, parts = int(first.value) // SCALE, [self.add(arg, depth + 1) for arg in expr.args[1:]]
            return lambda env: at_least(needed, [part(env) for part in parts])
        parts = [self.add(arg, depth + 1) for arg in expr.args]
        join = all_of if expr.op == "and" else any_of
        return lambda env: join([part(env) for part in parts])

    def _leaf(self, expr: Expr) -> Evaluator:
        place = self.leaves.setdefault(expr, len(self.leaves))
        return lambda env: env[place]


def _negated(part: Evaluator) -> Evaluator:
    def negation(env: Sequence[Truth]) -> Truth:
        value = part(env)
        return None if value is None else not value

    return negation


def _asked(part: Evaluator, *, known: bool) -> Evaluator:
    return lambda env: (part(env) is not None) == known


def _presumed(part: Evaluator, otherwise: bool) -> Evaluator:
    def presumption(env: Sequence[Truth]) -> Truth:
        value = part(env)
        return otherwise if value is None else value

    return presumption


def is_condition(known: Definitions, expr: Expr) -> bool:
    """Whether a value is true or false."""
    match expr:
        case Const(value=value):
            return isinstance(value, bool)
        case Op(op="presume", args=(inner, _)):
            return is_condition(known, inner)
        case Op(op=op):
            return OPERATIONS[op].gives == "boolean"
    return kind_of(known, expr) == "boolean"


def variable_of(known: Definitions, leaf: Expr) -> Expr:
    """What a leaf is about: the value it compares with a constant, or itself where it is anything else."""
    match leaf:
        case Op(op="known" | "missing", args=(inner,)):
            return resolved(known, inner)
        case Op(args=(left, right)) if right.node in ("const", "set") and is_condition(known, leaf):
            return resolved(known, left)
        case Var(name="subject"):
            return resolved(known, leaf)
    return leaf
