"""Conditions taken apart: into the parts that are true, false or unknown on their own, and how these are joined.

What stands behind the name of a `let` is taken apart at the `let`. A part that is written twice is one part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assay import model as m
from assay.engines.record.trace.ops import Value, all_of, any_of, at_least
from assay.values import SCALE

Truth = bool | None
Joint = Literal["and", "or", "not", "at least"]


@dataclass(frozen=True, slots=True)
class Joined:
    """`needed`: the K of `at least K of`."""

    joint: Joint
    args: "tuple[Tree, ...]"
    needed: int = 0


Tree = int | Joined
"""A part by its place, or some joined."""


@dataclass(frozen=True, slots=True)
class Apart:
    parts: tuple[m.Expr, ...]
    tree: Tree


@dataclass(slots=True)
class _Parts:
    places: dict[m.Expr, int] = field(default_factory=dict)

    def tree(self, expr: m.Expr) -> Tree:
        match expr:
            case m.Op(op="and" | "or" as joint):
                return Joined(joint, tuple(self.tree(part) for part in _chain(expr, joint)))
            case m.Op(op="implies", args=(condition, consequence)):
                return Joined("or", (Joined("not", (self.tree(condition),)), self.tree(consequence)))
            case m.Op(op="not", args=(inner,)):
                return Joined("not", (self.tree(inner),))
            case m.Op(op="at least", args=(m.Const(value=int(count)), *conditions)):
                return Joined("at least", tuple(self.tree(part) for part in conditions), count // SCALE)
        return self.places.setdefault(expr, len(self.places))


def taken_apart(condition: m.Expr) -> Apart:
    found = _Parts()
    tree = found.tree(condition)
    return Apart(tuple(found.places), tree)


def _chain(expr: m.Expr, joint: str) -> Iterator[m.Expr]:
    """The operands of a chain of one operator, however long."""
    waiting = [expr]
    while waiting:
        one = waiting.pop()
        if isinstance(one, m.Op) and one.op == joint:
            waiting += reversed(one.args)
        else:
            yield one


def truth(tree: Tree, values: Sequence[Truth]) -> Truth:
    """What the parts' truths come to."""
    if isinstance(tree, int):
        return values[tree]
    found: list[Value] = [truth(arg, values) for arg in tree.args]
    match tree.joint:
        case "and":
            return all_of(found)
        case "or":
            return any_of(found)
        case "not":
            return None if found[0] is None else not found[0]
        case "at least":
            return at_least(tree.needed, found)


def decides(tree: Tree, values: Sequence[Truth], place: int) -> bool:
    """Whether a part that is true or false settles the whole: the other of the two, all else as it is, would turn
    the whole from true to false or back."""
    if values[place] is None:
        return False
    turned = [not value if at == place and value is not None else value for at, value in enumerate(values)]
    before, after = truth(tree, values), truth(tree, turned)
    return before is not None and after is not None and before is not after


def with_activity_unknown(parts: Sequence[m.Expr], values: Sequence[Truth]) -> tuple[Truth, ...]:
    """The truths as they are without any activity: what is about one is unknown."""
    return tuple(None if part.scope is m.Scope.ACTIVITY else value for part, value in zip(parts, values, strict=True))
