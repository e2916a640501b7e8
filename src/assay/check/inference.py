"""Types of undeclared fields, from how they are used: each field has a slot, and uses fill slots or tie them.

The first use that says something wins and is remembered; nothing is reported here. The checker then meets the
later use as an ordinary mismatch and tells of both.
"""

from dataclasses import dataclass
from enum import IntFlag

from assay.source import Span
from assay.types import BOOLEAN, LIST_OF_TEXT, NUMBER, TEXT, TIME, Kind, Type


class Use(IntFlag):
    """Where a name was seen: what that says about the table it belongs to."""

    ANYWHERE = 0
    LEAD = 1  # where there is no activity at hand: `match`, `never`, the points of `when`
    ACTIVITY = 2  # inside `each`, an aggregate, a condition with a window
    ACTIVITY_ONLY = 4  # `once per`, `times per`
    EXAMPLE_LEAD = 8
    EXAMPLE_ACTIVITY = 16


@dataclass(slots=True, eq=False)
class Slot:
    """The type of one field, as far as it is known. Tied slots share the one at the end of `tied`."""

    name: str
    first: Span
    uses: Use = Use.ANYWHERE
    kind: Kind | None = None
    origin: Span | None = None
    ordered: bool = False
    tied: "Slot | None" = None

    @property
    def root(self) -> "Slot":
        slot = self
        while slot.tied is not None:
            slot = slot.tied
        return slot


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """One value of a slot's type less another: a number, or a length of time between two moments."""

    of: Slot


@dataclass(frozen=True, slots=True, eq=False)
class ListTerm:
    items: "Term"


Term = Kind | Slot | Difference | ListTerm | None

_CANONICAL = {
    Kind.TEXT: Kind.TEXT,
    Kind.ONE_OF: Kind.TEXT,
    Kind.NUMBER: Kind.NUMBER,
    Kind.INTEGER: Kind.NUMBER,
    Kind.BOOLEAN: Kind.BOOLEAN,
    Kind.DATE: Kind.TIME,
    Kind.TIME: Kind.TIME,
    Kind.DURATION: Kind.TIME,  # no field is a length of time: a moment was meant
    Kind.LIST: Kind.LIST,
}
_TYPES = {
    Kind.TEXT: TEXT,
    Kind.NUMBER: NUMBER,
    Kind.BOOLEAN: BOOLEAN,
    Kind.TIME: TIME,
    Kind.LIST: LIST_OF_TEXT,
}


def bind(term: Term, kind: Kind | None, use: Span | None) -> None:
    """This use takes the term for a value of that kind."""
    match term:
        case Slot():
            slot = term.root
            if slot.kind is None and kind is not None and (canonical := _CANONICAL.get(kind)) is not None:
                slot.kind, slot.origin = canonical, use
        case Difference():
            if kind is Kind.DURATION:
                bind(term.of, Kind.TIME, use)
            elif kind is not None:
                bind(term.of, kind, use)
        case _:
            pass


def unify(a: Term, b: Term, use: Span) -> None:
    """This use compares the two."""
    match a, b:
        case Slot(), Slot():
            _tie(a.root, b.root)
        case Kind(), _:
            bind(b, a, use)
        case _, Kind():
            bind(a, b, use)
        case _:
            pass


def _tie(a: Slot, b: Slot) -> None:
    if a is b:
        return
    if a.kind is None:
        a.kind, a.origin = b.kind, b.origin
    a.ordered = a.ordered or b.ordered
    b.tied = a


def order(*terms: Term) -> None:
    """This use needs the terms to have an order."""
    for term in terms:
        if isinstance(term, Slot):
            term.root.ordered = True


def items_of(term: Term) -> Term:
    return term.items if isinstance(term, ListTerm) else None


def type_of(slot: Slot) -> Type:
    """What the uses make of a field: text where they say nothing, a number where they say only that it has an order."""
    root = slot.root
    if root.kind is None:
        return NUMBER if root.ordered else TEXT
    return _TYPES[root.kind]


def only(allowed: frozenset[Kind]) -> Kind | None:
    """The one kind a parameter takes, if it takes one: of text and lists, text."""
    kinds = {canonical for kind in allowed if (canonical := _CANONICAL.get(kind)) is not None}
    if kinds == {Kind.TEXT, Kind.LIST}:
        return Kind.TEXT
    return kinds.pop() if len(kinds) == 1 else None
