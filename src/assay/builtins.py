"""Operators and functions as one table: types, missing rule, documentation.

The checker types calls by it, hover and the reference print it, and tests hold every engine to it. A
parameter is a set of kinds; "same" ties parameters to one type ("text" and "one of" are one, "number" and
"integer", and a date goes where a time is asked for).
"""

from dataclasses import dataclass
from typing import Literal

from assay.types import MOMENTS, NUMERIC, TEXTUAL, Kind

MissingRule = Literal["strict", "kleene", "never", "skips"]
Shape = Literal["any", "text", "texts", "list", "condition"]

ORDERED = NUMERIC | MOMENTS | TEXTUAL | {Kind.DURATION, Kind.STAGE}
ANY = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Signature:
    """`params`: kinds each argument may have. `same`: all arguments are of one type. `result` None: the type of
    the arguments. `missing`: strict (of missing, missing), kleene (three-valued logic), never (always true or
    false), skips (missing values are passed over). `constant`: indexes of arguments that must be constants."""

    name: str
    params: tuple[frozenset[Kind], ...]
    result: Kind | None
    missing: MissingRule
    doc: str
    example: str
    same: bool = False
    constant: tuple[int, ...] = ()


_BOOL = frozenset({Kind.BOOLEAN})
_LIST_OR_TEXT = TEXTUAL | {Kind.LIST}


def _comparison(symbol: str, doc: str, kinds: frozenset[Kind]) -> Signature:
    return Signature(symbol, (kinds, kinds), Kind.BOOLEAN, "strict", doc, f"employees {symbol} 200", same=True)


_OPERATORS = (
    Signature(
        "implies",
        (_BOOL, _BOOL),
        Kind.BOOLEAN,
        "kleene",
        "false only if the left side is true and the right side false",
        "disqualified implies stage is missing",
    ),
    Signature(
        "or",
        (_BOOL, _BOOL),
        Kind.BOOLEAN,
        "kleene",
        "true if either side is true",
        'country == "NL" or country == "BE"',
    ),
    Signature(
        "and",
        (_BOOL, _BOOL),
        Kind.BOOLEAN,
        "kleene",
        "true if both sides are true",
        "employees >= 200 and email is known",
    ),
    Signature(
        "not",
        (_BOOL,),
        Kind.BOOLEAN,
        "kleene",
        "true if the condition is false; unknown stays unknown",
        'not country == "NL"',
    ),
    _comparison("==", "equal; text ignores case and surrounding blanks unless the field is exact", ANY - {Kind.LIST}),
    _comparison("!=", "not equal; unknown if either side is missing", ANY - {Kind.LIST}),
    _comparison("<", "less than; earlier for dates, lower for stages and for `one of` as declared", ORDERED),
    _comparison("<=", "less than or equal", ORDERED),
    _comparison(">", "greater than; later for dates", ORDERED),
    _comparison(">=", "greater than or equal", ORDERED),
    Signature(
        "in",
        (ANY - {Kind.LIST}, ANY),
        Kind.BOOLEAN,
        "strict",
        "equal to an item of a list, or within `A to B`, both ends included",
        'country in ["NL", "BE"]',
    ),
    Signature(
        "not in",
        (ANY - {Kind.LIST}, ANY),
        Kind.BOOLEAN,
        "strict",
        "not equal to any item; unknown if the value is missing",
        'country not in ["NL", "BE"]',
    ),
    Signature(
        "contains",
        (_LIST_OR_TEXT, _LIST_OR_TEXT),
        Kind.BOOLEAN,
        "strict",
        "text: has this text anywhere in it; list: has an equal item",
        'interests contains "SUV"',
    ),
    Signature(
        "starts with",
        (TEXTUAL, _LIST_OR_TEXT),
        Kind.BOOLEAN,
        "strict",
        "begins with this text, or with any of a list",
        'page starts with "/pricing"',
    ),
    Signature(
        "ends with",
        (TEXTUAL, _LIST_OR_TEXT),
        Kind.BOOLEAN,
        "strict",
        "ends with this text, or with any of a list",
        'email ends with ".edu"',
    ),
    Signature(
        "mentions",
        (TEXTUAL, _LIST_OR_TEXT),
        Kind.BOOLEAN,
        "strict",
        'has this word or phrase as whole words: "Director" does not mention "CTO"',
        'title mentions ["VP", "CTO"]',
        constant=(1,),
    ),
    Signature(
        "matches",
        (TEXTUAL, TEXTUAL),
        Kind.BOOLEAN,
        "strict",
        "fits a pattern: * stands for any run of characters, ? for one",
        'domain(email) matches "*.edu"',
        constant=(1,),
    ),
    Signature("is known", (ANY,), Kind.BOOLEAN, "never", "true if there is a value", "email is known"),
    Signature("is missing", (ANY,), Kind.BOOLEAN, "never", "true if there is no value", "income_band is missing"),
)

_FUNCTIONS = (
    Signature(
        "domain", (TEXTUAL,), Kind.TEXT, "strict", "what follows the last @; missing if there is none", "domain(email)"
    ),
    Signature(
        "length",
        (TEXTUAL,),
        Kind.NUMBER,
        "strict",
        "the number of characters, surrounding blanks left out",
        "length(phone)",
    ),
    Signature("lower", (TEXTUAL,), Kind.TEXT, "strict", "in lower case, without surrounding blanks", "lower(code)"),
    Signature("abs", (NUMERIC,), Kind.NUMBER, "strict", "without its sign", "abs(change)"),
    Signature(
        "round",
        (NUMERIC,),
        Kind.NUMBER,
        "strict",
        "the nearest whole number, halves away from zero",
        "round(score / 10)",
    ),
    Signature(
        "whole", (NUMERIC,), Kind.NUMBER, "strict", "without its decimals (toward zero)", "whole(employees / 100)"
    ),
    Signature("min", (ORDERED, ORDERED), None, "strict", "the smaller of two values", "min(visits, 10)", same=True),
    Signature("max", (ORDERED, ORDERED), None, "strict", "the larger of two values", "max(visits, 1)", same=True),
    Signature(
        "since",
        (MOMENTS,),
        Kind.DURATION,
        "strict",
        "the time from then to the moment of scoring",
        "since(created) > 30 days",
    ),
    Signature(
        "days_since",
        (MOMENTS,),
        Kind.NUMBER,
        "strict",
        "full days of 24 hours from then to the moment of scoring",
        "days_since(created) >= 7",
    ),
    Signature(
        "weeks_since",
        (MOMENTS,),
        Kind.NUMBER,
        "strict",
        "full weeks from then to the moment of scoring",
        "weeks_since(created) >= 2",
    ),
    Signature(
        "days_until",
        (MOMENTS,),
        Kind.NUMBER,
        "strict",
        "full days of 24 hours from the moment of scoring until then",
        "days_until(renewal) <= 30",
    ),
)

_AGGREGATES = (
    Signature(
        "any",
        (_BOOL,),
        Kind.BOOLEAN,
        "never",
        "true if at least one activity meets the condition",
        'any(action == "webinar" within 30 days)',
    ),
    Signature(
        "none",
        (_BOOL,),
        Kind.BOOLEAN,
        "never",
        "true if no activity meets the condition",
        'none(action == "unsubscribe")',
    ),
    Signature(
        "count",
        (_BOOL,),
        Kind.NUMBER,
        "never",
        "how many activities meet the condition",
        'count(action == "page_view" within 7 days)',
    ),
    Signature(
        "sum",
        (NUMERIC,),
        Kind.NUMBER,
        "skips",
        "the sum over activities; 0 over none",
        'sum(amount where action == "order")',
    ),
    Signature(
        "average",
        (NUMERIC,),
        Kind.NUMBER,
        "skips",
        "the mean over activities; missing over none",
        "average(minutes_watched)",
    ),
    Signature(
        "highest", (ORDERED - {Kind.STAGE},), None, "skips", "the greatest value; missing over none", "highest(amount)"
    ),
    Signature(
        "lowest", (ORDERED - {Kind.STAGE},), None, "skips", "the smallest value; missing over none", "lowest(amount)"
    ),
    Signature(
        "first",
        (ANY - {Kind.LIST, Kind.STAGE},),
        None,
        "skips",
        "the value of the earliest activity that has one",
        "first(channel)",
    ),
    Signature(
        "last",
        (ANY - {Kind.LIST, Kind.STAGE},),
        None,
        "skips",
        "the value of the latest activity that has one",
        "since(last(occurred)) > 30 days",
    ),
    Signature(
        "distinct",
        (ANY - {Kind.LIST, Kind.STAGE},),
        Kind.NUMBER,
        "skips",
        "how many different values there are; 0 over none",
        "distinct(page within 30 days)",
    ),
)

OPERATORS = {signature.name: signature for signature in _OPERATORS}
FUNCTIONS = {signature.name: signature for signature in _FUNCTIONS}
AGGREGATES = {signature.name: signature for signature in _AGGREGATES}

# Arithmetic is overloaded by kind, which a single row cannot say: (left, right) -> result.
ARITHMETIC: dict[str, tuple[tuple[frozenset[Kind], frozenset[Kind], Kind], ...]] = {
    "+": ((NUMERIC, NUMERIC, Kind.NUMBER), (MOMENTS, frozenset({Kind.DURATION}), Kind.TIME)),
    "-": (
        (NUMERIC, NUMERIC, Kind.NUMBER),
        (MOMENTS, frozenset({Kind.DURATION}), Kind.TIME),
        (MOMENTS, MOMENTS, Kind.DURATION),
    ),
    "*": ((NUMERIC, NUMERIC, Kind.NUMBER),),
    "/": ((NUMERIC, NUMERIC, Kind.NUMBER),),
}
