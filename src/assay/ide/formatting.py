"""Formatting as edits: as few lines as it takes, so that cursors and folds stay where they are."""

from difflib import SequenceMatcher

from assay.diagnostics import Edit
from assay.formatter import format_source
from assay.ide.document import Document
from assay.source import Source, Span

_MOST_LINES = 2_000  # compared line by line; more become one edit


def formatted(document: Document) -> tuple[Edit, ...]:
    """What puts a whole document in the one style; nothing where its syntax has a mistake."""
    return rewritten(document, in_style(document.source.name, document.text))


def in_style(name: str, text: str) -> str | None:
    """A text in the one style; of a long one another process can make it."""
    return format_source(Source(name, text)).text


def rewritten(document: Document, text: str | None) -> tuple[Edit, ...]:
    """What turns a document into a text, if there is one."""
    return () if text is None else _edits(document, 0, len(document.text), text)


def formatted_between(document: Document, start: int, end: int) -> tuple[Edit, ...]:
    """The same for the statements from one place to another; a mistake elsewhere does not matter."""
    first, last = document.index_at(start), document.index_at(max(start, end - 1))
    pieces = document.pieces[first : last + 1]
    if not all(piece.sound for piece in pieces) or not any(piece.tokens for piece in pieces):
        return ()
    begin = min(place.start for place in document.written(first)) if document.pieces[first].tokens else start
    stop = max((place.end for index in range(first, last + 1) for place in document.written(index)), default=end)
    text = format_source(Source(document.source.name, document.text[begin:stop])).text
    return () if text is None else _edits(document, begin, stop, text.rstrip("\n"))


def formatted_around(document: Document, offset: int) -> tuple[Edit, ...]:
    """The same for the statement that ends right before a place, such as a block that was just closed."""
    index = document.index_at(max(offset - 1, 0))
    statement = document.pieces[index].statement
    if statement is None or statement.span.end + document.shift(index) != offset:
        return ()
    return formatted_between(document, offset - 1, offset)


def _edits(document: Document, start: int, end: int, text: str) -> tuple[Edit, ...]:
    """What turns a stretch of a document into `text`, line by line."""
    if "\r\n" in document.text:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    old, new = document.text[start:end].splitlines(keepends=True), text.splitlines(keepends=True)
    same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = _same_at_end(old[same:], new[same:])
    starts = [start]
    for line in old:
        starts.append(starts[-1] + len(line))
    left, right = old[same : len(old) - rest], new[same : len(new) - rest]
    return tuple(
        Edit(Span(document.source, starts[same + i], starts[same + j]), "".join(right[k:m]))
        for i, j, k, m in _differences(left, right)
    )


def _same_at_end(old: list[str], new: list[str]) -> int:
    most = min(len(old), len(new))
    pairs = zip(reversed(old), reversed(new), strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), most)


def _differences(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    if not old and not new:
        return []
    if max(len(old), len(new)) > _MOST_LINES:
        return [(0, len(old), 0, len(new))]
    found = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(i, j, k, m) for tag, i, j, k, m in found if tag != "equal"]
