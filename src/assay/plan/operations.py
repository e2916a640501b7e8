"""The operations of plan expressions as one table: what they take, what they give, when they are missing.

Validation types stored plans by it, `describe` takes the spelling from it, the planner asks it what can be missing.
"""

from dataclasses import dataclass
from typing import Literal

Form = Literal["infix", "prefix", "suffix", "call"]

KINDS = ("text", "number", "boolean", "date", "time", "duration", "list", "stage")
SCALARS = frozenset(KINDS) - {"list"}
_SIZES = frozenset({"text", "number", "date", "time", "duration"})
_ORDERED = _SIZES | {"stage"}


@dataclass(frozen=True, slots=True)
class Operation:
    """`takes`: kinds of each argument; "set": a ConstSet of the first argument's kind (of text for a list).
    `same`: all arguments are of one kind. `more`: the last parameter may repeat. `gives` None: the kind of the
    first argument. `total`: missing only if an argument is. `constant`: positions that must be constants."""

    takes: tuple[frozenset[str], ...]
    gives: str | None
    word: str
    form: Form = "call"
    same: bool = False
    more: bool = False
    total: bool = True
    constant: tuple[int, ...] = ()


_ANY = frozenset(KINDS)
_BOOLEAN = frozenset({"boolean"})
_NUMBER = frozenset({"number"})
_TEXT = frozenset({"text"})
_LIST = frozenset({"list"})
_TIME = frozenset({"time"})
_DATE = frozenset({"date"})
_DURATION = frozenset({"duration"})
SET = frozenset({"set"})


def _compare(word: str, kinds: frozenset[str]) -> Operation:
    return Operation((kinds, kinds), "boolean", word, "infix", same=True)


def _among(subject: frozenset[str], word: str) -> Operation:
    return Operation((subject, SET), "boolean", word, "infix")


def _of_texts(word: str) -> Operation:
    return Operation((_TEXT, _TEXT), "boolean", word, "infix")


def _arithmetic(word: str) -> Operation:
    return Operation((_NUMBER, _NUMBER), "number", word, "infix", total=False)


def _call(word: str, takes: frozenset[str], gives: str, *, total: bool = True) -> Operation:
    return Operation((takes,), gives, word, total=total)


OPERATIONS: dict[str, Operation] = {
    "and": Operation((_BOOLEAN,), "boolean", "and", "infix", more=True),
    "or": Operation((_BOOLEAN,), "boolean", "or", "infix", more=True),
    "not": Operation((_BOOLEAN,), "boolean", "not", "prefix"),
    "at_least": Operation((_NUMBER, _BOOLEAN), "boolean", "at_least", more=True, constant=(0,)),
    "known": Operation((_ANY,), "boolean", "is known", "suffix"),
    "missing": Operation((_ANY,), "boolean", "is missing", "suffix"),
    "presume": Operation((SCALARS, SCALARS), None, "presume", same=True, constant=(1,)),
    "eq": _compare("==", SCALARS),
    "ne": _compare("!=", SCALARS),
    "lt": _compare("<", _ORDERED),
    "le": _compare("<=", _ORDERED),
    "gt": _compare(">", _ORDERED),
    "ge": _compare(">=", _ORDERED),
    "in_set": _among(SCALARS, "in"),
    "fold": _call("fold", _TEXT, "text"),
    "contains": _of_texts("contains"),
    "starts_with": _of_texts("starts with"),
    "ends_with": _of_texts("ends with"),
    "contains_any": _among(_TEXT, "contains any of"),
    "starts_with_any": _among(_TEXT, "starts with any of"),
    "ends_with_any": _among(_TEXT, "ends with any of"),
    "mentions": _among(_TEXT, "mentions"),
    "like": Operation((_TEXT, _TEXT), "boolean", "matches", "infix", constant=(1,)),
    "domain": _call("domain", _TEXT, "text", total=False),
    "length": _call("length", _TEXT, "number"),
    "rank": Operation((_TEXT, SET), "number", "rank", total=False),
    "min_text": Operation((_TEXT, _TEXT), "text", "min_text"),
    "max_text": Operation((_TEXT, _TEXT), "text", "max_text"),
    "min_rank": Operation((_TEXT, _TEXT, SET), "text", "min_rank", total=False),
    "max_rank": Operation((_TEXT, _TEXT, SET), "text", "max_rank", total=False),
    "has": Operation((_LIST, _TEXT), "boolean", "has", "infix"),
    "has_any": _among(_LIST, "has any of"),
    "fold_list": _call("fold_list", _LIST, "list"),
    "add": _arithmetic("+"),
    "sub": _arithmetic("-"),
    "mul": _arithmetic("*"),
    "div": _arithmetic("/"),
    "neg": Operation((_NUMBER,), "number", "-", "prefix"),
    "abs": _call("abs", _NUMBER, "number"),
    "round": _call("round", _NUMBER, "number", total=False),
    "whole": _call("whole", _NUMBER, "number"),
    "min": Operation((_SIZES, _SIZES), None, "min", same=True),
    "max": Operation((_SIZES, _SIZES), None, "max", same=True),
    "shift": Operation((_TIME, _DURATION), "time", "+", "infix"),
    "back": Operation((_TIME, _DURATION), "time", "-", "infix"),
    "elapsed": Operation((_TIME, _TIME), "duration", "-", "infix"),
    "day": _call("day", _TIME, "date"),
    "midnight": _call("midnight", _DATE, "time"),
    "days": _call("days", _DURATION, "number"),
    "weeks": _call("weeks", _DURATION, "number"),
    "periods": Operation((_TIME, _DURATION), "number", "periods", constant=(1,)),
}
