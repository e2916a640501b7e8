"""The rules tried on a sample of leads while they are written: for how many each rule fires, and how those ended.

Meant to run in the background: it looks now and then whether anybody still wants to know.
"""

import contextlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from assay.batch import Batch, Input, Scored, load_activities
from assay.data.activities import Activities
from assay.data.bind import bind
from assay.data.failures import Unreadable
from assay.data.tables import open_table
from assay.engines.record import Scorer
from assay.ide.sample import Sample, Tried
from assay.plan.nodes import Plan
from assay.plan.nodes import Table as Schema
from assay.values import fold

_EVERY = 100  # leads between two looks whether to go on
_SPELLINGS = 2_000  # different values of a field that are counted
_SHOWN = 50
_LOOKED_AT = 20_000  # activities


@dataclass(slots=True)
class _Counts:
    plan: Plan
    sample: Sample
    outcome: str | None  # the label of its column
    leads: int = 0
    fired: Counter[str] = field(default_factory=Counter)
    won: Counter[str] = field(default_factory=Counter)
    seen: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def add(self, item: Scored) -> None:
        self.leads += 1
        ids = {rule.id for rule in item.result.rules}
        self.fired.update(ids)
        if self.outcome is not None and self._is_won(item.row.values.get(self.outcome)):
            self.won.update(ids)
        self.look(self.plan.lead, "lead", item.row.values)

    def look(self, schema: Schema, table: str, values: Mapping[str, object]) -> None:
        """Counts the values of a row."""
        for one in schema.fields:
            self._see((table, one.name), values.get(one.name))

    def _is_won(self, value: object) -> bool:
        wanted = self.sample.won
        return value is not None and (fold(str(value)) == fold(wanted) if wanted is not None else bool(value))

    def _see(self, place: tuple[str, str], value: object) -> None:
        counter = self.seen.setdefault(place, Counter())
        if isinstance(value, str) and value.strip() and (value in counter or len(counter) < _SPELLINGS):
            counter[value] += 1

    def tried(self) -> Tried:
        missing = {fold(spelling) for spelling in self.plan.missing}
        seen = {
            place: tuple(_frequent(counter, missing)) for place, counter in self.seen.items() if _is_telling(counter)
        }
        return Tried(self.leads, self.fired, self.won if self.outcome is not None else None, seen)


def _frequent(counter: Counter[str], missing: set[str]) -> Iterator[str]:
    return (value.strip() for value, _ in counter.most_common(_SHOWN) if fold(value) not in missing)


def _is_telling(counter: Counter[str]) -> bool:
    """Values that come again are worth a suggestion; names and addresses, each its own, are not."""
    return counter.total() >= 2 * len(counter) or len(counter) <= 10


def try_out(plan: Plan, sample: Sample, as_of: int, cancelled: Callable[[int], bool]) -> Tried | None:
    """What the rules of a plan make of the sample as of a moment (microseconds); None when it was cancelled, or where
    the sample cannot be read. `cancelled` is told now and then how many leads were tried."""
    try:
        with contextlib.ExitStack() as tables:
            leads = tables.enter_context(open_table(sample.leads))
            binding = bind(plan.lead, leads.columns, leads.name)
            outcome = None if sample.outcome is None else binding.label(sample.outcome)
            counts = _Counts(plan, sample, outcome, fired=Counter(dict.fromkeys((rule.id for rule in plan.rules), 0)))
            activities = _activities(plan, sample)
            for number, item in enumerate(Batch(plan, Scorer(plan, as_of), Input(leads, binding), activities)):
                if number % _EVERY == 0 and cancelled(number):
                    return None
                if isinstance(item, Scored):
                    counts.add(item)
        _look_at_activities(counts)
    except Unreadable:
        return None
    return counts.tried()


def _activities(plan: Plan, sample: Sample) -> Activities | None:
    if sample.activities is None or plan.lead.key is None:
        return None
    with open_table(sample.activities) as given:
        return load_activities(plan, Input(given, bind(plan.activity, given.columns, given.name)), 0).kept


def _look_at_activities(counts: _Counts) -> None:
    """The values of the first activities."""
    if counts.sample.activities is None:
        return
    with open_table(counts.sample.activities) as given:
        binding = bind(counts.plan.activity, given.columns, given.name)
        for row in itertools.islice(given.rows(binding.label), _LOOKED_AT):
            counts.look(counts.plan.activity, "activity", row.values)
