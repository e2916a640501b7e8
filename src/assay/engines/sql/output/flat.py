"""The flat columns of results, for CSV, Parquet and sheets; see `assay.data.flat`."""

from dataclasses import dataclass

from assay.data.flat import columns_of, shape_of
from assay.engines.sql.build import Sql
from assay.engines.sql.output.changes import Compared, changes_of
from assay.engines.sql.output.facts import Fact, Facts, Fixed, Phrases, Points, Text, Words
from assay.engines.sql.query import Query
from assay.plan.nodes import Plan
from assay.values import utc_datetime

_SAID = frozenset(  # of excluded leads
    {"key", "excluded", "as_of", "rules_version", "previous_stage", "previous_score", "changes", "cause"}
)


@dataclass(frozen=True, slots=True)
class Flat:
    """What stands in each column, by its name. `excluded`: whether a lead is; None where no lead can be."""

    facts: tuple[tuple[str, Fact], ...]
    excluded: Sql | None

    def of_excluded(self) -> tuple[tuple[str, Fact], ...]:
        return tuple((name, fact if name in _SAID else _nothing(fact)) for name, fact in self.facts)


def flat_facts(plan: Plan, query: Query, compared: Compared | None = None) -> Flat:
    facts = Facts(plan, query)
    cells: list[Fact] = [
        *(facts.key, facts.score, facts.stage, facts.stage_by, facts.disqualified, facts.excluded),
        *(facts.route, facts.respond_by),
        *(kept for _, _, kept in facts.groups),
        *(grade for _, grade in facts.grades),
        facts.grade,
        *(Words(tuple(rule.word for rule in rules)) for rules in (facts.fired, facts.undecided)),
        *(facts.broken, Fixed(utc_datetime(query.as_of)), Fixed(plan.rules_version)),
    ]
    if compared is not None:
        cells += [Text(compared.stage), Points(compared.score), Phrases(tuple(changes_of(facts, compared).phrases()))]
        cells.append(Text(compared.cause))
    names = [name for name, _ in columns_of(shape_of(plan, compared is not None))]
    return Flat(tuple(zip(names, cells, strict=True)), facts.is_excluded())


def _nothing(fact: Fact) -> Fact:
    return Words(()) if isinstance(fact, Words) else Fixed(None)
