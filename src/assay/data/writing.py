"""Writing results: `with results_to(path, shape) as write: write(result)`."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from assay.data.arrow import Batch
from assay.data.failures import Unwritable
from assay.data.flat import Shape
from assay.data.placing import refuse_unwritable, saying_why, writable
from assay.data.sinks import CsvSink, JsonLinesSink, ParquetFileSink, Sink, WorkbookSink
from assay.results import LeadResult


class Writer:
    """Takes results, one by one or in batches; see `sinks`. Raises Unwritable."""

    def __init__(self, sink: Sink, path: Path) -> None:
        self._sink, self._path = sink, path
        self.form = sink.form

    def __call__(self, result: LeadResult) -> None:
        try:
            self._sink.write(result)
        except OSError:
            with saying_why(self._path):
                raise

    def batch(self, batch: Batch) -> None:
        """Of the form that this file wants: lines of text, or flat columns."""
        with saying_why(self._path):
            self._sink.write_batch(batch)


@contextlib.contextmanager
def results_to(path: Path, shape: Shape) -> Iterator[Writer]:
    """What takes results; the file is there, whole, when the block ends well, and not at all when it does not. Raises
    Unwritable, at once where the ending or the folder is wrong."""
    opened = _format(path)
    with writable(path) as place:
        with saying_why(path):
            sink = opened(place, shape)
        try:
            yield Writer(sink, path)
        except BaseException:
            with contextlib.suppress(Exception):  # the first error is the one to tell
                sink.close()
            raise
        with saying_why(path):
            sink.close()


def refuse_results_to(path: Path) -> None:
    """Says before a run what would keep its results from being written. Raises Unwritable."""
    _format(path)
    refuse_unwritable(path)


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
