"""The tree as written. Equality ignores spans, so `parse(format(x)) == parse(x)` is plain `==`.

Nothing here is checked: names are unresolved, types unknown. `check` turns a File into a Model.
"""

from dataclasses import dataclass, field
from typing import Literal

from assay.source import Source, Span
from assay.syntax.ast_expressions import (
    Ago,
    AtLeast,
    Between,
    Binary,
    BinaryOp,
    Boolean,
    Call,
    Date,
    Duration,
    Expr,
    Known,
    ListOf,
    Name,
    Node,
    Number,
    Text,
    Time,
    Unary,
)
from assay.syntax.ast_rules import (
    Amount,
    Choice,
    Compare,
    Decay,
    Each,
    InList,
    Limit,
    Match,
    Meta,
    MissingRow,
    Otherwise,
    Pattern,
    Period,
    Quota,
    Row,
    Rule,
    Table,
    Times,
    When,
)

__all__ = [
    "Ago",
    "Amount",
    "AtLeast",
    "Band",
    "Between",
    "Binary",
    "BinaryOp",
    "Boolean",
    "Call",
    "Choice",
    "Comment",
    "Compare",
    "Date",
    "Decay",
    "Disqualify",
    "Duration",
    "Each",
    "Example",
    "ExampleActivity",
    "Exclude",
    "Expect",
    "Expr",
    "FieldDecl",
    "File",
    "Given",
    "Grade",
    "Group",
    "Guarantee",
    "Ignore",
    "InList",
    "Known",
    "Let",
    "LetFile",
    "Limit",
    "ListOf",
    "Match",
    "Meta",
    "MissingDecl",
    "MissingRow",
    "ModelDecl",
    "Name",
    "Node",
    "Number",
    "Otherwise",
    "Pattern",
    "Period",
    "Promote",
    "Quota",
    "Route",
    "Row",
    "Rule",
    "Schema",
    "Stage",
    "Statement",
    "Table",
    "Text",
    "Time",
    "Times",
    "Total",
    "TypeRef",
    "Unary",
    "Use",
    "When",
]


# --- statements ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ModelDecl(Node):
    name: Text
    timezone: Text | None


@dataclass(frozen=True, slots=True)
class Use(Node):
    path: Text


@dataclass(frozen=True, slots=True)
class MissingDecl(Node):
    spellings: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class TypeRef(Node):
    kind: Literal["text", "number", "integer", "boolean", "date", "time", "one of", "list of text"]
    values: tuple[Text, ...] = ()  # of "one of"


@dataclass(frozen=True, slots=True)
class FieldDecl(Node):
    name: Name
    type: TypeRef
    key: bool = False
    exact: bool = False
    column: Text | None = None  # from "COLUMN"
    format: Text | None = None
    split_by: Text | None = None


@dataclass(frozen=True, slots=True)
class Schema(Node):
    table: Literal["lead", "activity"]
    fields: tuple[FieldDecl, ...]


@dataclass(frozen=True, slots=True)
class Let(Node):
    name: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class LetFile(Node):
    name: Name
    path: Text


@dataclass(frozen=True, slots=True)
class Exclude(Node):
    condition: Expr
    because: Text | None


@dataclass(frozen=True, slots=True)
class Disqualify(Node):
    condition: Expr
    because: Text | None


@dataclass(frozen=True, slots=True)
class Ignore(Node):
    condition: Expr
    because: Text | None


@dataclass(frozen=True, slots=True)
class Group(Node):
    name: Name
    label: Text | None
    minimum: Expr | None
    maximum: Expr | None
    weight: Number | None  # percent
    decay: Decay | None
    body: "tuple[Rule | Group, ...]"


@dataclass(frozen=True, slots=True)
class Total(Node):
    minimum: Expr | None
    maximum: Expr | None


@dataclass(frozen=True, slots=True)
class Band(Node):
    """`"A" from N`, or `"D" otherwise` (bound None)."""

    letter: Text
    bound: Expr | None


@dataclass(frozen=True, slots=True)
class Grade(Node):
    group: Name
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Stage(Node):
    """Exactly one of `at` and `condition` is given."""

    name: Name
    sticky: bool
    at: Expr | None
    condition: Expr | None
    because: Text | None


@dataclass(frozen=True, slots=True)
class Promote(Node):
    stage: Name
    condition: Expr
    within: Duration | None
    because: Text | None


@dataclass(frozen=True, slots=True)
class Route(Node):
    """`condition` is None for `otherwise`."""

    to: Text
    within: Duration | None  # agreed response time
    condition: Expr | None
    because: Text | None


@dataclass(frozen=True, slots=True)
class Guarantee(Node):
    kind: Literal["never", "always"]
    condition: Expr
    because: Text | None


@dataclass(frozen=True, slots=True)
class Given(Node):
    """`FIELD: VALUE` in an example; the value a literal, a list of literals, a negative number or `2 days ago`."""

    field: Name
    value: Expr


@dataclass(frozen=True, slots=True)
class ExampleActivity(Node):
    values: tuple[Given, ...]
    times: Number | None


@dataclass(frozen=True, slots=True)
class Expect(Node):
    condition: Expr


@dataclass(frozen=True, slots=True)
class Example(Node):
    """`lead_at` is the span of `lead { … }`; None where there is none."""

    name: Text
    as_of: Date | Time | None
    lead: tuple[Given, ...]
    activities: tuple[ExampleActivity, ...]
    expects: tuple[Expect, ...]
    lead_at: Span | None = field(default=None, compare=False, repr=False, kw_only=True)


Statement = (
    ModelDecl
    | Use
    | MissingDecl
    | Schema
    | Let
    | LetFile
    | Exclude
    | Disqualify
    | Ignore
    | Group
    | Rule
    | Total
    | Grade
    | Stage
    | Promote
    | Route
    | Guarantee
    | Example
)


@dataclass(frozen=True, slots=True)
class Comment:
    """A `#` comment to the end of its line, the `#` included."""

    text: str
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class File:
    """The statements of one source that parsed, in order; broken ones are absent and have a diagnostic (those whose
    mistake has one right spelling stand there as if they had it). `declared` are the names that the absent ones
    would have declared, so that nobody calls them unknown."""

    source: Source = field(compare=False, repr=False)
    statements: tuple[Statement, ...]
    comments: tuple[Comment, ...] = field(compare=False, default=())
    declared: tuple[str, ...] = field(compare=False, default=())
