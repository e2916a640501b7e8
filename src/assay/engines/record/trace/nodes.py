"""What a trace keeps: one frozen node for everything that was looked at while a lead was scored.

Points are hundredths, numbers ten-thousandths, times and durations microseconds, as in `assay.values`.
Activities are named by their place among those handed in, from 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assay.engines.record.trace.ops import Value
from assay.plan.nodes import (
    Condition,
    Decay,
    Decision,
    Expr,
    Group,
    Guarantee,
    Promotion,
    Route,
    Row,
    Rule,
    Stage,
)

Outcome = Literal["true", "false", "undecided"]
Standing = Literal["counted", "once per", "limit", "too few", "represented", "no value", "no period", "no row"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A value that was looked at, and where it came from."""

    expr: Expr
    value: Value


@dataclass(frozen=True, slots=True)
class Part:
    """A condition or a part of one. Logic has `parts`; a comparison has the values it saw.

    A part that is the name of a `let` has that let's condition as its one part.
    """

    expr: Expr
    value: Value
    parts: "tuple[Part, ...]" = ()
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityTrace:
    """An activity as read. `status`: kept, dropped by `ignore` (with the decision's index), or after `as_of`."""

    place: int
    values: Mapping[str, Value]
    time: int | None
    status: Literal["kept", "ignored", "future"]
    ignored_by: int | None = None


@dataclass(frozen=True, slots=True)
class ConditionTrace:
    """How a condition came out. `part` is the test (scope lead) or what its lead-only parts say on their own.

    For conditions about activities: `looked` counts those inside the window, `matched` are the places of those
    that make it true, `could` of those that could were the lead's missing values known.
    """

    condition: Condition
    outcome: Outcome
    part: Part | None
    looked: int = 0
    matched: tuple[int, ...] = ()
    could: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aging:
    """The arithmetic of a decay. `age` None: the activity has no time. `steps`: full ones; None where it is
    continuous. `before` is the amount without its sign (a number), `after` hundredths without sign."""

    decay: Decay
    age: int | None
    steps: int | None
    before: int
    after: int | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one activity (or, with `place` None, the lead itself) gives, signed and before any bound.

    `standing`: counted, or what left it out: a later one of the same value (`once per`), the limit per period, too
    few in its period or value or represented there by another, no value or no time to tell, no row of a `match`.
    """

    place: int | None
    time: int | None
    amount: int | None
    aging: Aging | None
    points: int | None
    standing: Standing = "counted"
    row: Row | None = None
    subject: Value = None


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """One rule. `outcome` beyond true, false and undecided: off, not yet (`starting`), over (`until`), passed over
    (behind the one `first of` took), beaten (in `best of`).

    `earned` before its bounds, `points` after them: both None unless it was true (or beaten). `subject` and `row`
    of a `match` on the lead.
    """

    index: int
    rule: Rule
    outcome: Literal["true", "false", "undecided", "off", "not yet", "over", "passed over", "beaten"]
    condition: ConditionTrace | None = None
    contributions: tuple[Contribution, ...] = ()
    earned: int | None = None
    points: int | None = None
    missing: tuple[str, ...] = ()
    subject: Value = None
    row: Row | None = None

    @property
    def fired(self) -> bool:
        return self.outcome == "true"


@dataclass(frozen=True, slots=True)
class GroupTrace:
    """`total` is the sum of rules and inner groups, `earned` after weight, `kept` after bounds."""

    group: Group
    total: int
    earned: int
    kept: int


@dataclass(frozen=True, slots=True)
class GradeTrace:
    """`points` were held against the bands; `letter` was given."""

    group: str
    points: int
    letter: str


@dataclass(frozen=True, slots=True)
class DecisionTrace:
    """An `exclude` or `disqualify`."""

    decision: Decision
    condition: ConditionTrace


@dataclass(frozen=True, slots=True)
class StageTrace:
    stage: Stage
    condition: ConditionTrace


@dataclass(frozen=True, slots=True)
class PromotionTrace:
    """`raised`: it is what put the lead where it is."""

    promotion: Promotion
    condition: ConditionTrace
    raised: bool


@dataclass(frozen=True, slots=True)
class RouteTrace:
    """A route that was tried; `condition` None for `otherwise`. The last one tried may be `taken`."""

    route: Route
    condition: ConditionTrace | None
    taken: bool


@dataclass(frozen=True, slots=True)
class GuaranteeTrace:
    guarantee: Guarantee
    condition: ConditionTrace
    broken: bool
