"""Expressions with every `let` opened up, and what they are about."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from assay.analysis.definitions import Definitions, definitions, kind_of
from assay.plan.describe import describe
from assay.plan.nodes import ActivityField, Const, ConstSet, Expr, LeadField, Op, Plan, Scalar, Var
from assay.plan.operations import OPERATIONS

_LARGEST = 3_000  # parts of one condition
SUBJECT = Var("var", "subject")
LOGIC = frozenset({"and", "or", "not", "at_least"})


class TooLarge(Exception):  # noqa: N818  not an error: the condition is left out
    """A condition of more parts than are looked at."""


@dataclass(slots=True)
class Names:
    """The names of one plan. `lists`: by the name they have here, so that those of two plans keep apart."""

    plan: Plan
    known: Definitions
    suffix: str = ""  # of the plan's named lists, but for those that are the same in the first
    same: frozenset[str] = frozenset()
    _opened: dict[Expr, Expr] = field(default_factory=dict)
    _by_identity: dict[int, tuple[Expr, Expr]] = field(default_factory=dict)
    _about: dict[int, tuple[Expr, tuple[Expr, ...]]] = field(default_factory=dict)

    def of_list(self, name: str) -> str:
        """What a named list is called here."""
        return name if name in self.same else name + self.suffix

    def opened(self, expr: Expr) -> Expr:
        """The expression with the values of `let`s in place of their names. Raises TooLarge."""
        known = self._by_identity.get(id(expr))
        if known is None:
            if expr not in self._opened:
                self._opened[expr] = _Opening(self).of(expr)
            known = self._by_identity[id(expr)] = (expr, self._opened[expr])  # the first lives on with its identity
        return known[1]

    def about(self, expr: Expr) -> tuple[Expr, ...]:
        """The fields and results that an opened expression reads, each once."""
        known = self._about.get(id(expr))
        if known is None:
            known = self._about[id(expr)] = (expr, tuple(dict.fromkeys(_read(expr))))
        return known[1]

    def is_condition(self, expr: Expr) -> bool:
        match expr:
            case Const(value=value):
                return isinstance(value, bool)
            case Op(op="presume", args=(inner, _)):
                return self.is_condition(inner)
            case Op(op=op):
                return OPERATIONS[op].gives == "boolean"
        return kind_of(self.known, expr) == "boolean"

    def leaves(self, expr: Expr) -> Iterator[Expr]:
        """The comparisons of an opened condition."""
        match expr:
            case Op(op=op, args=args) if op in LOGIC:
                for arg in args:
                    yield from self.leaves(arg)
            case Op(op="known" | "missing" | "presume", args=(inner, *_)) if self.is_condition(inner):
                yield from self.leaves(inner)
            case Const():
                return
            case _:
                yield expr

    def worded(self, expr: Expr) -> str:
        """A comparison in the words of the rules, more or less."""
        text = describe(_unfolded(expr), [stage.name for stage in self.plan.stages])
        texts = {one.id: one.text for one in self.plan.aggregates}
        text = re.sub(r"\baggregate:(\w+)", lambda found: texts.get(found[1], found[0]), text)
        return re.sub(r"\b(?:lead|activity)\.|\bgroup:", "", text)


def names(plan: Plan, suffix: str = "", first: Mapping[str, tuple[Scalar, ...]] | None = None) -> Names:
    """`first`: the lists of the first plan."""
    same = frozenset(one.name for one in plan.lists if first is not None and first.get(one.name) == one.items)
    return Names(plan, definitions(plan), suffix, same)


@dataclass(slots=True)
class _Opening:
    names: Names
    size: int = 0

    def of(self, expr: Expr) -> Expr:
        self.size += 1
        if self.size > _LARGEST:
            raise TooLarge
        match expr:
            case Var(name="subject"):
                return expr
            case Var(name=name) if name in self.names.known.values:
                return self.of(self.names.known.values[name].value)
            case ConstSet(name=str(name)) if self.names.suffix:
                return replace(expr, name=self.names.of_list(name))
            case Op(args=args):
                return replace(expr, args=tuple(self.of(arg) for arg in args))
        return expr


def _read(expr: Expr) -> Iterator[Expr]:
    match expr:
        case LeadField() | ActivityField():
            yield expr
        case Var(name=name) if name != "as_of":
            yield expr
        case Op(op="periods", args=args):
            yield from _read(args[0])
        case Op(args=args):
            for arg in args:
                yield from _read(arg)


def _unfolded(expr: Expr) -> Expr:
    if isinstance(expr, Op):
        if expr.op in ("fold", "fold_list"):
            return _unfolded(expr.args[0])
        return replace(expr, args=tuple(_unfolded(arg) for arg in expr.args))
    return expr


def with_instead(expr: Expr, old: Expr, new: Expr) -> Expr:
    """The expression with another in place of every occurrence of one."""
    if expr == old:
        return new
    if isinstance(expr, Op):
        return replace(expr, args=tuple(with_instead(arg, old, new) for arg in expr.args))
    return expr


def field_itself(value: Expr | None) -> ActivityField | None:
    """The field of an activity that a value is, folded or cut to its day."""
    if isinstance(value, Op) and value.op in ("fold", "day") and len(value.args) == 1:
        value = value.args[0]
    return value if isinstance(value, ActivityField) else None
