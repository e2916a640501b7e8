"""Looking for leads that fare differently without a solver: values that the rules tell apart are tried out.

It finds small leads for rules as people write them, and can never show that there is none. First every combination of
what the changed parts read, and what other rules tell apart in the same fields; then, from leads that score differently on, more values, toward the bounds of stages and
grades.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, product

from assay.analysis.difference.outcomes import Effect
from assay.analysis.difference.trial import Trial
from assay.analysis.made import Made, Values
from assay.analysis.solver import Space
from assay.analysis.solver.axes import Axis, ListAxis
from assay.engines.record.trace.ops import Value
from assay.plan.nodes import ActivityField, LeadField

MOST = 5_000  # leads scored in all; half of them are about what the changed parts read
_ROUND = 400  # steps tried from one lead
_BEAM = 6
_ROUNDS = 4
_COUNTS = (1, 2, 3, 5)
_ANOTHER = "something else"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a lead may be made of: values by field, activities, earlier stages."""

    lead: Mapping[str, Sequence[Value]]
    activities: Sequence[Values]
    previous: Sequence[str]


@dataclass(slots=True)
class Search:
    """`found`: the smallest lead met so far for each effect."""

    trial: Trial
    left: int
    found: dict[Effect, Made] = field(default_factory=dict)

    def look(self, made: Made) -> frozenset[Effect]:
        """What the lead shows; nothing once enough were tried."""
        if self.left <= 0:
            return frozenset()
        self.left -= 1
        shown = self.trial.effects(made)
        for effect in shown:
            if effect not in self.found or made.size < self.found[effect].size:
                self.found[effect] = made
        return shown

    def telling(self, leads: Iterable[Made]) -> list[Made]:
        """Those that show something; all where none does: what changed is then a bound that none has come to."""
        looked = [(made, self.look(made)) for made in leads]
        return [made for made, shown in looked if shown] or [made for made, _ in looked]


def choices(made: Space) -> Choices:
    """The samples of a space."""
    lead = {key.name: _values(axis) for key, axis in made.axes.items() if isinstance(key, LeadField)}
    return Choices(lead, list(_activities(made)), [name for name in made.previous if name])


def _values(axis: Axis | ListAxis) -> list[Value]:
    """Without missing, which is where a lead begins."""
    if isinstance(axis, ListAxis):
        items = list(axis.items)
        return [*((item,) for item in items), *([tuple(items)] if len(items) > 1 else []), (_ANOTHER,), ()]
    named: list[Value] = [cell.sample for cell in axis.cells if cell.sample is not None]
    return named if all(cell.missing or cell.sample is not None for cell in axis.cells) else [*named, _ANOTHER]


def _activities(made: Space) -> Iterator[Values]:
    for kind in made.kinds:
        values: dict[str, Value] = {}
        for key, cell in kind.cells.items():
            if isinstance(key, ActivityField) and cell.sample is not None:
                values[key.name] = cell.sample
        if isinstance(made.time, ActivityField) and kind.time.sample is not None:
            values[made.time.name] = kind.time.sample
        yield values


def searched(trial: Trial, own: Choices, every: Choices, most: int) -> dict[Effect, Made]:
    """The smallest lead that was found for each effect. `own`: what the changed parts read, `every`: what all do."""
    search = Search(trial, most)
    near = (Made({name: value}) for name in own.lead for value in every.lead.get(name, ()))
    seeds = search.telling(chain(islice(combined(own), most // 4), islice(near, most // 4)))
    for _ in range(_ROUNDS):
        steps = [islice(_steps(seed, every), _ROUND) for seed in _spread(trial, seeds)]
        seeds = search.telling(_taking_turns(steps))
        if search.left <= 0:
            break
    return search.found


def combined(own: Choices) -> Iterator[Made]:
    """Every combination, small ones first: alone, with one kind of activity, with two."""
    leads = list(islice(_leads(own), MOST // 2))
    yield from (Made(lead) for lead in leads)
    for count in _COUNTS:
        yield from (Made(lead, (one,) * count) for one in own.activities for lead in leads[:200])
    yield from (Made({}, (one, other)) for one, other in product(own.activities, repeat=2) if one != other)
    yield from (replace(Made(lead), previous=stage) for stage in own.previous for lead in leads[:200])


def _leads(own: Choices) -> Iterator[Values]:
    names = list(own.lead)
    for size in range(len(names) + 1):
        for chosen in _chosen(names, size):
            for values in product(*(own.lead[name] for name in chosen)):
                yield dict(zip(chosen, values, strict=True))


def _chosen(names: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    if size == 0:
        yield ()
        return
    for at, name in enumerate(names):
        yield from ((name, *rest) for rest in _chosen(names[at + 1 :], size - 1))


def _taking_turns(rows: Sequence[Iterator[Made]]) -> Iterator[Made]:
    """All there is in some rows, one of each in turn, so that none uses up what others need."""
    waiting = list(rows)
    while waiting:
        for row in list(waiting):
            one = next(row, None)
            if one is None:
                waiting.remove(row)
            else:
                yield one


def _spread(trial: Trial, seeds: Sequence[Made]) -> list[Made]:
    """A few leads to go on from, the small ones of each score: of those that gain by the change, of those that lose, and
    of those that do neither, some whose scores lie apart."""
    sides: dict[int, dict[int, Made]] = {}
    for made in sorted(seeds, key=lambda one: one.size):
        before, after = trial.scores(made)
        sides.setdefault((after > before) - (after < before), {}).setdefault(after, made)
    share = max(_BEAM // len(sides), 2) if sides else 0
    return [
        made for by_score in sides.values() for made in _apart([by_score[score] for score in sorted(by_score)], share)
    ]


def _apart(row: Sequence[Made], most: int) -> Sequence[Made]:
    if len(row) <= most:
        return row
    return [row[at * (len(row) - 1) // (most - 1)] for at in range(most)]


def _steps(made: Made, every: Choices) -> Iterator[Made]:
    """The lead with one thing more, fields in turns."""
    rows = [[(name, value) for value in values] for name, values in every.lead.items() if name not in made.lead]
    fields = (replace(made, lead={**made.lead, name: value}) for name, value in _in_turns(rows))
    activities = (replace(made, activities=(*made.activities, one)) for one in every.activities)
    many = (replace(made, activities=(*made.activities, *(one,) * 4)) for one in every.activities[:50])
    stages = (replace(made, previous=stage) for stage in every.previous if made.previous is None)
    return chain(stages, _alternating(fields, activities), many)


def _in_turns(rows: Sequence[Sequence[tuple[str, Value]]]) -> Iterator[tuple[str, Value]]:
    for at in range(max(map(len, rows), default=0)):
        yield from (row[at] for row in rows if at < len(row))


def _alternating(first: Iterator[Made], second: Iterator[Made]) -> Iterator[Made]:
    for one in first:
        yield one
        yield from islice(second, 1)
    yield from second
