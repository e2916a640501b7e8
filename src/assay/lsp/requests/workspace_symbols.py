"""`workspace/symbol`."""

from pathlib import Path

from lsprotocol import types

from assay.ide.workspace_symbols import Kind, workspace_symbols
from assay.lsp.places import range_of
from assay.lsp.server import Server

_KINDS: dict[Kind, types.SymbolKind] = {
    "group": types.SymbolKind.Namespace,
    "let": types.SymbolKind.Constant,
    "stage": types.SymbolKind.EnumMember,
    "field": types.SymbolKind.Field,
    "rule": types.SymbolKind.Event,
    "example": types.SymbolKind.Method,
}


def register(server: Server) -> None:
    @server.feature(types.WORKSPACE_SYMBOL)
    async def symbols(params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        return _symbols(server, params.query)


def _symbols(server: Server, query: str) -> list[types.SymbolInformation]:
    found = []
    for named in workspace_symbols(server.rules.all_documents(), query):
        uri = server.documents.uri(Path(named.span.source.name))
        place = types.Location(uri, range_of(named.span, server.encoding))
        found.append(types.SymbolInformation(place, named.name, _KINDS[named.kind], container_name=named.inside))
    return found
