"""Scoring with the compiled engine."""

from collections.abc import Iterable, Mapping

from assay.engines.record.assembly import assembled
from assay.engines.record.outcome import Outcome
from assay.plan.nodes import Plan


class Scorer:
    """A plan compiled once, for one moment of scoring; scores any number of leads.

    `as_of` is in microseconds since 1970-01-01 UTC. Not for use by several threads at once.
    """

    def __init__(self, plan: Plan, as_of: int) -> None:
        self.plan = plan
        self.as_of = as_of
        self._score = assembled(plan, as_of)

    def score(
        self,
        lead: Mapping[str, object],
        activities: Iterable[Mapping[str, object]] = (),
        previous: str | None = None,
    ) -> Outcome:
        """Scores a lead. Keys are field names, values raw text or Python's; a field that is absent is missing.
        `previous`: the stage of an earlier run, for sticky stages. Raises BadRecord for a value that does not fit."""
        return self._score(lead, activities, previous)
