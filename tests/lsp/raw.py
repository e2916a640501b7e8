"""A client that sends exactly what a test says, to see what the server makes of it."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from tests.patience import LONG

Json = dict[str, object]


@dataclass
class Raw:
    """`messages` are those that came and were not asked for yet."""

    process: "subprocess.Popen[bytes]"
    incoming: "Queue[Json]" = field(default_factory=Queue)
    messages: list[Json] = field(default_factory=list)
    _next: int = 0

    def send_bytes(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def send(self, **message: object) -> None:
        self.send_bytes(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def ask(self, method: str, params: object = None) -> int:
        """Sends a request; gives its id."""
        self._next += 1
        self.send(id=self._next, method=method, params=params)
        return self._next

    def answer(self, id_: object, seconds: float = LONG) -> Json:
        """The response to a request; what else came on the way is kept."""
        end = time.monotonic() + seconds
        while True:
            for message in self.messages:
                if message.get("id") == id_ and "method" not in message:
                    self.messages.remove(message)
                    return message
            self._receive(end - time.monotonic())

    def notification(self, method: str, seconds: float = LONG) -> Json:
        """The next notification or request of a kind."""
        end = time.monotonic() + seconds
        while True:
            for message in self.messages:
                if message.get("method") == method:
                    self.messages.remove(message)
                    return message
            self._receive(end - time.monotonic())

    def quiet(self, method: str, seconds: float) -> bool:
        """Whether nothing of a kind comes for a while."""
        try:
            self.notification(method, seconds)
        except TimeoutError:
            return True
        return False

    def call(self, method: str, params: object = None) -> Any:  # whatever JSON there is
        """The result of a request; an error response fails the test."""
        response = self.answer(self.ask(method, params))
        assert "error" not in response, response
        return response.get("result")

    def error(self, method: str, params: object = None) -> int:
        """The code of the error a request is answered with."""
        error = self.answer(self.ask(method, params)).get("error")
        assert isinstance(error, dict)
        return int(error["code"])

    def initialize(self, **capabilities: object) -> Json:
        result = self.call("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self.send(method="initialized", params={})
        assert isinstance(result, dict)
        return result

    def open(self, uri: str, text: str) -> None:
        document = {"uri": uri, "languageId": "assay", "version": 1, "text": text}
        self.send(method="textDocument/didOpen", params={"textDocument": document})

    def change(self, uri: str, version: int, *changes: Json) -> None:
        document = {"uri": uri, "version": version}
        self.send(method="textDocument/didChange", params={"textDocument": document, "contentChanges": list(changes)})

    def end(self) -> int:
        """Says goodbye; gives the exit code."""
        self.call("shutdown")
        self.send(method="exit")
        return self.process.wait(LONG)

    def _receive(self, seconds: float) -> None:
        try:
            self.messages.append(self.incoming.get(timeout=max(seconds, 0.001)))
        except Empty:
            raise TimeoutError(f"nothing came; before: {self.messages}") from None


def _read(process: "subprocess.Popen[bytes]", incoming: "Queue[Json]") -> None:
    assert process.stdout is not None
    while header := process.stdout.readline():
        length = int(header.split(b":")[1])
        while process.stdout.readline().strip():
            pass
        incoming.put(json.loads(process.stdout.read(length)))


@contextmanager
def raw_client(*arguments: str, folder: Path | None = None) -> Iterator[Raw]:
    """A server on standard input and output, and a client for it."""
    command = [sys.executable, "-m", "assay", "lsp", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, cwd=folder) as process:
        client = Raw(process)
        Thread(target=_read, args=(process, client.incoming), daemon=True).start()
        try:
            yield client
        finally:
            process.kill()


def place(line: int, character: int) -> Json:
    return {"line": line, "character": character}


def edit(line: int, start: int, end: int, text: str) -> Json:
    """A change within one line."""
    return {"range": {"start": place(line, start), "end": place(line, end)}, "text": text}
