"""What a client is told of work that takes a while: that it began, how far it is, that it ended, however it ends."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from assay.lsp.server import Server

PATIENCE = 1.0  # seconds: what is done by then is not worth a word
_EVERY = 0.2  # seconds between two reports
_numbers = count(1)


@dataclass(slots=True)
class Progress:
    """Of one piece of work. A beginning is followed by one end; between the two come reports. `asking`: whether the
    client may show it is not answered yet."""

    server: "Server"
    title: str
    token: types.ProgressToken
    begun: bool = False
    asking: bool = False
    over: bool = False
    _reported: float = 0.0

    def begin(self, *, can_be_given_up: bool = False) -> None:
        self.begun = True
        told = types.WorkDoneProgressBegin(self.title, cancellable=can_be_given_up)
        self.server.work_done_progress.begin(self.token, told)

    def report(self, message: str) -> None:
        """How far it is; not more often than anybody reads."""
        now = asyncio.get_running_loop().time()
        if self.begun and not self.over and now - self._reported >= _EVERY:
            self._reported = now
            self.server.work_done_progress.report(self.token, types.WorkDoneProgressReport(message=message))

    def end(self) -> None:
        """The work has ended. Where the client still thinks about showing it, its end is told when it has answered."""
        self.over = True
        if self.begun and not self.asking:
            self.server.work_done_progress.end(self.token, types.WorkDoneProgressEnd())
            self.server.work_done_progress.tokens.pop(self.token, None)

    async def begin_in_a_while(self, give_up: Callable[[], object]) -> None:
        await asyncio.sleep(PATIENCE)
        if self.over:
            return
        self.asking = True
        with contextlib.suppress(JsonRpcException):  # a client that refuses is told nothing
            await self.server.work_done_progress.create_async(self.token)
            self.server.work_done_progress.tokens[self.token].add_done_callback(lambda _: give_up())
            self.begin(can_be_given_up=True)
        self.asking = False
        if self.over:
            self.end()


@asynccontextmanager
async def shown(
    server: "Server",
    title: str,
    *,
    token: types.ProgressToken | None = None,
    give_up: Callable[[], object] | None = None,
) -> AsyncIterator[Progress]:
    """For as long as the block runs. A client that gave a token with its request is told at once; others, if they show
    such things, when it has gone on for a while. `give_up` is called where a person there does not want it: to cancel the
    task that is running the block, if nothing else is said."""
    progress = Progress(server, title, f"assay-{next(_numbers)}" if token is None else token)
    window, task = server.client_capabilities.window, asyncio.current_task()
    showing = None
    if token is not None:
        progress.begin()  # who does not want it takes the request back
    elif window is not None and window.work_done_progress and task is not None:
        showing = asyncio.ensure_future(progress.begin_in_a_while(give_up or task.cancel))
    try:
        yield progress
    finally:
        progress.end()
        if showing is not None and not progress.asking:
            showing.cancel()
