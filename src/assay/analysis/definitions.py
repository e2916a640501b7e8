"""What the names in a plan's expressions stand for, and of what kind their values are."""

from dataclasses import dataclass, field

from assay.plan.nodes import ActivityField, Aggregate, Expr, Field, LeadField, Op, Plan, Scalar, Value, Var
from assay.plan.operations import OPERATIONS
from assay.values import fold

_WHOLE = frozenset({"days", "weeks", "length", "periods"})
_SURE = ("group:", "score", "disqualified")


@dataclass(frozen=True, slots=True)
class Definitions:
    """`ranges`: lowest and highest value (ten-thousandths, None: no end) of "score" and "group:NAME". `subject`:
    what Var "subject" stands for in the rows of a `match`."""

    lead: dict[str, Field]
    activity: dict[str, Field]
    values: dict[str, Value]
    aggregates: dict[str, Aggregate]
    lists: dict[str, tuple[Scalar, ...]]
    stages: int
    ranges: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    subject: Expr | None = None


def definitions(plan: Plan) -> Definitions:
    return Definitions(
        {one.name: one for one in plan.lead.fields},
        {one.name: one for one in plan.activity.fields},
        {one.name: one for one in plan.values},
        {f"aggregate:{one.id}": one for one in plan.aggregates},
        {one.name: one.items for one in plan.lists},
        len(plan.stages),
    )


def resolved(known: Definitions, expr: Expr) -> Expr:
    """The value behind a name, and without folding: what a comparison is about. Chains of names are followed a
    little way only; a name left over stands for itself."""
    for _ in range(50):
        match expr:
            case Var(name="subject") if known.subject is not None:
                expr = known.subject
            case Var(name=name) if name in known.values:
                expr = known.values[name].value
            case Op(op="fold" | "fold_list", args=(inner,)):
                expr = inner
            case Op(op="rank", args=(inner, _)) if kind_of(known, resolved(known, inner)) == "one of":
                expr = inner
            case _:
                break
    return expr


def field_of(known: Definitions, expr: Expr) -> Field | None:
    match expr:
        case LeadField(name=name):
            return known.lead.get(name)
        case ActivityField(name=name):
            return known.activity.get(name)
    return None


def kind_of(known: Definitions, expr: Expr) -> str:
    """The kind of a value: one of a field's kinds, "duration", "stage", or "unknown"."""
    found = field_of(known, expr)
    if found is not None:
        return found.kind
    match expr:
        case Var(name=name):
            return _kind_of_name(known, name)
        case Op(op=op) if op in _WHOLE:
            return "integer"
        case Op(op=op):
            return OPERATIONS[op].gives or "unknown"
    return "unknown"


def _kind_of_name(known: Definitions, name: str) -> str:
    if name == "score" or name.startswith("group:"):
        return "number"
    if name in ("stage", "stage_before"):
        return "stage"
    if name == "disqualified":
        return "boolean"
    if name in known.aggregates:
        found = known.aggregates[name]
        return "integer" if found.function in ("count", "distinct") else found.kind
    return known.values[name].kind if name in known.values else "unknown"


def is_sure(known: Definitions, variable: Expr) -> bool:
    """Whether a value is never missing."""
    if not isinstance(variable, Var):
        return False
    if variable.name in known.aggregates:
        return known.aggregates[variable.name].function in ("any", "none", "count", "distinct")
    return variable.name.startswith(_SURE)


def declared(known: Definitions, variable: Expr) -> tuple[str, ...]:
    """The values of a `one of`, folded."""
    found = field_of(known, variable)
    return () if found is None else tuple(dict.fromkeys(map(fold, found.values)))
