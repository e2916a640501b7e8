"""Several clients at once: what one does is nothing to the others."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from websockets.sync.client import ClientConnection, connect

from tests.lsp.raw import Json, raw_client

URI = "untitled:Untitled-1"
INITIALIZE: Json = {"processId": None, "rootUri": None, "capabilities": {}}


@contextmanager
def listening(kind: str) -> Iterator[int]:
    """A server that listens; gives its port."""
    command = [sys.executable, "-m", "assay", "lsp", kind, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r"\d+", process.stderr.readline())
        assert found is not None
        try:
            yield int(found[0])
        finally:
            process.kill()


def said(connection: ClientConnection, id_: int | None, method: str, params: object) -> Json:
    """Sends a message; gives the response to a request."""
    message = {"jsonrpc": "2.0", "method": method, "params": params}
    connection.send(json.dumps(message if id_ is None else {**message, "id": id_}))
    while id_ is not None:
        frame = connection.recv(90)
        assert isinstance(frame, str)
        received = cast("Json", json.loads(frame))
        if received.get("id") == id_ and "method" not in received:
            return received
    return {}


def count(connection: ClientConnection, id_: int) -> int:
    report = said(connection, id_, "textDocument/diagnostic", {"textDocument": {"uri": URI}})
    return len(cast("list[Json]", cast("Json", report["result"])["items"]))


def opened(connection: ClientConnection, text: str) -> None:
    said(connection, 1, "initialize", INITIALIZE)
    said(connection, None, "initialized", {})
    document = {"uri": URI, "languageId": "assay", "version": 1, "text": text}
    said(connection, None, "textDocument/didOpen", {"textDocument": document})


def test_two_web_clients_do_not_disturb_each_other() -> None:
    with listening("--ws") as port, connect(f"ws://127.0.0.1:{port}") as one:
        opened(one, "when a > 1 add 2\n")
        with connect(f"ws://127.0.0.1:{port}") as other:
            opened(other, "nonsense here\n")
            assert (count(one, 2), count(other, 2)) == (0, 1)
            other.send("this is no message")
            other.send(b"\xff\xfe")
            assert count(other, 3) == 1
        assert count(one, 4) == 0
        said(one, 5, "shutdown", None)
        said(one, None, "exit", None)
        with connect(f"ws://127.0.0.1:{port}") as third:
            opened(third, "nonsense here\n")
            assert count(third, 2) == 1


def test_clients_come_and_go_over_tcp() -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": INITIALIZE}).encode()
    with listening("--tcp") as port:
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", port), 90) as client:
                client.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
                assert client.recv(16).startswith(b"Content-Length")


def test_a_request_is_taken_back_before_anything_is_done_for_it() -> None:
    with raw_client() as client:
        client.initialize()
        client.open(URI, "when a > 1 add 2\n")
        request: Json = {"jsonrpc": "2.0", "id": 77, "method": "textDocument/documentSymbol"}
        request |= {"params": {"textDocument": {"uri": URI}}}
        cancel: Json = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 77}}
        both = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(b), b) for b in map(_bytes, (request, cancel)))
        assert client.process.stdin is not None
        client.process.stdin.write(both)
        client.process.stdin.flush()
        assert cast("Json", client.answer(77)["error"])["code"] == -32800
        assert client.call("textDocument/documentSymbol", {"textDocument": {"uri": URI}}) is not None


def _bytes(message: Json) -> bytes:
    return json.dumps(message).encode()
