"""A made-up lead scored by both versions, and made smaller as long as it shows what it is to show."""

from dataclasses import dataclass

from assay.analysis.difference.outcomes import Effect, Ladder, effects, fare_of
from assay.analysis.made import Made, scored, without_one
from assay.engines.record import BadRecord, Outcome, Scorer
from assay.plan.nodes import Plan
from assay.results import LeadResult


@dataclass(frozen=True, slots=True)
class Trial:
    """Both versions, ready to score by the record engine at one moment."""

    plans: tuple[Plan, Plan]
    scorers: tuple[Scorer, Scorer]
    ladder: Ladder

    def results(self, made: Made) -> tuple[LeadResult, LeadResult]:
        """Raises BadRecord where no file could hold such a lead."""
        old, new = self._outcomes(made)
        return old.result(), new.result()

    def effects(self, made: Made) -> frozenset[Effect]:
        try:
            old, new = self._outcomes(made)
        except BadRecord:
            return frozenset()
        return effects(self.ladder, fare_of(old), fare_of(new))

    def scores(self, made: Made) -> tuple[int, int]:
        """By the old and by the new version, in hundredths; 0 where there is no score."""
        try:
            old, new = self._outcomes(made)
        except BadRecord:
            return 0, 0
        return old.score or 0, new.score or 0

    def _outcomes(self, made: Made) -> tuple[Outcome, Outcome]:
        old, new = (scored(plan, scorer, made) for plan, scorer in zip(self.plans, self.scorers, strict=True))
        return old, new

    def smaller(self, made: Made, effect: Effect) -> Made:
        """The lead without all that the effect can do without, one thing after the other."""
        while (less := next((one for one in without_one(made) if effect in self.effects(one)), None)) is not None:
            made = less
        return made


def trial(old: Plan, new: Plan, ladder: Ladder, as_of: int) -> Trial:
    return Trial((old, new), (Scorer(old, as_of), Scorer(new, as_of)), ladder)
