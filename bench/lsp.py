"""The language server from outside, on a file of ten thousand lines: 200 keys pressed at random places.

python -m bench.lsp
"""

import json
import statistics
import subprocess
import sys
import time
from random import Random
from typing import BinaryIO

from bench.lsp_rules import written

LINES = (1_000, 10_000)
KEYS = 200
STARTS = 5
URI = "untitled:bench"
DOCUMENT = {"textDocument": {"uri": URI}}
TARGETS = {  # milliseconds, p95
    "edit to diagnostics": 100,
    "completion": 20,
    "hover": 20,
    "semantic tokens, delta": 50,
    "semantic tokens, range": 50,
    "semantic tokens, full": 50,
}
START_TARGET = 0.6  # seconds
GROWTH_TARGET = 3  # times
CANCELLED = -32800
TAKEN_BACK_TARGET = 20  # milliseconds, p95
TIMES = 20  # that something long is taken back
PAUSE = 0.3  # seconds that it goes on before
SETTLING = 10  # seconds in which a server that was just started loads the rest, and lints


class Client:
    def __init__(self) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "assay", "lsp"]
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        self.ids = 0

    def send(self, **message: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._stream(self.process.stdin)
        stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        stream.flush()

    def ask(self, method: str, params: object) -> object:
        """The result of a request; whatever else comes is passed over."""
        message = self.answer(self.begin(method, params))
        if "error" in message:
            raise RuntimeError(message["error"])
        return message["result"]

    def begin(self, method: str, params: object) -> int:
        """Sends a request; gives its id."""
        self.ids += 1
        self.send(id=self.ids, method=method, params=params)
        return self.ids

    def answer(self, id_: int) -> dict[str, object]:
        while True:
            message = self._receive()
            if message.get("id") == id_ and "method" not in message:
                return message

    def _receive(self) -> dict[str, object]:
        stream = self._stream(self.process.stdout)
        length = int(stream.readline().split(b":")[1])
        while stream.readline().strip():
            pass
        received: dict[str, object] = json.loads(stream.read(length))
        return received

    @staticmethod
    def _stream(stream: object) -> BinaryIO:
        assert stream is not None
        return stream  # type: ignore[return-value]

    def initialize(self) -> None:
        capabilities = {"general": {"positionEncodings": ["utf-16"]}}
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self.send(method="initialized", params={})

    def open(self, text: str) -> None:
        opened = {"uri": URI, "languageId": "assay", "version": 1, "text": text}
        self.send(method="textDocument/didOpen", params={"textDocument": opened})


def main() -> None:
    starts, findings = zip(*(_start() for _ in range(STARTS)), strict=True)
    _line("start to initialized", statistics.median(starts), START_TARGET, "s")
    print(f"  {'start to first findings':<24}{statistics.median(findings):6.2f} s", flush=True)
    found = {lines: _keys(lines) for lines in LINES}
    for name, target in TARGETS.items():
        for lines in LINES:
            some = sorted(found[lines][name])
            p50, p95 = some[len(some) // 2], some[int(len(some) * 0.95)]
            verdict = f"within {target} ms: {'yes' if p95 <= target else 'NO'}" if lines == LINES[-1] else ""
            print(f"  {name:<24}{lines:>7,} lines   p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   {verdict}", flush=True)
    taken_back = sorted(_taken_back())
    _line("a request taken back, p95", taken_back[int(len(taken_back) * 0.95)], TAKEN_BACK_TARGET, "ms")
    small, large = (statistics.median(found[lines]["edit to diagnostics"]) for lines in LINES)
    _line("ten times the lines cost", large / small, GROWTH_TARGET, "times")


def _line(name: str, value: float, target: float, unit: str) -> None:
    print(f"  {name:<24}{value:6.2f} {unit}   within {target} {unit}: {'yes' if value <= target else 'NO'}", flush=True)


def _start() -> tuple[float, float]:
    """Seconds until a client is greeted, and until it knows what is wrong with a short file."""
    begun = time.perf_counter()
    client = Client()
    client.initialize()
    greeted = time.perf_counter() - begun
    client.open("when a > 1 ad 2\n")
    client.ask("textDocument/diagnostic", DOCUMENT)
    found = time.perf_counter() - begun
    client.process.kill()
    client.process.wait()
    return greeted, found


def _taken_back() -> list[float]:
    """Milliseconds until the client is told that formatting ten thousand lines, well under way, was given up."""
    client, found = Client(), list[float]()
    client.initialize()
    client.open(written(LINES[-1]))
    client.ask("textDocument/diagnostic", DOCUMENT)
    time.sleep(SETTLING)
    for _ in range(TIMES):
        request = client.begin("textDocument/formatting", {**DOCUMENT, "options": {"tabSize": 2, "insertSpaces": True}})
        time.sleep(PAUSE)
        begun = time.perf_counter()
        client.send(method="$/cancelRequest", params={"id": request})
        answer = client.answer(request)
        found.append((time.perf_counter() - begun) * 1000)
        assert answer["error"]["code"] == CANCELLED  # type: ignore[index]
    client.process.kill()
    client.process.wait()
    return found


def _keys(lines: int) -> dict[str, list[float]]:
    random, text = Random(1), written(lines)
    rows = text.split("\n")
    client = Client()
    client.initialize()
    client.open(text)
    client.ask("textDocument/diagnostic", DOCUMENT)
    tokens = client.ask("textDocument/semanticTokens/full", DOCUMENT)
    found: dict[str, list[float]] = {name: [] for name in TARGETS}
    for key in range(KEYS):
        row = random.randrange(len(rows))
        at = {"line": row, "character": random.randrange(len(rows[row]) + 1)}
        for text_, end in ((random.choice('abcxyz0123456789 =("'), at), ("", {**at, "character": at["character"] + 1})):
            begun = time.perf_counter()
            change = {"range": {"start": at, "end": end}, "text": text_}
            version = {"uri": URI, "version": key + 2}
            client.send(method="textDocument/didChange", params={"textDocument": version, "contentChanges": [change]})
            client.ask("textDocument/diagnostic", DOCUMENT)
            found["edit to diagnostics"].append((time.perf_counter() - begun) * 1000)
            if text_:
                tokens = _others(client, at, tokens, found)
    client.process.kill()
    client.process.wait()
    return found


def _others(client: Client, at: object, tokens: object, found: dict[str, list[float]]) -> object:
    """What an editor asks after a key; gives the tokens it has now."""
    row = at["line"]  # type: ignore[index]
    visible = {"start": {"line": max(row - 30, 0), "character": 0}, "end": {"line": row + 30, "character": 0}}
    before = tokens["resultId"]  # type: ignore[index]
    asked = {
        "completion": ("textDocument/completion", {**DOCUMENT, "position": at}),
        "hover": ("textDocument/hover", {**DOCUMENT, "position": at}),
        "semantic tokens, delta": ("textDocument/semanticTokens/full/delta", {**DOCUMENT, "previousResultId": before}),
        "semantic tokens, range": ("textDocument/semanticTokens/range", {**DOCUMENT, "range": visible}),
        "semantic tokens, full": ("textDocument/semanticTokens/full", DOCUMENT),
    }
    for name, (method, params) in asked.items():
        begun = time.perf_counter()
        tokens = client.ask(method, params)
        found[name].append((time.perf_counter() - begun) * 1000)
    return tokens


if __name__ == "__main__":
    main()
