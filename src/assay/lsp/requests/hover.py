"""`textDocument/hover`."""

from lsprotocol import types

from assay.ide.hover import hover
from assay.ide.scene import Scene
from assay.lsp.server import Asked, Server


def register(server: Server) -> None:
    server.answers(types.TEXT_DOCUMENT_HOVER, _hover)


def _hover(asked: Asked, params: types.HoverParams) -> types.Hover | None:
    found = hover(Scene(asked.rules, asked.document), asked.offset(params.position))
    if found is None:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, found.text), asked.range(found.span))
