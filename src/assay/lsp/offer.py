"""What the server offers: its capabilities, and the files that answer each request. Kept as data beside this module.

So a client is answered before anything that answers requests is loaded, which takes most of a second.
`python -m assay.lsp.offermaker` makes it anew after a change of `requests/`; a test holds the two together.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from assay.version import __version__

KEPT = Path(__file__).with_name("offer.json")
ENCODINGS = ("utf-8", "utf-16", "utf-32")
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Offer:
    """`capabilities` as for a client that can everything; `files` of `requests/` by method: a method may be answered by
    several, as commands are."""

    capabilities: Json
    files: Mapping[str, tuple[str, ...]]


@cache
def offer() -> Offer:
    """The offer, read once a process."""
    data = json.loads(KEPT.read_text(encoding="utf-8"))
    return Offer(data["capabilities"], {method: tuple(files) for method, files in data["files"].items()})


def initialized(client: Mapping[str, object]) -> Json:
    """The result of `initialize` for a client with these capabilities, whatever they are."""
    capabilities = {**offer().capabilities, "positionEncoding": encoding(client)}
    if _at(client, "textDocument", "rename", "prepareSupport") is not True:
        capabilities["renameProvider"] = True  # who cannot ask before a rename is told nothing of it
    return {"capabilities": capabilities, "serverInfo": {"name": "assay", "version": __version__}}


def encoding(client: Mapping[str, object]) -> str:
    """What columns count: the first that the client names and the server knows."""
    named = _at(client, "general", "positionEncodings")
    return next((one for one in named if one in ENCODINGS), "utf-16") if isinstance(named, list) else "utf-16"


def _at(given: object, *names: str) -> object:
    for name in names:
        given = cast("Json", given).get(name) if isinstance(given, Mapping) else None
    return given


def greeting(body: bytes) -> bytes | None:
    """The answer to a first message that is a sound `initialize`, as it goes out; None to any other."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return None
    client = client_of(message)
    if client is None:
        return None
    answer = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": initialized(client)}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(answer), answer)


def client_of(message: object) -> Json | None:
    """The capabilities of the client in an `initialize` that can be answered; None in any other message."""
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0" or message.get("method") != "initialize":
        return None
    client = _at(message, "params", "capabilities")
    return client if type(message.get("id")) in (int, str) and isinstance(client, dict) else None


def barest(message: Json, client: Mapping[str, object]) -> Json:
    """An `initialize` with nothing in it but what the answer depends on, for one that says what nobody knows."""
    root = _at(message, "params", "rootUri")
    capabilities = {"general": {"positionEncodings": [encoding(client)]}}
    params = {"processId": None, "rootUri": root if isinstance(root, str) else None, "capabilities": capabilities}
    return {**message, "params": params}
