"""The requests the server answers, a file each. A file has `register(server)`, and stands in FILES.

It is loaded with the first request that it answers, or when nobody waits: all of them together take longer to load
than a person likes to wait for an editor. `offer.json` says which file answers what, see `assay.lsp.offer`.
"""

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from assay.lsp.offer import offer

if TYPE_CHECKING:
    from assay.lsp.server import Server

_PAUSE = 0.02  # seconds between two files, in which messages are taken

# In the order in which they are loaded.
FILES = (
    "surroundings",
    "text",
    "diagnostic",
    "semantic_tokens",
    "structure",
    "links",
    "inlay_hints",
    "hover",
    "completion",
    "signature_help",
    "navigation",
    "actions",
    "lenses",
    "formatting",
    "rename",
    "workspace_symbols",
    "calls",
    "linked",
)


def load(server: "Server", file: str) -> None:
    """Has a server answer what a file answers, once."""
    if file not in server.loaded:
        server.loaded.add(file)
        register: Callable[[Server], None] = import_module(f"{__name__}.{file}").register
        register(server)


def load_for(server: "Server", method: str) -> None:
    """Loads what answers a method."""
    for file in offer().files.get(method, ()):
        load(server, file)


async def load_rest(server: "Server") -> None:
    """Loads what nothing asked for yet, a file at a time."""
    for file in FILES:
        await asyncio.sleep(_PAUSE)
        load(server, file)
