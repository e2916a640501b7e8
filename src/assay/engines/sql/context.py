"""What one compilation knows: the plan, the dialect, the moment, and what every name of the plan is in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from assay.engines.sql.build import Sql, column
from assay.engines.sql.folded import Partition
from assay.engines.sql.query import Column
from assay.engines.sql.registry import Registry
from assay.engines.sql.spelling import Spelling
from assay.plan.forms import items_of
from assay.plan.nodes import Aggregate, ConstSet, Expr, Field, NamedList, Plan, Scalar, Value
from assay.values import ZoneRules


class Unsupported(Exception):  # noqa: N818  a finding: another engine has to do it
    """The rules hold something that has no exact form in SQL; `message` says what, in one sentence."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(slots=True)
class Context:
    """`results`: what the steps so far have given, by the key of its Var. `aggregates` and `lets` become columns when
    they are first read. `by_place`: constants a field is compared with are numbered (`places`). `reads_lists`: the bounds
    of numbers are, as they are looked up several times. `raw_text`: text of both tables comes as a database holds it
    (`raw`); `read_as` says into which column each was read, `trimmed` which these are. `common`: by field, spellings that
    many leads have; `spelled`: by column of the leads, which is raw then, the one that says which of these it is, where
    that is known from reading."""

    plan: Plan
    spelling: Spelling
    as_of: int
    registry: Registry
    zone: ZoneRules
    lead_columns: Mapping[str, str]
    activity_columns: Mapping[str, str]
    lead_fields: Mapping[str, Field]
    activity_fields: Mapping[str, Field]
    aggregates: Mapping[str, Aggregate]
    lets: Mapping[str, Value]
    lists: dict[str, NamedList]
    results: dict[str, Sql] = field(default_factory=dict)
    subject: Sql | None = None
    partitions: dict[Expr, Partition] = field(default_factory=dict)
    by_place: bool = False
    reads_lists: bool = False
    raw_text: bool = False
    trimmed: set[str] = field(default_factory=set)
    read_as: dict[str, str] = field(default_factory=dict)
    common: Mapping[str, Sequence[str]] = field(default_factory=dict)
    spelled: Mapping[str, Column] = field(default_factory=dict)

    @property
    def today(self) -> int:
        """The local day of the moment of scoring."""
        return self.zone.day(self.as_of)

    def items(self, constants: ConstSet) -> tuple[Scalar, ...]:
        return items_of(constants, self.lists)

    def lead(self, name: str) -> exp.Column:
        return column(self.lead_columns[name])

    def activity(self, name: str) -> exp.Column:
        return column(self.activity_columns[name])

    @property
    def time(self) -> Sql | None:
        """When an activity happened; None where activities have no time."""
        name = self.plan.activity.time
        return None if name is None else self.activity(name)
