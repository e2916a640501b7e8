"""From the registry to one query: a common table expression for every step.

read_leads, read_activities (with what is worked out of one activity alone), kept_activities (what `ignore` leaves),
then by depth: the passes over the activities, and the lead with what follows.
"""

import json
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
from assay.engines.sql.query import Table
from assay.engines.sql.registry import Chain, Pass, Placed, Source, columns_in, defaulted

LEADS, ACTIVITIES = "leads", "activities"


@dataclass(slots=True)
class Steps:
    """The steps so far; `uses`: how often each column is read."""

    context: Context
    leads: Table
    activities: Table | None
    ignores: Sequence[Sql]
    uses: Mapping[str, int]
    source: Callable[["Steps", Table], exp.Select] | None = None  # how inputs are read that are not encoded yet
    ctes: list[exp.CTE] = field(default_factory=list)

    def add(self, name: str, query: exp.Select, comment: str = "", made: Iterable[str] = ()) -> str:
        """`made`: the columns a step works out. Those read more than once are worked out once."""
        cte = exp.CTE(this=query, alias=exp.TableAlias(this=identifier(name)))
        if self.context.spelling.copies_steps and any(self.uses.get(one, 0) > 1 for one in made):
            query.set("offset", exp.Offset(expression=number(0)))
        if comment:
            cte.add_comments([f" {comment} "])
        self.ctes.append(cte)
        return name


def emitted(steps: Steps, outputs: Sequence[str], future: str) -> exp.Select:
    """The whole query; `future` is the name of the count of activities after the moment of scoring."""
    query = _result(steps, through(steps), outputs, future)
    query.set("with_", exp.With(expressions=steps.ctes))
    return query


def through(steps: Steps) -> str:
    """All steps of the evaluation; the name of the last, which holds every column of the lead."""
    last = _leads(steps)
    base = _activities(steps) if steps.activities is not None else None
    for depth in range(1, steps.context.registry.deepest + 1):
        last = _depth(steps, depth, last, base)
    return last


def read_by(values: Iterable[Sql]) -> set[str]:
    return {name for value in values for name in columns_in(value)}


def _leads(steps: Steps) -> str:
    names = [one.name for one in steps.leads.columns]
    query = select(map(column, names), LEADS) if steps.source is None else steps.source(steps, steps.leads)
    return steps.add("read_leads", query, "the leads as they are read")


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
    query = joined(query, "read_leads", "l", compare("eq", column("lead_key", "a"), column("key", "l")))
    if context.time is not None:
        moment = column(context.time.name, "a")
        query = where(query, some([is_null(moment), compare("le", moment.copy(), number(context.as_of))]))
    name = steps.add("read_activities", query, "activities up to the moment of scoring, with their lead")
    own = [one for one in context.registry.columns.values() if one.home == "activity" and one.sql is not None]
    for depth, group in _by_depth(own):
        query = select([star(), *map(_computed, group)], name)
        name = steps.add(f"activity_{depth}", query, "what is asked of one activity" * (depth == 1), made=_names(group))
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


def _depth(steps: Steps, depth: int, last: str, base: Base | None) -> str:
    """The columns of one depth: what passes over the activities sum up, and what follows from the depth below."""
    registry = steps.context.registry
    parts = [] if base is None else list(_passes(steps, depth - 1, last, base))
    own = [
        one for one in registry.columns.values() if one.home == "lead" and one.depth == depth and one.sql is not None
    ]
    if not own and not parts:
        return last
    gathered = [aliased(defaulted(name, default), name) for name, default in _given(parts)]
    query = select([star("l"), *gathered, *map(_computed, own)], last, "l")
    for at, (name, _) in enumerate(parts):
        query = joined(query, name, f"a{at}", compare("eq", column("n", f"a{at}"), column("n", "l")), "left")
    comment = _PHASES[registry.titles[depth]] if depth in registry.titles else ""
    return steps.add(_name(steps, depth), query, comment, made=[*_names(own), *(name for name, _ in _given(parts))])


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


def _name(steps: Steps, depth: int) -> str:
    starts = [at for at in steps.context.registry.titles if at <= depth]
    title = steps.context.registry.titles[max(starts)] if starts else "lead"
    return f"{title}_{depth}"


Gives = tuple[tuple[str, Sql | None], ...]


def _given(parts: Iterable[tuple[str, Gives]]) -> list[tuple[str, Sql | None]]:
    return [one for _, gives in parts for one in gives]


def _passes(steps: Steps, at: int, last: str, base: Base) -> Iterator[tuple[str, Gives]]:
    """The steps of the passes after a depth: each by lead, with the columns it gives."""
    registry = steps.context.registry
    if steps.ignores and registry.kept_from == at:
        frame = _frame(steps, f"judged_{at}", base.all, last, steps.ignores)
        dropped = some([surely(one) for one in steps.ignores])
        kept = where(select(map(column, base.columns), frame), negation(dropped))
        steps.add("kept_activities", kept, "what `ignore activity` leaves")
    sources: tuple[Source, ...] = ("all", "kept")
    for source in sources:
        found = registry.passes.get((at, source))
        if found is not None:
            named = "kept_activities" if source == "kept" and steps.ignores else base.all
            yield from _pass(steps, f"{source}_{at}", named, last, found)


def _pass(steps: Steps, name: str, base: str, last: str, found: Pass) -> Iterator[tuple[str, Gives]]:
    reads = [one.sql for one in found.sums]
    reads += [value for chain in found.chains for value in (chain.condition, *(value for _, value in chain.start))]
    frame = _frame(steps, f"seen_{name}", base, last, reads)
    if found.sums:
        sums = [aliased(one.sql, one.name) for one in found.sums]
        query = grouped(select([column("n"), *sums], frame), "n")
        summed = steps.add(f"by_lead_{name}", query, "activities counted for each lead")
        yield summed, tuple((one.name, one.default) for one in found.sums)
    for chain in found.chains:
        yield _chain(steps, chain, frame), chain.gives


def _chain(steps: Steps, chain: Chain, frame: str) -> str:
    start = [aliased(value, name) for name, value in chain.start]
    query = where(select([column("n"), *start], frame), chain.condition)
    name = steps.add(f"{chain.name}_0", query, f"{_plain(chain.about)}: the activities that match")
    for at, step in enumerate(chain.steps, 1):
        name = steps.add(f"{chain.name}_{at}", step, _LAST if at == len(chain.steps) else _PICKED)
    return name


_PICKED, _LAST = "those of them that count", "what they come to for each lead"


def _plain(label: str) -> str:
    """A label of the rules as a comment can hold it."""
    return json.dumps(label, ensure_ascii=True)[1:-1].replace("*/", "* /").replace("/*", "/ *")


def _frame(steps: Steps, name: str, base: str, last: str, reads: Sequence[Sql]) -> str:
    """Activities with what is read of their lead, and what is worked out of both."""
    columns = steps.context.registry.columns
    needed = _needed(steps, reads)
    of_lead = [one for one in needed if one.home == "lead" and one.name != "n"]
    both = [one for one in needed if one.home == "both"]
    if of_lead:
        query = select([star("a"), *(column(one.name, "l") for one in of_lead)], base, "a")
        query = joined(query, last, "l", compare("eq", column("n", "a"), column("n", "l")))
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
