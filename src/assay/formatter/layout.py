"""The outline of a file on lines of at most 100 columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from assay.formatter.comments import Margins, Note
from assay.formatter.doc import Doc, Leaf, Parts, Style, flat, leaves, start
from assay.formatter.items import Block, Entry, Item, in_columns, pieces, place, widths
from assay.formatter.page import Page

WIDTH = 100
_STEP = 2
# How far apart the columns of a kind stand. Those of `_THROUGHOUT` run through a whole block, others until a line
# between them is left free or holds a comment.
_GAPS = {"field": 2, "row": 2, "let": 1, "grade": 1, "route": 1}
_THROUGHOUT = frozenset({"field", "row"})


def written(items: Sequence[Item], margins: Margins) -> str:
    """The text of a file."""
    layout = _Layout(margins, margins.notes(pieces(items)))
    layout.block(items, 0)
    layout.page.turn(0)
    layout.page.comment(layout.notes.get(len(margins.file.source.text), ()), apart=True)
    return layout.page.text()


class _Layout:
    def __init__(self, margins: Margins, notes: Mapping[int, tuple[Note, ...]]) -> None:
        self.page = Page()
        self.margins = margins
        self.notes = notes

    # --- items, one below the other --------------------------------------------------------------

    def block(self, items: Sequence[Item], indent: int) -> None:
        for run in self._runs(items):
            columns = widths([item for item in run if isinstance(item, Entry)])
            for item in run:
                self._begin(place(item), indent)
                if isinstance(item, Entry):
                    self.lay(in_columns(item, columns, _GAPS[item.kind]) if item.cells else item.doc)
                else:
                    self._nested(item, indent)

    def _begin(self, at: int, indent: int) -> None:
        """The comments above an item, and the line left free above it."""
        self.page.turn(indent)
        self.page.comment(self.notes.get(at, ()), apart=True)
        if self.margins.after_blank(at):
            self.page.blank()

    def _nested(self, block: Block, indent: int) -> None:
        end = start(block.tail)
        self.lay(block.head)
        if not block.body and end not in self.notes:
            self.page.write(" ")
        else:
            self.page.open = True
            self.block(block.body, indent + _STEP)
            self.page.turn(indent + _STEP)
            self.page.comment(self.notes.get(end, ()), apart=True)
            self.page.turn(indent)
        self.lay(block.tail)

    def _runs(self, items: Sequence[Item]) -> Iterator[list[Item]]:
        """Items in a row that share their columns."""
        for kind, same in groupby(items, key=lambda item: item.kind if isinstance(item, Entry) else ""):
            run: list[Item] = []
            for item in same:
                if run and kind not in _THROUGHOUT and (not kind or self._apart(place(item))):
                    yield run
                    run = []
                run.append(item)
            yield run

    def _apart(self, at: int) -> bool:
        """Whether more stands above an item than a comment at the end of the line before."""
        notes = self.notes.get(at, ())
        return len(notes) > 1 or any(note.own for note in notes) or self.margins.after_blank(at)

    # --- what is on one line or several ------------------------------------------------------------

    def lay(self, doc: Doc) -> None:
        """Writes a doc where the page stands. Comments before its first piece have been written."""
        if isinstance(doc, Leaf):
            self.page.write(doc.text)
        elif self._fits(flat(doc)) and not self._noted(leaves(doc)):
            self.page.write(flat(doc))
        else:
            self._break(doc)

    def _break(self, doc: Parts) -> None:
        margin = self.page.column + doc.hang
        match doc.style:
            case Style.EACH:
                for number, item in enumerate(doc.items):
                    if number:
                        self._turn(item, margin)
                    self.lay(item)
            case Style.FILL:
                self._fill(doc.items, margin)
            case Style.HEAD:
                self._head(doc, margin)

    def _head(self, doc: Parts, margin: int) -> None:
        many = doc.with_head + 1
        beside = " ".join(map(flat, doc.items[:many]))
        if many > 1 and self._fits(beside) and not self._noted(leaves(Parts(doc.items[:many], Style.FILL))):
            self.page.write(beside)
        else:
            many = 1
            self.lay(doc.items[0])
        rest = doc.items[many:]
        if rest:
            self._turn(rest[0], margin)
            self._fill(rest, margin)

    def _fill(self, items: Sequence[Doc], margin: int) -> None:
        """As many on a line as fit. What takes several lines is alone on its last."""
        several = False
        for number, item in enumerate(items):
            if number and (several or start(item) in self.notes or not self._fits(f" {flat(item)}")):
                self._turn(item, margin)
            elif number:
                self.page.write(" ")
            before = len(self.page.lines) + self.page.fresh
            self.lay(item)
            several = len(self.page.lines) > before

    def _turn(self, item: Doc, margin: int) -> None:
        self.page.turn(margin)
        self.page.comment(self.notes.get(start(item), ()), apart=False)

    def _fits(self, text: str) -> bool:
        return self.page.column + len(text) <= WIDTH

    def _noted(self, pieces_: Iterable[Leaf]) -> bool:
        """Whether a comment stands between pieces."""
        if not self.notes:
            return False
        found = iter(pieces_)
        next(found)
        return any(leaf.at in self.notes for leaf in found)
