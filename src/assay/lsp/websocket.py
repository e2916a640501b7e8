"""Conversations over WebSocket, as with a web page. Every connection has a server of its own."""

import asyncio
from collections.abc import Awaitable, Callable

from websockets.asyncio.server import ServerConnection, serve

from assay.lsp.transport import MOST_BYTES, new_server


def serve_websocket(host: str, port: int, ready: Callable[[int], None]) -> None:
    """Any number of conversations, a text frame a message."""
    asyncio.run(_websocket(host, port, ready))


async def _websocket(host: str, port: int, ready: Callable[[int], None]) -> None:
    async def connected(connection: ServerConnection) -> None:
        server = new_server()
        outgoing: asyncio.Queue[str] = asyncio.Queue()
        server.protocol.set_writer(_Frames(outgoing), include_headers=False)
        sending = asyncio.ensure_future(_send(outgoing, connection.send))
        async for frame in connection:
            server.protocol.receive(frame)
            if server.protocol.exit_code is not None:
                break
        server.close()
        sending.cancel()

    new_server().close()  # what it needs is loaded before anybody comes
    async with serve(connected, host, port, max_size=MOST_BYTES) as listening:
        ready(next(iter(listening.sockets)).getsockname()[1])
        await listening.serve_forever()


async def _send(outgoing: "asyncio.Queue[str]", send: Callable[[str], Awaitable[None]]) -> None:
    """Frames in the order they were written."""
    while True:
        await send(await outgoing.get())


class _Frames:
    def __init__(self, outgoing: "asyncio.Queue[str]") -> None:
        self.outgoing = outgoing

    def write(self, data: bytes) -> None:
        self.outgoing.put_nowait(data.decode())

    def close(self) -> None:
        """The connection ends by itself."""
