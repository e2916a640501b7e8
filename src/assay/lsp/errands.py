"""Work of a request that would keep all others waiting: another process does it, and to take the request back ends it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from assay.lsp.background import Background
    from assay.lsp.server import Asked

R = TypeVar("R")
_SHORT = 20_000  # letters: so much is read and printed in an eighth of a second


def is_short(*texts: str) -> bool:
    """Whether work on texts is done sooner than it is handed over."""
    return sum(map(len, texts)) <= _SHORT


async def done(asked: "Asked", function: Callable[..., R], *arguments: object, by: "Background | None" = None) -> R:
    """What a function of a module gives in the other process, that of errands if none is named. Refuses to answer where
    the document was edited meanwhile: the client asks again if it still wants to know."""
    result = await (by or asked.server.errands).run(function, *arguments)
    if asked.server.rules.document(asked.path) is not asked.document:
        raise JsonRpcException("the text has changed meanwhile", types.LSPErrorCodes.ContentModified)
    return result
