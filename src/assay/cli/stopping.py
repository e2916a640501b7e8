"""A command that a scheduler or a container ends (SIGTERM) clears up as after Ctrl-C: half a file, what is on disk for
want of memory and what Spark said would stay otherwise."""

import contextlib
import signal
import threading
from collections.abc import Iterator


@contextlib.contextmanager
def ended_as_by_ctrl_c() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # only there are signals taken
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
