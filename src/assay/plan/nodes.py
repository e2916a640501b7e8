"""The evaluation plan: everything an engine needs and nothing else, as plain data.

Plain frozen dataclasses, so that building ten thousand rules is quick; `plan.store` reads and writes them as
versioned JSON through pydantic. All values are encoded as in `assay.values` (numbers in ten-thousandths,
points in hundredths, dates in days, times and durations in microseconds), text constants are already
folded where the comparison folds, dates already cut, lets already ordered: an engine decides nothing.

Expressions are in `plan.terms`.
"""

from dataclasses import dataclass
from typing import Literal

from assay.plan.terms import ActivityField, Const, ConstSet, Expr, LeadField, Op, Scalar, Var

__all__ = [
    "PLAN_VERSION",
    "ActivityField",
    "Aggregate",
    "Amount",
    "Choice",
    "Condition",
    "Const",
    "ConstSet",
    "Decay",
    "Decision",
    "Expr",
    "Field",
    "Grade",
    "Group",
    "Guarantee",
    "IndexEntry",
    "Input",
    "LeadField",
    "Limit",
    "NamedList",
    "Op",
    "Plan",
    "Promotion",
    "Quota",
    "Route",
    "Row",
    "Rule",
    "Scalar",
    "Stage",
    "Step",
    "Table",
    "Value",
    "Var",
    "Zone",
]

PLAN_VERSION = 1


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a rule or decision, with its reading of activities spelled out.

    scope "lead": `test` is evaluated once. True, false, or None: undecided.
    scope "activity": true if `test` is true of at least one selected activity, or if `alone` is true.
      `alone`: the condition with every part that reads the activity unknown; None: it can never be true so.
      `possible` (two-valued, never None; activity scope) tells whether `test` could be true of this activity
      were the lead's missing values known (it is so of every activity of which `test` is true),
      `possible_alone` the same for `alone`; None: only if it is true already. A condition that is not true is
      undecided if one of them is true. `alone` and `possible_alone` are None where activities are counted (`each`,
      `times`) or judged one by one (`ignore`).
    `within`: only activities in (as_of - within, as_of]; None: all, also those without a time.
    `inputs`: what to name when undecided, in order of appearance: lead fields by name and lead-level
      aggregates by text, with the Var or LeadField to look at.
    """

    scope: Literal["lead", "activity"]
    test: Expr
    alone: Expr | None = None
    possible: Expr | None = None
    possible_alone: Expr | None = None
    within: int | None = None
    inputs: "tuple[Input, ...]" = ()


@dataclass(frozen=True, slots=True)
class Input:
    name: str
    value: LeadField | Var


# --- data ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """`kind`: text, number, integer, boolean, date, time, one of, list. `column` is the header to look for."""

    name: str
    kind: Literal["text", "number", "integer", "boolean", "date", "time", "one of", "list"]
    column: str
    key: bool = False
    exact: bool = False
    values: tuple[str, ...] = ()  # of "one of", as declared
    format: str | None = None
    split_by: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`declared` is False where the schema was taken from the columns of the input."""

    fields: tuple[Field, ...]
    declared: bool
    key: str | None  # of leads: their id; of activities: the field that refers to it
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """The zone's rules, 1970 to 2100: from each moment on, an offset; arguments of `values.ZoneRules`."""

    name: str
    moments: tuple[int, ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NamedList:
    name: str
    kind: str
    items: tuple[Scalar, ...]  # folded


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Over a lead's activities. `source` "kept" is what `ignore` left, "all" everything up to as_of.
    any, none, count: `where` decides. sum, average, highest, lowest, first, last, distinct: over `value`s that
    are not missing, of activities for which `where` is true (None: all). `tiebreak` is the unfolded text where
    `value` folds: of equal folded values the smallest (lowest, first) or greatest by it is meant, and it is
    what is returned… folded again by the reader of the value."""

    id: str
    text: str
    function: Literal["any", "none", "count", "sum", "average", "highest", "lowest", "first", "last", "distinct"]
    value: Expr | None
    where: Expr | None
    within: int | None
    source: Literal["kept", "all"]
    stratum: int  # 0: reads data alone; n: reads aggregates or groups of lower strata
    kind: str  # of the value it gives
    key: Expr | None = None  # of activity scope: what lowest, highest, first, last order by before `value`


@dataclass(frozen=True, slots=True)
class Value:
    """A `let` that is no constant, under the key of its Var: "let:NAME", inside `ignore` "ignore-let:NAME" (its
    aggregates see all activities), in `promote` "promote-let:NAME" where it reads the stage.

    What Condition says of `alone`, `possible` and `possible_alone` has its own values for a `let` about one
    activity: "alone:let:NAME", "possible:let:NAME", "possible-alone:let:NAME", and with "-not" those of the
    negation ("possible-not:let:NAME")."""

    name: str
    scope: Literal["lead", "activity"]
    value: Expr
    kind: str


# --- rules -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` is the amount before sign, decay and rounding, a number (a `per D since T` is multiplied in)."""

    sign: Literal[1, -1]
    value: Expr
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True)
class Decay:
    kind: Literal["fading", "compounding", "losing", "halving", "expiring"]
    every: int
    percent: int = 0  # ten-thousandths of a percent-unit: 25% is 250_000
    losing: int = 0  # hundredths


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a `match`: the first whose `test` (on Var "subject", never None unless the subject is) is true.
    `test` None: taken only by `missing` or `otherwise`."""

    test: Expr | None
    missing: bool
    otherwise: bool
    amount: Amount
    text: str
    label: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` activities per calendar period, or per `every` microseconds from the first match."""

    count: int
    period: Literal["day", "week", "month", "quarter"] | None
    every: int | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """One hit for each calendar period, or each value of `field`, with at least `count` matches."""

    count: int
    period: Literal["day", "week", "month", "quarter"] | None
    field: Expr | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that can fire. `kind`:

    when        `condition`, `amount`, `times`, `maximum`, `minimum`, `decay`
    each        `condition` (scope activity), `amount`, `once_per`, `limit`, `quota`, `maximum`, `decay`
    match       `subject`, `rows` on the lead
    each match  `condition`, `subject` and `rows` on the activity, and the clauses of each. An activity that
                no row takes is no match.

    Bounds are of the amount before its sign, in hundredths: `subtract 5 max 20` takes away at most 20.
    """

    id: str
    group: str
    text: str
    kind: Literal["when", "each", "match", "each match"]
    condition: Condition | None = None
    amount: Amount | None = None
    subject: Expr | None = None
    rows: tuple[Row, ...] = ()
    inputs: tuple[Input, ...] = ()  # of the subject of a match
    times: tuple[Literal["at least", "exactly"], int] | None = None
    once_per: Expr | None = None
    limit: Limit | None = None
    quota: Quota | None = None
    maximum: int | None = None
    minimum: int | None = None
    decay: Decay | None = None
    choice: int | None = None  # index into Plan.choices
    starting: int | None = None
    until: int | None = None
    off: bool = False
    because: str | None = None
    owner: str | None = None
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """`first of`/`best of`: the indexes of its rules, in order."""

    kind: Literal["first", "best"]
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """`rules`: indexes into Plan.rules, own ones only. `weight` as Decay.percent: 100% is 1_000_000."""

    name: str
    label: str | None
    parent: str | None
    rules: tuple[int, ...]
    children: tuple[str, ...]
    minimum: int | None
    maximum: int | None
    weight: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    condition: Condition
    reason: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Grade:
    group: str  # or "score"
    bands: tuple[tuple[str, int | None], ...]  # from the highest, bounds in hundredths, the last None


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    sticky: bool
    condition: Condition
    at: int | None  # hundredths, when it is a threshold
    text: str  # the condition as written
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Promotion:
    stage: int
    condition: Condition
    reason: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Route:
    to: str
    condition: Condition | None  # None: otherwise
    within: int | None


@dataclass(frozen=True, slots=True)
class Guarantee:
    kind: Literal["never", "always"]
    condition: Condition
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the schedule. `name` is an aggregate's id, a value's key, a group's name, else empty. A value
    of activity scope is a definition: it is computed per activity by the steps after it that read it. Steps
    after "guarantee" serve the expectations of examples."""

    kind: Literal[
        "ignore",
        "aggregate",
        "value",
        "exclude",
        "group",
        "total",
        "grade",
        "disqualify",
        "stage",
        "promote",
        "route",
        "guarantee",
    ]
    name: str = ""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """Which rules a value of a lead's field can decide. `how`: "equality" (the field is compared for equality
    with constants only), "range" (ordered comparisons with constants as well), "text" (patterns), "list" (items
    of a list), "match", "computed" (something computed from it: its domain, its age).
    `rules` read this field alone; `joint` are conjunctions anchored at it (at an equality) that read more."""

    field: str
    how: Literal["equality", "range", "text", "list", "match", "computed"]
    rules: tuple[int, ...]
    joint: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    version: int
    name: str | None
    zone: Zone
    missing: tuple[str, ...]  # folded
    lead: Table
    activity: Table
    lists: tuple[NamedList, ...]
    ignores: tuple[Decision, ...]
    aggregates: tuple[Aggregate, ...]
    values: tuple[Value, ...]
    excludes: tuple[Decision, ...]
    rules: tuple[Rule, ...]
    choices: tuple[Choice, ...]
    groups: tuple[Group, ...]  # as declared, depth first
    total_minimum: int | None
    total_maximum: int | None
    grades: tuple[Grade, ...]
    disqualifies: tuple[Decision, ...]
    stages: tuple[Stage, ...]
    promotions: tuple[Promotion, ...]
    routes: tuple[Route, ...]
    guarantees: tuple[Guarantee, ...]
    steps: tuple[Step, ...]
    index: tuple[IndexEntry, ...]
    residual: tuple[int, ...]  # rules about the lead that no index entry holds
    rules_version: str  # 12 hex digits over what decides a result; layout, labels of files and lines are out
    spellings: tuple[str, ...] = ()  # texts of lists and lets as written, where the plan holds them folded
