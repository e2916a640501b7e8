"""Reductions of statements other than rules and groups."""

from collections.abc import Callable, Mapping
from typing import Literal, cast

from assay.source import Span
from assay.syntax import ast, errors
from assay.syntax.build import Broken, Build
from assay.syntax.build_clauses import Clause, Clauses
from assay.syntax.build_expressions import name_of, number_of, text_of
from assay.syntax.tokens import Token

_BECAUSE = frozenset({"because"})
_WINDOW = frozenset({"because", "within"})
_BOUNDS = frozenset({"minimum", "maximum"})

Kind = Literal["text", "number", "integer", "boolean", "date", "time", "one of", "list of text"]


def model(b: Build, at: Span, name: Token, zone: Token | None = None) -> ast.ModelDecl:
    return ast.ModelDecl(text_of(b, at, name), text_of(b, at, zone) if zone is not None else None, span=at)


def use(b: Build, at: Span, path: Token) -> ast.Use:
    return ast.Use(text_of(b, at, path), span=at)


def missing(b: Build, at: Span, spellings: list[Token]) -> ast.MissingDecl:
    return ast.MissingDecl(tuple(text_of(b, at, spelling) for spelling in spellings), span=at)


def let(b: Build, at: Span, name: Token, value: ast.Expr) -> ast.Let:
    return ast.Let(name_of(b, at, name), value, span=at)


def let_file(b: Build, at: Span, name: Token, path: Token) -> ast.LetFile:
    return ast.LetFile(name_of(b, at, name), text_of(b, at, path), span=at)


def exclude(b: Build, at: Span, condition: ast.Expr, given: list[Clause]) -> ast.Exclude:
    return ast.Exclude(condition, _because(b, "`exclude`", given), span=at)


def disqualify(b: Build, at: Span, condition: ast.Expr, given: list[Clause]) -> ast.Disqualify:
    return ast.Disqualify(condition, _because(b, "`disqualify`", given), span=at)


def ignore(b: Build, at: Span, condition: ast.Expr, given: list[Clause]) -> ast.Ignore:
    return ast.Ignore(condition, _because(b, "`ignore activity`", given), span=at)


def _because(b: Build, statement: str, given: list[Clause]) -> ast.Text | None:
    return Clauses(b, statement, _BECAUSE, given).get("because", ast.Text)


def total(b: Build, at: Span, given: list[Clause]) -> ast.Total:
    clauses = Clauses(b, "`total`", _BOUNDS, given)
    return ast.Total(clauses.expression("minimum"), clauses.expression("maximum"), span=at)


def grade(b: Build, at: Span, group: Token, bands: list[ast.Band]) -> ast.Grade:
    return ast.Grade(name_of(b, at, group), tuple(bands), span=at)


def band(b: Build, at: Span, letter: Token, bound: ast.Expr | None = None) -> ast.Band:
    return ast.Band(text_of(b, at, letter), bound, span=at)


def yes(_b: Build, _at: Span) -> bool:
    return True


def no(_b: Build, _at: Span) -> bool:
    return False


def stage_at(b: Build, at: Span, name: Token, sticky: bool, bound: ast.Expr, given: list[Clause]) -> ast.Stage:
    return ast.Stage(name_of(b, at, name), sticky, bound, None, _because(b, "`stage`", given), span=at)


def stage_when(b: Build, at: Span, name: Token, sticky: bool, condition: ast.Expr, given: list[Clause]) -> ast.Stage:
    return ast.Stage(name_of(b, at, name), sticky, None, condition, _because(b, "`stage`", given), span=at)


def promote(
    b: Build, at: Span, stage: Token, before: list[Clause], condition: ast.Expr, after: list[Clause]
) -> ast.Promote:
    clauses = Clauses(b, "`promote`", _WINDOW, before + after)
    because = clauses.get("because", ast.Text)
    return ast.Promote(name_of(b, at, stage), condition, clauses.get("within", ast.Duration), because, span=at)


def route_when(
    b: Build, at: Span, to: Token, before: list[Clause], condition: ast.Expr, after: list[Clause]
) -> ast.Route:
    return _route(b, at, to, condition, before, after)


def route_otherwise(b: Build, at: Span, to: Token, before: list[Clause], after: list[Clause]) -> ast.Route:
    return _route(b, at, to, None, before, after)


def _route(
    b: Build, at: Span, to: Token, condition: ast.Expr | None, before: list[Clause], after: list[Clause]
) -> ast.Route:
    clauses = Clauses(b, "`route`", _WINDOW, before + after)
    return ast.Route(
        text_of(b, at, to), clauses.get("within", ast.Duration), condition, clauses.get("because", ast.Text), span=at
    )


def guarantee(b: Build, at: Span, kind: Token, condition: ast.Expr, given: list[Clause]) -> ast.Guarantee:
    because = _because(b, f"`{kind.text}`", given)
    return ast.Guarantee(cast(Literal["never", "always"], kind.text), condition, because, span=at)


# --- schemas -------------------------------------------------------------------------------------


def lead(_b: Build, at: Span, fields: list[ast.FieldDecl | Broken]) -> ast.Schema:
    return ast.Schema("lead", _whole_fields(fields), span=at)


def activity(_b: Build, at: Span, fields: list[ast.FieldDecl | Broken]) -> ast.Schema:
    return ast.Schema("activity", _whole_fields(fields), span=at)


def _whole_fields(fields: list[ast.FieldDecl | Broken]) -> tuple[ast.FieldDecl, ...]:
    return tuple(field for field in fields if not isinstance(field, Broken))


def field(b: Build, at: Span, name: Token, type_: ast.TypeRef, options: list[Clause]) -> ast.FieldDecl:
    given = Clauses(b, "a field", frozenset({"key", "exact", "from", "format", "split by"}), options)
    return ast.FieldDecl(
        name_of(b, at, name),
        type_,
        "key" in given.taken,
        "exact" in given.taken,
        given.get("from", ast.Text),
        given.get("format", ast.Text),
        given.get("split by", ast.Text),
        span=at,
    )


def _type(kind: Kind) -> Callable[[Build, Span], ast.TypeRef]:
    def type_(_b: Build, at: Span) -> ast.TypeRef:
        return ast.TypeRef(kind, span=at)

    return type_


def one_of_type(b: Build, at: Span, values: list[Token]) -> ast.TypeRef:
    return ast.TypeRef("one of", tuple(text_of(b, at, value) for value in values), span=at)


def _option(words: str) -> Callable[..., Clause]:
    def option(b: Build, at: Span, value: Token | None = None) -> Clause:
        return Clause(words, words, text_of(b, at, value) if value is not None else True, at)

    return option


# --- examples ------------------------------------------------------------------------------------


def lead_item(_b: Build, at: Span, values: list[ast.Given]) -> tuple[Span, tuple[ast.Given, ...]]:
    return at, tuple(values)


def activity_item(_b: Build, at: Span, values: list[ast.Given], times: Token | None = None) -> ast.ExampleActivity:
    return ast.ExampleActivity(tuple(values), number_of(at, times) if times is not None else None, span=at)


def expect(_b: Build, at: Span, condition: ast.Expr) -> ast.Expect:
    return ast.Expect(condition, span=at)


def given(b: Build, at: Span, name: Token, value: ast.Expr) -> ast.Given:
    return ast.Given(name_of(b, at, name), value, span=at)


Item = tuple[Span, tuple[ast.Given, ...]] | ast.ExampleActivity | ast.Expect | Broken


def example(b: Build, at: Span, name: Token, items: list[Item]) -> ast.Example:
    return example_as_of(b, at, name, None, items)


def example_as_of(b: Build, at: Span, name: Token, as_of: ast.Date | ast.Time | None, items: list[Item]) -> ast.Example:
    leads: list[tuple[Span, tuple[ast.Given, ...]]] = []
    activities: list[ast.ExampleActivity] = []
    expects: list[ast.Expect] = []
    for item in items:
        match item:
            case ast.ExampleActivity():
                activities.append(item)
            case ast.Expect():
                expects.append(item)
            case (span, values):
                if leads:
                    b.report(errors.second_lead(span))
                leads.append((span, values))
            case _:
                pass
    lead_at, values = leads[0] if leads else (None, ())
    return ast.Example(text_of(b, at, name), as_of, values, tuple(activities), tuple(expects), lead_at=lead_at, span=at)


STATEMENTS: Mapping[str, Callable[..., object]] = {
    "model": model,
    "use": use,
    "missing": missing,
    "lead": lead,
    "activity": activity,
    "let": let,
    "let_file": let_file,
    "exclude": exclude,
    "disqualify": disqualify,
    "ignore": ignore,
    "total": total,
    "grade": grade,
    "band": band,
    "last_band": band,
    "yes": yes,
    "no": no,
    "stage_at": stage_at,
    "stage_when": stage_when,
    "promote": promote,
    "route_when": route_when,
    "route_otherwise": route_otherwise,
    "guarantee": guarantee,
    "field": field,
    "text_type": _type("text"),
    "number_type": _type("number"),
    "integer_type": _type("integer"),
    "boolean_type": _type("boolean"),
    "date_type": _type("date"),
    "time_type": _type("time"),
    "list_type": _type("list of text"),
    "one_of_type": one_of_type,
    "key_option": _option("key"),
    "exact_option": _option("exact"),
    "from_option": _option("from"),
    "format_option": _option("format"),
    "split_option": _option("split by"),
    "lead_item": lead_item,
    "activity_item": activity_item,
    "expect": expect,
    "given": given,
    "example": example,
    "example_as_of": example_as_of,
}
