"""Any expression of the plan as compact text: what an engineer reads in `assay plan`."""

from collections.abc import Sequence
from typing import assert_never

from assay.plan import words
from assay.plan.nodes import ActivityField, Const, ConstSet, Expr, LeadField, Op, Scalar, Var
from assay.plan.operations import OPERATIONS

_SHOWN = 6  # items of a set before the rest is counted
_LOOSE, _ATOM = 0, 9
_BINDING = {"or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "*": 6, "/": 6}
_COMPARING = 4
_NEGATING = 7


def describe(expr: Expr, stages: Sequence[str] = ()) -> str:
    """One line. Fields are `lead.NAME` and `activity.NAME`, a set is `{…}` or the name of its list; `stages`
    gives the names of the stages, which an expression knows by number only."""
    return _described(expr, stages, _LOOSE)


def _described(expr: Expr, stages: Sequence[str], around: int) -> str:
    match expr:
        case Const(kind=kind, value=value):
            return _constant(kind, value, stages)
        case ConstSet(kind=kind, items=items, name=name):
            return _set(kind, items, stages) if name is None else name
        case LeadField(name=name):
            return f"lead.{_name(name)}"
        case ActivityField(name=name):
            return f"activity.{_name(name)}"
        case Var(name=name):
            return name
        case Op():
            return _operation(expr, stages, around)
    assert_never(expr)


def _name(name: str) -> str:
    return name if name.isidentifier() else f"`{name}`"


def _constant(kind: str, value: Scalar, stages: Sequence[str]) -> str:
    match kind, value:
        case "boolean", bool():
            return "true" if value else "false"
        case "stage", int(place):
            return stages[place] if 0 <= place < len(stages) else f"stage {place + 1}"
        case "number", int(number):
            return words.decimal(number)
        case "date", int(days):
            return words.date(days)
        case "time", int(moment):
            return words.time(moment)
        case "duration", int(length):
            return words.duration(length)
    return words.text(str(value))


def _set(kind: str, items: Sequence[Scalar], stages: Sequence[str]) -> str:
    shown = [_constant(kind, item, stages) for item in items[:_SHOWN]]
    if len(items) > _SHOWN:
        shown.append(f"… {len(items) - _SHOWN} more")
    return "{" + ", ".join(shown) + "}"


def _operation(expr: Op, stages: Sequence[str], around: int) -> str:
    operation = OPERATIONS[expr.op]
    binding = _binding(operation.word, operation.form)
    match operation.form:
        case "call":
            return f"{operation.word}({', '.join(_described(arg, stages, _LOOSE) for arg in expr.args)})"
        case "suffix":
            shown = f"{_described(expr.args[0], stages, binding + 1)} {operation.word}"
        case "prefix":
            space = "" if operation.word == "-" else " "
            shown = f"{operation.word}{space}{_described(expr.args[0], stages, binding)}"
        case "infix":
            shown = _infix(expr, operation.word, stages, binding)
        case _:
            assert_never(operation.form)
    return f"({shown})" if binding < around else shown


def _infix(expr: Op, word: str, stages: Sequence[str], binding: int) -> str:
    """Operators of arithmetic group to the left; comparisons do not chain."""
    first = binding if word in _BINDING else binding + 1
    parts = [_described(arg, stages, first if at == 0 else binding + 1) for at, arg in enumerate(expr.args)]
    return f" {word} ".join(parts)


def _binding(word: str, form: str) -> int:
    if form == "prefix":
        return _BINDING["not"] if word == "not" else _NEGATING
    return _ATOM if form == "call" else _BINDING.get(word, _COMPARING)
