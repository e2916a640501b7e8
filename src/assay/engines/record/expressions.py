"""Expressions as Python text, with three-valued logic written out.

Values are Python's, None is missing or unknown. Where only truth matters, the text is merely truthy exactly where
the condition is true ("truth"), or where it is not false ("open"), which is shorter; negation turns one into the
other. The walk is a loop over a stack, and deep expressions are cut into temporaries, so that no depth overflows
anything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, assert_never

from assay.engines.record.layout import FIRST_VIEW, Context, view_of
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
from assay.plan.nodes import ActivityField, Const, ConstSet, Expr, LeadField, Op, Var
from assay.values import SCALE

DEEP = 24
FEW = 4  # texts sought that are written out
JUNCTIONS = {"and": ("False", "True", "and"), "or": ("True", "False", "or")}  # decisive, neutral, Python's
OPPOSITE: "dict[Want, Want]" = {"truth": "open", "open": "truth"}
UNSET = object()  # a `let` about an activity that was not worked out yet


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


def value(expr: Expr, scope: Scope) -> str:
    """Text that gives the expression's value."""
    return compiled(expr, scope).text


def truth(expr: Expr, scope: Scope) -> str:
    """Text that is truthy exactly where the condition is true."""
    return compiled(expr, scope, "truth").text


def openness(expr: Expr, scope: Scope) -> str:
    """Text that is truthy exactly where the condition is not false."""
    return compiled(expr, scope, "open").text


def compiled(root: Expr, scope: Scope, want: Want = "value") -> Code:
    """Text of the expression; what it needs beforehand is written into the scope's body."""
    done: list[Code] = []
    work: list[tuple[Expr, Want, bool]] = [(root, want, False)]
    while work:
        expr, wanted, opened = work.pop()
        if opened:
            assert isinstance(expr, Op)
            count = len(_operands(expr))
            args = done[len(done) - count :]
            del done[len(done) - count :]
            done.append(_shallow(_operation(expr, args, wanted, scope), scope))
        elif (leaf := _leaf(expr, scope)) is not None:
            done.append(_opened(leaf) if wanted == "open" else leaf)
        else:
            assert isinstance(expr, Op)
            work.append((expr, wanted, True))
            inner = _of_arguments(expr.op, wanted)
            work.extend((arg, inner, False) for arg in reversed(_operands(expr)))
    return done[0]


def _of_arguments(op: str, wanted: Want) -> Want:
    """What is wanted of the arguments."""
    if op in JUNCTIONS:
        return wanted
    return OPPOSITE[wanted] if op == "not" and wanted != "value" else "value"


def _opened(code: Code) -> Code:
    return Code(f"({code.text} is not False)", depth=code.depth) if code.nullable else code


def _operands(expr: Op) -> tuple[Expr, ...]:
    """The arguments that are expressions of their own."""
    match expr.op:
        case "at_least":
            return expr.args[1:]
        case "like" | "periods":
            return expr.args[:1]
        case "mentions":
            return (Op("op", "padded", expr.args[:1]),)
        case _:
            return tuple(arg for arg in expr.args if not isinstance(arg, ConstSet))


def _shallow(code: Code, scope: Scope) -> Code:
    """Deep text goes into a temporary of its own."""
    if code.depth < DEEP:
        return code
    name = scope.temporary()
    scope.body.line(f"{name} = {code.text}")
    return Code(name, code.nullable, simple=True)


# --- leaves ------------------------------------------------------------------------------------------------


def _leaf(expr: Expr, scope: Scope) -> Code | None:
    view = view_of(expr)
    if view is not None:
        return _view(*view, scope)
    match expr:
        case Const():
            return Code(scope.context.names.bind(expr.value), nullable=False, simple=True)
        case Var():
            return _var(expr.name, scope)
        case Op():
            return None
        case LeadField() | ActivityField() | ConstSet():
            raise AssertionError("fields are views, and sets stand inside operations")
        case _:
            assert_never(expr)


def _view(field: LeadField | ActivityField, chain: tuple[str, ...], scope: Scope) -> Code:
    if isinstance(field, ActivityField):
        return Code(f"a[{scope.context.activity.view(field.name, chain)}]")
    index, view = scope.context.lead.view(field.name, chain)
    if scope.viewing:
        return Code(f"w[{view}]")
    scope.context.lead.read.add(index)
    name = f"v{index}_{view}"
    scope.body.prologue[name] = f"H[{index}][{view + FIRST_VIEW}]"
    return Code(name, simple=True)


def _var(name: str, scope: Scope) -> Code:
    context = scope.context
    if name == "subject":
        return Code(scope.subject, simple=True)
    if name == "as_of":
        return Code(context.names.bind(context.as_of), nullable=False, simple=True)
    let = context.lets.get(name)
    if let is not None and let.scope == "activity":
        return _let_on_activity(name, scope)
    if let is not None and scope.viewing:
        return Code(f"{let_function(name, context, viewing=True)}(w)")
    return Code(f"S[{context.slot(name)}]")


def _let_on_activity(name: str, scope: Scope) -> Code:
    """Worked out when first asked for, and kept with the activity."""
    found, unset = scope.temporary(), scope.context.names.bind(UNSET)
    place = scope.context.activity.let(name)
    text = f"({found} if ({found} := a[{place}]) is not {unset} else {let_function(name, scope.context)}(a, H, S))"
    return Code(text, depth=1)


def let_function(name: str, context: Context, viewing: bool = False) -> str:
    """The function that works out a `let`; it is defined later, in `define_lets`."""
    key = f"{'w' if viewing else 'a'}{name}"
    function = context.functions.get(key)
    if function is None:
        function = context.functions[key] = context.names.reserve("f")
        context.wanted.append(key)
    return function


def define_lets(context: Context) -> None:
    """Defines the functions of `let`s that were asked for, and of those they ask for in turn."""
    while context.wanted:
        key = context.wanted.pop()
        viewing, name = key[0] == "w", key[1:]
        body = Body()
        text = value(context.lets[name].value, Scope(context, body, viewing))
        if viewing:
            body.line(f"return {text}")
            context.names.define(context.functions[key], "w", body)
        else:
            body.line(f"a[{context.activity.let(name)}] = x = {text}")
            body.line("return x")
            context.names.define(context.functions[key], "a, H, S", body)


# --- operations --------------------------------------------------------------------------------------------


def _operation(expr: Op, args: list[Code], wanted: Want, scope: Scope) -> Code:
    depth = 1 + max((arg.depth for arg in args), default=0)
    match expr.op:
        case "and" | "or":
            return _junction(expr.op, args, wanted, scope, depth)
        case "not":
            return _negation(args[0], wanted, scope, depth)
        case "at_least":
            found = _at_least(expr, args, scope, depth)
            return _opened(found) if wanted == "open" else found
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


def unary(context: Context, chain: tuple[str, ...]) -> Callable[[object], object]:
    """What a view makes of a field's value."""
    functions = [getattr(context.zone, op) if op == "day" else CALLED[op] for op in chain]

    def apply(found: object) -> object:
        for function in functions:
            if found is None:
                return None
            found = function(found)
        return found

    return apply
