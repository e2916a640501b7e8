"""`textDocument/documentLink`."""

from lsprotocol import types

from assay.ide.links import links
from assay.ide.scene import Scene
from assay.lsp.server import Asked, Server


def register(server: Server) -> None:
    options = types.DocumentLinkOptions(resolve_provider=False)
    server.answers(types.TEXT_DOCUMENT_DOCUMENT_LINK, _links, options)


def _links(asked: Asked, _params: types.DocumentLinkParams) -> list[types.DocumentLink]:
    uri = asked.server.documents.uri
    return [
        types.DocumentLink(asked.range(link.span), uri(link.target), tooltip="open the file")
        for link in links(Scene(asked.rules, asked.document))
    ]
