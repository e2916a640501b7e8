"""`textDocument/inlayHint`."""

from lsprotocol import types

from assay.ide.inlay_hints import inlay_hints
from assay.ide.scene import Scene
from assay.lsp.server import Asked, Server


def register(server: Server) -> None:
    server.answers(types.TEXT_DOCUMENT_INLAY_HINT, _inlay_hints, types.InlayHintOptions(resolve_provider=False))


def _inlay_hints(asked: Asked, params: types.InlayHintParams) -> list[types.InlayHint]:
    start, end = asked.offset(params.range.start), asked.offset(params.range.end)
    asked.server.reaches.wanted(asked.path)
    found = inlay_hints(Scene(asked.rules, asked.document), start, end)
    return [
        types.InlayHint(asked.position(hint.place), hint.text, tooltip=hint.tooltip, padding_left=True)
        for hint in found
    ]
