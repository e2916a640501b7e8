"""The tree as written. Equality ignores spans, so `parse(format(x)) == parse(x)` is plain `==`.

Nothing here is checked: names are unresolved, types unknown. `check` turns a File into a Model.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from assay.source import Source, Span


@dataclass(frozen=True, slots=True)
class Node:
    span: Span = field(compare=False, kw_only=True, repr=False)


# --- expressions ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Number(Node):
    value: Decimal  # never negative: a sign is Unary("-")


@dataclass(frozen=True, slots=True)
class Text(Node):
    value: str  # escapes resolved


@dataclass(frozen=True, slots=True)
class Boolean(Node):
    value: bool


@dataclass(frozen=True, slots=True)
class Date(Node):
    value: dt.date


@dataclass(frozen=True, slots=True)
class Time(Node):
    value: dt.datetime  # without offset: in the model's zone


@dataclass(frozen=True, slots=True)
class Duration(Node):
    amount: Decimal
    unit: Literal["minute", "hour", "day", "week"]


@dataclass(frozen=True, slots=True)
class Ago(Node):
    """`2 days ago`, in examples only."""

    duration: Duration


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A bare or backticked name. `quoted` is kept only where backticks change the meaning or are needed
    (reserved words, results such as `score`, names that are no identifiers)."""

    name: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    items: "tuple[Expr, ...]"


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`A to B`, both ends in; only right of `in`/`not in` and in rows of `match`."""

    low: "Expr"
    high: "Expr"


@dataclass(frozen=True, slots=True)
class Unary(Node):
    op: Literal["not", "-"]
    operand: "Expr"


BinaryOp = Literal[
    "implies",
    "or",
    "and",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "not in",
    "contains",
    "starts with",
    "ends with",
    "mentions",
    "matches",
    "+",
    "-",
    "*",
    "/",
]


@dataclass(frozen=True, slots=True)
class Binary(Node):
    op: BinaryOp
    left: "Expr"
    right: "Expr"
    op_span: Span = field(compare=False, kw_only=True, repr=False)


@dataclass(frozen=True, slots=True)
class Known(Node):
    """`x is known` / `x is missing`."""

    operand: "Expr"
    known: bool


@dataclass(frozen=True, slots=True)
class AtLeast(Node):
    """`at least K of [C, C, C]`."""

    count: Number
    conditions: "tuple[Expr, ...]"


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`f(a, b)` and aggregates `f(a where c within d)`. For `any`, `none`, `count` the one argument is the
    condition itself; `where` is theirs never."""

    function: Name
    arguments: "tuple[Expr, ...]"
    where: "Expr | None" = None
    within: Duration | None = None


Expr = (
    Number
    | Text
    | Boolean
    | Date
    | Time
    | Duration
    | Ago
    | Name
    | ListOf
    | Between
    | Unary
    | Binary
    | Known
    | AtLeast
    | Call
)


# --- parts of rules --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amount(Node):
    """`add E`, `subtract E`, with `per D since T`."""

    sign: Literal[1, -1]
    value: Expr
    per: Duration | None = None
    since: Expr | None = None


@dataclass(frozen=True, slots=True)
class Times(Node):
    """`at least N times`, `exactly N times`."""

    kind: Literal["at least", "exactly"]
    count: Number


@dataclass(frozen=True, slots=True)
class Period(Node):
    """A calendar period of the model's zone."""

    unit: Literal["day", "week", "month", "quarter"]


@dataclass(frozen=True, slots=True)
class Limit(Node):
    """`at most N per PERIOD`, the period a calendar one or `3 days`."""

    count: Number
    per: Period | Duration


@dataclass(frozen=True, slots=True)
class Quota(Node):
    """`at least N times per PERIOD or FIELD`: one hit for each period or value with N matches."""

    count: Number
    per: Period | Name


@dataclass(frozen=True, slots=True)
class Decay(Node):
    """fading: `amount` percent every `every` (`compounding` or not); losing: `amount` points every `every`;
    halving every `every`; expiring after `every`."""

    kind: Literal["fading", "losing", "halving", "expiring"]
    every: Duration
    amount: Number | None = None
    compounding: bool = False


@dataclass(frozen=True, slots=True)
class Meta(Node):
    """Clauses every rule takes. The span covers the clauses, or is empty at the rule's end."""

    label: Text | None = None
    because: Text | None = None
    owner: Text | None = None
    review_by: Date | None = None
    starting: Date | None = None
    until: Date | None = None
    off: bool = False


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`under N` <, `over N` >, `N or more` >=, `N or less` <=."""

    op: Literal["<", ">", ">=", "<="]
    bound: Expr


@dataclass(frozen=True, slots=True)
class InList(Node):
    """`in LIST`: a name or a list literal."""

    items: Name | ListOf


@dataclass(frozen=True, slots=True)
class MissingRow(Node):
    pass


@dataclass(frozen=True, slots=True)
class Otherwise(Node):
    pass


# Several patterns of a row ("A", "B") are alternatives; a bare literal or name is equality.
Pattern = (
    Number
    | Text
    | Boolean
    | Date
    | Time
    | Duration
    | Unary
    | Name
    | Between
    | Compare
    | InList
    | MissingRow
    | Otherwise
)


@dataclass(frozen=True, slots=True)
class Row(Node):
    patterns: tuple[Pattern, ...]
    amount: Amount
    label: Text | None = None
    because: Text | None = None


@dataclass(frozen=True, slots=True)
class Table(Node):
    """`match E { rows }`."""

    subject: Expr
    rows: tuple[Row, ...]


# --- rules -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class When(Node):
    condition: Expr
    amount: Amount
    times: Times | None = None
    within: Duration | None = None
    maximum: Expr | None = None
    minimum: Expr | None = None
    decay: Decay | None = None
    meta: Meta = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Each(Node):
    """Exactly one of `amount` and `table` is given."""

    condition: Expr
    amount: Amount | None
    table: Table | None
    within: Duration | None = None
    once_per: Name | None = None
    limit: Limit | None = None
    quota: Quota | None = None
    maximum: Expr | None = None
    decay: Decay | None = None
    meta: Meta = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Match(Node):
    table: Table
    meta: Meta = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """`first of { … }`, `best of { … }`. Its `starting`, `until` and `off` hold for all rules inside."""

    kind: Literal["first", "best"]
    rules: tuple[When, ...]
    meta: Meta = field(kw_only=True)


Rule = When | Each | Match | Choice


# --- statements ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ModelDecl(Node):
    name: Text
    timezone: Text | None


@dataclass(frozen=True, slots=True)
class Use(Node):
    path: Text


@dataclass(frozen=True, slots=True)
class MissingDecl(Node):
    spellings: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class TypeRef(Node):
    kind: Literal["text", "number", "integer", "boolean", "date", "time", "one of", "list of text"]
    values: tuple[Text, ...] = ()  # of "one of"


@dataclass(frozen=True, slots=True)
class FieldDecl(Node):
    name: Name
    type: TypeRef
    key: bool = False
    exact: bool = False
    column: Text | None = None  # from "COLUMN"
    format: Text | None = None
    split_by: Text | None = None


@dataclass(frozen=True, slots=True)
class Schema(Node):
    table: Literal["lead", "activity"]
    fields: tuple[FieldDecl, ...]


@dataclass(frozen=True, slots=True)
class Let(Node):
    name: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class LetFile(Node):
    name: Name
    path: Text


@dataclass(frozen=True, slots=True)
class Exclude(Node):
    condition: Expr
    because: Text | None


@dataclass(frozen=True, slots=True)
class Disqualify(Node):
    condition: Expr
    because: Text | None


@dataclass(frozen=True, slots=True)
class Ignore(Node):
    condition: Expr
    because: Text | None


@dataclass(frozen=True, slots=True)
class Group(Node):
    name: Name
    label: Text | None
    minimum: Expr | None
    maximum: Expr | None
    weight: Number | None  # percent
    decay: Decay | None
    body: "tuple[Rule | Group, ...]"


@dataclass(frozen=True, slots=True)
class Total(Node):
    minimum: Expr | None
    maximum: Expr | None


@dataclass(frozen=True, slots=True)
class Band(Node):
    """`"A" from N`, or `"D" otherwise` (bound None)."""

    letter: Text
    bound: Expr | None


@dataclass(frozen=True, slots=True)
class Grade(Node):
    group: Name
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Stage(Node):
    """Exactly one of `at` and `condition` is given."""

    name: Name
    sticky: bool
    at: Expr | None
    condition: Expr | None
    because: Text | None


@dataclass(frozen=True, slots=True)
class Promote(Node):
    stage: Name
    condition: Expr
    within: Duration | None
    because: Text | None


@dataclass(frozen=True, slots=True)
class Route(Node):
    """`condition` is None for `otherwise`."""

    to: Text
    within: Duration | None  # agreed response time
    condition: Expr | None
    because: Text | None


@dataclass(frozen=True, slots=True)
class Guarantee(Node):
    kind: Literal["never", "always"]
    condition: Expr
    because: Text | None


@dataclass(frozen=True, slots=True)
class Given(Node):
    """`FIELD: VALUE` in an example; the value a literal, a list of literals, a negative number or `2 days ago`."""

    field: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class ExampleActivity(Node):
    values: tuple[Given, ...]
    times: Number | None


@dataclass(frozen=True, slots=True)
class Expect(Node):
    condition: Expr


@dataclass(frozen=True, slots=True)
class Example(Node):
    name: Text
    as_of: Date | Time | None
    lead: tuple[Given, ...]
    activities: tuple[ExampleActivity, ...]
    expects: tuple[Expect, ...]


Statement = (
    ModelDecl
    | Use
    | MissingDecl
    | Schema
    | Let
    | LetFile
    | Exclude
    | Disqualify
    | Ignore
    | Group
    | Rule
    | Total
    | Grade
    | Stage
    | Promote
    | Route
    | Guarantee
    | Example
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A `#` comment to the end of its line, the `#` included."""

    text: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class File:
    """The statements of one source that parsed, in order; broken ones are absent and have a diagnostic (those whose
    mistake has one right spelling stand there as if they had it). `declared` are the names that the absent ones
    would have declared, so that nobody calls them unknown."""

    source: Source = field(compare=False, repr=False)
    statements: tuple[Statement, ...]
    comments: tuple[Comment, ...] = field(compare=False, default=())
    declared: tuple[str, ...] = field(compare=False, default=())
