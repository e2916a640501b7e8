"""What checking an expression needs to know, and where it puts its findings."""

from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo

from assay.check.names import Names
from assay.check.suggest import Suggester
from assay.diagnostics import Diagnostic
from assay.model import Expr, Scope
from assay.source import Span
from assay.types import TEXT, Type


@dataclass(frozen=True, slots=True)
class KnownField:
    """A field as rules see it. `span` is its place in a schema, or its first use; `origin` the use that gave an
    undeclared one its type, None if no use did."""

    name: str
    table: Literal["lead", "activity"]
    type: Type
    span: Span
    declared: bool = True
    origin: Span | None = None

    @property
    def scope(self) -> Scope:
        return Scope.LEAD if self.table == "lead" else Scope.ACTIVITY


@dataclass(slots=True)
class Env:
    """`fields` holds what a bare name means, `ambiguous` the names that both tables declare. `lets` maps a checked `let` to its value, None where it has an error.
    `asked` are the names that were looked up, `unsure` whether one was missed: then any new name may change what was
    found. `open` is True where declarations may have been lost, to syntax errors or with a file: then unknown names are let
    pass."""

    names: Names
    zone: ZoneInfo
    problems: list[Diagnostic]
    lead: dict[str, KnownField] = field(default_factory=dict)
    activity: dict[str, KnownField] = field(default_factory=dict)
    fields: dict[str, KnownField] = field(default_factory=dict)
    ambiguous: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset({""})  # folded
    lets: dict[str, Expr | None] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()  # names declared in statements that did not parse
    lost_grades: frozenset[str] = frozenset()  # groups graded in such statements
    open: bool = False
    route: Type = TEXT
    has_time: bool = True  # False where a declared activity has no time
    columns: tuple[str, ...] = ()  # headers of the input, as candidates for a misspelt name
    suggester: Suggester = field(default_factory=Suggester)
    ambiguous_uses: dict[str, Span] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    unsure: bool = False

    def lets_pass(self, name: str) -> bool:
        """Whether a name that is nowhere declared may have been, where something was lost."""
        self.unsure = True
        return self.open or name in self.unknown

    def report(self, problem: Diagnostic) -> None:
        self.problems.append(problem)
