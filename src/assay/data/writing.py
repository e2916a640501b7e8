"""Writing results: `with results_to(path, shape) as write: write(result)`."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from assay.data.failures import Unwritable
from assay.data.flat import Shape
from assay.data.placing import saying_why, writable
from assay.data.sinks import CsvSink, JsonLinesSink, ParquetFileSink, Sink, WorkbookSink
from assay.results import LeadResult

Write = Callable[[LeadResult], None]


@contextlib.contextmanager
def results_to(path: Path, shape: Shape) -> Iterator[Write]:
    """A function that takes results; the file is there, whole, when the block ends well, and not at all when it does
    not. Raises Unwritable, at once where the ending or the folder is wrong."""
    opened = _format(path)
    with writable(path) as place:
        with saying_why(path):
            sink = opened(place, shape)
        try:
            yield _guarded(sink, path)
        except BaseException:
            with contextlib.suppress(Exception):  # the first error is the one to tell
                sink.close()
            raise
        with saying_why(path):
            sink.close()


def _guarded(sink: Sink, path: Path) -> Write:
    def write(result: LeadResult) -> None:
        try:
            sink.write(result)
        except OSError:
            with saying_why(path):
                raise

    return write


def _format(path: Path) -> Callable[[Path, Shape], Sink]:
    match path.suffix.lower():
        case ".csv":
            return CsvSink
        case ".jsonl" | ".ndjson":
            return lambda place, _: JsonLinesSink(place)
        case ".parquet" | ".pq":
            return ParquetFileSink
        case ".xlsx":
            return WorkbookSink
    raise Unwritable(f"cannot tell the format of `{path}`", "end its name in .csv, .jsonl, .parquet or .xlsx")
