"""What compiling gives: the query, the tables it reads, and how to read what it returns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlglot import exp

from assay.plan.nodes import Input

Type = Literal["BIGINT", "TEXT", "BOOLEAN", "TEXT[]"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an input table. `field` is the plan's, None for those every table has; values are encoded as in
    `assay.values`: numbers BIGINT ten-thousandths, dates BIGINT days, times BIGINT microseconds, `one of` folded.
    `raw`: text may also come as a table holds it, see `raw`. `spellings`: the column says which of these the text of
    the field is, counted from 1, which need not be known; the empty text and words for missing come first."""

    name: str
    type: Type
    field: str | None = None
    raw: bool = False
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """An input the query expects under this name. Only the fields that the rules read are among its columns."""

    name: str
    columns: tuple[Column, ...]

    @property
    def is_of_leads(self) -> bool:
        return self.name == "leads"


@dataclass(frozen=True, slots=True)
class RuleColumns:
    """How one rule's part of a result is read. `points`: fixed hundredths, or the column that holds them. `reasons`:
    what it may be undecided for; with several, the column `reason` holds which (from 0). `plain`: it is undecided exactly
    where its one input is missing."""

    index: int
    points: int | str
    reasons: tuple[tuple[Input, ...], ...]
    reason: str | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a result, by what they hold. Points are hundredths; lists of columns are masks (`masks.places`).

    `grades`: by name, the place of the band. `stage`, `route`: places in the plan, null for none; `stage_by` 0
    threshold, 1 sticky, 2 promotion. Bit k of `fired` and `undecided` is the k-th of `rules` (in no order of the plan);
    `missing`: which of `inputs` (names may repeat) are missing. `future`: activities after the moment of scoring.
    `packed`: columns of rules that come as items of lists: the list's column, and the place in it.
    """

    key: str
    score: str
    groups: tuple[tuple[str, str, str], ...]  # name, earned, kept
    grades: tuple[tuple[str, str], ...]
    stage: str
    stage_by: str
    route: str
    excluded: tuple[str, ...]
    disqualified: tuple[str, ...]
    broken: tuple[str, ...]
    future: str
    previous: str | None
    rules: tuple[RuleColumns, ...] = ()
    fired: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    missing: tuple[str, ...] = ()
    order: str = "n"
    packed: Mapping[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """`expression.sql(dialect)` is the text. `columns`: what it returns, in order."""

    expression: exp.Query
    dialect: str
    as_of: int
    leads: Table
    activities: Table | None
    columns: tuple[str, ...]
    layout: Layout

    def sql(self) -> str:
        return self.expression.sql(self.dialect, copy=False)
