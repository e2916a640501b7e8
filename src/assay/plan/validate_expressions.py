"""Expressions of a stored plan, typed: what an engine may compute without failing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from assay.plan.errors import PlanError
from assay.plan.nodes import ActivityField, Const, ConstSet, Expr, LeadField, NamedList, Op, Scalar, Var
from assay.plan.operations import KINDS, OPERATIONS, SET
from assay.values import DAY, LIMIT

DEPTH = 240
_MOST = 10**18
_DATES = 4_000_000  # days either way of 1970: the whole calendar
_PYTHON: Mapping[str, type] = {"text": str, "boolean": bool}
_RANGE = {"number": LIMIT, "date": _DATES, "time": _MOST, "duration": _MOST, "stage": 10_000}


@dataclass(frozen=True, slots=True)
class Known:
    """What expressions may name: fields with their kinds, lists, and the Vars computed so far (kind, and whether
    they belong to one activity). `orders`: the declared order of what is one of several texts, by "lead NAME",
    "activity NAME" or the key of a Var."""

    lead: Mapping[str, str]
    activity: Mapping[str, str]
    lists: Mapping[str, NamedList]
    vars: dict[str, tuple[str, bool]] = field(default_factory=lambda: {"as_of": ("time", False)})
    orders: dict[str, tuple[Scalar, ...]] = field(default_factory=dict)


def kind_of(known: Known, expr: Expr, *, activity: bool, depth: int = 0) -> str:
    """The kind of value an expression gives; `activity`: there is one at hand. Raises PlanError."""
    if depth > DEPTH:
        raise PlanError("an expression is nested too deeply")
    match expr:
        case Const(kind=kind, value=value):
            return _kind_of_constant(kind, value)
        case ConstSet():
            raise PlanError("a set stands where a value is asked for")
        case LeadField(name=name):
            return _looked_up(known.lead, name, "field of the lead")
        case ActivityField(name=name):
            if not activity:
                raise PlanError(f"`{name}` is read where there is no activity")
            return _looked_up(known.activity, name, "field of activities")
        case Var(name=name):
            return _kind_of_var(known, name, activity=activity)
        case Op():
            return _kind_of_operation(known, expr, activity=activity, depth=depth)
    assert_never(expr)


def _looked_up(kinds: Mapping[str, str], name: str, noun: str) -> str:
    if name not in kinds:
        raise PlanError(f"there is no {noun} `{name}`")
    return kinds[name]


def _kind_of_var(known: Known, name: str, *, activity: bool) -> str:
    if name not in known.vars:
        raise PlanError(f"`{name}` is read before it is computed")
    kind, of_activity = known.vars[name]
    if of_activity and not activity:
        raise PlanError(f"`{name}` is read where there is no activity")
    return kind


def _kind_of_constant(kind: str, value: Scalar) -> str:
    expected = _PYTHON.get(kind, int)
    if kind not in KINDS or kind == "list" or type(value) is not expected:
        raise PlanError(f"a constant is no {kind}")
    if kind in _RANGE and not -_RANGE[kind] < int(value) < _RANGE[kind]:
        raise PlanError(f"a {kind} is out of range")
    return kind


def _kind_of_operation(known: Known, expr: Op, *, activity: bool, depth: int) -> str:
    operation = OPERATIONS.get(expr.op)
    if operation is None:
        raise PlanError(f"there is no operation `{expr.op}`")
    few, many = len(operation.takes), len(expr.args)
    if many != few and not (operation.more and many > few):
        raise PlanError(f"`{expr.op}` takes {few} values, not {many}")
    first = ""
    for place, arg in enumerate(expr.args):
        wanted = operation.takes[min(place, few - 1)]
        if place in operation.constant and not isinstance(arg, Const):
            raise PlanError(f"`{expr.op}` takes a constant")
        if wanted is SET:
            _check_set(known, arg, "text" if first == "list" else first, expr.op)
            continue
        kind = kind_of(known, arg, activity=activity, depth=depth + 1)
        if kind not in wanted or (operation.same and first not in ("", kind)):
            raise PlanError(f"`{expr.op}` does not take a {kind} there")
        first = first or kind
    return operation.gives or first


def _check_set(known: Known, items: Expr, kind: str, name: str) -> None:
    if not isinstance(items, ConstSet):
        raise PlanError(f"`{name}` takes a set of constants")
    if items.name is not None and items.name not in known.lists:
        raise PlanError(f"there is no list `{items.name}`")
    stored = items.kind if items.name is None else known.lists[items.name].kind
    if items.kind != kind or stored != kind or (items.name is not None and items.items):
        raise PlanError(f"`{name}` takes a set of the kind {kind}")
    check_items(kind, items.items)


def order_of(known: Known, expr: Expr) -> tuple[Scalar, ...] | None:
    """The declared order of an expression that is always one of several texts."""
    match expr:
        case LeadField(name=name) | ActivityField(name=name):
            return known.orders.get(f"{expr.node} {name}")
        case Var(name=name):
            return known.orders.get(name)
        case Op(op="min_rank" | "max_rank", args=(_, _, ConstSet(items=items))):
            return items
    return None


def check_items(kind: str, items: tuple[Scalar, ...]) -> None:
    for item in items:
        _kind_of_constant(kind, item)


def check_kind(known: Known, expr: Expr, kind: str, *, activity: bool) -> None:
    """Raises PlanError unless the expression gives that kind."""
    found = kind_of(known, expr, activity=activity)
    if found != kind:
        raise PlanError(f"an expression gives a {found} where a {kind} is asked for")


def check_span(value: int | None, what: str, *, least: int = 1) -> None:
    """A duration or a count that is given is within reach."""
    if value is not None and not least <= value < _MOST:
        raise PlanError(f"{what} is out of range")


def check_offset(offset: int) -> None:
    if not -2 * DAY < offset < 2 * DAY:
        raise PlanError("an offset of the zone is out of range")
