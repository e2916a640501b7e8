"""Expressions as trees."""

import datetime as dt
from decimal import Decimal

import pytest

from assay.source import Source, Span
from assay.syntax import ast, printer
from assay.syntax.parser import parse_expression
from tests.unit.syntax.reading import expression, found

AT = Span(Source("x", ""), 0, 0)


def shape(e: ast.Expr) -> str:
    """Every operation in brackets."""
    match e:
        case ast.Binary(right=ast.Between(low=low, high=high)):
            return f"({shape(e.left)} {e.op} {shape(low)}..{shape(high)})"
        case ast.Binary():
            return f"({shape(e.left)} {e.op} {shape(e.right)})"
        case ast.Unary():
            return f"({e.op} {shape(e.operand)})"
        case ast.Known():
            return f"({shape(e.operand)} {'known' if e.known else 'missing'})"
        case ast.ListOf():
            return f"[{' '.join(shape(item) for item in e.items)}]"
        case ast.AtLeast():
            return f"({e.count.value} of {' '.join(shape(item) for item in e.conditions)})"
        case ast.Call():
            where = f" where {shape(e.where)}" if e.where is not None else ""
            within = f" within {shape(e.within)}" if e.within is not None else ""
            return f"{e.function.name}<{' '.join(shape(item) for item in e.arguments)}{where}{within}>"
        case ast.Name():
            return f"`{e.name}`" if e.quoted else e.name
        case ast.Duration():
            return f"{e.amount}{e.unit}"
        case ast.Number() | ast.Text() | ast.Boolean() | ast.Date() | ast.Time():
            return str(e.value)
        case _:
            return printer.expression(e)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a or b and c", "(a or (b and c))"),
        ("a and b or c", "((a and b) or c)"),
        ("a or b or c", "((a or b) or c)"),
        ("a or (b or c)", "(a or (b or c))"),
        ("a implies b implies c", "(a implies (b implies c))"),
        ("(a implies b) implies c", "((a implies b) implies c)"),
        ("a or b implies c and d", "((a or b) implies (c and d))"),
        ("not a and b", "((not a) and b)"),
        ("not (a and b)", "(not (a and b))"),
        ("not not a", "(not (not a))"),
        ("not a == b", "(not (a == b))"),
        ("not a in b", "(not (a in b))"),
        ("a == b and c != d", "((a == b) and (c != d))"),
        ("a - b - c", "((a - b) - c)"),
        ("a - (b - c)", "(a - (b - c))"),
        ("a + b * c / d", "(a + ((b * c) / d))"),
        ("-a * b", "((- a) * b)"),
        ("-(a * b)", "(- (a * b))"),
        ("--a", "(- (- a))"),
        ("a - -b", "(a - (- b))"),
        ("a < b + 1", "(a < (b + 1))"),
        ("(a < b) == c", "((a < b) == c)"),
        ("a in 1 to 5 and b", "((a in 1..5) and b)"),
        ("a in b + 1 to c - 1", "(a in (b + 1)..(c - 1))"),
        ("a not in [1, 2]", "(a not in [1 2])"),
        ('a in ["x", "y",]', "(a in [x y])"),
        ("a in []", "(a in [])"),
        ('a starts with "x"', "(a starts with x)"),
        ('a ends with ["x"]', "(a ends with [x])"),
        ('a contains "x" or a mentions "y"', "((a contains x) or (a mentions y))"),
        ('domain(a) matches "*.edu"', "(domain<a> matches *.edu)"),
        ("a is known", "(a known)"),
        ("a + b is missing", "((a + b) missing)"),
        ("not a is missing", "(not (a missing))"),
        ("at least 2 of [a, b or c]", "(2 of a (b or c))"),
        ("not at least 2 of [a, b]", "(not (2 of a b))"),
        ("f()", "f<>"),
        ("min(a, b + 1)", "min<a (b + 1)>"),
        ("any(a == 1 within 7 days)", "any<(a == 1) within 7day>"),
        ("sum(a where b and c within 2 weeks)", "sum<a where (b and c) within 2week>"),
        ("first(a where b)", "first<a where b>"),
        ("since(last(a)) > 30 days", "(since<last<a>> > 30day)"),
        ("a + 90 minutes", "(a + 90minute)"),
        ("1 hour", "1hour"),
        ("1.5 days", "1.5day"),
        ("2026-11-01", "2026-11-01"),
        ("2026-11-01 14:30", "2026-11-01 14:30:00"),
        ("2026-11-01T14:30:15", "2026-11-01 14:30:15"),
        ("2026-11-01 4:30", "2026-11-01 04:30:00"),
        ("a > 2026-11-01", "(a > 2026-11-01)"),
        ("2026 - 11 - 01", "((2026 - 11) - 1)"),
        ("true == false", "(True == False)"),
        ("1_000_000", "1000000"),
        ("0017", "17"),
        ("2.50", "2.50"),
        ("`Lead Source` == `and`", "(`Lead Source` == `and`)"),
        ('"a\\"b\\\\c"', 'a"b\\c'),
        ('"\\\\"', "\\"),
        ('"# no comment"', "# no comment"),
        ("a # comment\n and b", "(a and b)"),
    ],
)
def test_shape(text: str, tree: str) -> None:
    assert shape(expression(text)) == tree


@pytest.mark.parametrize(
    "text", ["a\nand\nb", "a\r\nand\r\nb", "a and\rb", "a\fand\vb", "a\0and b", "\ufeffa and b\n\n"]
)
def test_blanks_and_line_breaks_mean_nothing(text: str) -> None:
    assert expression(text) == expression("a and b")


def test_values_are_exact() -> None:
    assert expression("123456789012345678901234.5678") == ast.Number(Decimal("123456789012345678901234.5678"), span=AT)
    assert expression("2024-02-29") == ast.Date(dt.date(2024, 2, 29), span=AT)


def test_spans_are_code_points_and_leave_brackets_out() -> None:
    text = 'let x = "😀" == (a or bc) and d'
    (let,) = found(text).file.statements
    assert isinstance(let, ast.Let)
    both = let.value
    assert isinstance(both, ast.Binary)
    assert both.span.text == '"😀" == (a or bc) and d'
    assert both.op_span.text == "and"
    compared = both.left
    assert isinstance(compared, ast.Binary)
    assert compared.span.text == '"😀" == (a or bc)'
    assert compared.op_span.text == "=="
    assert compared.left.span.text == '"😀"'
    assert compared.right.span.text == "a or bc"
    assert both.right.span.text == "d"


def test_spans_of_words() -> None:
    tree = expression("a not  in 1 to 5")
    assert isinstance(tree, ast.Binary)
    assert tree.op_span.text == "not  in"
    assert tree.right.span.text == "1 to 5"
    tree = expression("sum(a where b within 3 days)")
    assert isinstance(tree, ast.Call)
    assert (tree.function.span.text, tree.span.text) == ("sum", "sum(a where b within 3 days)")
    assert tree.within is not None
    assert tree.within.span.text == "3 days"


@pytest.mark.parametrize(
    "text", ["", "a b", "a ==", "(a", "a)", "when a", "a and", "1 2", "a = b", "'x'", "🎉", '"x', "f (x)", "a < b < c"]
)
def test_what_is_no_expression(text: str) -> None:
    tree, diagnostics = parse_expression(Source("x", text))
    assert tree is None
    assert len(diagnostics) == 1
