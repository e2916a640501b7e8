"""Expressions: the text of `assay.syntax.printer`, in pieces that may go on separate lines."""

from typing import assert_never

from assay.formatter.doc import Doc, Leaf, Style, flat, parts, prefixed, separated, suffixed
from assay.syntax import ast, printer

_FAMILIES = ({"or"}, {"and"}, {"implies"}, {"+", "-"}, {"*", "/"})
_FAMILY = {op: frozenset(family) for family in _FAMILIES for op in family}


def expression(e: ast.Expr) -> Doc:
    """An expression. Long ones break before `and` and `or`, in lists and between the parts of a call."""
    match e:
        case ast.Number():
            return Leaf(number(e), e.span.start)
        case ast.Text() | ast.Boolean() | ast.Date() | ast.Time() | ast.Duration() | ast.Ago() | ast.Name():
            return Leaf(printer.expression(e), e.span.start)
        case ast.ListOf():
            return _list("[", e.items, e.span.start, Style.FILL)
        case ast.Between():
            return Leaf(f"{flat(amount(e.low))} to {flat(amount(e.high))}", e.low.span.start)
        case ast.Unary():
            sign = "not " if e.op == "not" else "-"
            return prefixed(sign, bracketed(e.operand, printer.operand(e)), e.span.start)
        case ast.Binary():
            return _chain(e, _FAMILY[e.op]) if e.op in _FAMILY else _comparison(e)
        case ast.Known():
            return suffixed(bracketed(e.operand, printer.operand(e)), " is known" if e.known else " is missing")
        case ast.AtLeast():
            return _list(f"at least {printer.number(e.count.value)} of [", e.conditions, e.span.start, Style.EACH)
        case ast.Call():
            return _call(e)
        case _:
            assert_never(e)


def amount(e: ast.Expr) -> Doc:
    """An expression where the grammar has an amount or a bound."""
    return bracketed(e, not printer.is_sum(e))


def number(n: ast.Number) -> str:
    """A number, its thousands grouped if they are so in the source."""
    written = printer.number(n.value)
    if "_" not in n.span.text:
        return written
    whole, point, decimals = written.partition(".")
    return f"{int(whole):_}{point}{decimals}"


def bracketed(e: ast.Expr, brackets: bool) -> Doc:
    """An expression, in parentheses if so asked."""
    return suffixed(prefixed("(", expression(e)), ")") if brackets else expression(e)


def _chain(e: ast.Binary, family: frozenset[str]) -> Doc:
    """`a and b and c`: operators of one precedence, without brackets between them."""
    if e.op == "implies":
        return _implications(e)
    items: list[Doc] = []
    node: ast.Expr = e
    while isinstance(node, ast.Binary) and node.op in family:
        left, right = printer.sides(node)
        items.append(prefixed(f"{node.op} ", bracketed(node.right, right)))
        node = node.left
    items.append(bracketed(node, left))
    return parts(items[::-1], Style.EACH)


def _implications(e: ast.Binary) -> Doc:
    items: list[Doc] = []
    node: ast.Expr = e
    word = ""
    while isinstance(node, ast.Binary) and node.op == "implies":
        items.append(prefixed(word, bracketed(node.left, printer.sides(node)[0])))
        node, word = node.right, "implies "
    items.append(prefixed(word, expression(node)))
    return parts(items, Style.EACH)


def _comparison(e: ast.Binary) -> Doc:
    left_side, right_side = printer.sides(e)
    left, right = bracketed(e.left, left_side), bracketed(e.right, right_side)
    if isinstance(right, Leaf):
        return suffixed(left, f" {e.op} {right.text}")
    if isinstance(left, Leaf):
        return prefixed(f"{left.text} {e.op} ", right, left.at)
    return parts((left, prefixed(f"{e.op} ", right)), Style.EACH)


def _list(opening: str, items: tuple[ast.Expr, ...], at: int, style: Style) -> Doc:
    if not items:
        return Leaf(f"{opening}]", at)
    inside = separated([expression(item) for item in items])
    return suffixed(prefixed(opening, parts(inside, style), at), "]")


def _call(e: ast.Call) -> Doc:
    inside = separated([expression(argument) for argument in e.arguments])
    if e.where is not None:
        inside.append(prefixed("where ", expression(e.where)))
    if e.within is not None:
        inside.append(Leaf(f"within {printer.duration(e.within)}", e.within.span.start))
    opening = f"{e.function.name}("
    if not inside:
        return Leaf(f"{opening})", e.span.start)
    return suffixed(prefixed(opening, parts(inside, Style.EACH), e.span.start), ")")


def pattern(p: ast.Pattern) -> Doc:
    """A pattern of a row of `match`."""
    match p:
        case ast.InList():
            return prefixed("in ", expression(p.items), p.span.start)
        case ast.MissingRow() | ast.Otherwise():
            return Leaf(printer.pattern(p), p.span.start)
        case ast.Between():
            return Leaf(f"{_first(p.low)} to {_bound(p.high)}", p.span.start)
        case ast.Compare(op=">=" | "<="):
            return Leaf(f"{_first(p.bound)} or {'more' if p.op == '>=' else 'less'}", p.span.start)
        case ast.Compare():
            return Leaf(f"{'under' if p.op == '<' else 'over'} {_bound(p.bound)}", p.span.start)
        case _:
            return Leaf(_first(p), p.span.start)


def _first(e: ast.Expr) -> str:
    """Where a row may begin, a minus would continue the amount before it."""
    return flat(bracketed(e, isinstance(e, ast.Unary)))


def _bound(e: ast.Expr) -> str:
    return flat(bracketed(e, not printer.is_bound(e)))
