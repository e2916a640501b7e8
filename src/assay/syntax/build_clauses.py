"""Reductions of clauses, and how a rule takes them: any order, each once, only those that fit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, cast

from assay.source import Span
from assay.syntax import ast, errors
from assay.syntax.build import Build
from assay.syntax.build_expressions import date, name_of, number_of, text_of
from assay.syntax.tokens import Token

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Clause:
    """`slot`: the place it fills; two clauses of one slot are one too many. `words`: how a message names it."""

    slot: str
    words: str
    value: object
    span: Span


META = frozenset({"label", "because", "owner", "review_by", "starting", "until", "off"})


# Where each clause belongs.
_ADVICE = {
    "times": "how often something must happen is said in `when` rules; `each` has `at least 3 times per day`",
    "quota": "`at least 3 times per day` goes with `each`; a `when` rule has `at least 3 times within 30 days`",
    "limit": "`at most 3 per day` goes with `each`",
    "once_per": "`once per` goes with `each`",
    "within": "`within` goes with `when`, `each`, `promote` and, before its condition, `route`",
    "maximum": "`max` goes with `when`, `each`, groups and `total`",
    "minimum": "`min` goes with `when`, groups and `total`",
    "weight": "`weight` goes with groups",
    "decay": "points fade in `when` and `each` rules, or for a whole group",
    "label": "labels go with rules, and with the rows of `match`",
}


class Clauses:
    """The clauses of one statement, those that do not fit and those given twice reported and left out."""

    def __init__(self, build: Build, statement: str, fits: frozenset[str], clauses: Iterable[Clause]) -> None:
        self.taken: dict[str, Clause] = {}
        for clause in clauses:
            if clause.slot not in fits:
                build.report(errors.clause_does_not_fit(clause.span, clause.words, statement, _ADVICE.get(clause.slot)))
            elif clause.slot in self.taken:
                build.report(errors.clause_twice(clause.span, clause.words, self.taken[clause.slot].span))
            else:
                self.taken[clause.slot] = clause

    def get(self, slot: str, kind: type[T]) -> T | None:
        clause = self.taken.get(slot)
        return clause.value if clause is not None and isinstance(clause.value, kind) else None

    def expression(self, slot: str) -> ast.Expr | None:
        clause = self.taken.get(slot)
        return cast(ast.Expr, clause.value) if clause is not None else None

    def meta(self, end: Span) -> ast.Meta:
        """The clauses every rule takes; without any, an empty one at the end of the rule."""
        if not self.taken:
            return ast.Meta(span=Span(end.source, end.end, end.end))
        spans = [clause.span for slot, clause in self.taken.items() if slot in META]
        if not spans:
            return ast.Meta(span=Span(end.source, end.end, end.end))
        span = Span(end.source, min(s.start for s in spans), max(s.end for s in spans))
        return ast.Meta(
            self.get("label", ast.Text),
            self.get("because", ast.Text),
            self.get("owner", ast.Text),
            self.get("review_by", ast.Date),
            self.get("starting", ast.Date),
            self.get("until", ast.Date),
            "off" in self.taken,
            off_at=self.taken["off"].span if "off" in self.taken else None,
            span=span,
        )


def at_least_clause(_b: Build, at: Span, count: ast.Number) -> Clause:
    return Clause("times", "at least", ast.Times("at least", count, span=at), at)


def exactly_clause(_b: Build, at: Span, count: ast.Number) -> Clause:
    return Clause("times", "exactly", ast.Times("exactly", count, span=at), at)


def quota_clause(_b: Build, at: Span, count: ast.Number, per: ast.Period | ast.Name) -> Clause:
    return Clause("quota", "at least … times per", ast.Quota(count, per, span=at), at)


def limit_clause(_b: Build, at: Span, count: ast.Number, per: ast.Period | ast.Duration) -> Clause:
    return Clause("limit", "at most … per", ast.Limit(count, per, span=at), at)


def period(_b: Build, at: Span, unit: Token) -> ast.Period:
    return ast.Period(cast(Literal["day", "week", "month", "quarter"], unit.text), span=at)


def once_per_clause(b: Build, at: Span, field: Token) -> Clause:
    return Clause("once_per", "once per", name_of(b, at, field), at)


def within_clause(_b: Build, at: Span, window: ast.Duration) -> Clause:
    return Clause("within", "within", window, at)


def max_clause(_b: Build, at: Span, bound: ast.Expr) -> Clause:
    return Clause("maximum", "max", bound, at)


def min_clause(_b: Build, at: Span, bound: ast.Expr) -> Clause:
    return Clause("minimum", "min", bound, at)


def weight_clause(_b: Build, at: Span, percent: Token) -> Clause:
    return Clause("weight", "weight", number_of(at, percent), at)


def fading_clause(_b: Build, at: Span, percent: Token, every: ast.Duration) -> Clause:
    return Clause("decay", "fading", ast.Decay("fading", every, number_of(at, percent), span=at), at)


def compounding_clause(_b: Build, at: Span, percent: Token, every: ast.Duration) -> Clause:
    return Clause("decay", "fading", ast.Decay("fading", every, number_of(at, percent), True, span=at), at)


def losing_clause(_b: Build, at: Span, points: Token, every: ast.Duration) -> Clause:
    return Clause("decay", "losing", ast.Decay("losing", every, number_of(at, points), span=at), at)


def halving_clause(_b: Build, at: Span, every: ast.Duration) -> Clause:
    return Clause("decay", "halving", ast.Decay("halving", every, span=at), at)


def expiring_clause(_b: Build, at: Span, after: ast.Duration) -> Clause:
    return Clause("decay", "expiring", ast.Decay("expiring", after, span=at), at)


def as_clause(b: Build, at: Span, label: Token) -> Clause:
    return Clause("label", "as", text_of(b, at, label), at)


def because_clause(b: Build, at: Span, reason: Token) -> Clause:
    return Clause("because", "because", text_of(b, at, reason), at)


def owner_clause(b: Build, at: Span, owner: Token) -> Clause:
    return Clause("owner", "owner", text_of(b, at, owner), at)


def _dated(slot: str, words: str) -> Callable[[Build, Span, Token], Clause]:
    def clause(b: Build, at: Span, day: Token) -> Clause:
        return Clause(slot, words, date(b, Span(at.source, day.start, day.end), day), at)

    return clause


def off_clause(_b: Build, at: Span) -> Clause:
    return Clause("off", "off", True, at)


CLAUSES: Mapping[str, Callable[..., object]] = {
    "at_least_clause": at_least_clause,
    "exactly_clause": exactly_clause,
    "quota_clause": quota_clause,
    "limit_clause": limit_clause,
    "period": period,
    "once_per_clause": once_per_clause,
    "within_clause": within_clause,
    "max_clause": max_clause,
    "min_clause": min_clause,
    "weight_clause": weight_clause,
    "fading_clause": fading_clause,
    "compounding_clause": compounding_clause,
    "losing_clause": losing_clause,
    "halving_clause": halving_clause,
    "expiring_clause": expiring_clause,
    "as_clause": as_clause,
    "because_clause": because_clause,
    "owner_clause": owner_clause,
    "review_clause": _dated("review_by", "review by"),
    "starting_clause": _dated("starting", "starting"),
    "until_clause": _dated("until", "until"),
    "off_clause": off_clause,
}
