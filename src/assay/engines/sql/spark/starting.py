"""Starting Spark, whose notes and whose Java's traces, pages of them, go to a file and not to people."""

import contextlib
import os
import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from assay.data.failures import Unreadable
from assay.engines.sql.spark.running import session

_PATIENCE = 5.0  # seconds for a master to answer; Spark tries for a minute
_CALLING = "An error occurred while calling"  # the line before what Java says
_LONGEST = 300  # signs of what Spark says that are told
_STANDARD_ERROR = 2


@contextlib.contextmanager
def started(master: str | None) -> Iterator[SparkSession]:
    """A session for this block. What Spark cannot do, at its start or in the block, raises Unreadable, and all that it said
    stays in a file that the help names."""
    _refuse_absent(master)
    log = _new_log()
    spark = _session(master, log)
    try:
        yield spark
    except (PySparkException, Py4JError) as error:
        raise Unreadable(f"Spark could not do it: {_said(error)}", _help(log)) from None
    except BaseException:
        log.unlink()
        raise
    log.unlink()


def _refuse_absent(master: str | None) -> None:
    home = os.environ.get("JAVA_HOME")
    if not (shutil.which("java") or (home and shutil.which("java", path=f"{home}/bin"))):
        raise Unreadable("Spark needs Java, which is not installed", "install Java 17 or later, or set JAVA_HOME")
    if master is not None and master.startswith("spark://") and not any(map(_answers, _places(master))):
        raise Unreadable(f"nothing answers at {master}", "is the cluster's master running, and is that its address?")


def _places(master: str) -> list[str]:
    """Of a master and those that stand by for it: `spark://a:7077,b:7077`."""
    return master.removeprefix("spark://").split(",")


def _answers(place: str) -> bool:
    host, _, port = place.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), _PATIENCE):
            return True
    except (OSError, ValueError, OverflowError):
        return False


def _new_log() -> Path:
    handle, name = tempfile.mkstemp(prefix="assay-spark-", suffix=".log")
    os.close(handle)
    return Path(name)


def _session(master: str | None, log: Path) -> SparkSession:
    """A Java that starts here writes to the log for as long as it runs."""
    try:
        with _errors_to(log):
            return session(master)
    except (PySparkException, Py4JError):
        raise Unreadable(f"Spark did not start on {master or 'its master'}", _help(log)) from None


@contextlib.contextmanager
def _errors_to(log: Path) -> Iterator[None]:
    """For this process and those it starts: libraries of Spark's warn in either."""
    ours = os.dup(_STANDARD_ERROR)
    try:
        with log.open("ab") as opened, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            os.dup2(opened.fileno(), _STANDARD_ERROR)
            yield
    finally:
        os.dup2(ours, _STANDARD_ERROR)
        os.close(ours)


def _said(error: Exception) -> str:
    """Its first line."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    first = lines[1].removeprefix(": ") if lines[0].startswith(_CALLING) and len(lines) > 1 else lines[0]
    return first[:_LONGEST]


def _help(log: Path) -> str | None:
    """Nothing, where a Java that ran before says it elsewhere."""
    if log.stat().st_size:
        return f"all it said is in {log}"
    log.unlink()
    return None
