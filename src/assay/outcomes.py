"""Results that a database keeps, written and counted there: no lead comes to Python but those that are named."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assay.batch import name_of
from assay.data.arrow import Batch
from assay.data.rows import Row
from assay.data.sinks import Form
from assay.engines.sql import decoder
from assay.engines.sql.output import Kept
from assay.engines.sql.output.tallies import Counts, best, counts, totals
from assay.tally import BEST, BestLead, RuleTally, Tally
from assay.values import POINT


@dataclass(frozen=True, slots=True)
class Results:
    """`names`: the columns that tell people who a lead is, by the labels of the leads' file."""

    kept: Kept
    names: Mapping[str, str]

    def batches(self, form: Form, *, only_changed: bool = False) -> Iterator[Batch]:
        """See `Kept.batches`."""
        return self.kept.batches(form, only_changed=only_changed)

    def totals(self) -> Tally:
        """What is said of a run that is written: the leads, activities after the moment of scoring, broken guarantees."""
        return _tally(self._stages(), totals(self.kept))

    def tally(self) -> Tally:
        """Everything the summary shows."""
        found = _tally(self._stages(), counts(self.kept))
        for stage in _called_first(found):
            found.best[stage] = self._best(stage)
        return found

    def _stages(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.kept.plan.stages)

    def _best(self, stage: int) -> list[BestLead]:
        """-1 where the rules have no stages."""
        decode, columns = decoder(self.kept.plan, self.kept.query), self.kept.query.columns
        missing = frozenset(self.kept.plan.missing)
        found = []
        for place, *row in best(self.kept, stage if stage >= 0 else None, BEST):
            assert isinstance(place, int)
            cells: dict[str, object] = {label: row[columns.index(name)] for label, name in self.names.items()}
            result = decode(row)
            name = name_of(Row(place, cells), tuple(self.names), missing)
            found.append(BestLead(stage, result.score or 0, -place, name, result))
        return found


def _tally(stages: tuple[str, ...], found: Counts) -> Tally:
    def one(counter: Counter[str | None]) -> int:
        return counter[None]

    return Tally(
        stages,
        leads=one(found["leads"]),
        by_stage=found["stage"],
        by_promotion=one(found["promoted"]),
        disqualified=one(found["disqualified"]),
        excluded=one(found["excluded"]),
        disqualified_by=_named(found["disqualified by"]),
        excluded_by=_named(found["excluded by"]),
        routes=_named(found["route"]),
        rules={name: RuleTally(fired, found["points"][name] / POINT) for name, fired in _named(found["rule"]).items()},
        undecided_leads=one(found["undecided"]),
        missing=_named(found["missing"]),
        broken=_named(found["broken"]),
        future_activities=one(found["future"]),
    )


def _named(counter: Counter[str | None]) -> Counter[str]:
    return Counter({name: count for name, count in counter.items() if name is not None})


def _called_first(found: Tally) -> list[int]:
    """The two highest stages with leads that are worth a call."""
    if not found.stages:
        return [-1]
    return [at for at, name in reversed(list(enumerate(found.stages))) if found.by_stage[name]][:2]
