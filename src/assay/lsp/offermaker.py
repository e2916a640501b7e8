"""`python -m assay.lsp.offermaker`: loads every file of `requests/`, and writes down what the server offers."""

import json
from typing import cast

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder

from assay.lsp.offer import KEPT, Json
from assay.lsp.requests import FILES, load
from assay.lsp.server import Server


def made() -> str:
    """The text of the file."""
    server, files = Server(), dict[str, list[str]]()
    for file in FILES:
        before = _methods(server)
        load(server, file)
        for method in sorted(_methods(server) - before):
            files.setdefault(method.partition(" ")[0], []).append(file)
    rename = types.RenameClientCapabilities(prepare_support=True)
    client = types.ClientCapabilities(text_document=types.TextDocumentClientCapabilities(rename=rename))
    data = {"capabilities": capabilities(server, client), "files": files}
    return json.dumps(data, indent=1, sort_keys=True) + "\n"


def _methods(server: Server) -> set[str]:
    """What can be asked for; commands all come by one method."""
    features = server.protocol.fm
    return {*features.features, *(f"{types.WORKSPACE_EXECUTE_COMMAND} {name}" for name in features.commands)}


def capabilities(server: Server, client: types.ClientCapabilities) -> Json:
    """What the library makes of what a server has loaded, for a client."""
    features = server.protocol.fm
    builder = ServerCapabilitiesBuilder(
        client,
        {*features.features, *features.builtin_features},
        features.feature_options,
        list(features.commands),
        types.TextDocumentSyncKind.Incremental,
        position_encoding=ServerCapabilitiesBuilder.choose_position_encoding(client),
    )
    built = builder.build()  # type: ignore[no-untyped-call]
    return cast("Json", json.loads(json.dumps(built, default=server.protocol.serialized)))


if __name__ == "__main__":
    KEPT.write_text(made(), encoding="utf-8")
