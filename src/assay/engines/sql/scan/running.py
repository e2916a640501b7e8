"""Files read by DuckDB, scored, and their results in order: the tables in between, in a folder of their own.

Leads without activities are read and scored in one pass; with activities both are read into tables first, as the query
looks at them several times. What is kept of a row says whether it may be trusted, so that nothing is read twice.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from sqlglot import exp

from assay.data.spilling import ROOMY, Room, temporary_folder
from assay.engines.sql.build import (
    Sql,
    aliased,
    cast,
    coalesce,
    column,
    compare,
    every,
    is_known,
    negation,
    number,
    over,
    plus,
    select,
    select_from,
    some,
    star,
    subquery,
    surely,
    when,
    where,
)
from assay.engines.sql.duck import asked, connection, in_order, run
from assay.engines.sql.made import empty, filled, insert, view
from assay.engines.sql.output import Kept
from assay.engines.sql.output.changes import BESIDE, EARLIER
from assay.engines.sql.query import Column, Query, Table
from assay.engines.sql.scan.comparing import (
    Earlier,
    compared_in,
    explained,
    leads_with_earlier,
    without_earlier,
)
from assay.engines.sql.scan.inside import added_to, read_inside, replace_inside, with_lists
from assay.engines.sql.scan.tables import DOUBTFUL, ODD, PLAIN, Scan
from assay.plan.nodes import Plan

Line = tuple[int, Sequence[object]]  # and the cells of it
_SCORED, _ASIDE, _REPEATED, _ODD_KEYS = "scored", "scored_aside", "repeated", "odd_keys"
_TRUST = "_trust"  # no column of a query begins so
_GIVEN = "activities_given"  # in a file of their own
_FEW = 20_000  # keys looked at before all are


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of a file, how many are odd, and how many may be cut otherwise."""

    rows: int
    odd: int
    doubtful: int

    def fits(self, scan: Scan, odd_at_most: int) -> bool:
        """Whether all rows are those that the reader would see, and few of them are left to it."""
        return not self.doubtful and self.odd <= odd_at_most and self.rows == scan.source.rows


class ScanStore:
    """`leads`, and where rules look at activities `activities` and those `inside` the leads, as `query` reads them.
    `trust` is the last column of the query's leads."""

    def __init__(
        self,
        query: Query,
        leads: Scan,
        activities: Scan | None,
        room: Room = ROOMY,
        earlier: Earlier | None = None,
        inside: Scan | None = None,
    ) -> None:
        self.query, self.leads, self.activities, self.inside = query, leads, activities, inside
        self._room = room
        self._earlier = earlier
        self._own = without_earlier(query.leads) if earlier else query.leads
        self._trust = query.leads.columns[-1].name
        self._aside = False
        self._repeated = False

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        folder = self._stack.enter_context(temporary_folder(self._room))
        self._database = connection(folder, memory=self._room.memory)
        self._stack.callback(self._database.close)
        in_order(self._database)
        if self._earlier is not None:
            self._take_over(self._earlier)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def _take_over(self, earlier: Earlier) -> None:
        empty(self._database, EARLIER)
        if earlier.kept is not None:
            self._database.execute(exp.insert(earlier.kept, EARLIER.name).sql("duckdb"))
        for rows in earlier.leads:
            insert(self._database, EARLIER, rows)

    @property
    def parses(self) -> bool:
        """Whether DuckDB reads numbers from text, which fails where one is written otherwise than a sample of them."""
        return any(one is not None and one.source.parses for one in (self.leads, self.activities))

    # --- activities

    def read_activities(self) -> Counted | None:
        """None where DuckDB cannot read the file."""
        assert self.activities is not None
        assert self.query.activities is not None
        if not filled(self._database, "activities_read", self.activities.table(self.query.activities, _TRUST)):
            return None
        view(self._database, _GIVEN, self._trusted("activities_read", self.query.activities, _TRUST))
        view(self._database, "activities", select([star()], _GIVEN))
        return self._counted("activities_read", _TRUST)

    def without_activities(self) -> None:
        """Rules that look at them find none."""
        if self.query.activities is not None:
            none = replace(self.query.activities, name="activities_read")
            empty(self._database, none)
            view(self._database, _GIVEN, select([star()], none.name))
            view(self._database, self.query.activities.name, select([star()], _GIVEN))

    def odd_activities(self) -> list[Line] | None:
        """Rows for the reader; None where DuckDB cannot read them again."""
        assert self.activities is not None
        odd = compare("eq", column(_TRUST), number(ODD))
        return self._lines(
            self.activities, where(select([_line(column("rowid"), self.activities)], "activities_read"), odd)
        )

    def add_activities(self, rows: Sequence[Sequence[object]]) -> None:
        """Rows that were read otherwise, in order of the table's columns."""
        assert self.query.activities is not None
        with_trust = [(*row, PLAIN) for row in rows]
        insert(self._database, _trusting(self.query.activities), with_trust)

    def strangers(self, others: Sequence[str] = ()) -> int:
        """Activities of no lead that could be read, those inside leads aside. `others`: keys of leads that could, and yet
        have no result."""
        keys: exp.Query = self._scored_rows([column("key")])
        if others:
            given = Table("without_result", (Column("key", "TEXT"),))
            empty(self._database, given)
            insert(self._database, given, [(one,) for one in others])
            keys = exp.union(keys, select([column("key")], given.name), distinct=False, copy=False)
        if self._aside:
            keys = exp.union(keys, select([column("key")], "leads_aside"), distinct=False, copy=False)
        known = exp.In(this=column("lead_key"), query=exp.Subquery(this=keys))
        of_none = where(select([exp.Count(this=exp.Star())], _GIVEN), exp.Not(this=surely(known)))
        return _number(run(self._database, of_none)[0][0])

    # --- leads

    def score(self) -> Counted | None:
        """Reads and scores all leads; None where DuckDB cannot read the file."""
        read = self.leads.table(self._own if self.inside is None else with_lists(self._own), self._trust)
        if self._streams:
            view(self._database, "leads", read)
        elif filled(self._database, "leads_read", read) and self._read_inside():
            view(self._database, "leads", self._found("leads_read", column("rowid", "l")))
        else:
            return None
        if not filled(self._database, _SCORED, self.query.expression):
            return None
        return self._counted(_SCORED, self._trust)

    def _read_inside(self) -> bool:
        """What leads did counts beside the activities of a file; False where DuckDB cannot read it."""
        if self.inside is None:
            return True
        assert self.query.activities is not None
        trust = self._trust, _TRUST
        if not read_inside(self._database, "leads_read", self.inside, self.query.activities, trust):
            return False
        given = select([star()], _GIVEN)
        view(self._database, "activities", added_to(given, self.query.activities, _TRUST))
        return True

    @property
    def _streams(self) -> bool:
        """Whether leads are scored while they are read, so that results keep their order."""
        return self.query.activities is None and self._earlier is None

    def _found(self, name: str, place: Sql) -> exp.Select:
        """The leads of a table, with what the earlier run said of them."""
        if self._earlier is not None:
            return leads_with_earlier(self.query.leads, name, place)
        columns = [
            aliased(place, "n") if one.name == "n" else column(one.name, "l") for one in self.query.leads.columns
        ]
        return select(columns, name, "l")

    def find_repeated(self, others: Sequence[str] = ()) -> int:
        """How many rows have a key that comes again; from then on they are odd. `others`: keys of odd rows that only the
        reader sees. Where keys rise, or no two hashes are the same, no two keys are."""
        if not others and self._rise(_FEW) and self._rise():
            return 0
        key, all_keys = column("key"), self._keys(others)
        hashes = exp.Count(this=exp.Distinct(expressions=[exp.Anonymous(this="HASH", expressions=[key])]))
        known, different = run(
            self._database, where(select([exp.Count(this=exp.Star()), hashes], all_keys), is_known(key.copy()))
        )[0]
        if known == different:
            return 0
        again = where(select([key.copy(), aliased(exp.Count(this=exp.Star()), "many")], all_keys), is_known(key.copy()))
        again = again.group_by(key.copy(), copy=False).having(
            compare("gt", exp.Count(this=exp.Star()), number(1)), copy=False
        )
        filled(self._database, _REPEATED, again)
        self._repeated = True
        many = coalesce(exp.Sum(this=column("many")), number(0))
        return _number(run(self._database, select([cast(many, "BIGINT")], _REPEATED))[0][0])

    def _keys(self, others: Sequence[str]) -> str:
        """The name of what has the keys of all rows."""
        if not others:
            return _SCORED
        given = Table("others", (Column("key", "TEXT"),))
        empty(self._database, given)
        insert(self._database, given, [(one,) for one in others])
        both = exp.union(select([column("key")], _SCORED), select([column("key")], given.name), distinct=False)
        view(self._database, _ODD_KEYS, both)
        return _ODD_KEYS

    def _rise(self, few: int | None = None) -> bool:
        """Whether every key, or every one of a few, is longer than the one before it, or as long and greater: as files
        are that a database has written. It takes a fifth of the time of telling that all are different."""
        keys = where(select([column("key")], _SCORED), is_known(column("key")))
        if few is not None:
            keys = keys.limit(few, copy=False)
        before = exp.Anonymous(this="LAG", expressions=[column("key")])
        pairs = select_from([column("key"), aliased(over(before, []), "before")], keys.subquery("keys"))
        counts = [exp.Count(this=exp.Star()), exp.Count(this=when(_rises(column("before"), column("key")), number(1)))]
        known, rising = map(_number, run(self._database, select_from(counts, pairs.subquery("pairs")))[0])
        return known <= rising + 1

    def odd_leads(self) -> list[Line] | None:
        """The same of leads: odd ones, and those whose key comes again."""
        odd = negation(self._is_trusted())
        return self._lines(self.leads, where(select([_line(self._place(), self.leads)], _SCORED), odd))

    def score_aside(self, rows: Sequence[Sequence[object]], inside: Sequence[Sequence[object]] = ()) -> None:
        """Leads that were read otherwise: their line, then what the table of leads has behind `n`, but for trust; and what
        they did, in order of the table's columns."""
        if not rows:
            return
        placed = [(_number(line) - self.leads.source.first, *cells, PLAIN) for line, *cells in rows]
        aside = replace(self._own, name="leads_aside")
        empty(self._database, aside)
        insert(self._database, aside, placed)
        if self.inside is not None and self.query.activities is not None:
            did = [(*one, PLAIN) for one in inside]
            replace_inside(self._database, aside.name, _trusting(self.query.activities), did)
        view(self._database, "leads", self._found(aside.name, column("n", "l")))
        filled(self._database, _ASIDE, self.query.expression)
        self._aside = True

    # --- results

    def kept(self, plan: Plan) -> Kept:
        """The results of all leads that could be read, `place` being where a row stands in the file, from 0."""
        if self._earlier is None:
            return Kept(self._database, plan, self.query, self._ordered())
        compared = compared_in(self.query, self._earlier)
        unordered = Kept(self._database, plan, self.query, self._all(), compared)
        rows = explained(self._database, unordered, self._earlier, self._leads(), self._time(plan))
        filled(self._database, "explained", rows.order_by(_by_place(), copy=False))
        return Kept(self._database, plan, self.query, select([star()], "explained"), compared)

    def _leads(self) -> exp.Query:
        """All that were read, with what the earlier run said of them."""
        read = subquery(self._found("leads_read", column("rowid", "l")), "r")
        found: exp.Query = where(select_from([star()], read), self._is_trusted())
        if self._aside:
            found = exp.union(found, self._found("leads_aside", column("n", "l")), distinct=False, copy=False)
        return found

    def _time(self, plan: Plan) -> str | None:
        """The column that says when activities were."""
        columns = () if self.query.activities is None else self.query.activities.columns
        return next((one.name for one in columns if one.field is not None and one.field == plan.activity.time), None)

    def spilled(self) -> int:
        """How many bytes of all this are on disk, for want of memory."""
        size = coalesce(exp.Sum(this=column("size")), number(0))
        files = exp.Table(this=exp.Anonymous(this="DUCKDB_TEMPORARY_FILES"))
        return _number(run(self._database, select_from([cast(size, "BIGINT")], files))[0][0])

    def beside(self, many: int) -> tuple[str, ...]:
        """The columns of results that hold so many of what the leads have besides; what the earlier run said, trust and the
        activities to come are behind them."""
        end = len(self.query.columns) - 2 - (0 if self._earlier is None else len(BESIDE))
        return self.query.columns[end - many : end]

    def total(self) -> int:
        """The scores of all leads, in hundredths."""
        scores = exp.Sum(this=column(self.query.layout.score))
        return _number(run(self._database, self._scored_rows([cast(scores, "BIGINT")]))[0][0])

    def _all(self) -> exp.Query:
        found: exp.Query = self._scored_rows(self._outputs(self._place()))
        if self._aside:
            others = select(self._outputs(column("n")), _ASIDE)
            found = exp.union(found, others, distinct=False, copy=False)
        return found

    def _ordered(self) -> exp.Query:
        found = self._all()
        return found.order_by(_by_place(), copy=False) if self._aside or not self._streams else found

    def _scored_rows(self, columns: Sequence[Sql]) -> exp.Select:
        found = select(columns, _SCORED)
        return where(found, self._is_trusted())

    def _outputs(self, place: Sql) -> list[Sql]:
        shown: list[Sql] = [column(name) for name in self.query.columns]
        if isinstance(self.leads.columns["key"], exp.Null):
            line = cast(_line(place.copy(), self.leads), "TEXT")
            shown[self.query.columns.index("key")] = aliased(line, "key")
        return [aliased(place, "place"), *shown]

    def _place(self) -> Sql:
        """Where a row stands in the file, from 0: tables keep the order of the file unless something was joined."""
        return column("rowid" if self._streams else "n")

    # --- tables

    def _is_trusted(self) -> Sql:
        plain = compare("eq", column(self._trust), number(PLAIN))
        if not self._repeated:
            return plain
        again = exp.In(this=column("key"), query=exp.Subquery(this=select([column("key")], _REPEATED)))
        return every([plain, exp.Not(this=surely(again))])

    def _trusted(self, source: str, wanted: Table, trust: str) -> exp.Select:
        plain = compare("eq", column(trust), number(PLAIN))
        return where(select([column(one.name) for one in wanted.columns], source), plain)

    def _lines(self, scan: Scan, wanted: exp.Select) -> list[Line] | None:
        """Cells that nothing wanted so far may be wrong."""
        found = asked(self._database, scan.lines(wanted))
        return None if found is None else [(_number(line), cells) for line, *cells in found]

    def _counted(self, name: str, trust: str) -> Counted:
        counts = [exp.Count(this=exp.Star())]
        counts += [
            exp.Count(this=when(compare("eq", column(trust), number(one)), number(1))) for one in (ODD, DOUBTFUL)
        ]
        return Counted(*map(_number, run(self._database, select(counts, name))[0]))


def _by_place() -> Sql:
    return exp.Ordered(this=column("place"), nulls_first=True)


def _rises(before: Sql, key: Sql) -> Sql:
    lengths = [exp.Anonymous(this="STRLEN", expressions=[one.copy()]) for one in (before, key)]
    greater = every([compare("eq", *lengths), compare("lt", before, key)])
    return some([compare("lt", *(one.copy() for one in lengths)), greater])


def _line(place: Sql, scan: Scan) -> Sql:
    return plus(place, number(scan.source.first))


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def _trusting(wanted: Table) -> Table:
    return Table("activities_read", (*wanted.columns, Column(_TRUST, "BIGINT")))
