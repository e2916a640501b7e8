"""The requests the server answers, a file each. A file has `register(server)`, and stands in REQUESTS."""

from collections.abc import Callable

from assay.lsp.requests import (
    actions,
    completion,
    diagnostic,
    formatting,
    hover,
    inlay_hints,
    lenses,
    links,
    navigation,
    rename,
    semantic_tokens,
    signature_help,
    structure,
    surroundings,
    text,
    workspace_symbols,
)
from assay.lsp.server import Server

REQUESTS: tuple[Callable[[Server], None], ...] = (
    actions.register,
    completion.register,
    diagnostic.register,
    formatting.register,
    hover.register,
    inlay_hints.register,
    lenses.register,
    links.register,
    navigation.register,
    rename.register,
    semantic_tokens.register,
    signature_help.register,
    text.register,
    structure.register,
    surroundings.register,
    workspace_symbols.register,
)


def register_all(server: Server) -> None:
    for register in REQUESTS:
        register(server)
