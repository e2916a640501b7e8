"""The language server from outside, on a file of ten thousand lines: 200 keys pressed at random places.

Two figures for each: how long it took until the answer was there, and how much of that the server's process ran. On a machine
with more to do the first is longer; on one without they are the same.

python -m bench.lsp
"""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import BinaryIO, NamedTuple

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


class Took(NamedTuple):
    """Milliseconds: elapsed, and of the server's processor."""

    elapsed: float
    used: float


class Client:
    def __init__(self) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "assay", "lsp"]
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        self.ids = 0
        self._begun, self._arrived, self._used = 0.0, 0.0, 0.0

    def start(self) -> None:
        """Starts the watch."""
        self._begun, self._used = time.perf_counter(), self._processor()

    def took(self) -> Took:
        """Since the watch was started, up to the last message."""
        return Took((self._arrived - self._begun) * 1000, self._processor() - self._used)

    def _processor(self) -> float:
        """Milliseconds that the server has run; as Linux tells it."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1_000_000

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
        body = stream.read(length)
        self._arrived = time.perf_counter()
        received: dict[str, object] = json.loads(body)
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
            _keys_line(f"{name:<24}{lines:>7,} lines", found[lines][name], target if lines == LINES[-1] else None)
    _keys_line("a long request taken back", _taken_back(), TAKEN_BACK_TARGET)
    small, large = (statistics.median(one.elapsed for one in found[lines]["edit to diagnostics"]) for lines in LINES)
    _line("ten times the lines cost", large / small, GROWTH_TARGET, "times")


def _keys_line(name: str, took: list[Took], target: float | None) -> None:
    middle, most = (_quantile([one.elapsed for one in took], share) for share in (0.5, 0.95))
    used = (_quantile([one.used for one in took], share) for share in (0.5, 0.95))
    verdict = "" if target is None else f"   within {target} ms: {'yes' if most <= target else 'NO'}"
    ran = " / ".join(f"{one:.1f}" for one in used)
    print(f"  {name:<37}  p50 {middle:6.1f}   p95 {most:6.1f} ms   processor {ran} ms{verdict}", flush=True)


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


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


def _taken_back() -> list[Took]:
    """Until the client is told that formatting ten thousand lines, well under way, was given up."""
    client, found = Client(), list[Took]()
    client.initialize()
    client.open(written(LINES[-1]))
    client.ask("textDocument/diagnostic", DOCUMENT)
    time.sleep(SETTLING)
    for _ in range(TIMES):
        request = client.begin("textDocument/formatting", {**DOCUMENT, "options": {"tabSize": 2, "insertSpaces": True}})
        time.sleep(PAUSE)
        client.start()
        client.send(method="$/cancelRequest", params={"id": request})
        answer = client.answer(request)
        found.append(client.took())
        assert answer["error"]["code"] == CANCELLED  # type: ignore[index]
    client.process.kill()
    client.process.wait()
    return found


def _keys(lines: int) -> dict[str, list[Took]]:
    random, text = Random(1), written(lines)
    rows = text.split("\n")
    client = Client()
    client.initialize()
    client.open(text)
    client.ask("textDocument/diagnostic", DOCUMENT)
    tokens = client.ask("textDocument/semanticTokens/full", DOCUMENT)
    found: dict[str, list[Took]] = {name: [] for name in TARGETS}
    for key in range(KEYS):
        row = random.randrange(len(rows))
        at = {"line": row, "character": random.randrange(len(rows[row]) + 1)}
        for text_, end in ((random.choice('abcxyz0123456789 =("'), at), ("", {**at, "character": at["character"] + 1})):
            client.start()
            change = {"range": {"start": at, "end": end}, "text": text_}
            version = {"uri": URI, "version": key + 2}
            client.send(method="textDocument/didChange", params={"textDocument": version, "contentChanges": [change]})
            client.ask("textDocument/diagnostic", DOCUMENT)
            found["edit to diagnostics"].append(client.took())
            if text_:
                tokens = _others(client, at, tokens, found)
    client.process.kill()
    client.process.wait()
    return found


def _others(client: Client, at: object, tokens: object, found: dict[str, list[Took]]) -> object:
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
        client.start()
        tokens = client.ask(method, params)
        found[name].append(client.took())
    return tokens


if __name__ == "__main__":
    main()
