"""Reductions of rules and groups."""

from collections.abc import Callable, Mapping
from typing import Literal

from assay.source import Span
from assay.syntax import ast, errors
from assay.syntax.build import BROKEN, Broken, Build
from assay.syntax.build_clauses import META, Clause, Clauses
from assay.syntax.build_expressions import name_of, text_of
from assay.syntax.tokens import Token

_WHEN = META | {"times", "within", "maximum", "minimum", "decay"}
_EACH = META | {"within", "once_per", "limit", "quota", "maximum", "decay"}
_ROW = frozenset({"label", "because"})
_GROUP = frozenset({"minimum", "maximum", "weight", "decay"})


def add(
    _b: Build, at: Span, value: ast.Expr, per: ast.Duration | None = None, since: ast.Expr | None = None
) -> ast.Amount:
    return ast.Amount(1, value, per, since, span=at)


def subtract(
    _b: Build, at: Span, value: ast.Expr, per: ast.Duration | None = None, since: ast.Expr | None = None
) -> ast.Amount:
    return ast.Amount(-1, value, per, since, span=at)


def when(
    b: Build, at: Span, condition: ast.Expr, before: list[Clause], amount: ast.Amount, after: list[Clause]
) -> ast.When:
    clauses = Clauses(b, "a `when` rule", _WHEN, before + after)
    return ast.When(
        condition,
        amount,
        clauses.get("times", ast.Times),
        clauses.get("within", ast.Duration),
        clauses.expression("maximum"),
        clauses.expression("minimum"),
        clauses.get("decay", ast.Decay),
        meta=clauses.meta(at),
        span=at,
    )


def each_amount(
    b: Build, at: Span, condition: ast.Expr, before: list[Clause], amount: ast.Amount, after: list[Clause]
) -> ast.Each:
    return _each(b, at, condition, amount, None, before + after)


def each_table(
    b: Build, at: Span, condition: ast.Expr, before: list[Clause], table_: ast.Table | Broken, after: list[Clause]
) -> ast.Each | Broken:
    return table_ if isinstance(table_, Broken) else _each(b, at, condition, None, table_, before + after)


def _each(
    b: Build, at: Span, condition: ast.Expr, amount: ast.Amount | None, table_: ast.Table | None, given: list[Clause]
) -> ast.Each:
    clauses = Clauses(b, "an `each` rule", _EACH, given)
    return ast.Each(
        condition,
        amount,
        table_,
        clauses.get("within", ast.Duration),
        clauses.get("once_per", ast.Name),
        clauses.get("limit", ast.Limit),
        clauses.get("quota", ast.Quota),
        clauses.expression("maximum"),
        clauses.get("decay", ast.Decay),
        meta=clauses.meta(at),
        span=at,
    )


def match(b: Build, at: Span, table_: ast.Table | Broken, given: list[Clause]) -> ast.Match | Broken:
    if isinstance(table_, Broken):
        return table_
    return ast.Match(table_, meta=Clauses(b, "a `match` rule", META, given).meta(at), span=at)


def _choice(kind: Literal["first", "best"]) -> Callable[..., object]:
    def choice(b: Build, at: Span, rules: list[ast.Rule | ast.Group | Broken], given: list[Clause]) -> object:
        fitting: list[ast.When] = []
        for rule in rules:
            match rule:
                case ast.When():
                    fitting.append(rule)
                case Broken():
                    return BROKEN
                case _:
                    b.report(errors.only_when_in_choice(rule.span, kind))
        meta = Clauses(b, f"`{kind} of`", META, given).meta(at)
        return ast.Choice(kind, tuple(fitting), meta=meta, span=at)

    return choice


def table(_b: Build, at: Span, subject: ast.Expr, rows: list[ast.Row | Broken]) -> ast.Table | Broken:
    whole = tuple(row for row in rows if not isinstance(row, Broken))
    return ast.Table(subject, whole, span=at) if len(whole) == len(rows) else BROKEN


def row(b: Build, at: Span, patterns: list[ast.Pattern], amount: ast.Amount, given: list[Clause]) -> ast.Row:
    clauses = Clauses(b, "a row of `match`", _ROW, given)
    return ast.Row(tuple(patterns), amount, clauses.get("label", ast.Text), clauses.get("because", ast.Text), span=at)


def between(_b: Build, at: Span, low: ast.Expr, high: ast.Expr) -> ast.Between:
    return ast.Between(low, high, span=at)


def _compare(op: Literal["<", ">", ">=", "<="]) -> Callable[[Build, Span, ast.Expr], ast.Compare]:
    def compare(_b: Build, at: Span, bound: ast.Expr) -> ast.Compare:
        return ast.Compare(op, bound, span=at)

    return compare


def in_list(_b: Build, at: Span, items: ast.Name | ast.ListOf) -> ast.InList:
    return ast.InList(items, span=at)


def missing_row(_b: Build, at: Span) -> ast.MissingRow:
    return ast.MissingRow(span=at)


def otherwise_row(_b: Build, at: Span) -> ast.Otherwise:
    return ast.Otherwise(span=at)


def group(
    b: Build, at: Span, name: Token, given: list[Clause], rules: list[ast.Rule | ast.Group | Broken]
) -> ast.Group:
    return _group(b, at, name, None, given, rules)


def labelled_group(
    b: Build, at: Span, name: Token, label: Token, given: list[Clause], rules: list[ast.Rule | ast.Group | Broken]
) -> ast.Group:
    return _group(b, at, name, text_of(b, at, label), given, rules)


def _group(
    b: Build,
    at: Span,
    name: Token,
    label: ast.Text | None,
    given: list[Clause],
    rules: list[ast.Rule | ast.Group | Broken],
) -> ast.Group:
    clauses = Clauses(b, "a group", _GROUP, given)
    return ast.Group(
        name_of(b, at, name),
        label,
        clauses.expression("minimum"),
        clauses.expression("maximum"),
        clauses.get("weight", ast.Number),
        clauses.get("decay", ast.Decay),
        tuple(rule for rule in rules if not isinstance(rule, Broken)),
        span=at,
    )


RULES: Mapping[str, Callable[..., object]] = {
    "add": add,
    "subtract": subtract,
    "when": when,
    "each_amount": each_amount,
    "each_table": each_table,
    "match": match,
    "first_of": _choice("first"),
    "best_of": _choice("best"),
    "table": table,
    "row": row,
    "between": between,
    "or_more": _compare(">="),
    "or_less": _compare("<="),
    "under": _compare("<"),
    "over": _compare(">"),
    "in_list": in_list,
    "missing_row": missing_row,
    "otherwise_row": otherwise_row,
    "group": group,
    "labelled_group": labelled_group,
}
