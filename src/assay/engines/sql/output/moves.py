"""What the change list counts and whom it names; see `assay.news`."""

from sqlglot import exp

from assay.engines.sql.alike import Alike
from assay.engines.sql.build import (
    Sql,
    aliased,
    coalesce,
    column,
    compare,
    number,
    select,
    select_from,
    subquery,
    when,
    where,
)
from assay.engines.sql.output.changes import EARLIER, Changes, changes_of
from assay.engines.sql.output.facts import Facts
from assay.engines.sql.output.kept import Kept

KINDS = ("new", "was", "now", "rerouted", "routed", "disqualified", "excluded", "score", "cause")


def alike(kept: Kept) -> list[Alike]:
    """All leads of compared results, those that did not change too. There are few kinds."""
    changes = _changes(kept)
    values = [
        *(changes.new, changes.was.place.copy(), changes.now.place.copy(), changes.turned("route")),
        when(changes.turned("route"), changes.now.route.copy()),
        *(when(changes.turned(name), getattr(changes.now, name).copy()) for name in ("disqualified", "excluded")),
        *(when(changes.score_turned, changes.score_word()), column(changes.compared.cause)),
    ]
    named = kept.select([aliased(value, f"kind_{name}") for value, name in zip(values, KINDS, strict=True)])
    kinds: list[Sql] = [column(f"kind_{name}") for name in KINDS]
    counted = select_from([exp.Count(this=exp.Star()), *kinds], subquery(named, "kinds"))
    return [Alike(*row) for row in kept.rows_of(counted.group_by(*(kind.copy() for kind in kinds), copy=False))]  # type: ignore[arg-type]


def movers(kept: Kept, names: tuple[str, ...], *, rose: bool, most: int) -> list[tuple[object, ...]]:
    """The leads that entered (or left) the highest stages, those with most points first, then in order of the input:
    `place`, whether the lead is new, its place among the stages before and now, points before, owners before and now and
    whether they turned, cause; then `names`, then the query's columns."""
    changes = _changes(kept)
    was, now = changes.was, changes.now
    moved = compare("gt" if rose else "lt", now.place.copy(), was.place.copy())
    values = [
        *(column("place"), changes.new, was.place.copy(), now.place.copy(), was.score.copy()),
        *(was.route.copy(), now.route.copy(), changes.turned("route"), column(changes.compared.cause)),
    ]
    columns: list[Sql] = [aliased(value, f"moved_{at}") for at, value in enumerate(values)]
    columns += [column(name) for name in (*names, *kept.query.columns)]
    order = [
        exp.Ordered(this=column("moved_3" if rose else "moved_2"), desc=True),
        exp.Ordered(this=coalesce(now.score.copy(), number(0)), desc=True),
        exp.Ordered(this=column("place"), nulls_first=True),
    ]
    found = kept.select(columns).where(moved, copy=False)
    return kept.rows_of(found.order_by(*order, copy=False).limit(most, copy=False))


def gone(kept: Kept) -> dict[str | None, int]:
    """How many leads of the earlier run are not in this one, by their stage then."""
    seen = exp.In(this=column("key"), query=exp.Subquery(this=kept.select([column(kept.query.layout.key)])))
    left = where(select([column("stage"), exp.Count(this=exp.Star())], EARLIER.name), exp.Not(this=seen))
    rows = kept.rows_of(left.group_by(column("stage"), copy=False))
    return {None if stage is None else str(stage): count for stage, count in rows if isinstance(count, int)}


def _changes(kept: Kept) -> Changes:
    assert kept.compared is not None
    return changes_of(Facts(kept.plan, kept.query), kept.compared)
