"""Nodes of expressions; see `assay.syntax.ast`."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from assay.source import Span


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
