"""Types of the model as kinds of the plan."""

from assay import model
from assay.plan.nodes import ConstSet
from assay.types import Kind, Type
from assay.values import fold

_KINDS = {kind: str(kind) for kind in Kind} | {Kind.INTEGER: "number", Kind.ONE_OF: "text"}


def kind_of(type_: Type) -> str:
    """The kind of a value: whole numbers are numbers, a `one of` is text (folded)."""
    return _KINDS[type_.kind]


def ordering(*exprs: model.Expr) -> tuple[str, ...]:
    """The declared order by which these compare: that of the first `one of` among them; empty if there is none."""
    for expr in exprs:
        if expr.type.kind is Kind.ONE_OF:
            return expr.type.values
    return ()


def ranks(values: tuple[str, ...]) -> ConstSet:
    return ConstSet("set", "text", tuple(dict.fromkeys(map(fold, values))))
