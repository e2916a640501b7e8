"""A made-up lead scored by both versions, and made smaller as long as it shows what it is to show."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from assay.analysis.difference.outcomes import Effect, Ladder, effects, fare_of
from assay.engines.record import BadRecord, Outcome, Scorer
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.rescore import python_value
from assay.plan.nodes import Plan, Table
from assay.results import LeadResult

Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Made:
    """A lead by field, values as in `assay.values`; what is missing is left out."""

    lead: Values = field(default_factory=dict)
    activities: tuple[Values, ...] = ()
    previous: str | None = None

    @property
    def key(self) -> Hashable:
        return frozenset(self.lead.items()), tuple(frozenset(one.items()) for one in self.activities), self.previous

    @property
    def size(self) -> int:
        return len(self.lead) + sum(1 + len(one) for one in self.activities) + (self.previous is not None)


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


def scored(plan: Plan, scorer: Scorer, made: Made) -> Outcome:
    """Raises BadRecord."""
    activities = [_raw(plan.activity, one) for one in made.activities]
    return scorer.score(_raw(plan.lead, made.lead), activities, made.previous)


def _raw(table: Table, values: Values) -> dict[str, object]:
    return {one.name: python_value(one, values.get(one.name)) for one in table.fields}


def without_one(made: Made) -> Iterator[Made]:
    """The lead without one activity (half of them first, where there are many), field or value of an activity."""
    count = len(made.activities)
    if count > 3:
        yield replace(made, activities=made.activities[: count // 2])
        yield replace(made, activities=made.activities[count // 2 :])
    for at in range(count):
        yield replace(made, activities=(*made.activities[:at], *made.activities[at + 1 :]))
    if made.previous is not None:
        yield replace(made, previous=None)
    for name in made.lead:
        yield replace(made, lead=_without(made.lead, name))
    for at, one in enumerate(made.activities[:20]):
        for name in one:
            rest = (*made.activities[:at], _without(one, name), *made.activities[at + 1 :])
            yield replace(made, activities=rest)


def _without(values: Values, name: str) -> Values:
    return {key: value for key, value in values.items() if key != name}
