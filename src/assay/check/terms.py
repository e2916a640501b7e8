"""The uses of undeclared fields in an expression: what each says of their types and tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from assay.builtins import AGGREGATES, FUNCTIONS, OPERATORS, Signature
from assay.check.columns import matching
from assay.check.inference import Difference, ListTerm, Slot, Term, Use, bind, items_of, only, order, unify
from assay.check.names import RESULTS, UNGROUPED, Names
from assay.source import Span
from assay.syntax import ast
from assay.types import MOMENTS, Kind, Type

_LOGIC = frozenset({"and", "or", "implies"})
_ORDER = frozenset({"<", "<=", ">", ">="})
_RESULTS = {"score": Kind.NUMBER, "stage": Kind.STAGE, "route": Kind.TEXT, "disqualified": Kind.BOOLEAN}


@dataclass(slots=True)
class Survey:
    """`slots` are the undeclared fields in order of appearance. `declared` maps fields of a schema to their types;
    `headers` are the columns that count as fields, None where any name may be one. `missing` are the spellings that
    count as missing, folded."""

    names: Names
    declared: Mapping[str, Type]
    headers: tuple[str, ...] | None
    missing: frozenset[str]
    slots: dict[str, Slot] = field(default_factory=dict)
    lets: dict[str, Term] = field(default_factory=dict)
    let_uses: dict[str, Use] = field(default_factory=dict)
    no_columns: set[str] = field(default_factory=set)  # names looked for among the headers in vain


def named(name: ast.Name, uses: Use, found: Survey) -> Term:
    """A name as a value: what is known of it, or a slot for it."""
    if name.name in RESULTS and not name.quoted:
        return _RESULTS[name.name]
    if name.name in found.names.lets:
        found.let_uses[name.name] = found.let_uses.get(name.name, Use.ANYWHERE) | uses
        return found.lets.get(name.name)
    if (type_ := found.declared.get(name.name)) is not None:
        return ListTerm(Kind.TEXT) if type_.kind is Kind.LIST else type_.kind
    if name.name in found.names.groups or name.name == UNGROUPED:
        return Kind.NUMBER
    return slot_of(name, uses, found)


def slot_of(name: ast.Name, uses: Use, found: Survey) -> Slot | None:
    """The slot of an undeclared field, None for a name that cannot be one."""
    if name.name in found.slots:
        slot = found.slots[name.name]
    elif name.name in found.no_columns or name.name in found.names.stages:
        return None
    elif found.headers is not None and matching(name.name, found.headers) is None:
        found.no_columns.add(name.name)
        return None
    else:
        slot = found.slots[name.name] = Slot(name.name, name.span)
    slot.uses |= uses
    return slot


def term(expr: ast.Expr, uses: Use, found: Survey) -> Term:
    """What is known of an expression's type, its fields noted on the way."""
    match expr:
        case ast.Name():
            return named(expr, uses, found)
        case ast.Binary():
            return _binary(expr, uses, found)
        case ast.Text():
            return Kind.TEXT
        case ast.Number():
            return Kind.NUMBER
        case ast.Boolean():
            return Kind.BOOLEAN
        case ast.Date() | ast.Time() | ast.Ago():
            return Kind.TIME
        case ast.Duration():
            return Kind.DURATION
        case ast.Call():
            return _call(expr, uses, found)
        case ast.ListOf() | ast.Between():
            return _list(expr, uses, found)
        case _:
            return _condition_or_number(expr, uses, found)


def _list(expr: ast.ListOf | ast.Between, uses: Use, found: Survey) -> Term:
    if isinstance(expr, ast.ListOf):
        return ListTerm(_together([term(item, uses, found) for item in expr.items], expr.span))
    ends = [term(expr.low, uses, found), term(expr.high, uses, found)]
    order(*ends)
    return ListTerm(_together(ends, expr.span))


def _condition_or_number(expr: ast.Unary | ast.Known | ast.AtLeast, uses: Use, found: Survey) -> Term:
    match expr:
        case ast.Unary():
            kind = Kind.BOOLEAN if expr.op == "not" else Kind.NUMBER
            bind(term(expr.operand, uses, found), kind, expr.span)
            return kind
        case ast.Known():
            term(expr.operand, uses, found)
            return Kind.BOOLEAN
        case ast.AtLeast():
            for condition in expr.conditions:
                bind(term(condition, uses, found), Kind.BOOLEAN, condition.span)
            return Kind.BOOLEAN
        case _:
            assert_never(expr)


def _together(terms: list[Term], use: Span) -> Term:
    for other in terms[1:]:
        unify(terms[0], other, use)
    return terms[0] if terms else None


def _binary(expr: ast.Binary, uses: Use, found: Survey) -> Term:
    if expr.op in _LOGIC:
        for side in (expr.left, expr.right):
            bind(term(side, uses, found), Kind.BOOLEAN, side.span)
        return Kind.BOOLEAN
    if _is_stage(expr.left, found) or _is_stage(expr.right, found):
        return Kind.BOOLEAN  # names next to `stage` are names of stages
    left, right = term(expr.left, uses, found), term(expr.right, uses, found)
    match expr.op:
        case "+" | "-" | "*" | "/":
            return _arithmetic(expr, left, right)
        case "in" | "not in":
            _membership(expr, left, right)
        case "contains" | "starts with" | "ends with" | "mentions" | "matches":
            bind(left, only(OPERATORS[expr.op].params[0]), expr.span)
            bind(items_of(right) or right, Kind.TEXT, expr.span)
        case _:
            unify(left, right, expr.span)
            if expr.op in _ORDER:
                order(left, right)
    return Kind.BOOLEAN


def _is_stage(expr: ast.Expr, found: Survey) -> bool:
    if isinstance(expr, ast.Call):
        return expr.function.name in ("min", "max") and any(_is_stage(part, found) for part in expr.arguments)
    if not isinstance(expr, ast.Name) or expr.quoted:
        return False
    return expr.name == "stage" or found.lets.get(expr.name) is Kind.STAGE


def _membership(expr: ast.Binary, left: Term, right: Term) -> None:
    if isinstance(right, Slot):
        bind(right, Kind.LIST, expr.span)
        bind(left, Kind.TEXT, expr.span)
        return
    unify(left, items_of(right), expr.span)
    if isinstance(expr.right, ast.Between):
        order(left)


def _arithmetic(expr: ast.Binary, left: Term, right: Term) -> Term:
    if right is Kind.DURATION and expr.op in "+-":
        bind(left, Kind.TIME, expr.span)
        return Kind.TIME
    if expr.op == "-" and (left in MOMENTS or right in MOMENTS):
        bind(left, Kind.TIME, expr.span)
        bind(right, Kind.TIME, expr.span)
        return Kind.DURATION
    if expr.op == "-" and isinstance(left, Slot) and isinstance(right, Slot):
        unify(left, right, expr.span)
        order(left)
        return Difference(left)
    for side in (left, right):
        bind(side, Kind.NUMBER, expr.span)
    return Kind.NUMBER


# --- calls -----------------------------------------------------------------------------------------------


def _call(expr: ast.Call, uses: Use, found: Survey) -> Term:
    name = expr.function.name
    if name == "grade":
        return Kind.TEXT
    signature = AGGREGATES.get(name)
    inside = uses if signature is None else Use.ACTIVITY
    beside_stage = any(_is_stage(argument, found) for argument in expr.arguments)
    terms = [] if beside_stage else [term(argument, inside, found) for argument in expr.arguments]
    if expr.where is not None:
        bind(term(expr.where, inside, found), Kind.BOOLEAN, expr.where.span)
    signature = signature or FUNCTIONS.get(name)
    return None if signature is None else _typed(expr, signature, terms)


def _typed(expr: ast.Call, signature: Signature, terms: list[Term]) -> Term:
    for argument, given, allowed in zip(expr.arguments, terms, signature.params, strict=False):
        bind(given, only(allowed), argument.span if signature.result is Kind.BOOLEAN else expr.span)
    if signature.same:
        _together(terms, expr.span)
        order(*terms)
    if signature.name in ("highest", "lowest"):
        order(*terms)
    return signature.result or (terms[0] if terms else None)
