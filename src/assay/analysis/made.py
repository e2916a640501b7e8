"""A lead made up, and how to make it smaller."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from assay.engines.record import Outcome, Scorer
from assay.engines.record.trace.ops import Value
from assay.engines.record.trace.rescore import python_value
from assay.plan.nodes import Plan, Table

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


def scored(plan: Plan, scorer: Scorer, made: Made) -> Outcome:
    """Raises BadRecord."""
    return scorer.score(*raw(plan, made))


def raw(plan: Plan, made: Made) -> tuple[dict[str, object], list[dict[str, object]], str | None]:
    """The lead, what it did and its earlier stage, as engines take them."""
    return _raw(plan.lead, made.lead), [_raw(plan.activity, one) for one in made.activities], made.previous


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
