"""Every computed column of a query, and in which step it can be worked out.

A column lives with the lead, with one activity, or with both (one activity, seen with its lead). Columns of the lead
have a depth: 0 are those read, one of depth d reads columns below d. Between the depths d and d + 1 stand the passes
over the activities that read the lead's columns up to d: what they sum up per lead is of depth d + 1.
"""

from dataclasses import dataclass, field
from typing import Literal

from sqlglot import exp

from assay.engines.sql.build import Sql, coalesce, column, nodes
from assay.engines.sql.names import Names

Home = Literal["lead", "activity", "both"]
Source = Literal["all", "kept"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A column: `depth` among those of its home, `lead_depth` of the deepest lead column it reads. `sql` None: read."""

    name: str
    sql: Sql | None
    home: Home
    depth: int
    lead_depth: int


@dataclass(frozen=True, slots=True)
class Sum:
    """One value per lead, summed up in the plain pass. `sql` is an aggregate."""

    name: str
    sql: Sql
    default: Sql | None


@dataclass(frozen=True, slots=True)
class Chain:
    """Activities picked by steps of their own, then summed up per lead. `start` are the columns of the first step for
    the activities that meet `condition`; each further step is a select from the one before, the last by lead."""

    name: str
    about: str
    start: tuple[tuple[str, Sql], ...]
    condition: Sql
    steps: tuple[exp.Select, ...]
    gives: tuple[tuple[str, Sql | None], ...]  # columns of the last step, with their default


@dataclass(slots=True)
class Pass:
    sums: list[Sum] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)


@dataclass(slots=True)
class Registry:
    """`about` is the rule at hand. `is_read`: people read the query; then no new lead column is put below `floor`, so that
    each phase of the evaluation has steps of its own, and `titles` has the depths at which they begin. Engines get as few
    steps, and passes over the activities, as there can be."""

    names: Names
    columns: dict[str, Placed] = field(default_factory=dict)
    passes: dict[tuple[int, Source], Pass] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    floor: int = 1
    kept_from: int = 0  # the pass after which it is known which activities `ignore` leaves
    deepest: int = 0
    is_read: bool = False
    about: str = ""

    def read(self, name: str, home: Home) -> None:
        """Registers a column of the input."""
        self.columns[name] = Placed(name, None, home, 0, 0)

    def begin(self, title: str) -> None:
        """A phase of the evaluation begins."""
        self.about = ""
        if self.is_read:
            self.floor = self.deepest + 1
            self.titles[self.floor] = title

    def put(self, sql: Sql, hint: str) -> exp.Column:
        """A column that holds the value; the same value twice is one column."""
        text = sql.sql(copy=False)
        if (known := self.known.get(text)) is not None:
            return column(known)
        told = f"{hint}_{self.about}" if self.is_read and hint in _OF_A_RULE else hint
        placed = self._placed(self.names.new(told), sql)
        self.columns[placed.name] = placed
        self.known[text] = placed.name
        if placed.home == "lead":
            self.deepest = max(self.deepest, placed.depth)
        return column(placed.name)

    def held(self, value: Sql, hint: str) -> Sql:
        """The value in a form that costs nothing to repeat."""
        return value if isinstance(value, exp.Column | exp.Literal | exp.Null | exp.Boolean) else self.put(value, hint)

    def reads(self, *values: Sql) -> list[Placed]:
        return [self.columns[name] for value in values for name in columns_in(value)]

    def _placed(self, name: str, sql: Sql) -> Placed:
        reads = self.reads(sql)
        homes = {one.home for one in reads}
        lead_depth = max((one.lead_depth for one in reads), default=0)
        if homes <= {"lead"}:
            depth = max(self.floor, lead_depth + 1)
            return Placed(name, sql, "lead", depth, depth)
        home: Home = "activity" if homes == {"activity"} else "both"
        depth = 1 + max((one.depth for one in reads if one.home == home), default=0)
        return Placed(name, sql, home, depth, lead_depth if home == "both" else 0)

    def summed(self, source: Source, sql: Sql, hint: str, default: Sql | None = None) -> Sql:
        """A lead's column that sums up its activities."""
        text = f"{source}:{sql.sql(copy=False)}"
        if (known := self.known.get(text)) is None:
            known = self.known[text] = self.names.new(hint)
            self._pass(source, known, sql).sums.append(Sum(known, sql, default))
        return column(known)

    def chained(self, source: Source, chain: Chain) -> None:
        """The columns a chain gives become the lead's."""
        values = [value for _, value in chain.start]
        for name, _ in chain.gives:
            found = self._pass(source, name, chain.condition, *values)
        found.chains.append(chain)

    def _pass(self, source: Source, name: str, *reads: Sql) -> Pass:
        at = max([self.floor - 1, *(one.lead_depth for one in self.reads(*reads))])
        at = max(at, self.kept_from) if source == "kept" else at
        self.columns[name] = Placed(name, None, "lead", at + 1, at + 1)
        self.deepest = max(self.deepest, at + 1)
        return self.passes.setdefault((at, source), Pass())


_OF_A_RULE = frozenset(
    [
        "amount",
        "candidate",
        "condition",
        "faded",
        "given",
        "left",
        "offer",
        "points",
        "row_points",
        "row_taken",
        "rule",
        "size",
        "total",
        "worth",
    ]
)


def defaulted(name: str, default: Sql | None) -> Sql:
    """A summed column where a lead without such activities has a value too."""
    return column(name) if default is None else coalesce(column(name), default.copy())


def columns_in(value: Sql) -> list[str]:
    """The names of the columns a value reads; the item of a list at hand is none."""
    return [one.name for one in nodes(value) if isinstance(one, exp.Column) and one.name != "item"]
