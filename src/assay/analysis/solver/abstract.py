"""Expressions over values that are known only so far: the values of a cell, not of a lead.

What comes out holds for every value the cell stands for. Where a cell is one value, it is what the record engine
says, by its own operators.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from assay.analysis.solver.budget import Budget
from assay.engines.record.trace.ops import BINARY, UNARY, WITH_SET, WITH_ZONE, Value
from assay.plan.nodes import Const, ConstSet, Expr, Op, Scalar, Var
from assay.plan.operations import OPERATIONS
from assay.values import LIMIT, SCALE, ZoneRules, divide


@dataclass(frozen=True, slots=True)
class Between:
    """Any whole number from low to high, as values are encoded."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Is:
    """Exactly this text, list or truth value."""

    value: str | bool | tuple[str, ...]


class Anything:
    """A value of its kind of which nothing is known."""

    __slots__ = ()


ANYTHING = Anything()
Known = Between | Is | Anything


@dataclass(frozen=True, slots=True)
class Abstract:
    """What a value can be: `known` (None: it is missing for sure), and whether it may be missing."""

    known: Known | None
    missing: bool = False


MISSING = Abstract(None, missing=True)
TRULY, FALSELY, EITHER = Abstract(Is(True)), Abstract(Is(False)), Abstract(ANYTHING)
UNSURE = Abstract(ANYTHING, missing=True)
Env = Callable[[Expr], Abstract | None]


@dataclass(frozen=True, slots=True)
class Setting:
    """What expressions mean besides the values of fields."""

    as_of: int
    zone: ZoneRules
    items: Callable[[ConstSet], tuple[Scalar, ...]]
    budget: Budget = field(default_factory=Budget, compare=False)


def exactly(value: Value) -> Abstract:
    if value is None:
        return MISSING
    if isinstance(value, int) and not isinstance(value, bool):
        return Abstract(Between(value, value))
    return Abstract(Is(value))


def abstract(setting: Setting, expr: Expr, env: Env) -> Abstract:
    """`env` gives the value of a field or a name, None for one that stands for an expression of its own."""
    if (given := env(expr)) is not None:
        return given
    match expr:
        case Const():
            return exactly(expr.value)
        case Var(name="as_of"):
            return exactly(setting.as_of)
        case Op(op="and" | "or" | "not" | "at_least"):
            return _logic(setting, expr, env)
        case Op(op="known" | "missing", args=(inner,)):
            return _asked(abstract(setting, inner, env), known=expr.op == "known")
        case Op(op="presume", args=(inner, other)):
            return _either(abstract(setting, inner, env), abstract(setting, other, env))
        case Op():
            setting.budget.spend()
            return _strict(setting, expr, env)
    return UNSURE


def _asked(inner: Abstract, *, known: bool) -> Abstract:
    if not inner.missing:
        return Abstract(Is(known))
    return Abstract(Is(not known)) if inner.known is None else EITHER


def _either(first: Abstract, other: Abstract) -> Abstract:
    if not first.missing or first.known is None:
        return first if not first.missing else other
    return Abstract(first.known if first.known == other.known else ANYTHING, other.missing)


# --- logic --------------------------------------------------------------------------------------------------------

T, F, U = 1, 2, 4  # true, false, unknown: a truth that is known only so far is a set of these


def truths(value: Abstract) -> int:
    """What a condition can come to."""
    unknown = U if value.missing else 0
    match value.known:
        case None:
            return U
        case Is(value=bool(truth)):
            return unknown | (T if truth else F)
    return unknown | T | F


_OF_TRUTHS = {
    mask: Abstract(
        None if not mask & 3 else Is(True) if mask & 3 == T else Is(False) if mask & 3 == F else ANYTHING,
        bool(mask & U),
    )
    for mask in range(1, 8)
}


def _logic(setting: Setting, expr: Op, env: Env) -> Abstract:
    first, *rest = expr.args
    if expr.op == "not":
        mask = truths(abstract(setting, first, env))
        return _OF_TRUTHS[mask & U | (T if mask & F else 0) | (F if mask & T else 0)]
    if expr.op == "at_least":
        assert isinstance(first, Const)
        return _at_least(int(first.value) // SCALE, [truths(abstract(setting, one, env)) for one in rest])
    needed = 1 if expr.op == "or" else len(expr.args)
    return _at_least(needed, [truths(abstract(setting, one, env)) for one in expr.args])


def _at_least(needed: int, masks: list[int]) -> Abstract:
    """True at `needed` trues, false if trues and unknowns are fewer. Every mix of the parts counts as possible."""
    sure, could = sum(mask == T for mask in masks), sum(bool(mask & T) for mask in masks)
    least_open, most_open = sum(mask & F == 0 for mask in masks), sum(mask != F for mask in masks)
    found = (T if could >= needed else 0) | (F if least_open < needed else 0)
    if sure < needed <= most_open and any(mask & U for mask in masks):
        found |= U
    return _OF_TRUTHS[found or U]


# --- everything else: missing if an argument is ----------------------------------------------------------------------


def _strict(setting: Setting, expr: Op, env: Env) -> Abstract:
    values = [abstract(setting, arg, env) for arg in expr.args if not isinstance(arg, ConstSet)]
    if any(value.known is None for value in values):
        return MISSING
    missing = any(value.missing for value in values)
    found = _applied(setting, expr, [value.known for value in values if value.known is not None])
    return Abstract(found.known, found.missing or missing)


def _applied(setting: Setting, expr: Op, known: list[Known]) -> Abstract:
    last = expr.args[-1]
    plain = [_plain(one) for one in known]
    if isinstance(last, ConstSet):
        return _with_set(expr.op, known, plain, setting.items(last))
    if all(one is not None for one in plain):
        return exactly(_concrete(setting, expr.op, plain))
    if OPERATIONS[expr.op].gives == "boolean":
        return _compared(expr.op, known)
    ends = [one for one in known if isinstance(one, Between)]
    return (
        _ranged(setting, expr.op, ends)
        if len(ends) == len(known)
        else Abstract(ANYTHING, not OPERATIONS[expr.op].total)
    )


def _plain(known: Known) -> Value:
    match known:
        case Between(low=low, high=high):
            return low if low == high else None
        case Is(value=value):
            return value
    return None


def _concrete(setting: Setting, op: str, values: list[Value]) -> Value:
    if op == "periods":
        assert isinstance(values[0], int)
        assert isinstance(values[1], int)
        return _periods(setting.as_of, values[0], values[1])
    if op in WITH_ZONE:
        assert isinstance(values[0], int)
        return WITH_ZONE[op](setting.zone, values[0])
    return BINARY[op](*values) if len(values) == 2 else UNARY[op](*values)


def _periods(as_of: int, since: int, every: int) -> int:
    return max(0, (as_of - since) // every) * SCALE


def _with_set(op: str, known: list[Known], plain: list[Value], items: tuple[Scalar, ...]) -> Abstract:
    if op in WITH_SET:
        if plain[0] is not None:
            return exactly(WITH_SET[op](plain[0], frozenset(items)))
        inside = isinstance(known[0], Between) and not any(known[0].low <= int(item) <= known[0].high for item in items)
        return FALSELY if inside else EITHER
    if op == "rank" and plain[0] is not None:
        return exactly(items.index(str(plain[0])) * SCALE if plain[0] in items else None)
    return UNSURE


def _compared(op: str, known: list[Known]) -> Abstract:
    a, b = known[0], known[-1]
    if len(known) != 2 or not isinstance(a, Between) or not isinstance(b, Between):
        return EITHER
    match op:
        case "lt" | "ge" if a.high < b.low or a.low >= b.high:
            return Abstract(Is((a.high < b.low) == (op == "lt")))
        case "le" | "gt" if a.high <= b.low or a.low > b.high:
            return Abstract(Is((a.high <= b.low) == (op == "le")))
        case "eq" | "ne" if a.high < b.low or a.low > b.high:
            return Abstract(Is(op == "ne"))
    return EITHER


def _ranged(setting: Setting, op: str, ends: list[Between]) -> Abstract:
    """Operations that rise or fall in each argument: the extremes are at the ends."""
    a, b = ends[0], ends[-1]
    match op:
        case "add" | "shift":
            return _limited(a.low + b.low, a.high + b.high, op)
        case "sub" | "back" | "elapsed":
            return _limited(a.low - b.high, a.high - b.low, op)
        case "mul":
            return _cornered([divide(x * y, SCALE) for x in (a.low, a.high) for y in (b.low, b.high)])
        case "div" if b.low > 0 or b.high < 0:
            return _cornered([divide(x * SCALE, y) for x in (a.low, a.high) for y in (b.low, b.high)])
        case "neg":
            return Abstract(Between(-a.high, -a.low))
        case "abs":
            return Abstract(
                Between(0 if a.low <= 0 <= a.high else min(abs(a.low), abs(a.high)), max(abs(a.low), abs(a.high)))
            )
        case "min":
            return Abstract(Between(min(a.low, b.low), min(a.high, b.high)))
        case "max":
            return Abstract(Between(max(a.low, b.low), max(a.high, b.high)))
        case "periods" if b.low == b.high:
            return _limited(_periods(setting.as_of, a.high, b.low), _periods(setting.as_of, a.low, b.low), op)
        case "round" | "whole" | "days" | "weeks" | "day" | "midnight":
            found = [_concrete(setting, op, [end]) for end in (a.low, a.high)]
            if all(isinstance(end, int) for end in found):
                return Abstract(Between(int(str(found[0])), int(str(found[1]))))
    return Abstract(ANYTHING, not OPERATIONS[op].total)


def _cornered(ends: list[int]) -> Abstract:
    return _limited(min(ends), max(ends), "mul")


def _limited(low: int, high: int, op: str) -> Abstract:
    """Numbers out of range are missing; moments have no limit."""
    if OPERATIONS[op].gives != "number":
        return Abstract(Between(low, high))
    if high <= -LIMIT or low >= LIMIT:
        return MISSING
    return Abstract(Between(max(low, 1 - LIMIT), min(high, LIMIT - 1)), low <= -LIMIT or high >= LIMIT)
