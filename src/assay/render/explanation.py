"""The explanation of one lead's score as data: what `assay explain` shows, and its JSON.

Every text is a finished sentence or clause for people who sell; points are as in `results` (65, 12.5).
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from assay.results import LeadResult, Points


class Frozen(BaseModel):
    """What explanations are made of: fixed once made, JSON in and out."""

    model_config = ConfigDict(frozen=True)


class Headline(Frozen):
    """`because` says why the lead is in its stage or in none; `stages` are all there are, from the lowest."""

    key: str | None
    name: str | None
    stage: str | None
    stages: tuple[str, ...]
    because: str
    score: Points | None
    grade: str | None
    route: str | None
    respond_by: str | None
    as_of: str


class ExplainedActivity(Frozen):
    """An activity under a rule, or `times` alike: what each gave, or why it does not count."""

    what: str
    when: str | None
    points: Points | None
    counts: bool
    note: str | None
    times: int = 1


class ExplainedRule(Frozen):
    """`status`: true, false, undecided, off, not yet, over, passed over, beaten. `arithmetic` are the steps from the
    amount to the points; `reason` says why it is not true; `missing` what would have to be known."""

    id: str
    status: str
    points: Points | None
    because: str | None
    arithmetic: tuple[str, ...]
    reason: str | None
    missing: tuple[str, ...]
    activities: tuple[ExplainedActivity, ...]
    left_out: int
    text: str
    file: str
    line: int


class ExplainedGroup(Frozen):
    """`earned` before the bounds, `kept` after, `lost` the difference. `depth` of groups within groups from 0.
    `bound` says what was lost or given by a bound."""

    name: str
    label: str
    depth: int
    earned: Points
    kept: Points
    lost: Points
    grade: str | None
    weight: str | None
    bound: str | None
    bounds: str | None
    rules: tuple[ExplainedRule, ...]


class ExplainedDecision(Frozen):
    """A disqualification, exclusion, promotion, route or guarantee. `why` are the facts that decided."""

    name: str
    status: Literal["true", "false", "undecided"]
    why: str
    missing: tuple[str, ...] = ()


class Lack(Frozen):
    """Something missing for a stage. `kind`: all, any or count of `parts`, or a sentence of its own."""

    kind: Literal["all", "any", "count", "part"]
    text: str
    parts: "tuple[Lack, ...]" = ()


class OtherWay(Frozen):
    """A promotion that would do, and what it lacks."""

    name: str
    lacks: Lack


class NextStage(Frozen):
    """`blocked`: disqualifications in the way."""

    stage: str
    lacks: Lack | None
    blocked: tuple[str, ...]
    other_ways: tuple[OtherWay, ...]


class Possibility(Frozen):
    """Were the fields so ("if employees were 200 or more"), the lead would be there ("MQL")."""

    fields: tuple[str, ...]
    condition: str
    becomes: str


class Unknown(Frozen):
    """`missing`: unknown fields that some rule reads. `cut` says what was not tried."""

    missing: tuple[str, ...]
    possibilities: tuple[Possibility, ...]
    cut: tuple[str, ...]


class Explanation(Frozen):
    """`score_bound` is what the bounds of `total` did. `order` is the order of evaluation."""

    headline: Headline
    groups: tuple[ExplainedGroup, ...]
    score_bound: str | None
    excluded: tuple[ExplainedDecision, ...]
    disqualified: tuple[ExplainedDecision, ...]
    undecided_decisions: tuple[ExplainedDecision, ...]
    routes: tuple[ExplainedDecision, ...]
    broken: tuple[str, ...]
    next_stage: NextStage | None
    unknown: Unknown | None
    activities: str | None
    order: tuple[str, ...]
    result: LeadResult
