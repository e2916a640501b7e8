"""A Spark cluster of our own: a master and two workers, processes on loopback; `with cluster(folder) as master:`."""

import contextlib
import json
import shutil
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.servers.processes import free_port, running, wait_until

WORKERS = 2
_DEPLOY = "org.apache.spark.deploy"
_QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # daemons that live for minutes


def is_installed() -> bool:
    return find_spec("pyspark") is not None and shutil.which("java") is not None


@contextlib.contextmanager
def cluster(folder: Path, memory: str = "1g") -> Iterator[str]:
    """The address of the master, once its workers are there; `memory` is what a worker may give."""
    found = find_spec("pyspark")
    assert found is not None
    assert found.origin is not None
    home = Path(found.origin).parent
    program, log = home / "bin" / "spark-class", folder / "log"
    environment = {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": _QUICK,
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_NO_DAEMONIZE": "1",
    }
    port, page = free_port(), free_port()
    address = f"spark://127.0.0.1:{port}"
    master = [program, f"{_DEPLOY}.master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", page]
    worker = [program, f"{_DEPLOY}.worker.Worker", "--host", "127.0.0.1", "-c", 1, "-m", memory, address]
    with contextlib.ExitStack() as servers:
        process = servers.enter_context(running(list(map(str, master)), log, environment=environment))
        wait_until(lambda: _workers(page) is not None, process, log)
        for _ in range(WORKERS):
            command = [*map(str, worker), "--webui-port", str(free_port())]
            process = servers.enter_context(running(command, log, environment=environment))
        wait_until(lambda: _workers(page) == WORKERS, process, log)
        yield address


def _workers(page: int) -> int | None:
    """How many workers the master counts; None while it does not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{page}/json/", timeout=5) as answer:
            alive: int = json.load(answer)["aliveworkers"]
            return alive
    except (OSError, ValueError, KeyError):
        return None
