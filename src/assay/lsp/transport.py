"""How messages come and go over standard input and output and over TCP. Every connection has a server of its own."""

import asyncio
import contextlib
import gc
import logging
import os
import re
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, BinaryIO
from typing import Protocol as Shape

from assay.lsp.offer import greeting

if TYPE_CHECKING:
    from assay.lsp.server import Server

_log = logging.getLogger(__name__)
_LENGTH = re.compile(rb"Content-Length:\s*(\d+)\s*", re.IGNORECASE)
MOST_BYTES = 64_000_000  # of one message


class Reader(Shape):
    """Bytes as they come; none at the end."""

    def readline(self) -> Awaitable[bytes]: ...

    def readexactly(self, n: int, /) -> Awaitable[bytes]: ...


def new_server() -> "Server":
    """A server that answers everything, some of it not at once. Here all but the greeting is loaded."""
    from assay.lsp.requests import load_rest  # noqa: PLC0415 - more than half a second, for which nobody waits
    from assay.lsp.server import Server  # noqa: PLC0415

    server = Server()
    server.loading = asyncio.get_running_loop().create_task(_settled(load_rest(server)))
    return server


async def _settled(loading: Awaitable[None]) -> None:
    """What was loaded is no garbage and is never looked at for any: that costs more than all else at a key press. Until
    then nothing is (see `assay.cli.lsp_command`): a third of the start would go into it."""
    try:
        await loading
    finally:
        if not gc.get_freeze_count():
            gc.freeze()  # a little garbage with it: to look for that takes a second where a long file is open already
            gc.set_threshold(100_000, 50, 100)
        gc.enable()


async def converse(server: "Server", reader: Reader) -> int:
    """Takes messages to the end; gives the exit code."""
    while server.protocol.exit_code is None:
        body = await _message(reader)
        if body is None:
            break
        server.protocol.receive(body)
    server.close()
    return server.protocol.exit_code if server.protocol.exit_code is not None else 1


async def _message(reader: Reader) -> bytes | None:
    """The next message; None at the end, or where what comes is none."""
    length = 0
    try:
        while line := await reader.readline():
            if found := _LENGTH.fullmatch(line.rstrip(b"\r\n")):
                length = int(found[1])
            elif not line.strip() and length:
                return await reader.readexactly(length) if length <= MOST_BYTES else None
    except (asyncio.IncompleteReadError, ConnectionError, ValueError) as error:
        _log.warning("the connection broke off: %s", error)
    return None


# --- standard input and output ----------------------------------------------------------------------


def serve_stdio() -> int:
    """One conversation; gives the exit code."""
    return asyncio.run(_stdio())


async def _stdio() -> int:
    reader = asyncio.StreamReader(limit=MOST_BYTES)
    feeding = threading.Thread(target=_feed, args=(asyncio.get_running_loop(), reader), daemon=True)
    feeding.start()  # pipes, files and consoles alike, on every system
    out = _Stdout(sys.stdout.buffer)
    sys.stdout = sys.stderr  # nothing but messages may be written there
    first = await _message(reader)
    if first is None:
        return 1
    greeted = greeting(first)
    if greeted is not None:
        out.write(greeted)
    server = new_server()
    server.protocol.set_writer(out if greeted is None else _Silence())
    server.protocol.receive(first)
    server.protocol.set_writer(out)
    return await converse(server, reader)


def _feed(loop: asyncio.AbstractEventLoop, reader: asyncio.StreamReader) -> None:
    with contextlib.suppress(RuntimeError):  # the loop has ended
        while data := os.read(0, 1 << 16):  # past the buffer, whose lock a waiting thread would hold at the end
            loop.call_soon_threadsafe(reader.feed_data, data)
        loop.call_soon_threadsafe(reader.feed_eof)


class _Stdout:
    """Writes at once. A client that is gone is noticed when it says no more."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def write(self, data: bytes) -> None:
        try:
            self.stream.write(data)
            self.stream.flush()
        except (BrokenPipeError, ValueError):
            _log.warning("the client is gone")

    def close(self) -> None:
        """Left to the end of the process."""


class _Silence:
    """For what was said already."""

    def write(self, data: bytes) -> None: ...

    def close(self) -> None: ...


# --- TCP ------------------------------------------------------------------------------------------


def serve_tcp(host: str, port: int, ready: Callable[[int], None]) -> None:
    """Any number of conversations, until it is interrupted. `ready` is told the port."""
    asyncio.run(_tcp(host, port, ready))


async def _tcp(host: str, port: int, ready: Callable[[int], None]) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server = new_server()
        server.protocol.set_writer(_Socket(writer))
        await converse(server, reader)
        writer.close()

    new_server().close()  # what it needs is loaded before anybody comes
    listening = await asyncio.start_server(connected, host, port, limit=MOST_BYTES)
    ready(listening.sockets[0].getsockname()[1])
    async with listening:
        await listening.serve_forever()


class _Socket:
    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.writer = writer

    def write(self, data: bytes) -> None:
        if not self.writer.is_closing():
            self.writer.write(data)

    def close(self) -> None:
        self.writer.close()
