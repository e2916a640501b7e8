"""A run over files compared with an earlier one: what that said comes to the leads before they are scored, and leads that
changed are scored twice more, as of the earlier moment and now without what they did since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from assay.engines.sql.alike import ACTIVITIES, DATA, RULES, TIME
from assay.engines.sql.build import (
    Sql,
    aliased,
    case,
    column,
    compare,
    every,
    is_null,
    joined,
    negation,
    null_of,
    number,
    select,
    select_from,
    some,
    star,
    subquery,
    text,
    where,
)
from assay.engines.sql.duck import Database
from assay.engines.sql.made import filled, view
from assay.engines.sql.output import Kept
from assay.engines.sql.output.changes import (
    BESIDE,
    EARLIER,
    Compared,
    changes_of,
    differs,
    is_other,
    said_before,
    said_in,
    said_now,
)
from assay.engines.sql.output.facts import Facts
from assay.engines.sql.query import Query, Table
from assay.plan.nodes import Plan

_CAUSES, _CHANGED, _THEN, _WITHOUT, _NOW = "causes", "changed_leads", "scored_then", "scored_without", "said_today"


@dataclass(frozen=True, slots=True)
class Earlier:
    """`leads`: the table EARLIER, as chunks of rows; `kept`: and as a query, where there are more in a file. `told`: what the run says at all of score, route, disqualified, excluded.
    `again`: the query as of its moment, which is `moment`; None where why something changed cannot be told. `same_rules`:
    it was by the rules of today."""

    leads: Iterable[Sequence[Sequence[object]]]
    kept: exp.Query | None
    told: frozenset[str]
    again: Query | None
    moment: int
    same_rules: bool


def without_earlier(leads: Table) -> Table:
    """The table of leads as a file has it."""
    beside = _beside(leads)
    return replace(leads, columns=tuple(one for one in leads.columns if one.name not in {"previous_stage", *beside}))


def _beside(leads: Table) -> list[str]:
    """The columns that hold what the earlier run said, but for the stage; trust comes behind them."""
    return [one.name for one in leads.columns[-1 - len(BESIDE) : -1]]


def compared_in(query: Query, earlier: Earlier) -> Compared:
    score, route, disqualified, excluded, known = _beside(query.leads)
    return Compared("previous_stage", score, route, disqualified, excluded, known, earlier.told)


def leads_with_earlier(leads: Table, source: str, place: Sql) -> exp.Select:
    """The leads of a table, each with what the earlier run said of it."""
    said = dict(zip(("previous_stage", *_beside(leads)), [one.name for one in EARLIER.columns[1:]], strict=True))
    columns = [_found(one.name, said, place) for one in leads.columns]
    same = compare("eq", column("key", "e"), column("key", "l"))
    return joined(select(columns, source, "l"), EARLIER.name, "e", same, "left")


def _found(name: str, said: dict[str, str], place: Sql) -> Sql:
    if name == "n":
        return aliased(place.copy(), "n")
    return aliased(column(said[name], "e"), name) if name in said else column(name, "l")


# --- why ----------------------------------------------------------------------------------------------------


def explained(database: Database, kept: Kept, earlier: Earlier, leads: exp.Query, time: str | None) -> exp.Query:
    """The results with the column `cause`. `leads`: all there are, by the names the query reads; `time`: the column of the
    activities that says when."""
    compared, again = kept.compared, earlier.again
    assert compared is not None
    if again is None or not earlier.told:
        return kept.select([star(), aliased(null_of("TEXT"), compared.cause)])
    facts = Facts(kept.plan, kept.query)
    changes = changes_of(facts, compared)
    changed = every([negation(changes.new), changes.changed])
    said = [column("place"), *said_now(facts).columns()]
    filled(database, _NOW, kept.select(said).where(changed, copy=False))
    places = exp.Subquery(this=select([column("place")], _NOW))
    filled(
        database,
        _CHANGED,
        where(select_from([star()], subquery(leads, "all_leads")), exp.In(this=column("n"), query=places)),
    )
    view(database, "leads", select([star()], _CHANGED))
    filled(database, _THEN, again.expression)
    if kept.query.activities is not None and time is not None:
        _forget(database, kept.query.activities, time, earlier.moment)
    filled(database, _WITHOUT, kept.query.expression)
    filled(database, _CAUSES, _causes(kept.plan, kept.query, again, compared, earlier))
    return _with_causes(kept, compared)


def _forget(database: Database, activities: Table, time: str, moment: int) -> None:
    """From now on the activities are without those after a moment."""
    filled(database, "activities_then", select([star()], activities.name))
    known = some([is_null(column(time)), compare("le", column(time), number(moment))])
    view(database, activities.name, where(select([star()], "activities_then"), known))


def _causes(plan: Plan, query: Query, again: Query, compared: Compared, earlier: Earlier) -> exp.Query:
    """The place and cause of each lead that changed."""
    was, then = said_before(plan, compared), said_now(Facts(plan, again))
    other = select([column("n"), aliased(is_other(was, then, compared.told), "other")], _THEN)
    without = select([column("n"), *said_now(Facts(plan, query)).columns()], _WITHOUT)
    now, left = said_in("k"), said_in("w")
    pairs = [(getattr(now, name), getattr(left, name)) for name in now.__slots__]
    since = some([differs(one, two) for one, two in pairs])
    data = text(DATA if earlier.same_rules else RULES)
    cause = case([(column("other", "t"), data), (since, text(ACTIVITIES))], text(TIME))
    found = select([column("place", "k"), aliased(cause, compared.cause)], _NOW, "k")
    for name, part in (("t", other), ("w", without)):
        on = compare("eq", column("n", name), column("place", "k"))
        found.append("joins", exp.Join(this=subquery(part, name), on=on))
    return found


def _with_causes(kept: Kept, compared: Compared) -> exp.Query:
    query = select_from([star("r"), column(compared.cause, "c")], subquery(kept.rows.copy(), "r"))
    return joined(query, _CAUSES, "c", compare("eq", column("place", "c"), column("place", "r")), "left")
