"""The checked rule set: names resolved, every expression typed, every clause in its place.

A Model exists only when the rules have no error (`check` returns `Model | None` with the diagnostics).
Spans point into the file each thing was written in, also across `use`.
"""

from dataclasses import dataclass, field
from typing import Literal

from assay.source import Source, Span
from assay.syntax import ast
from assay.typed import (
    Aggregate,
    Between,
    Const,
    Expr,
    FieldRef,
    GradeRef,
    GroupRef,
    LetRef,
    ListValue,
    Op,
    Phase,
    Result,
    ResultRef,
    Scalar,
    Scope,
    Typed,
)
from assay.types import Type

__all__ = [
    "Aggregate",
    "Amount",
    "Between",
    "Choice",
    "Const",
    "Decay",
    "Decision",
    "Each",
    "Example",
    "ExampleActivity",
    "ExampleValue",
    "Expectation",
    "Expr",
    "Field",
    "FieldRef",
    "Grade",
    "GradeRef",
    "Group",
    "GroupRef",
    "Guarantee",
    "Let",
    "LetRef",
    "ListValue",
    "Match",
    "Meta",
    "Model",
    "NamedConstant",
    "Op",
    "Phase",
    "Promotion",
    "Relative",
    "Result",
    "ResultRef",
    "Route",
    "Row",
    "Rule",
    "RuleBase",
    "Scalar",
    "Scope",
    "Stage",
    "Table",
    "Typed",
    "When",
]


# --- declarations ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    type: Type
    span: Span = field(compare=False, repr=False)
    key: bool = False
    column: str | None = None  # header in the file, when it is not the name
    format: str | None = None
    split_by: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A schema; `declared` is False where it was taken from columns or from use."""

    fields: tuple[Field, ...]
    declared: bool
    time: str | None = None  # activity: the field that says when

    @property
    def key(self) -> Field | None:
        return next((f for f in self.fields if f.key), None)

    def field(self, name: str) -> Field | None:
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True, slots=True)
class Let:
    """A named value or condition that is no constant, in dependency order in `Model.lets`."""

    name: str
    value: Expr
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NamedConstant:
    """A `let` that is a constant or a list; references to it are already replaced (Const/ListValue)."""

    name: str
    value: Const | ListValue
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """`exclude`, `disqualify` or `ignore`: a condition and its reason (`because`, else the condition's text)."""

    condition: Expr
    reason: str
    span: Span = field(compare=False, repr=False)


# --- rules: amounts and bounds in hundredths, durations in microseconds --------------------------------


@dataclass(frozen=True, slots=True)
class Amount:
    sign: Literal[1, -1]
    value: Expr  # a number
    per: int | None = None
    since: Expr | None = None  # a date or time


@dataclass(frozen=True, slots=True)
class Decay:
    """`percent` in ten-thousandths of a percent-unit (25% is 250_000), `losing` in hundredths of a point."""

    kind: Literal["fading", "compounding", "losing", "halving", "expiring"]
    every: int
    percent: int = 0
    losing: int = 0


@dataclass(frozen=True, slots=True)
class Meta:
    """`starting` and `until` in days since 1970, both included; already merged with those of an enclosing
    `first of`/`best of`."""

    label: str | None = None
    because: str | None = None
    owner: str | None = None
    review_by: int | None = None
    starting: int | None = None
    until: int | None = None
    off: bool = False


@dataclass(frozen=True, slots=True)
class RuleBase:
    """`id`: the label, or the condition as the formatter prints it; repeats get " (2)". `text`: the rule's
    source on one line, as the formatter prints it."""

    id: str
    text: str
    meta: Meta
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class When(RuleBase):
    """`condition.scope` is ACTIVITY for a rule about activities. `decay` is the rule's own or inherited from
    its group, None for rules about the lead alone."""

    condition: Expr
    amount: Amount
    times: tuple[Literal["at least", "exactly"], int] | None = None
    within: int | None = None
    maximum: int | None = None
    minimum: int | None = None
    decay: Decay | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """`tests`: any true takes the row; conditions on the subject, already typed as `Op`s on it. `missing` and
    `otherwise` mark the special patterns (which may stand beside tests)."""

    tests: tuple[Expr, ...]
    missing: bool
    otherwise: bool
    amount: Amount
    text: str  # the patterns as the formatter prints them
    label: str | None
    because: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Each(RuleBase):
    """Exactly one of `amount` and (`subject`, `rows`) is given. `limit_period`/`quota_period`: "day", "week",
    "month", "quarter", or for the limit microseconds, or for the quota the name of an activity field."""

    condition: Expr
    amount: Amount | None
    subject: Expr | None = None
    rows: tuple[Row, ...] = ()
    within: int | None = None
    once_per: str | None = None
    limit: int | None = None
    limit_period: Literal["day", "week", "month", "quarter"] | int | None = None
    quota: int | None = None
    quota_period: Literal["day", "week", "month", "quarter"] | None = None
    quota_field: str | None = None
    maximum: int | None = None
    decay: Decay | None = None


@dataclass(frozen=True, slots=True)
class Match(RuleBase):
    subject: Expr
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    kind: Literal["first", "best"]
    rules: tuple[When, ...]
    meta: Meta
    span: Span = field(compare=False, repr=False)


Rule = When | Each | Match | Choice


@dataclass(frozen=True, slots=True)
class Group:
    """`ungrouped`, when used, is the last top-level group. `weight` in ten-thousandths of a percent-unit
    (100% is 1_000_000)."""

    name: str
    label: str | None
    minimum: int | None
    maximum: int | None
    weight: int | None
    body: "tuple[Rule | Group, ...]"
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Grade:
    """`bands` from the highest: letter and lower bound in hundredths; the last bound is None (`otherwise`)."""

    group: str  # or "score"
    bands: tuple[tuple[str, int | None], ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Stage:
    """`condition` is always given (`at N` becomes `score >= N`); `at` in hundredths when it was a threshold."""

    name: str
    sticky: bool
    condition: Expr
    at: int | None
    because: str | None
    span: Span = field(compare=False, repr=False)
    text: str = ""  # the condition as the formatter prints it


@dataclass(frozen=True, slots=True)
class Promotion:
    stage: str
    condition: Expr
    within: int | None
    reason: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Route:
    """`condition` None: `otherwise`. `within` is the agreed response time."""

    to: str
    condition: Expr | None
    within: int | None
    because: str | None
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Guarantee:
    """`text`: `never …` or `always …` as the formatter prints it, or its `because`; listed under `broken`."""

    kind: Literal["never", "always"]
    condition: Expr
    text: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Relative:
    """`2 days ago`: microseconds before `as_of`."""

    before: int


ExampleValue = str | int | bool | tuple[str, ...] | Relative | None


@dataclass(frozen=True, slots=True)
class ExampleActivity:
    values: tuple[tuple[str, ExampleValue], ...]
    times: int


@dataclass(frozen=True, slots=True)
class Expectation:
    condition: Expr
    text: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Example:
    """Values encoded as in `values` (text as written); `as_of` in microseconds, None: the run's own."""

    name: str
    as_of: int | None
    lead: tuple[tuple[str, ExampleValue], ...]
    activities: tuple[ExampleActivity, ...]
    expectations: tuple[Expectation, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Model:
    name: str | None
    zone: str
    missing: tuple[str, ...]  # declared spellings, as written
    lead: Table
    activity: Table
    constants: tuple[NamedConstant, ...]
    lets: tuple[Let, ...]
    ignores: tuple[Decision, ...]
    excludes: tuple[Decision, ...]
    disqualifies: tuple[Decision, ...]
    groups: tuple[Group, ...]  # top level, in order
    total_minimum: int | None
    total_maximum: int | None
    grades: tuple[Grade, ...]
    stages: tuple[Stage, ...]  # ascending
    promotions: tuple[Promotion, ...]
    routes: tuple[Route, ...]
    guarantees: tuple[Guarantee, ...]
    examples: tuple[Example, ...]
    sources: tuple[Source, ...] = field(compare=False, default=())
    files: tuple[ast.File, ...] = field(compare=False, default=(), repr=False)
