"""Nodes of rules and their parts; see `assay.syntax.ast`."""

from dataclasses import dataclass, field
from typing import Literal

from assay.source import Span
from assay.syntax.ast_expressions import (
    Between,
    Boolean,
    Date,
    Duration,
    Expr,
    ListOf,
    Name,
    Node,
    Number,
    Text,
    Time,
    Unary,
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
    """Clauses every rule takes. The span covers the clauses, or is empty at the rule's end; `off_at` is that of `off`."""

    label: Text | None = None
    because: Text | None = None
    owner: Text | None = None
    review_by: Date | None = None
    starting: Date | None = None
    until: Date | None = None
    off: bool = False
    off_at: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


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
