"""Expressions of the checked model: each has a type, a scope and a phase."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Literal

from assay.source import Span
from assay.types import Type


class Scope(IntEnum):
    """What an expression needs: nothing, the lead, or one activity (which sees its lead too)."""

    CONSTANT = 0
    LEAD = 1
    ACTIVITY = 2


class Phase(IntEnum):
    """The latest result an expression reads; fixes where it may stand."""

    DATA = 0
    GROUPS = 1
    SCORE = 2
    GRADE = 3
    DISQUALIFIED = 4
    STAGE = 5
    ROUTE = 6


class Result(StrEnum):
    SCORE = "score"
    STAGE = "stage"
    ROUTE = "route"
    DISQUALIFIED = "disqualified"


# --- expressions: each has a type, a scope and a phase ----------------------------------------------


@dataclass(frozen=True, slots=True)
class Typed:
    type: Type
    scope: Scope
    phase: Phase
    span: Span = field(compare=False, repr=False)


Scalar = str | int | bool


@dataclass(frozen=True, slots=True)
class Const(Typed):
    """A literal or a `let` constant, encoded as in `values`; text unfolded, as written. A stage is its name."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class ListValue(Typed):
    """A list written out or named; `name` is the list's when it was named or from a file."""

    items: "tuple[Expr, ...]"
    name: str | None = None


@dataclass(frozen=True, slots=True)
class FieldRef(Typed):
    table: Literal["lead", "activity"]
    name: str


@dataclass(frozen=True, slots=True)
class LetRef(Typed):
    """A `let` that is not a constant: see Model.lets."""

    name: str


@dataclass(frozen=True, slots=True)
class GroupRef(Typed):
    name: str


@dataclass(frozen=True, slots=True)
class ResultRef(Typed):
    result: Result


@dataclass(frozen=True, slots=True)
class GradeRef(Typed):
    """`grade(G)`; `group` is "score" for the grade of the score."""

    group: str


@dataclass(frozen=True, slots=True)
class Between(Typed):
    """Right side of `in`: both ends in."""

    low: "Expr"
    high: "Expr"


@dataclass(frozen=True, slots=True)
class Op(Typed):
    """Any operator or scalar function, by its name in `builtins.OPERATORS`/`FUNCTIONS`: "==", "and", "not", "-"
    (one argument: negation), "in", "is known", "is missing", "at least" (K first, a Const), "domain", …"""

    op: str
    args: "tuple[Expr, ...]"


@dataclass(frozen=True, slots=True)
class Aggregate(Typed):
    """any, none, count: `where` is the condition, `value` None. sum, average, highest, lowest, first, last,
    distinct: `value` per activity, `where` optional. `within` in microseconds."""

    function: str
    value: "Expr | None"
    where: "Expr | None"
    within: int | None
    text: str = field(default="", compare=False)  # as the formatter prints it; names it when it is missing


Expr = Const | ListValue | FieldRef | LetRef | GroupRef | ResultRef | GradeRef | Between | Op | Aggregate
