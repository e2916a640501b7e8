"""What is different from an earlier run, in columns over the results: what `assay.changes` says of one lead after another."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from sqlglot import exp

from assay.engines.sql.build import (
    Sql,
    aliased,
    case,
    cast,
    closed,
    coalesce,
    column,
    compare,
    every,
    is_known,
    is_null,
    negation,
    null_of,
    number,
    plus,
    some,
    text,
    truth,
    when,
)
from assay.engines.sql.output.facts import Facts, placed
from assay.engines.sql.output.spelled import joined
from assay.engines.sql.query import Column, Table, Type
from assay.plan.nodes import Plan

EARLIER = Table(
    "earlier",
    (
        *(Column("key", "TEXT"), Column("stage", "TEXT"), Column("score", "BIGINT"), Column("route", "TEXT")),
        *(Column("disqualified", "BOOLEAN"), Column("excluded", "BOOLEAN"), Column("known", "BOOLEAN")),
    ),
)
BESIDE: tuple[Type, ...] = tuple(one.type for one in EARLIER.columns[2:])  # what leads have beside their earlier stage


@dataclass(frozen=True, slots=True)
class Compared:
    """The columns of results that hold what an earlier run said of the lead; all null where it did not have it. `told`:
    what of score, route, disqualified and excluded that run says at all. `cause`: the column for why it changed."""

    stage: str
    score: str
    route: str
    disqualified: str
    excluded: str
    known: str
    told: frozenset[str]
    cause: str = "cause"


@dataclass(frozen=True, slots=True)
class Said:
    """What a later run sees of a result: the stage as a place from 1, 0 for none; points in hundredths."""

    place: Sql
    score: Sql
    route: Sql
    disqualified: Sql
    excluded: Sql

    def columns(self) -> list[Sql]:
        return [aliased(getattr(self, one.name), f"said_{one.name}") for one in fields(self)]


def said_in(table: str) -> Said:
    """Where `columns` put it."""
    return Said(*(column(f"said_{one.name}", table) for one in fields(Said)))


def said_before(plan: Plan, compared: Compared) -> Said:
    """By the earlier run; of leads it did not have, as if all of it were empty."""
    places = [
        (compare("eq", column(compared.stage), text(one.name)), number(at)) for at, one in enumerate(plan.stages, 1)
    ]
    return Said(
        case(places, number(0)),
        column(compared.score),
        column(compared.route),
        coalesce(column(compared.disqualified), truth(value=False)),
        coalesce(column(compared.excluded), truth(value=False)),
    )


def said_now(facts: Facts) -> Said:
    """An excluded lead has no score, stage or route."""
    excluded, disqualified = (one or truth(value=False) for one in (facts.is_excluded(), facts.is_disqualified()))
    owner = placed(facts.route, [text(str(one)) for one in facts.route.cells])
    scored = negation(excluded)
    reached = coalesce(plus(column(facts.stage.column), number(1)), number(0))
    return Said(
        when(scored, reached, number(0)),
        when(scored.copy(), cast(column(facts.score.column), "BIGINT"), null_of("BIGINT")),
        when(scored.copy(), cast(owner, "TEXT"), null_of("TEXT")),
        every([scored.copy(), disqualified]),
        excluded.copy(),
    )


def differs(one: Sql, other: Sql) -> Sql:
    return exp.NullSafeNEQ(this=closed(one.copy()), expression=closed(other.copy()))


def is_other(was: Said, now: Said, told: frozenset[str]) -> Sql:
    """Whether a result is not what an earlier one said, as far as that says anything."""
    names = ["place", *(one.name for one in fields(Said) if one.name in told)]
    return some([differs(getattr(was, name), getattr(now, name)) for name in names])


@dataclass(frozen=True, slots=True)
class Changes:
    """Of each lead: whether it is `new` and whether it `changed` at all, and whether its owner and the others turned."""

    plan: Plan
    compared: Compared
    was: Said
    now: Said

    @property
    def new(self) -> Sql:
        return is_null(column(self.compared.known))

    @property
    def changed(self) -> Sql:
        return some([self.new, is_other(self.was, self.now, self.compared.told)])

    def turned(self, name: str) -> Sql:
        turned = differs(getattr(self.was, name), getattr(self.now, name))
        return turned if name in self.compared.told else every([self.new, turned])

    @property
    def score_turned(self) -> Sql:
        return every([negation(self.new), self.turned("score")])

    def score_word(self) -> Sql:
        was, now = self.was.score, self.now.score
        fell = when(compare("gt", now.copy(), was.copy()), text("score rose"), text("score fell"))
        return case([(is_null(now.copy()), text("score lost")), (is_null(was.copy()), text("score given"))], fell)

    def phrases(self) -> Iterator[tuple[Sql, Sql | str]]:
        """One a fact with the condition under which it is said, in the order of `changes.in_words`."""
        yield self.new, "new"
        for at, stage in enumerate(self.plan.stages, 1):
            yield self._passed(self.was.place, self.now.place, at), f"entered {stage.name}"
        for at, stage in reversed(list(enumerate(self.plan.stages, 1))):
            yield self._passed(self.now.place, self.was.place, at), f"left {stage.name}"
        yield from self._owners()
        for name, now in (("disqualified", self.now.disqualified), ("excluded", self.now.excluded)):
            yield every([self.turned(name), now.copy()]), name
            yield every([self.turned(name), negation(now.copy())]), f"no longer {name}"
        yield self.score_turned, self.score_word()

    def _passed(self, low: Sql, high: Sql, at: int) -> Sql:
        return every([compare("lt", low.copy(), number(at)), compare("ge", high.copy(), number(at))])

    def _owners(self) -> Iterator[tuple[Sql, Sql | str]]:
        turned, was, now = self.turned("route"), self.was.route, self.now.route
        yield every([turned, is_known(now.copy())]), joined(["routed to ", now.copy()])
        gone = every([turned.copy(), is_null(now.copy()), is_known(was.copy())])
        yield gone, joined(["no longer routed to ", was.copy()])


def changes_of(facts: Facts, compared: Compared) -> Changes:
    return Changes(facts.plan, compared, said_before(facts.plan, compared), said_now(facts))
