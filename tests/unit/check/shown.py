"""Checked expressions in a form short enough to write down: `(== lead.country "NL")`."""

from typing import assert_never

from assay.check import load_text
from assay.model import (
    Aggregate,
    Between,
    Const,
    Expr,
    FieldRef,
    GradeRef,
    GroupRef,
    LetRef,
    ListValue,
    Model,
    Op,
    ResultRef,
    When,
)
from assay.types import Kind
from tests.unit.check.marked import SCHEMA, told


def model_of(program: str) -> Model:
    """The model of a program under the common schema."""
    checked = load_text(SCHEMA + program)
    assert checked.model is not None, told(checked)
    return checked.model


def condition_of(condition: str, before: str = "") -> Expr:
    """A checked condition, that of a promotion, which may read nearly everything."""
    model = model_of(f"{before}\nstage Last at 1000\npromote to Last when {condition}\n")
    return model.promotions[-1].condition


def rule_of(rule: str, before: str = "") -> When:
    """The first rule outside any group."""
    first = model_of(f"{before}\n{rule}\n").groups[-1].body[0]
    assert isinstance(first, When)
    return first


def shown(expr: Expr) -> str:
    match expr:
        case Const():
            return f'"{expr.value}"' if expr.type.kind is Kind.TEXT else str(expr.value)
        case ListValue():
            items = " ".join(map(shown, expr.items))
            return f"[{items}]" if expr.name is None else f"{expr.name}[{items}]"
        case FieldRef():
            return f"{expr.table}.{expr.name}"
        case LetRef():
            return f"let.{expr.name}"
        case GroupRef():
            return f"group.{expr.name}"
        case ResultRef():
            return expr.result.value
        case GradeRef():
            return f"grade.{expr.group}"
        case Between():
            return f"{shown(expr.low)}..{shown(expr.high)}"
        case Op():
            return f"({expr.op} {' '.join(map(shown, expr.args))})"
        case Aggregate():
            value = "" if expr.value is None else f" {shown(expr.value)}"
            where = "" if expr.where is None else f" where {shown(expr.where)}"
            within = "" if expr.within is None else f" within {expr.within}"
            return f"({expr.function}{value}{where}{within})"
        case _:
            assert_never(expr)
