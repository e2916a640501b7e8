"""What is to be written, before it is known where lines break.

A Doc is text in pieces with one blank between any two, and that blank is where a line may break. Every piece knows
where in the source it stood; a comment goes before the first piece that stood after it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto


class Style(Enum):
    """Where Parts break that do not fit on the line: EACH before every item, FILL only where the line is full, HEAD
    after the first item (and the `with_head` next ones, if they fit beside it), the rest filled."""

    EACH = auto()
    FILL = auto()
    HEAD = auto()


@dataclass(frozen=True, slots=True)
class Leaf:
    """Text without a line end. `at`: offset in the source."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Parts:
    """Items with a blank between them. `hang`: how far right of the start the next lines begin; text put before the
    parts moves these along, but for HEAD, whose lines hang from the statement."""

    items: "tuple[Doc, ...]"
    style: Style
    hang: int = 0
    with_head: int = 0


Doc = Leaf | Parts


def parts(items: Sequence[Doc], style: Style, hang: int = 0, with_head: int = 0) -> Doc:
    """Parts, or the one item itself."""
    return items[0] if len(items) == 1 else Parts(tuple(items), style, hang, with_head)


def prefixed(prefix: str, doc: Doc, at: int | None = None) -> Doc:
    """The doc with text right before it, which stood at `at`."""
    if isinstance(doc, Leaf):
        return Leaf(prefix + doc.text, doc.at if at is None else at)
    first = prefixed(prefix, doc.items[0], at)
    hang = doc.hang if doc.style is Style.HEAD else doc.hang + len(prefix)
    return Parts((first, *doc.items[1:]), doc.style, hang, doc.with_head)


def moved(doc: Doc, at: int) -> Doc:
    """The doc as if it had begun at another place."""
    return prefixed("", doc, at)


def suffixed(doc: Doc, suffix: str) -> Doc:
    """The doc with text right after it."""
    if isinstance(doc, Leaf):
        return Leaf(doc.text + suffix, doc.at)
    return Parts((*doc.items[:-1], suffixed(doc.items[-1], suffix)), doc.style, doc.hang, doc.with_head)


def separated(items: Sequence[Doc]) -> list[Doc]:
    """The items with a comma after each but the last."""
    return [*(suffixed(item, ",") for item in items[:-1]), *items[-1:]]


def flat(doc: Doc) -> str:
    """The doc on one line."""
    return doc.text if isinstance(doc, Leaf) else " ".join(map(flat, doc.items))


def leaves(doc: Doc) -> Iterator[Leaf]:
    """The pieces, in order."""
    if isinstance(doc, Leaf):
        yield doc
    else:
        for item in doc.items:
            yield from leaves(item)


def start(doc: Doc) -> int:
    """Where in the source the first piece stood."""
    while isinstance(doc, Parts):
        doc = doc.items[0]
    return doc.at


def last(doc: Doc) -> int:
    """The furthest place in the source where a piece stood."""
    return max(leaf.at for leaf in leaves(doc))
