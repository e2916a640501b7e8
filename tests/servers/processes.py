"""Server processes for tests and benches: on loopback, on free ports, and gone when whoever started them is."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.patience import LONG

_PR_SET_PDEATHSIG = 1


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextlib.contextmanager
def running(
    command: Sequence[object],
    log: Path,
    ending: signal.Signals = signal.SIGTERM,
    user: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that runs as long as the block, and no longer than this process; it writes into `log`."""

    def dies_with_us() -> None:
        with contextlib.suppress(OSError, AttributeError):  # where there is no Linux, the block's end has to do
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, ending)

    with log.open("ab") as output:
        process = subprocess.Popen(
            list(map(str, command)),
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            env={**os.environ, **(environment or {})},
            preexec_fn=dies_with_us,  # noqa: PLW1509  it calls one function of the kernel
        )
    try:
        yield process
    finally:
        _end(process, ending)


def _end(process: subprocess.Popen[bytes], ending: signal.Signals) -> None:
    process.send_signal(ending)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Waits for a server to answer; says what it wrote where it does not."""
    deadline = time.monotonic() + LONG
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)
