"""Expressions as Python text, with three-valued logic written out.

Values are Python's, None is missing or unknown. Where only truth matters, the text is merely truthy exactly where
the condition is true ("truth"), or where it is not false ("open"), which is shorter; negation turns one into the
other. The walk is a loop over a stack, and deep expressions are cut into temporaries, so that no depth overflows
anything.
"""

from collections.abc import Callable
from typing import assert_never

from assay.engines.record.layout import FIRST_VIEW, Context, view_of
from assay.engines.record.operations import CALLED
from assay.engines.record.operators import JUNCTIONS, Code, Scope, Want, opened, operation
from assay.engines.record.writer import Body
from assay.plan.nodes import ActivityField, Const, ConstSet, Expr, LeadField, Op, Var

DEEP = 24
OPPOSITE: dict[Want, Want] = {"truth": "open", "open": "truth"}
UNSET = object()  # a `let` about an activity that was not worked out yet


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
        expr, wanted, visited = work.pop()
        if visited:
            assert isinstance(expr, Op)
            count = len(_operands(expr))
            args = done[len(done) - count :]
            del done[len(done) - count :]
            done.append(_shallow(operation(expr, args, wanted, scope), scope))
        elif (leaf := _leaf(expr, scope)) is not None:
            done.append(opened(leaf) if wanted == "open" else leaf)
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
