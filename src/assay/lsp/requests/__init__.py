"""The requests the server answers, a file each. A file has `register(server)`, and stands in REQUESTS."""

from collections.abc import Callable

from assay.lsp.requests import completion, diagnostic, formatting, hover, navigation
from assay.lsp.server import Server

REQUESTS: tuple[Callable[[Server], None], ...] = (
    completion.register,
    diagnostic.register,
    formatting.register,
    hover.register,
    navigation.register,
)


def register_all(server: Server) -> None:
    for register in REQUESTS:
        register(server)
