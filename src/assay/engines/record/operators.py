"""Operations as Python text: of arguments that are text already, with what is wanted of them."""

from dataclasses import dataclass
from typing import Literal

from assay.engines.record.layout import Context
from assay.engines.record.operations import (
    CALLED,
    PARTIAL,
    TOTAL,
    at_least,
    constants,
    contains_any,
    pattern,
    periods,
    ranked,
)
from assay.engines.record.writer import Body
from assay.plan.nodes import Const, ConstSet, Op
from assay.values import SCALE

FEW = 4  # texts sought that are written out
JUNCTIONS = {"and": ("False", "True", "and"), "or": ("True", "False", "or")}  # decisive, neutral, Python's

Want = Literal["value", "truth", "open"]


@dataclass(frozen=True, slots=True)
class Code:
    """`simple`: a name, so that it may be written twice."""

    text: str
    nullable: bool = True
    simple: bool = False
    depth: int = 0


@dataclass(slots=True)
class Scope:
    """Where an expression stands: the function it is written into, and what names mean there. `viewing` inside
    a field's table, where that field alone is read, from `w`."""

    context: Context
    body: Body
    viewing: bool = False
    subject: str = "x"

    def temporary(self) -> str:
        return self.body.temporary()


def opened(code: Code) -> Code:
    return Code(f"({code.text} is not False)", depth=code.depth) if code.nullable else code


def operation(expr: Op, args: list[Code], wanted: Want, scope: Scope) -> Code:
    depth = 1 + max((arg.depth for arg in args), default=0)
    match expr.op:
        case "and" | "or":
            return _junction(expr.op, args, wanted, scope, depth)
        case "not":
            return _negation(args[0], wanted, scope, depth)
        case "at_least":
            found = _at_least(expr, args, scope, depth)
            return opened(found) if wanted == "open" else found
        case "known" | "missing":
            return Code(f"({args[0].text} is {'not ' if expr.op == 'known' else ''}None)", nullable=False, depth=depth)
        case "presume":
            return _presumed(args, scope, depth)
        case _:
            return _strict(expr, args, wanted, scope, depth)


def _junction(op: str, args: list[Code], wanted: Want, scope: Scope, depth: int) -> Code:
    decisive, neutral, joined = JUNCTIONS[op]
    if wanted != "value" or not any(arg.nullable for arg in args):
        text = f" {joined} ".join(arg.text for arg in args)
        return Code(f"({text})", nullable=wanted != "value", depth=depth)
    names = [arg.text if arg.simple else scope.temporary() for arg in args]
    bound = [arg.text if arg.simple else f"({name} := {arg.text})" for arg, name in zip(args, names, strict=True)]
    decided = " or ".join(f"{text} is {decisive}" for text in bound)
    unknown = " or ".join(f"{name} is None" for arg, name in zip(args, names, strict=True) if arg.nullable)
    return Code(f"({decisive} if {decided} else None if {unknown} else {neutral})", depth=depth)


def _negation(arg: Code, wanted: Want, scope: Scope, depth: int) -> Code:
    if wanted != "value" or not arg.nullable:
        return Code(f"(not {arg.text})", nullable=wanted != "value", depth=depth)
    name = arg.text if arg.simple else scope.temporary()
    bound = arg.text if arg.simple else f"({name} := {arg.text})"
    return Code(f"(None if {bound} is None else not {name})", depth=depth)


def _at_least(expr: Op, args: list[Code], scope: Scope, depth: int) -> Code:
    needed = expr.args[0]
    assert isinstance(needed, Const)
    assert isinstance(needed.value, int)
    bind = scope.context.names.bind
    values = "".join(f"{arg.text}, " for arg in args)
    return Code(f"{bind(at_least)}({bind(needed.value // SCALE)}, ({values}))", depth=depth)


def _presumed(args: list[Code], scope: Scope, depth: int) -> Code:
    found, fallback = args
    if not found.nullable:
        return found
    name = found.text if found.simple else scope.temporary()
    bound = found.text if found.simple else f"({name} := {found.text})"
    return Code(f"({fallback.text} if {bound} is None else {name})", nullable=False, depth=depth)


def _strict(expr: Op, args: list[Code], wanted: Want, scope: Scope, depth: int) -> Code:
    """None where an argument is; equality and membership of None are false anyway, where only truth matters."""
    plain = expr.op == "in_set" or (expr.op == "eq" and not all(arg.nullable for arg in args))
    if wanted == "truth" and plain:
        return Code(f"({_applied(expr, [arg.text for arg in args], scope)})", depth=depth)
    names, checks = [], []
    for arg in args:
        name = arg.text if arg.simple or not arg.nullable else scope.temporary()
        names.append(name)
        if arg.nullable:
            bound = name if arg.simple else f"({name} := {arg.text})"
            checks.append(f"{bound} is {'not ' if wanted == 'truth' else ''}None")
    text = _applied(expr, names, scope)
    if not checks:
        return Code(f"({text})", nullable=expr.op in PARTIAL, depth=depth)
    match wanted:
        case "value":
            return Code(f"(None if {' or '.join(checks)} else {text})", depth=depth)
        case "truth":
            return Code(f"({' and '.join(checks)} and {text})", depth=depth)
        case "open":
            return Code(f"({' or '.join(checks)} or {text})", depth=depth)


def _applied(expr: Op, args: list[str], scope: Scope) -> str:
    """The operation on arguments that are not None."""
    context, last = scope.context, expr.args[-1]
    bind = context.names.bind
    match expr.op:
        case "like":
            assert isinstance(last, Const)
            args = [*args, bind(pattern("like", last.value))]
        case "periods":
            assert isinstance(last, Const)
            return f"{bind(periods(context.as_of, int(last.value)))}({args[0]})"
        case "min_rank" | "max_rank":
            assert isinstance(last, ConstSet)
            return f"{bind(ranked(expr.op, context.items(last)))}({', '.join(args)})"
        case "day" | "midnight":
            return f"{bind(getattr(context.zone, expr.op))}({args[0]})"
        case "contains_any" | "mentions":
            assert isinstance(last, ConstSet)
            needles = constants(expr.op, context.items(last))
            return _any_in(args[0], needles, context)
        case _ if isinstance(last, ConstSet):
            args = [*args, bind(constants(expr.op, context.items(last)))]
    template = TOTAL.get(expr.op)
    if template is not None:
        return template.format(*args)
    return f"{bind(CALLED[expr.op])}({', '.join(args)})"


def _any_in(text: str, needles: object, context: Context) -> str:
    """Whether one of the texts is in another; a few are asked for one by one."""
    bind = context.names.bind
    assert isinstance(needles, tuple)
    if 0 < len(needles) <= FEW and text.isidentifier():
        return f"({' or '.join(f'{bind(needle)} in {text}' for needle in needles)})"
    return f"{bind(contains_any)}({text}, {bind(needles)})"
