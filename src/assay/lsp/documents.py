"""Open documents: kept equal to those of the editor, edit by edit."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from assay.lsp.places import offset, path_of

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
        path = path_of(params.text_document.uri)
        for change in params.content_changes:
            self._change(path, change, params.text_document.version)
        self.server.diagnostics.changed()
        self.server.trials.typed()

    def _change(self, path: Path, change: types.TextDocumentContentChangeEvent, version: int) -> None:
        document = self.server.rules.open.get(path)
        if document is None:
            return
        start, end = 0, len(document.text)
        if isinstance(change, types.TextDocumentContentChangePartial):
            encoding = self.server.encoding
            start = offset(document.source, change.range.start, encoding)
            end = offset(document.source, change.range.end, encoding)
        self.server.rules.edited(path, start, max(start, end), change.text, version)

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        self.server.rules.closed(path)
        self.server.diagnostics.closed(path)
        self.uris.pop(path, None)
