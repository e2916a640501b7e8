"""`assay/text`: a document as the server has it, so that a client can see that both have the same."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from pygls.exceptions import JsonRpcInvalidParams

from assay.lsp.server import Server

METHOD = "assay/text"


@dataclass(frozen=True, slots=True)
class Text:
    """`version` is that of the last edit; None for a document the editor does not have open."""

    text: str
    version: int | None


class _Params(Protocol):
    """Params of a method that the library does not know come as they are, in the protocol's spelling."""


def register(server: Server) -> None:
    async def handler(params: _Params) -> Text:
        await asyncio.sleep(0)
        document = server.asked(_uri(params)).document
        return Text(document.text, document.version)

    server.feature(METHOD)(handler)


def _uri(params: _Params) -> str:
    uri = getattr(getattr(params, "textDocument", None), "uri", None)
    if not isinstance(uri, str):
        raise JsonRpcInvalidParams(f"{METHOD} takes a `textDocument`")
    return uri
