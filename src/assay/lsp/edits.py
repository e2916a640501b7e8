"""Edits of several files, in the form that the client takes."""

from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types

from assay.diagnostics import Edit
from assay.lsp.places import range_of
from assay.lsp.server import Asked


def workspace_edit(asked: Asked, edits: Iterable[Edit]) -> types.WorkspaceEdit:
    """The edits by file, with the versions they are meant for."""
    by_uri: dict[str, list[types.TextEdit]] = {}
    versions: dict[str, int | None] = {}
    for edit in edits:
        path = Path(edit.span.source.name)
        uri = asked.server.documents.uri(path)
        by_uri.setdefault(uri, []).append(types.TextEdit(range_of(edit.span, asked.encoding), edit.text))
        document = asked.server.rules.open.get(path)
        versions[uri] = None if document is None else document.version
    if not _takes_versions(asked):
        return types.WorkspaceEdit(changes=by_uri)
    changes = [
        types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, versions[uri]), list(some))
        for uri, some in by_uri.items()
    ]
    return types.WorkspaceEdit(document_changes=changes)


def _takes_versions(asked: Asked) -> bool:
    about = asked.server.client_capabilities.workspace
    return bool(about and about.workspace_edit and about.workspace_edit.document_changes)
