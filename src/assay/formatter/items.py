"""The outline of a file: entries and blocks, one below the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from assay.formatter.doc import Doc, Leaf, leaves, prefixed, start

WIDEST_CELL = 60  # columns; a wider one is not lined up with others


@dataclass(frozen=True, slots=True)
class Entry:
    """What begins on a line of its own. `cells` are texts before the doc, in columns with those of the entries of
    this `kind` around it; None where a column is left out."""

    doc: Doc
    kind: str = ""
    cells: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """`head { body } tail`; the head ends with `{`, the tail begins with `}`."""

    head: Doc
    body: "tuple[Item, ...]"
    tail: Doc


Item = Entry | Block


def place(item: Item) -> int:
    """Where in the source an item began."""
    return start(item.doc if isinstance(item, Entry) else item.head)


def furthest(item: Item) -> int:
    """The last place in the source where a piece of the item stood."""
    return max(leaf.at for leaf in pieces((item,)))


def pieces(items: Sequence[Item]) -> Iterator[Leaf]:
    """All pieces, in the order in which they are written."""
    for item in items:
        if isinstance(item, Entry):
            yield from leaves(item.doc)
        else:
            yield from leaves(item.head)
            yield from pieces(item.body)
            yield from leaves(item.tail)


def widths(run: Sequence[Entry]) -> tuple[int, ...]:
    """How wide each column is."""
    columns = zip_longest(*(entry.cells for entry in run if entry.cells))
    return tuple(
        max((len(cell) for cell in column if cell and len(cell) <= WIDEST_CELL), default=0) for column in columns
    )


def in_columns(entry: Entry, widths: Sequence[int], gap: int) -> Doc:
    """The doc with its cells before it, each as wide as its column; one that is wider stays as it is."""
    cells = [cell.ljust(width) + " " * gap for cell, width in zip(entry.cells, widths, strict=True) if cell is not None]
    return prefixed("".join(cells), entry.doc, start(entry.doc)) if cells else entry.doc
