"""What the place of a cursor asks for: a value next to `country`, a stage, a field of an example."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assay.builtins import AGGREGATES, FUNCTIONS
from assay.ide.completion.cursor import Cursor
from assay.ide.expression_types import grade_type, type_of
from assay.ide.scene import Scene
from assay.source import Span
from assay.syntax import ast
from assay.syntax.tokens import Token
from assay.types import BOOLEAN, LIST_OF_TEXT, NUMBER, TIME, Kind, Type

Slot = Literal["new name", "stage", "group", "given", "activity field", "value", "none"]

_COMPARING = frozenset(
    {"EQ", "NE", "LT", "LE", "GT", "GE", "CONTAINS", "MENTIONS", "MATCHES", "STARTS", "ENDS", "WITH"}
)
_LISTING = frozenset({"IN", "NOT"})
_CONDITIONS = frozenset({"WHEN", "IF", "EACH", "NEVER", "ALWAYS", "AND", "OR", "NOT", "IMPLIES", "EXPECT", "WHERE"})
_NUMBERS = frozenset({"ADD", "SUBTRACT", "MAX", "MIN", "WEIGHT", "LOSING", "FADING"})
_LOGIC = frozenset({"any", "none", "count"})


@dataclass(frozen=True, slots=True)
class Place:
    """`wanted`: the type of the value that belongs here, None where any does. `compared`: the value it is compared
    with, or the field an example gives. `listed`: whether a list may stand here. `words_only`: a text that is part of
    the field's, as next to `contains`; `list_only`: nothing but a list, as next to `in`."""

    slot: Slot
    wanted: Type | None = None
    compared: ast.Expr | None = None
    listed: bool = False
    words_only: bool = False
    list_only: bool = False
    table: Literal["lead", "activity"] = "lead"


def place_of(cursor: Cursor, scene: Scene) -> Place:
    """What is asked for at a cursor."""
    named = _named(cursor)
    if named is not None:
        return named
    values = cursor.machine.values
    if cursor.previous == "COLON":
        return _given_value(values, scene)
    found = _compared(values, scene) or _row(cursor, scene) or _argument(values)
    if found is not None:
        return found
    if cursor.previous in _CONDITIONS:
        return Place("value", BOOLEAN)
    if cursor.previous in _NUMBERS or cursor.previous in ("FROM", "AT"):
        return Place("value", NUMBER)
    return Place("value", TIME) if cursor.previous == "SINCE" else Place("value")


def _named(cursor: Cursor) -> Place | None:
    """Places that take a name of one kind."""
    before = [token.text for token in cursor.machine.tokens[-5:-2]]
    match before:
        case [*_, "let" | "group" | "stage"] if cursor.expected == frozenset({"NAME"}):
            return Place("new name")
        case [*_, "promote", "to"]:
            return Place("stage")
        case [*_, "grade"] if cursor.expected == frozenset({"NAME"}):
            return Place("group")
        case [*_, "grade", "("]:
            return Place("group")
        case [*_, "once", "per"]:
            return Place("activity field")
        case [*_, "times" | "once", "per"] if "NAME" in cursor.expected:
            return Place("activity field")
    if cursor.list_kind == "fields" and "NAME" in cursor.expected:
        return Place("new name")
    if "NAME" in cursor.expected and cursor.expected <= {"NAME", "RBRACE"} and cursor.list_kind == "items":
        return Place("given", table=_table(cursor.machine.values))
    return None


def _table(values: Sequence[object]) -> Literal["lead", "activity"]:
    """Of whom an example speaks: the word before the last `{`."""
    at = _last(values, "LBRACE")
    word = values[at - 1] if at > 0 else None
    return "activity" if isinstance(word, Token) and word.text == "activity" else "lead"


def _last(values: Sequence[object], kind: str) -> int:
    """Where the last token of a kind is; -1 for none."""
    found = (at for at in reversed(range(len(values))) if isinstance(token := values[at], Token) and token.kind == kind)
    return next(found, -1)


def _given_value(values: Sequence[object], scene: Scene) -> Place:
    name = values[-2] if len(values) > 1 else None
    table = _table(values)
    fields = scene.lead if table == "lead" else scene.activity
    known = fields.get(name.text.strip("`")) if isinstance(name, Token) else None
    if known is None:
        return Place("value", table=table)
    written = ast.Name(known.name, span=known.span)
    return Place("value", known.type, written, listed=known.type.kind is Kind.LIST, table=table)


# --- next to an operator ------------------------------------------------------------------------------------


def _compared(values: Sequence[object], scene: Scene) -> Place | None:
    """The right side of a comparison, inside its list too."""
    at, in_list = _out_of_list(values)
    if at > 1 and _is(values[at], "TO") and isinstance(values[at - 1], ast.Expr):
        at -= 2
    first = at
    while at >= 0 and _is(values[at], *_COMPARING, *_LISTING):
        at -= 1
    left = values[at] if 0 <= at < first else None
    if not isinstance(left, ast.Expr):
        return None
    operators = {token.kind for token in values[at + 1 : first + 1] if isinstance(token, Token)}
    type_ = type_of(left, scene)
    if type_ is not None and type_.kind is Kind.LIST:
        type_ = type_.of
    in_ = bool(operators & _LISTING)
    words = bool(operators & {"CONTAINS", "MENTIONS", "MATCHES", "STARTS", "ENDS"})
    return Place(
        "value", type_, left, listed=not in_list and (in_ or words), words_only=words, list_only=in_ and not in_list
    )


def _out_of_list(values: Sequence[object]) -> tuple[int, bool]:
    """Before the list that is open at the end, and whether there is one."""
    at = len(values) - 1
    if at > 0 and _is(values[at], "COMMA") and isinstance(values[at - 1], list):
        at -= 2
    if at >= 0 and _is(values[at], "LSQB"):
        return at - 1, True
    return len(values) - 1, False


def _is(value: object, *kinds: str) -> bool:
    return isinstance(value, Token) and value.kind in kinds


def _row(cursor: Cursor, scene: Scene) -> Place | None:
    """A row of `match`: values of its subject."""
    if cursor.list_kind != "rows":
        return None
    if "OTHERWISE" not in cursor.expected and cursor.previous not in ("UNDER", "OVER", "TO", "COMMA", "IN", "LSQB"):
        return None
    at = _last(cursor.machine.values, "LBRACE")
    subject = cursor.machine.values[at - 1] if at > 0 else None
    if not isinstance(subject, ast.Expr):
        return None
    return Place(
        "value", type_of(subject, scene), subject, listed=cursor.previous == "IN", list_only=cursor.previous == "IN"
    )


# --- arguments ----------------------------------------------------------------------------------------------


def _argument(values: Sequence[object]) -> Place | None:
    """An argument of a function: a condition, or a value of a type it takes."""
    if len(values) < 2 or not _is(values[-1], "LPAR") or not _is(values[-2], "FUNC"):
        return None
    function = values[-2]
    assert isinstance(function, Token)
    if function.text in _LOGIC:
        return Place("value", BOOLEAN, table="activity")
    signature = FUNCTIONS.get(function.text) or AGGREGATES.get(function.text)
    if signature is None:
        return Place("value")
    kinds = signature.params[0]
    wanted = next(
        (type_ for type_ in (LIST_OF_TEXT, TIME, NUMBER) if {type_.kind} == kinds or type_.kind in kinds), None
    )
    return Place(
        "value", wanted if len(kinds) <= 2 else None, table="activity" if function.text in AGGREGATES else "lead"
    )


def left_type(cursor: Cursor, scene: Scene) -> Type | None:
    """The type of the value right before a cursor, which the parser has not put together yet."""
    values = cursor.machine.values
    last = values[-1] if values else None
    if isinstance(last, Token) and last.kind == "NAME":
        return type_of(
            ast.Name(last.text.strip("`"), last.text[0] == "`", span=Span(scene.document.source, 0, 0)), scene
        )
    if isinstance(last, Token) and last.kind == "RPAR":
        return _call_type(values, scene)
    return type_of(last, scene) if isinstance(last, ast.Expr) else None


def _call_type(values: Sequence[object], scene: Scene) -> Type | None:
    at = _last(values, "LPAR")
    function = values[at - 1] if at > 0 else None
    if not isinstance(function, Token) or function.kind != "FUNC":
        return None
    if function.text == "grade":
        given = values[at + 1] if at + 1 < len(values) else None
        return grade_type(given[0] if isinstance(given, list) and given else given, scene)
    signature = FUNCTIONS.get(function.text) or AGGREGATES.get(function.text)
    return None if signature is None or signature.result is None else Type(signature.result)
