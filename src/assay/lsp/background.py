"""Long work in a process of its own, so that nobody waits for it; one piece of work at a time."""

import asyncio
import contextlib
import logging
import pickle
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

R = TypeVar("R")
_log = logging.getLogger(__name__)
_LENGTH = 8  # bytes before each message between the processes
_CODE = "from assay.lsp.background import work; work()"


@dataclass(slots=True)
class Background:
    """The process is started when there is work, and ended with work that is given up. `purpose` says in the list of
    processes what it is for."""

    purpose: str
    _process: asyncio.subprocess.Process | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self, function: Callable[..., R], *arguments: object) -> R:
        """What a function of a module gives there. Cancelling ends the work. Raises RuntimeError where it fails."""
        async with self._turn:
            try:
                return cast("R", await self._ask(pickle.dumps((function, arguments))))
            except BaseException:
                self.stop()
                raise

    async def _ask(self, question: bytes) -> object:
        if self._process is None:
            pipe, none = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", _CODE, self.purpose, stdin=pipe, stdout=pipe, stderr=none, limit=1 << 26
            )
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        try:
            asked.write(len(question).to_bytes(_LENGTH, "big") + question)
            await asked.drain()
            length = int.from_bytes(await answered.readexactly(_LENGTH), "big")
            done, result = pickle.loads(await answered.readexactly(length))
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise RuntimeError("the background process ended") from error
        if not done:
            raise RuntimeError(result)
        return cast("object", result)

    def stop(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        self._process = None


def work() -> None:
    """The process: does what it is sent, until nothing more comes."""
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while head := incoming.read(_LENGTH):
        function, arguments = pickle.loads(incoming.read(int.from_bytes(head, "big")))
        try:
            answer = pickle.dumps((True, function(*arguments)))
        except Exception as error:  # whatever it is, it is told to the one who asked
            answer = pickle.dumps((False, f"{type(error).__name__}: {error}"))
        outgoing.write(len(answer).to_bytes(_LENGTH, "big") + answer)
        outgoing.flush()
