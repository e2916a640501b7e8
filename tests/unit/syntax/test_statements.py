"""Statements and rules as trees."""

import datetime as dt
from decimal import Decimal

import pytest

from assay.source import Source, Span
from assay.syntax import ast, printer
from tests.unit.syntax.reading import expression, found, statement

AT = Span(Source("x", ""), 0, 0)
META = ast.Meta(span=AT)


def name(text: str) -> ast.Name:
    return ast.Name(text, span=AT)


def text(value: str) -> ast.Text:
    return ast.Text(value, span=AT)


def number(value: str) -> ast.Number:
    return ast.Number(Decimal(value), span=AT)


def days(amount: str) -> ast.Duration:
    return ast.Duration(Decimal(amount), "day", span=AT)


def add(value: str, sign: int = 1) -> ast.Amount:
    return ast.Amount(1 if sign > 0 else -1, expression(value), span=AT)


def kind(word: str) -> ast.TypeRef:
    return ast.TypeRef(word, span=AT)  # type: ignore[arg-type]


def given(field: str, value: ast.Expr) -> ast.Given:
    return ast.Given(name(field), value, span=AT)


A = expression("a")

STATEMENTS = [
    ('model "B2B"', ast.ModelDecl(text("B2B"), None, span=AT)),
    ('model "B2B" timezone "Europe/Paris"', ast.ModelDecl(text("B2B"), text("Europe/Paris"), span=AT)),
    ('use "other.assay"', ast.Use(text("other.assay"), span=AT)),
    ('missing "", "n/a"', ast.MissingDecl((text(""), text("n/a")), span=AT)),
    ("let x = a", ast.Let(name("x"), A, span=AT)),
    ('let x from "x.txt"', ast.LetFile(name("x"), text("x.txt"), span=AT)),
    ('exclude if a because "b"', ast.Exclude(A, text("b"), span=AT)),
    ("exclude when a", ast.Exclude(A, None, span=AT)),
    ("disqualify if a", ast.Disqualify(A, None, span=AT)),
    ("ignore activity if a", ast.Ignore(A, None, span=AT)),
    ("total min -5 max 100", ast.Total(expression("-5"), expression("100"), span=AT)),
    ("total max 100", ast.Total(None, expression("100"), span=AT)),
    ("stage MQL at 60", ast.Stage(name("MQL"), False, expression("60"), None, None, span=AT)),
    (
        'stage MQL sticky when a because "b"',
        ast.Stage(name("MQL"), True, None, A, text("b"), span=AT),
    ),
    ("promote to MQL when a within 3 days", ast.Promote(name("MQL"), A, days("3"), None, span=AT)),
    ('route to "x" within 1 day when a', ast.Route(text("x"), days("1"), A, None, span=AT)),
    ('route to "x" otherwise', ast.Route(text("x"), None, None, None, span=AT)),
    ('route to "x" otherwise because "b"', ast.Route(text("x"), None, None, text("b"), span=AT)),
    ("never a", ast.Guarantee("never", A, None, span=AT)),
    ('always a because "b"', ast.Guarantee("always", A, text("b"), span=AT)),
    (
        'grade fit { "A" from 40, "B" from -5, "C" otherwise, }',
        ast.Grade(
            name("fit"),
            (
                ast.Band(text("A"), expression("40"), span=AT),
                ast.Band(text("B"), expression("-5"), span=AT),
                ast.Band(text("C"), None, span=AT),
            ),
            span=AT,
        ),
    ),
    (
        'lead { id text exact key  b one of "x", "y"  c list of text split by ";" from "C"  d date format "%d" }',
        ast.Schema(
            "lead",
            (
                ast.FieldDecl(name("id"), kind("text"), True, True, span=AT),
                ast.FieldDecl(name("b"), ast.TypeRef("one of", (text("x"), text("y")), span=AT), span=AT),
                ast.FieldDecl(name("c"), kind("list of text"), column=text("C"), split_by=text(";"), span=AT),
                ast.FieldDecl(name("d"), kind("date"), format=text("%d"), span=AT),
            ),
            span=AT,
        ),
    ),
    (
        "activity { n number i integer b boolean t time }",
        ast.Schema(
            "activity",
            tuple(
                ast.FieldDecl(name(n), kind(k), span=AT)
                for n, k in (("n", "number"), ("i", "integer"), ("b", "boolean"), ("t", "time"))
            ),
            span=AT,
        ),
    ),
    (
        'example "e" as of 2026-11-01 { lead { a: 1, b: -2.5, c: ["x"], } activity { t: 2 days ago } times 40 '
        "activity { } expect a expect a }",
        ast.Example(
            text("e"),
            ast.Date(dt.date(2026, 11, 1), span=AT),
            (given("a", number("1")), given("b", expression("-2.5")), given("c", expression('["x"]'))),
            (
                ast.ExampleActivity((given("t", ast.Ago(days("2"), span=AT)),), number("40"), span=AT),
                ast.ExampleActivity((), None, span=AT),
            ),
            (ast.Expect(A, span=AT), ast.Expect(A, span=AT)),
            span=AT,
        ),
    ),
    ("when a add 5", ast.When(A, add("5"), meta=META, span=AT)),
    ("if a subtract b * 2", ast.When(A, add("b * 2", -1), meta=META, span=AT)),
    (
        "when a exactly once add 5",
        ast.When(A, add("5"), ast.Times("exactly", number("1"), span=AT), meta=META, span=AT),
    ),
    (
        'group fit "Fit" min -20 max 50 weight 30% halving every 3 days { when a add 5 group inner { } }',
        ast.Group(
            name("fit"),
            text("Fit"),
            expression("-20"),
            expression("50"),
            number("30"),
            ast.Decay("halving", days("3"), span=AT),
            (
                ast.When(A, add("5"), meta=META, span=AT),
                ast.Group(name("inner"), None, None, None, None, None, (), span=AT),
            ),
            span=AT,
        ),
    ),
    (
        "first of { when a add 5 } off",
        ast.Choice(
            "first", (ast.When(A, add("5"), meta=META, span=AT),), meta=ast.Meta(off=True, span=AT), span=AT
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("written", "tree"), STATEMENTS, ids=[written for written, _ in STATEMENTS])
def test_statement(written: str, tree: ast.Statement) -> None:
    read = statement(written)
    assert read == tree
    assert read.span.text == written


def test_the_file_of_the_reference() -> None:
    parsed = found("let a = 1 # one\n# two\nlet b = 2")
    assert [comment.text for comment in parsed.file.comments] == ["# one", "# two"]
    assert [comment.span.text for comment in parsed.file.comments] == ["# one", "# two"]
    assert len(parsed.file.statements) == 2


def test_clauses_come_in_any_order() -> None:
    straight = statement(
        'when a at least 2 times within 3 days add 5 max 4 min 1 fading 25% every 1 day compounding as "l" because "b" '
        'owner "o" review by 2026-01-01 starting 2026-01-02 until 2026-01-03 off'
    )
    turned = statement(
        'when a off until 2026-01-03 starting 2026-01-02 review by 2026-01-01 owner "o" because "b" as "l" fading 25% '
        "every 1 day compounding min 1 max 4 within 3 days at least 2 times add 5"
    )
    assert straight == turned
    assert isinstance(straight, ast.When)
    assert isinstance(turned, ast.When)
    assert straight.meta.span.text.startswith('as "l"')
    assert straight.meta.span.text.endswith("off")
    assert (straight.minimum, straight.maximum) == (expression("1"), expression("4"))


def test_clauses_of_each() -> None:
    rule = statement(
        "each a once per b at most 2 per 3 days within 9 days add 5 per 2 days since c max 4 losing 1 every 1 day"
    )
    assert isinstance(rule, ast.Each)
    assert rule.once_per == name("b")
    assert rule.limit == ast.Limit(number("2"), days("3"), span=AT)
    assert rule.amount == ast.Amount(1, expression("5"), days("2"), expression("c"), span=AT)
    assert rule.decay == ast.Decay("losing", days("1"), number("1"), span=AT)
    rule = statement("each a at least 2 times per visit add 5 expiring after 2 days")
    assert isinstance(rule, ast.Each)
    assert rule.quota == ast.Quota(number("2"), name("visit"), span=AT)
    rule = statement("each a at least once per month at most once per quarter add 5")
    assert isinstance(rule, ast.Each)
    assert rule.quota == ast.Quota(number("1"), ast.Period("month", span=AT), span=AT)
    assert rule.limit == ast.Limit(number("1"), ast.Period("quarter", span=AT), span=AT)


def test_rows_of_match() -> None:
    rule = statement(
        'match a { "x", "y" add 1 as "l" because "b" in [1] add 2 in e add 3 under 10 add 4 over -5 subtract 5 '
        "10 or more add 6 (-10) or less add 7 (-5) to -1 add 8 1 to (b + 1) add 9 true add 10 2026-01-01 add 11 "
        "under 3 days add 12 missing add 13 otherwise add points (-1) to 0 add 14 }"
    )
    assert isinstance(rule, ast.Match)
    rows = rule.table.rows
    assert [printer.row(row) for row in rows] == [
        '"x", "y" add 1 as "l" because "b"', "in [1] add 2", "in e add 3", "under 10 add 4", "over -5 subtract 5",
        "10 or more add 6", "(-10) or less add 7", "(-5) to -1 add 8", "1 to (b + 1) add 9", "true add 10",
        "2026-01-01 add 11", "under 3 days add 12", "missing add 13", "otherwise add points", "(-1) to 0 add 14",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "clause", "says"),
    [
        ("when a once per b add 5", "once per b", "`once per` does not go with a `when` rule"),
        ("when a at most 3 per day add 5", "at most 3 per day", "`at most … per` does not go with a `when` rule"),
        ("when a at least 2 times per day add 5", "at least 2 times per day", "does not go with a `when` rule"),
        ("each a add 5 min 3", "min 3", "`min` does not go with an `each` rule"),
        ("each a at least 2 times add 5", "at least 2 times", "`at least` does not go with an `each` rule"),
        ("each a exactly once add 5", "exactly once", "`exactly` does not go with an `each` rule"),
        ("when a add 5 weight 3%", "weight 3%", "`weight` does not go with a `when` rule"),
        ("match a { 1 add 2 } max 5", "max 5", "`max` does not go with a `match` rule"),
        ("match a { 1 add 2 max 5 }", "max 5", "`max` does not go with a row of `match`"),
        ("first of { when a add 5 } within 3 days", "within 3 days", "`within` does not go with `first of`"),
        ("stage MQL at 5 within 3 days", "within 3 days", "`within` does not go with `stage`"),
        ("never a as \"x\"", 'as "x"', "`as` does not go with `never`"),
        ("exclude if a within 3 days", "within 3 days", "`within` does not go with `exclude`"),
        ("total weight 5%", "weight 5%", "`weight` does not go with `total`"),
        ('group g as "x" { }', 'as "x"', "`as` does not go with a group"),
    ],
)  # fmt: skip
def test_a_clause_that_does_not_fit(written: str, clause: str, says: str) -> None:
    (diagnostic,) = found(written).diagnostics
    assert diagnostic.code.name == "clause-does-not-fit"
    assert diagnostic.span.text == clause
    assert says in diagnostic.message
    assert len(found(written).file.statements) == 1


@pytest.mark.parametrize(
    ("written", "second"),
    [
        ("when a add 5 max 3 max 4", "max 4"),
        ("when a within 3 days add 5 within 4 days", "within 4 days"),
        ("when a at least 2 times exactly 3 times add 5", "exactly 3 times"),
        ("when a add 5 off off", "off"),
        ('when a as "x" add 5 as "y"', 'as "y"'),
        ("each a add 5 halving every 3 days expiring after 3 days", "expiring after 3 days"),
        ('exclude if a because "x" because "y"', 'because "y"'),
        ("lead { a text key key }", "key"),
    ],
)
def test_a_clause_given_twice(written: str, second: str) -> None:
    (diagnostic,) = found(written).diagnostics
    assert diagnostic.code.name == "clause-twice"
    assert diagnostic.span.text == second
    assert diagnostic.labels[0].span.start < diagnostic.span.start
