"""The type lattice: what a value can be, for the checker and every tool."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    BOOLEAN = "boolean"  # also every condition
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    ONE_OF = "one of"
    LIST = "list"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Type:
    """`values` are the spellings of a `one of`, as declared; `exact` marks text compared literally;
    `of` is the element type of a list."""

    kind: Kind
    values: tuple[str, ...] = ()
    exact: bool = False
    of: "Type | None" = None


TEXT = Type(Kind.TEXT)
EXACT_TEXT = Type(Kind.TEXT, exact=True)
NUMBER = Type(Kind.NUMBER)
INTEGER = Type(Kind.INTEGER)
BOOLEAN = Type(Kind.BOOLEAN)
DATE = Type(Kind.DATE)
TIME = Type(Kind.TIME)
DURATION = Type(Kind.DURATION)
STAGE = Type(Kind.STAGE)
LIST_OF_TEXT = Type(Kind.LIST, of=TEXT)

NUMERIC = frozenset({Kind.NUMBER, Kind.INTEGER})
TEXTUAL = frozenset({Kind.TEXT, Kind.ONE_OF})
MOMENTS = frozenset({Kind.DATE, Kind.TIME})


def described(type_: Type) -> str:
    """The type as a message says it: "a number", "one of …", "a list of text"."""
    match type_.kind:
        case Kind.TEXT:
            return "text"
        case Kind.NUMBER:
            return "a number"
        case Kind.INTEGER:
            return "a whole number"
        case Kind.BOOLEAN:
            return "true or false"
        case Kind.DATE:
            return "a date"
        case Kind.TIME:
            return "a time"
        case Kind.DURATION:
            return "a duration"
        case Kind.ONE_OF:
            return "one of " + ", ".join(f'"{value}"' for value in type_.values)
        case Kind.LIST:
            return "a list" if type_.of is None else f"a list of {described(type_.of).removeprefix('a ')}"
        case Kind.STAGE:
            return "a stage"
