"""Values of a field that make a comparison true, or false: the first that comes to mind."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assay.ide.scene import Scene
from assay.ide.witness.constants import constant, items
from assay.ide.witness.draft import Value
from assay.syntax import ast
from assay.types import Kind, Type

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "in": "not in", "not in": "in"}
_OTHER = "x"
_DAY = dt.timedelta(days=1)


def candidates(expr: ast.Binary, type_: Type, scene: Scene, *, wanted: bool) -> Iterator[Value]:
    """Values for the left side, the likeliest first."""
    op = expr.op if wanted else _OPPOSITE.get(expr.op, f"not {expr.op}")
    if isinstance(expr.right, ast.Between):
        yield from _between(op, expr.right, scene)
        return
    given = items(expr.right, scene)
    if type_.kind is Kind.LIST:
        yield from ((text,) for text in given if isinstance(text, str) and op == "contains")
    elif type_.values:
        yield from _declared(op, given, type_.values)
    else:
        for value in given:
            yield from _near(op, value)
        if op.startswith("not ") or op == "!=":
            yield from (_OTHER,) if all(isinstance(value, str) for value in given) else ()


def _between(op: str, right: ast.Between, scene: Scene) -> Iterator[Value]:
    low, high = constant(right.low, scene), constant(right.high, scene)
    if op == "in" and low is not None:
        yield low
    elif isinstance(high, Decimal):
        yield high + 1


def _declared(op: str, given: Sequence[Value], values: Sequence[str]) -> Iterator[Value]:
    """Of a `one of`, the declared words that fit."""
    places = {value.casefold(): place for place, value in enumerate(values)}
    known = [
        places[text.strip().casefold()] for text in given if isinstance(text, str) and text.strip().casefold() in places
    ]
    for place, value in enumerate(values):
        if _fits(op, place, known, value, given):
            yield value


def _fits(op: str, place: int, known: list[int], value: str, given: Sequence[Value]) -> bool:
    match op:
        case "==" | "in":
            return place in known
        case "!=" | "not in":
            return place not in known
        case "<" | "<=" | ">" | ">=":
            return (
                bool(known)
                and {"<": place < known[0], "<=": place <= known[0], ">": place > known[0], ">=": place >= known[0]}[op]
            )
        case "contains" | "starts with" | "ends with" | "mentions":
            return any(isinstance(text, str) and text.casefold() in value.casefold() for text in given)
        case _:
            return False


def _near(op: str, value: Value) -> Iterator[Value]:
    match op:
        case "==" | "in" | "<=" | ">=" | "contains" | "starts with" | "ends with" | "mentions":
            yield value
        case "matches" if isinstance(value, str):
            yield value.replace("*", "a").replace("?", "a")
        case "!=" if isinstance(value, bool):
            yield not value
        case "<" | ">" | "!=":
            yield from _beside(op, value)
        case _:
            return


def _beside(op: str, value: Value) -> Iterator[Value]:
    """A little less or a little more."""
    more = op != "<"
    match value:
        case Decimal():
            yield value + 1 if more else value - 1
        case dt.date():
            yield value + _DAY if more else value - _DAY
        case _:
            return
