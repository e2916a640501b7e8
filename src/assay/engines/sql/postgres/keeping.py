"""Results kept in a table of the database: the columns of a flat file of results, one row a lead and run.

A run is a moment (`as_of`) and a fingerprint of the rules (`rules_version`). Scoring makes its rows in a temporary
table; then, in the same transaction, they take the place of the same run's earlier rows. Other runs stay, and readers
see the old rows or the new ones and nothing between.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from assay.data.flat import Shape, columns_of, shape_of
from assay.engines.sql.decode import BY
from assay.engines.sql.masks import BITS
from assay.engines.sql.postgres.running import PostgresRun
from assay.engines.sql.postgres.target import into, refuse_table, target
from assay.engines.sql.postgres.telling import CELLS, JOINED, Told
from assay.engines.sql.query import Query
from assay.plan.nodes import Plan
from assay.values import POINT, utc_datetime

_NULL = SQL("null")


@dataclass(frozen=True, slots=True)
class Kept:
    """How many leads the table got, how many of them break a guarantee, and how many activities lie after the moment."""

    leads: int
    broken: int
    future_activities: int


def refuse(run: PostgresRun, table: str, *, compared: bool) -> None:
    """Says before the work what would keep its results out of a table. Raises Unreadable."""
    with run.doing(f"keeping results in `{table}`"), into(table):
        refuse_table(run.connection, table, shape_of(run.plan, compared))


def keep(run: PostgresRun, table: str, told: Told | None) -> Kept:
    """Puts the results of a run into a table, which is made if there is none. `told`: what changed since an earlier run.
    Raises Unreadable."""
    shape = shape_of(run.plan, told is not None)
    if told is not None:
        told.end()
    with run.doing(f"keeping results in `{table}`"), into(table):
        run.connection.execute(_staged(run.plan, run.query, shape))
        there = target(run.connection, table, shape)
        run.connection.execute(SQL("lock table {} in share row exclusive mode").format(there))
        as_of, version = utc_datetime(run.as_of), run.plan.rules_version
        run.connection.execute(
            SQL("delete from {} where as_of = {} and rules_version = {}").format(
                there, Literal(as_of), Literal(version)
            )
        )
        names = SQL(", ").join(Identifier(name) for name, _ in columns_of(shape))
        run.connection.execute(SQL('insert into {0} ({1}) select {1} from "Results"').format(there, names))
        counts = run.connection.execute(
            'select count(*), count(*) filter (where cardinality(broken) > 0), coalesce(sum("Future"), 0) from "Results"'
        ).fetchone() or (0, 0, 0)
        run.connection.commit()
    return Kept(*(int(str(one)) for one in counts))


# --- the rows -----------------------------------------------------------------------------------------------


def _staged(plan: Plan, query: Query, shape: Shape) -> Composed:
    """The results as people read them: names for places, points for hundredths. What the masks of rules stand for is
    worked out once for every mask there is, and not for every lead."""
    return SQL(
        'create temporary table "Results" on commit drop as with scored as materialized ({query}){lists} select {cells}'
        " from scored s{joins}"
    ).format(
        query=SQL(query.sql()),  # built by the compiler
        lists=SQL("").join(_dictionary(name, masks, words) for name, masks, words in _lists(plan, query)),
        cells=SQL(", ").join(_cells(plan, query, shape)),
        joins=SQL("").join(
            [*(_joined(name, masks) for name, masks, _ in _lists(plan, query)), *([JOINED] if shape.compared else [])]
        ),
    )


def _lists(plan: Plan, query: Query) -> list[tuple[str, tuple[str, ...], list[str]]]:
    """The columns that are lists: name, masks, and what each bit stands for."""
    layout = query.layout
    ids = [plan.rules[one.index].id for one in layout.rules]
    return [
        ("disqualified", layout.disqualified, [one.reason for one in plan.disqualifies]),
        ("excluded", layout.excluded, [one.reason for one in plan.excludes]),
        ("rules", layout.fired, ids),
        ("undecided", layout.undecided, ids),
        ("broken", layout.broken, [one.text for one in plan.guarantees]),
    ]


def _dictionary(name: str, masks: Sequence[str], words: Sequence[str]) -> Composable:
    if not masks:
        return SQL("")
    items = [
        SQL("case when {} & {} <> 0 then {} end").format(
            Identifier(masks[at // BITS]), Literal(1 << at % BITS), Literal(word)
        )
        for at, word in enumerate(words)
    ]
    columns = SQL(", ").join(map(Identifier, masks))
    return SQL(
        ", {} as materialized (select {}, array_remove(array[{}]::text[], null) as words"
        " from (select distinct {} from scored) d)"
    ).format(Identifier(f"List {name}"), columns, SQL(", ").join(items), columns)


def _joined(name: str, masks: Sequence[str]) -> Composable:
    if not masks:
        return SQL("")
    table = Identifier(f"List {name}")
    same = [SQL("{}.{} = s.{}").format(table, Identifier(mask), Identifier(mask)) for mask in masks]
    return SQL(" join {} on {}").format(table, SQL(" and ").join(same))


def _cells(plan: Plan, query: Query, shape: Shape) -> list[Composable]:
    """The cells in the order and under the names of `flat.columns_of`, and what is only counted."""
    layout = query.layout
    values: list[Composable] = [
        SQL("s.key"),
        _unless_excluded(query, _points(layout.score)),
        _unless_excluded(query, _named(layout.stage, [one.name for one in plan.stages])),
        _unless_excluded(query, _named(layout.stage_by, list(BY))),
        _words("disqualified", layout.disqualified, query),
        _words("excluded", layout.excluded, None),
        _unless_excluded(query, _named(layout.route, [one.to for one in plan.routes])),
        _unless_excluded(query, _respond_by(plan, query)),
    ]
    values += [_unless_excluded(query, _points(kept)) for _, _, kept in layout.groups]
    letters = [
        _named(column, [letter for letter, _ in grade.bands])
        for (_, column), grade in zip(layout.grades, plan.grades, strict=True)
    ]
    values += [_unless_excluded(query, letter) for letter in letters]
    values.append(_unless_excluded(query, SQL(" || ").join(letters)) if letters else SQL("null::text"))
    values += [
        _words(name, masks, query)
        for name, masks in (("rules", layout.fired), ("undecided", layout.undecided), ("broken", layout.broken))
    ]
    values += [
        SQL("{}::timestamptz").format(Literal(utc_datetime(query.as_of))),
        SQL("{}::text").format(Literal(plan.rules_version)),
    ]
    if shape.compared:
        values += CELLS
    names = [name for name, _ in columns_of(shape)]
    cells = [SQL("{} as {}").format(value, Identifier(name)) for value, name in zip(values, names, strict=True)]
    return [*cells, SQL('s.{} as "Future"').format(Identifier(layout.future))]


def _points(column: str) -> Composable:
    return SQL("trim_scale(s.{}::numeric / {})").format(Identifier(column), Literal(POINT))


def _named(column: str, names: list[str]) -> Composable:
    """The name at a place; null for none, of which the place has no type."""
    if not names:
        return SQL("null::text")
    return SQL("({}::text[])[s.{} + 1]").format(Literal(names), Identifier(column))


def _respond_by(plan: Plan, query: Query) -> Composable:
    if not plan.routes:
        return SQL("null::timestamptz")
    moments = [None if one.within is None else utc_datetime(query.as_of + one.within) for one in plan.routes]
    return SQL("({}::timestamptz[])[s.{} + 1]").format(Literal(moments), Identifier(query.layout.route))


def _words(name: str, masks: Sequence[str], query: Query | None) -> Composable:
    if not masks:
        return SQL("'{}'::text[]")
    words = SQL("{}.words").format(Identifier(f"List {name}"))
    return words if query is None else _unless_excluded(query, words, SQL("'{}'::text[]"))


def _unless_excluded(query: Query, value: Composable, otherwise: Composable = _NULL) -> Composable:
    masks = query.layout.excluded
    if not masks:
        return value
    inside = SQL(" and ").join(SQL("s.{} = 0").format(Identifier(mask)) for mask in masks)
    return SQL("case when {} then {} else {} end").format(inside, value, otherwise)
