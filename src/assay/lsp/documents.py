"""Open documents: kept equal to those of the editor, edit by edit."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from assay.lsp.places import offset, path_of
from assay.source import Source

if TYPE_CHECKING:
    from assay.lsp.server import Server


@dataclass(slots=True)
class Documents:
    """`uris` are the names the client has for what it has open."""

    server: "Server"
    uris: dict[Path, str] = field(default_factory=dict)

    def uri(self, path: Path) -> str:
        return self.uris.get(path) or path.as_uri()

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        given = params.text_document
        path = path_of(given.uri)
        self.uris[path] = given.uri
        self.server.rules.opened(path, given.text, given.version)
        self.server.diagnostics.changed()

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """The edits of one message become one: undoing or renaming sends hundreds, and reading the rules anew after
        each would take as long as all of them are."""
        path = path_of(params.text_document.uri)
        document = self.server.rules.open.get(path)
        if document is None:
            return
        source, head, tail = document.source, len(document.text), len(document.text)
        for change in params.content_changes:
            start, end = self._stretch(source, change)
            head, tail = min(head, start), min(tail, len(source.text) - end)
            source = Source(source.name, source.text[:start] + change.text + source.text[end:])
        text = source.text[head : len(source.text) - tail]
        self.server.rules.edited(path, head, len(document.text) - tail, text, params.text_document.version)
        self.server.diagnostics.changed()
        self.server.trials.typed()
        self.server.reaches.typed()

    def _stretch(self, source: Source, change: types.TextDocumentContentChangeEvent) -> tuple[int, int]:
        """What a change replaces."""
        if not isinstance(change, types.TextDocumentContentChangePartial):
            return 0, len(source.text)
        start = offset(source, change.range.start, self.server.encoding)
        return start, max(start, offset(source, change.range.end, self.server.encoding))

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        self.server.rules.closed(path)
        self.server.reaches.typed()
        self.server.diagnostics.closed(path)
        self.uris.pop(path, None)
