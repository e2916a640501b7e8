"""From the registry to one query: a common table expression for every step.

read_leads, read_activities (with what is worked out of one activity alone), kept_activities (what `ignore` leaves),
then by depth: the passes over the activities, and the lead with what follows.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    aliased,
    column,
    compare,
    grouped,
    identifier,
    is_null,
    joined,
    negation,
    number,
    select,
    some,
    star,
    surely,
    where,
)
from assay.engines.sql.context import Context
from assay.engines.sql.names import spoken
from assay.engines.sql.query import Table
from assay.engines.sql.registry import Chain, Pass, Placed, Source, columns_in, defaulted

LEADS, ACTIVITIES, READ = "leads", "activities", "read_leads"


@dataclass(slots=True)
class Steps:
    """The steps so far; `uses`: how often each column is read."""

    context: Context
    leads: Table
    activities: Table | None
    ignores: Sequence[Sql]
    uses: Mapping[str, int]
    source: Callable[["Steps", Table], exp.Select] | None = None  # how inputs are read that are not encoded yet
    strands: Mapping[str, int] = field(default_factory=dict)  # see `strands`
    ctes: list[exp.CTE] = field(default_factory=list)

    def add(self, name: str, query: exp.Select, comment: str = "", made: Iterable[str] = ()) -> str:
        """`made`: the columns a step works out. Those read more than once are worked out once."""
        cte = exp.CTE(this=query, alias=exp.TableAlias(this=identifier(name)))
        apart = any(
            self.uses.get(one, 0) > 1 or self.strands for one in made
        )  # or strands would come together after all
        if self.context.spelling.copies_steps and apart:
            query.set("offset", exp.Offset(expression=number(0)))
        if comment:
            cte.add_comments([f" {comment} "])
        self.ctes.append(cte)
        return name


@dataclass(slots=True)
class Lead:
    """The last step of each strand, and which columns it holds of others."""

    strands: Mapping[str, int]
    last: dict[int, str]
    brought: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    def strand(self, name: str) -> int:
        return self.strands.get(name, 0)

    def __iter__(self) -> Iterator[int]:
        return iter(sorted({0, *self.strands.values()}))


def emitted(steps: Steps, outputs: Sequence[str], future: str) -> exp.Select:
    """The whole query; `future` is the name of the count of activities after the moment of scoring."""
    query = _result(steps, through(steps, outputs), outputs, future)
    query.set("with_", exp.With(expressions=steps.ctes))
    return query


def through(steps: Steps, outputs: Sequence[str]) -> str:
    """All steps of the evaluation; the name of the last, which holds these columns of the lead."""
    return _gathered(steps, _through(steps), outputs)


def _through(steps: Steps) -> Lead:
    lead = Lead(steps.strands, {0: _leads(steps)})
    base = _activities(steps) if steps.activities is not None else None
    for depth in range(1, steps.context.registry.deepest + 1):
        _depth(steps, depth, lead, base)
    return lead


def _gathered(steps: Steps, lead: Lead, outputs: Sequence[str]) -> str:
    """One step with the columns of the result."""
    if len(lead.last) == 1:
        return lead.last[0]
    query = select([column(name, f"s{lead.strand(name)}") for name in outputs], lead.last[0], "s0")
    for strand in sorted({lead.strand(name) for name in outputs} - {0}):
        on = compare("eq", column("n", f"s{strand}"), column("n", "s0"))
        query = joined(query, lead.last[strand], f"s{strand}", on)
    return steps.add("results", query)


def read_by(values: Iterable[Sql]) -> set[str]:
    return {name for value in values for name in columns_in(value)}


def _leads(steps: Steps) -> str:
    names = [one.name for one in steps.leads.columns]
    query = select(map(column, names), LEADS) if steps.source is None else steps.source(steps, steps.leads)
    return steps.add(READ, query, "the leads as they are read")


# --- activities --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Base:
    """The steps that hold the activities up to the moment of scoring, and those `ignore` leaves (None: all)."""

    all: str
    columns: tuple[str, ...]


def _activities(steps: Steps) -> Base:
    assert steps.activities is not None
    context = steps.context
    fields = [one.name for one in steps.activities.columns if one.field is not None]
    source = ACTIVITIES
    if steps.source is not None:
        source = steps.add(
            "encoded_activities", steps.source(steps, steps.activities), "the activities as they are read"
        )
    query = select([column("n", "l"), *(column(name, "a") for name in fields)], source, "a")
    query = joined(query, READ, "l", compare("eq", column("lead_key", "a"), column("key", "l")))
    if context.time is not None:
        moment = column(context.time.name, "a")
        query = where(query, some([is_null(moment), compare("le", moment.copy(), number(context.as_of))]))
    name = steps.add("read_activities", query, "activities up to the moment of scoring, with their lead")
    own = [one for one in context.registry.columns.values() if one.home == "activity" and one.sql is not None]
    for depth, group in _by_depth(own):
        query = select([star(), *map(_computed, group)], name)
        comment = "what is asked of one activity" if depth == 1 else ""
        name = steps.add(f"activity_{depth}", query, comment, made=_names(group))
    return Base(name, ("n", *fields, *(one.name for one in own)))


def _by_depth(columns: Sequence[Placed]) -> Iterator[tuple[int, list[Placed]]]:
    for depth in sorted({one.depth for one in columns}):
        yield depth, [one for one in columns if one.depth == depth]


def _names(columns: Iterable[Placed]) -> list[str]:
    return [one.name for one in columns]


def _computed(one: Placed) -> Sql:
    assert one.sql is not None
    return aliased(one.sql, one.name)


# --- depths ------------------------------------------------------------------------------------------------


def _depth(steps: Steps, depth: int, lead: Lead, base: Base | None) -> None:
    """The columns of one depth: what passes over the activities sum up, and what follows from the depth below."""
    parts = [] if base is None else list(_passes(steps, depth - 1, lead, base))
    made = {strand: _strand(steps, depth, lead, strand, parts) for strand in lead}
    lead.last |= {strand: step for strand, step in made.items() if step is not None}


def _strand(steps: Steps, depth: int, lead: Lead, strand: int, parts: Sequence["Part"]) -> str | None:
    """The columns of one depth in one strand; None where there are none."""
    columns = [one for one in steps.context.registry.columns.values() if lead.strand(one.name) == strand]
    own = [one for one in columns if one.home == "lead" and one.depth == depth and one.sql is not None]
    parts = [part for part in parts if part.strand == strand]
    if not own and not parts:
        return None
    name = _name(steps, depth) + (f"_{strand}" if strand else "")
    given = [one for part in parts for one in part.gives]
    gathered = [aliased(defaulted(one, default), one) for one, default in given]
    others = _brought(steps, lead, strand, name, own)
    imported = [column(one, f"s{other}") for other, (_, names) in others.items() for one in names]
    before = lead.last.get(strand) or steps.add(f"{name}_leads", select([column("n")], READ))
    query = select([star("l"), *imported, *gathered, *map(_computed, own)], before, "l")
    for other, (source, _) in others.items():
        query = joined(query, source, f"s{other}", compare("eq", column("n", f"s{other}"), column("n", "l")))
    for at, part in enumerate(parts):
        query = joined(query, part.step, f"a{at}", compare("eq", column("n", f"a{at}"), column("n", "l")), "left")
    comment = _PHASES.get(steps.context.registry.titles.get(depth, ""), "")
    return steps.add(name, query, comment, made=[*_names(own), *(one for one, _ in given)])


_PHASES = {
    "data": "what is asked of a lead",
    "rules": "rules, and the points of groups",
    "score": "the total",
    "grades": "grades",
    "disqualified": "who is disqualified, and why",
    "stages": "the stage that was reached",
    "promotions": "promotions",
    "routes": "who gets the lead",
    "guarantees": "guarantees that are broken",
    "result": "what is listed",
}


def _brought(
    steps: Steps, lead: Lead, strand: int, name: str, own: Sequence[Placed]
) -> dict[int, tuple[str, list[str]]]:
    """What the columns read of other strands, by strand: a step with these alone, and their names."""
    if not lead.strands:
        return {}
    found: dict[int, list[str]] = defaultdict(list)
    for one in sorted(read_by(one.sql for one in own if one.sql is not None)):
        if lead.strand(one) != strand and one not in lead.brought[strand]:
            found[lead.strand(one)].append(one)
            lead.brought[strand].add(one)
    return {
        other: (steps.add(f"{name}_of_{other}", select(map(column, ("n", *names)), lead.last[other])), names)
        for other, names in found.items()
    }


def _name(steps: Steps, depth: int) -> str:
    starts = [at for at in steps.context.registry.titles if at <= depth]
    title = steps.context.registry.titles[max(starts)] if starts else "lead"
    return f"{title}_{depth}"


@dataclass(frozen=True, slots=True)
class Part:
    """A step that sums up activities by lead, the columns it gives with their defaults, and the strand these are in."""

    strand: int
    step: str
    gives: tuple[tuple[str, Sql | None], ...]


def _passes(steps: Steps, at: int, lead: Lead, base: Base) -> Iterator[Part]:
    """The steps of the passes after a depth."""
    registry = steps.context.registry
    if steps.ignores and registry.kept_from == at:
        frame = _frame(steps, f"judged_{at}", base.all, lead, steps.ignores)
        dropped = some([surely(one) for one in steps.ignores])
        kept = where(select(map(column, base.columns), frame), negation(dropped))
        steps.add("kept_activities", kept, "what `ignore activity` leaves")
    sources: tuple[Source, ...] = ("all", "kept")
    for source in sources:
        found = registry.passes.get((at, source))
        if found is not None:
            named = "kept_activities" if source == "kept" and steps.ignores else base.all
            yield from _pass(steps, f"{source}_{at}", named, lead, found)


def _pass(steps: Steps, name: str, base: str, lead: Lead, found: Pass) -> Iterator[Part]:
    reads = [one.sql for one in found.sums]
    reads += [value for chain in found.chains for value in (chain.condition, *(value for _, value in chain.start))]
    frame = _frame(steps, f"seen_{name}", base, lead, reads)
    for strand in lead:
        own = [one for one in found.sums if lead.strand(one.name) == strand]
        if own:
            sums = [aliased(one.sql, one.name) for one in own]
            by_lead = f"by_lead_{name}" + (f"_{strand}" if strand else "")
            query = grouped(select([column("n"), *sums], frame), "n")
            summed = steps.add(by_lead, query, "activities counted for each lead")
            yield Part(strand, summed, tuple((one.name, one.default) for one in own))
    for chain in found.chains:
        last = _chain(steps, chain, frame)
        for strand in sorted({lead.strand(name) for name, _ in chain.gives}):
            yield Part(strand, last, tuple(give for give in chain.gives if lead.strand(give[0]) == strand))


def _chain(steps: Steps, chain: Chain, frame: str) -> str:
    start = [aliased(value, name) for name, value in chain.start]
    query = where(select([column("n"), *start], frame), chain.condition)
    name = steps.add(f"{chain.name}_0", query, f"{spoken(chain.about)}: the activities that match")
    for at, step in enumerate(chain.steps, 1):
        name = steps.add(f"{chain.name}_{at}", step, _LAST if at == len(chain.steps) else _PICKED)
    return name


_PICKED, _LAST = "those of them that count", "what they come to for each lead"


def _frame(steps: Steps, name: str, base: str, lead: Lead, reads: Sequence[Sql]) -> str:
    """Activities with what is read of their lead, and what is worked out of both."""
    columns = steps.context.registry.columns
    needed = _needed(steps, reads)
    of_lead = [one for one in needed if one.home == "lead" and one.name != "n"]
    both = [one for one in needed if one.home == "both"]
    if of_lead:
        alias = {strand: f"l{strand}" if strand else "l" for strand in lead}
        query = select([star("a"), *(column(one.name, alias[lead.strand(one.name)]) for one in of_lead)], base, "a")
        for strand in sorted({lead.strand(one.name) for one in of_lead}):
            on = compare("eq", column("n", "a"), column("n", alias[strand]))
            query = joined(query, lead.last[strand], alias[strand], on)
        base = steps.add(name, query, "activities with what is known of their lead")
    assert all(one.name in columns for one in both)
    for depth, group in _by_depth(both):
        query = select([star(), *map(_computed, group)], base)
        base = steps.add(f"{name}_{depth}", query, made=_names(group))
    return base


def _needed(steps: Steps, reads: Sequence[Sql]) -> list[Placed]:
    """The columns of the lead and of both that some SQL reads, through those of both too."""
    columns = steps.context.registry.columns
    found: dict[str, Placed] = {}
    waiting = sorted(read_by(reads))
    while waiting:
        one = columns[waiting.pop()]
        if one.home == "activity" or one.name in found:
            continue
        found[one.name] = one
        if one.home == "both" and one.sql is not None:
            waiting += sorted(read_by([one.sql]))
    return sorted(found.values(), key=lambda one: one.name)


# --- the result --------------------------------------------------------------------------------------------


def _result(steps: Steps, last: str, outputs: Sequence[str], future: str) -> exp.Select:
    if steps.activities is None or steps.context.time is None:
        return select([*map(column, outputs), aliased(number(0), future)], last)
    moment = steps.context.time
    later = select([column("lead_key"), aliased(exp.Count(this=exp.Star()), "later")], ACTIVITIES)
    later = grouped(where(later, compare("gt", moment, number(steps.context.as_of))), "lead_key")
    steps.add("later_activities", later, "activities after the moment of scoring do not count")
    counted = aliased(exp.Coalesce(this=column("later", "f"), expressions=[number(0)]), future)
    query = select([*(column(name, "l") for name in outputs), counted], last, "l")
    return joined(query, "later_activities", "f", compare("eq", column("lead_key", "f"), column("key", "l")), "left")
