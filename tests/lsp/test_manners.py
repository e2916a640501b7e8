"""Who is answered when, and with which error."""

from tests.lsp.raw import edit, place, raw_client

URI = "untitled:Untitled-1"


def test_a_conversation_from_beginning_to_end() -> None:
    with raw_client("--stdio") as client:
        assert "capabilities" in client.initialize()
        assert client.end() == 0


def test_nothing_comes_before_initialize() -> None:
    with raw_client() as client:
        assert client.error("textDocument/hover", {}) == -32002
        client.send(method="textDocument/didOpen", params={})
        assert "capabilities" in client.initialize()
        assert client.error("initialize", {"processId": None, "rootUri": None, "capabilities": {}}) == -32600


def test_exit_without_shutdown_is_a_failure() -> None:
    with raw_client() as client:
        client.initialize()
        client.send(method="exit")
        assert client.process.wait(60) == 1


def test_a_client_that_vanishes_ends_the_server() -> None:
    with raw_client() as client:
        client.initialize()
        assert client.process.stdin is not None
        client.process.stdin.close()
        assert client.process.wait(60) == 1


def test_requests_after_shutdown_are_refused() -> None:
    with raw_client() as client:
        client.initialize()
        client.call("shutdown")
        assert client.error("textDocument/formatting", {}) == -32600
        client.send(method="exit")
        assert client.process.wait(60) == 0


def test_bad_input_gets_an_error_and_the_server_goes_on() -> None:
    with raw_client() as client:
        client.initialize()
        wrong: tuple[object, ...] = (None, [], {}, {"textDocument": 3}, {"textDocument": {"uri": None}}, "text")
        for params in wrong:
            assert client.error("textDocument/formatting", params) == -32602
        options = {"tabSize": 2, "insertSpaces": True}
        nowhere = {"textDocument": {"uri": "file:///no/such.assay"}, "options": options}
        assert client.error("textDocument/formatting", nowhere) == -32602
        assert client.error("no/such/thing", {}) == -32601
        client.send_bytes(b"{ this is no JSON")
        assert client.answer(None)["error"]["code"] == -32700  # type: ignore[index]
        client.send_bytes(b"[]")
        assert client.answer(None)["error"]["code"] == -32600  # type: ignore[index]
        client.send(method="textDocument/didChange", params={"textDocument": {"uri": URI, "version": 2}})
        client.change(URI, 3, edit(0, 0, 0, "x"))
        client.open(URI, 'when a  ==  "b" add 1\n')
        document = {"textDocument": {"uri": URI}, "options": options}
        assert client.call("textDocument/formatting", document) == [
            {"range": {"start": place(0, 0), "end": place(1, 0)}, "newText": 'when a == "b" add 1\n'}
        ]
        assert client.end() == 0


def test_a_request_that_was_taken_back_is_not_answered_as_if_it_were_not() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, 'when a == "b" add 1\n')
        client.send(method="$/cancelRequest", params={"id": 12345})
        client.send(method="$/cancelRequest", params={})
        assert client.call("textDocument/diagnostic", {"textDocument": {"uri": URI}}) is not None
