"""The shape of a document: its outline, what folds, and what to select next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assay.ide.document import Document
from assay.ide.nodes import nodes_at
from assay.source import Span
from assay.syntax import ast, printer

SymbolKind = Literal[
    "file", "schema", "field", "let", "group", "rule", "grade", "stage", "decision", "route", "example"
]
_MOST = 80  # characters of a rule in an outline


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline; `span` is all of it, `name_span` what to show of it. Both stand where they say."""

    name: str
    detail: str
    kind: SymbolKind
    span: Span
    name_span: Span
    inside: "tuple[Entry, ...]" = ()


def outline(document: Document) -> tuple[Entry, ...]:
    """The statements of a document, groups with their rules and schemas with their fields inside."""
    entries = (_entry(document, index) for index in range(len(document.pieces)))
    return tuple(entry for entry in entries if entry is not None)


def _entry(document: Document, index: int) -> Entry | None:
    statement = document.pieces[index].statement
    return None if statement is None else _Outline(document, document.shift(index)).entry(statement)


def entries_at(document: Document, offset: int) -> tuple[Entry, ...]:
    """The entries that hold a place, the outermost first."""
    found, inner = list[Entry](), _entry(document, document.index_at(offset))
    while inner is not None and inner.span.start <= offset <= inner.span.end:
        found.append(inner)
        inner = next((one for one in inner.inside if one.span.start <= offset <= one.span.end), None)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Outline:
    document: Document
    by: int

    def here(self, span: Span) -> Span:
        return Span(self.document.source, span.start + self.by, span.end + self.by)

    def made(self, name: str, detail: str, kind: SymbolKind, node: ast.Node, at: ast.Node | None = None) -> Entry:
        return Entry(name or "…", detail, kind, self.here(node.span), self.here((at or node).span), self.inside(node))

    def inside(self, node: ast.Node) -> tuple[Entry, ...]:
        match node:
            case ast.Schema():
                return tuple(self.made(f.name.name, f.type.kind, "field", f, f.name) for f in node.fields)
            case ast.Group():
                return tuple(entry for part in node.body if (entry := self.entry(part)) is not None)
            case ast.Choice():
                return tuple(entry for part in node.rules if (entry := self.entry(part)) is not None)
            case _:
                return ()

    def entry(self, node: ast.Statement) -> Entry | None:
        match node:
            case ast.Let() | ast.LetFile():
                return self.made(node.name.name, "", "let", node, node.name)
            case ast.Group():
                return self.made(node.name.name, _text(node.label), "group", node, node.name)
            case ast.Stage():
                return self.made(node.name.name, "", "stage", node, node.name)
            case ast.Schema():
                return self.made(node.table, "", "schema", node)
            case ast.When() | ast.Each() | ast.Match():
                return self.made(_rule(node), "", "rule", node, node.meta.label)
            case ast.Choice():
                return self.made(f"{node.kind} of", "", "rule", node)
            case ast.Grade():
                return self.made(f"grade {node.group.name}", "", "grade", node, node.group)
            case ast.Route():
                return self.made(node.to.value, "", "route", node, node.to)
            case ast.Example():
                return self.made(node.name.value, "", "example", node, node.name)
            case ast.Use():
                return self.made(node.path.value, "", "file", node, node.path)
            case _:
                return self._decision(node)

    def _decision(self, node: ast.Statement) -> Entry | None:
        match node:
            case ast.Exclude() | ast.Disqualify() | ast.Ignore():
                word = type(node).__name__.lower()
                return self.made(f"{word} if {_short(printer.expression(node.condition))}", "", "decision", node)
            case ast.Guarantee():
                return self.made(f"{node.kind} {_short(printer.expression(node.condition))}", "", "decision", node)
            case ast.Promote():
                return self.made(f"promote to {node.stage.name}", "", "decision", node, node.stage)
            case _:
                return None


def _rule(node: ast.When | ast.Each | ast.Match) -> str:
    if node.meta.label is not None:
        return node.meta.label.value
    if isinstance(node, ast.Match):
        return _short(f"match {printer.expression(node.table.subject)}")
    return _short(printer.expression(node.condition))


def _short(text: str) -> str:
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"


def _text(text: ast.Text | None) -> str:
    return "" if text is None else text.value


# --- folding --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines from 0; the first stays in sight."""

    first: int
    last: int
    kind: Literal["comment"] | None = None


def folds(document: Document) -> tuple[Fold, ...]:
    """Blocks in braces over several lines, and runs of comment lines."""
    found = [*_blocks(document), *_comment_runs(document)]
    return tuple(sorted(found, key=lambda fold: (fold.first, -fold.last)))


def _blocks(document: Document) -> Iterator[Fold]:
    lines = document.source.lines
    for index, piece in enumerate(document.pieces):
        by, open_lines = document.shift(index), list[int]()
        for token in piece.tokens:
            if token.text in "{[" and token.text:
                open_lines.append(lines.position(token.start + by)[0] - 1)
            elif token.text in "}]" and token.text and open_lines:
                first, last = open_lines.pop(), lines.position(token.start + by)[0] - 1
                if last > first + 1:
                    yield Fold(first, last - 1)


def _comment_runs(document: Document) -> Iterator[Fold]:
    lines, run = document.source.lines, list[int]()
    for index, piece in enumerate(document.pieces):
        by = document.shift(index)
        for comment in piece.comments:
            line, column = lines.position(comment.span.start + by)
            if lines.line_text(line)[: column - 1].strip():
                continue
            if run and line - 1 != run[-1] + 1:
                yield from _run(run)
                run = []
            run.append(line - 1)
    yield from _run(run)


def _run(lines: list[int]) -> Iterator[Fold]:
    if len(lines) > 1:
        yield Fold(lines[0], lines[-1], "comment")


# --- selection ------------------------------------------------------------------------------------


def selections(document: Document, offset: int) -> tuple[Span, ...]:
    """What holds a place, the smallest first: the word, ever larger parts of the statement, the document."""
    index = document.index_at(offset)
    by = document.shift(index)
    spans = [Span(document.source, 0, len(document.text))]
    spans += [Span(document.source, n.span.start + by, n.span.end + by) for n in nodes_at(document, offset)]
    if (token := document.token_at(offset)) is not None:
        spans.append(token[1])
    kept = spans[:1]
    for span in spans[1:]:
        if kept[-1].start <= span.start and span.end <= kept[-1].end and span != kept[-1]:
            kept.append(span)
    return tuple(reversed(kept))
