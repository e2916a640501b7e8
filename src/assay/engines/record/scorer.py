"""Scoring with the compiled engine."""

from assay.engines.record.assembly import Score, assembled
from assay.plan.nodes import Plan


class Scorer:
    """A plan compiled once, for one moment of scoring; scores any number of leads.

    `as_of` is in microseconds since 1970-01-01 UTC. Not for use by several threads at once.
    """

    __slots__ = ("as_of", "plan", "score")
    score: Score

    def __init__(self, plan: Plan, as_of: int) -> None:
        self.plan = plan
        self.as_of = as_of
        self.score = assembled(plan, as_of)
