"""One line, canonical, with no bracket or backtick too many."""

import pytest

from assay.syntax import ast, printer
from tests.unit.syntax.reading import expression, statement


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("not (a and b)", "not (a and b)"),
        ("(not a) and b", "not a and b"),
        ("((a))", "a"),
        ("-(-x)", "-(-x)"),
        ("--x", "-(-x)"),
        ("a - (b - c)", "a - (b - c)"),
        ("(a - b) - c", "a - b - c"),
        ("(a * b) + c", "a * b + c"),
        ("a * (b + c)", "a * (b + c)"),
        ("-(a + b)", "-(a + b)"),
        ("(-a) * b", "-a * b"),
        ("a implies (b implies c)", "a implies b implies c"),
        ("(a implies b) implies c", "(a implies b) implies c"),
        ("(a or b) and c", "(a or b) and c"),
        ("a or b and c", "a or (b and c)"),
        ("a and b or c and d or e", "(a and b) or (c and d) or e"),
        ("(a == b) == c", "(a == b) == c"),
        ("not (a == b)", "not a == b"),
        ("(not a) == b", "(not a) == b"),
        ("(a is known) == true", "(a is known) == true"),
        ("(a + 1) is missing", "a + 1 is missing"),
        ("x in (1) to (2)", "x in 1 to 2"),
        ("x in (1 + 2) to 3", "x in 1 + 2 to 3"),
        ('x   in ["a","b",]', 'x in ["a", "b"]'),
        ("1_000_000 + 2.50 + 0017", "1000000 + 2.5 + 17"),
        ("100", "100"),
        ("1 days + 2 hour", "1 day + 2 hours"),
        ("1.0 weeks", "1 week"),
        ("2026-11-01T4:30:00", "2026-11-01 04:30"),
        ("2026-11-01 14:30:05", "2026-11-01 14:30:05"),
        ("`country`", "country"),
        ("`score` + score", "`score` + score"),
        ("`and` == `Lead Source`", "`and` == `Lead Source`"),
        ("`month` + `max`", "month + max"),
        ('"a\\"b\\\\"', '"a\\"b\\\\"'),
        ("at least 2 of [a, b or c,]", "at least 2 of [a, b or c]"),
        ("sum( x where a or b within 3 days )", "sum(x where a or b within 3 days)"),
    ],
)
def test_expression(written: str, printed: str) -> None:
    assert printer.expression(expression(written)) == printed
    assert expression(printed) == expression(written)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ('if a add 5 as "x" within 1 days exactly 1 times', 'when a exactly once within 1 day add 5 as "x"'),
        (
            "each a add 5 max 3 at most 1 times per day within 3 days once per b",
            "each a within 3 days once per b at most once per day add 5 max 3",
        ),
        ("each a at least 1 times per `month` add 5", "each a at least once per `month` add 5"),
        ("each a at least 1 times per month add 5", "each a at least once per month add 5"),
        (
            'match a{(-5) to -1 add 1 1 or more add 2 otherwise subtract 3 missing add 0} off owner "me"',
            'match a { (-5) to -1 add 1 1 or more add 2 otherwise subtract 3 missing add 0 } owner "me" off',
        ),
        ("first of{ if a add 1\n if b add 2 }", "first of { when a add 1 when b add 2 }"),
        ("best of { }", "best of { }"),
        ("each a match b { }", "each a match b { }"),
        ("when a add (b > 1) max (2)", "when a add (b > 1) max 2"),
        ("when a add 5 per 2 days since (x)", "when a add 5 per 2 days since x"),
        ("when a add 5 fading 25% every 2 days compounding", "when a add 5 fading 25% every 2 days compounding"),
    ],
)
def test_rule(written: str, printed: str) -> None:
    rule = statement(written)
    assert isinstance(rule, ast.When | ast.Each | ast.Match | ast.Choice)
    assert printer.rule(rule) == printed
    assert statement(printed) == rule


def test_guarantee() -> None:
    tree = statement('never  stage >= MQL and (income_band == "minimum")')
    assert isinstance(tree, ast.Guarantee)
    assert printer.guarantee(tree) == 'never stage >= MQL and income_band == "minimum"'
