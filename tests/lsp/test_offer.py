"""What the server says it can: at once, and what the library would say when all is loaded."""

import pytest
from lsprotocol import types

from assay.lsp import offermaker
from assay.lsp.offer import KEPT, Json, initialized
from assay.lsp.requests import FILES, load
from assay.lsp.server import Server
from tests.lsp.raw import raw_client

URI = "untitled:Untitled-1"
CLIENTS: tuple[Json, ...] = (
    {},
    {"general": {}},
    {"general": {"positionEncodings": []}},
    {"general": {"positionEncodings": ["utf-7", "utf-32", "utf-8"]}},
    {"general": {"positionEncodings": ["utf-8"]}, "textDocument": {"rename": {"prepareSupport": True}}},
    {"textDocument": {"rename": {"prepareSupport": False}}, "workspace": {"fileOperations": {"willRename": True}}},
)


def test_the_offer_is_up_to_date() -> None:
    assert offermaker.made() == KEPT.read_text(encoding="utf-8"), "run `python -m assay.lsp.offermaker`"


@pytest.mark.parametrize("client", CLIENTS)
def test_every_client_is_told_what_the_library_would_tell_it(client: Json) -> None:
    server = Server()
    for file in FILES:
        load(server, file)
    structured = server.protocol._converter.structure(client, types.ClientCapabilities)
    assert initialized(client)["capabilities"] == offermaker.capabilities(server, structured)


def test_who_is_greeted_is_greeted_once() -> None:
    with raw_client() as client:
        client.initialize()
        assert client.error("initialize", {"processId": None, "rootUri": None, "capabilities": {}}) == -32600
        assert client.messages == []


STRANGE: tuple[Json, ...] = (
    {
        "processId": "mine",
        "rootUri": 3,
        "trace": "compact",
        "capabilities": {"general": {"positionEncodings": ["utf-8"]}},
    },
    {"capabilities": {"textDocument": 5, "workspace": [], "general": {"positionEncodings": [7, "utf-8"]}}},
)


@pytest.mark.parametrize("params", STRANGE)
def test_a_client_that_says_odd_things_of_itself_is_served(params: Json) -> None:
    with raw_client() as client:
        result = client.call("initialize", params)
        assert result["capabilities"]["positionEncoding"] == "utf-8"
        client.send(method="initialized", params={})
        client.open(URI, 'when a == "é" ad 1\n')
        report = client.call("textDocument/diagnostic", {"textDocument": {"uri": URI}})
        assert report["items"][0]["range"]["start"]["character"] == len('when a == "é" '.encode())


@pytest.mark.parametrize("params", [None, [], {}, {"capabilities": None}])
def test_one_that_says_nothing_of_itself_is_refused_and_may_try_again(params: object) -> None:
    with raw_client() as client:
        assert client.error("initialize", params) == -32602
        client.initialize()
        assert client.end() == 0
