"""`textDocument/linkedEditingRange`."""

from lsprotocol import types

from assay.ide.linked import WORD, linked
from assay.ide.scene import Scene
from assay.lsp.server import Asked, Server


def register(server: Server) -> None:
    server.answers(types.TEXT_DOCUMENT_LINKED_EDITING_RANGE, _linked)


def _linked(asked: Asked, params: types.LinkedEditingRangeParams) -> types.LinkedEditingRanges | None:
    found = linked(Scene(asked.rules, asked.document), asked.offset(params.position))
    return types.LinkedEditingRanges([asked.range(span) for span in found], WORD) if found else None
