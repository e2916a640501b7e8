"""Which engine scores a table of leads. They all give the same results; one that cannot do a run says so."""

import contextlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Console

from assay.batch import Batch, Files, Input, Rejected, Scored
from assay.cli.failure import Failure
from assay.data.spilling import Room

if TYPE_CHECKING:
    from assay.scans import Scanned

ENGINES = ("auto", "record", "duckdb", "postgres", "spark")
LARGE = {
    "line": 2_000_000,
    "record": 10_000,
    "row": 10_000,
}  # bytes of text, or records, from which on DuckDB is quicker

Items = Iterable[Scored | Rejected]


def all_at_once(engine: str, leads: Input, activities: Input | None) -> bool:
    """Whether DuckDB is asked for, or worth its start."""
    return engine == "duckdb" or (engine == "auto" and _share(leads) + _share(activities) >= 1)


def by_files(engine: str, files: Files) -> "Scanned | None":
    """The rows of files, scored all at once: read by DuckDB itself, or else put into its tables by the reader; None where
    neither is possible, or needed."""
    if not all_at_once(engine, files.leads, files.activities):
        return None
    try:
        from assay.engines.sql import Unsupported  # noqa: PLC0415 - libraries that are installed on demand
        from assay.fed import loaded  # noqa: PLC0415
        from assay.scans import scanned  # noqa: PLC0415
    except ImportError:
        return None
    try:
        with within_bounds():
            found = scanned(files)
            return loaded(files) if found is None else found
    except Unsupported:
        return None


def scoring(engine: str, batch: Batch, labels: tuple[str, ...], console: Console, room: Room) -> Items:
    """The rows of a batch, scored by the engine that is asked for. `labels`: of the values that tell people who a lead
    is."""
    if engine != "duckdb":
        return batch
    if batch.previous:
        _note(console, "comparing with an earlier run is the record engine's: it scored")
        return batch
    try:
        return _in_duckdb(batch, labels, console, room)
    except ImportError:
        raise Failure(
            "scoring in DuckDB needs libraries that are not installed", 'pip install "assay-lang[sql]"'
        ) from None


def _share(given: Input | None) -> float:
    """Of what is worth the start of a database."""
    if given is None:
        return 0
    size, large = given.table.size, LARGE.get(given.table.counted)
    return 0 if size is None or large is None else size / large


def _note(console: Console, text: str) -> None:
    console.print(f"note: {text}", soft_wrap=True)


def _in_duckdb(batch: Batch, labels: tuple[str, ...], console: Console, room: Room) -> Items:
    """Raises ImportError without its libraries."""
    from assay.bulk import Bulk  # noqa: PLC0415 - libraries that are installed on demand
    from assay.engines.sql import Unsupported, compiled  # noqa: PLC0415

    try:
        return guarded(Bulk(batch, compiled(batch.plan, "duckdb", batch.scorer.as_of, lists=True), labels, room))
    except Unsupported as why:
        _note(console, f"{why.message}: the record engine scored")
        return batch


def guarded(items: Items) -> Iterator[Scored | Rejected]:
    """What a database cannot hold ends the run with a sentence."""
    with within_bounds():
        yield from items


@contextlib.contextmanager
def within_bounds() -> Iterator[None]:
    """What ends a query ends the command, with a sentence; Ctrl-C in the middle of one is Ctrl-C."""
    from assay.engines.sql.duck import Failed, OutOfRange, Stopped, is_full  # noqa: PLC0415 - as above

    try:
        yield
    except OutOfRange:
        raise Failure("some points or times are beyond what DuckDB can count", "score with `--engine record`") from None
    except Stopped as stopped:
        if "interrupted" not in str(stopped).lower():
            raise
        raise KeyboardInterrupt from None
    except Failed as failed:
        if not is_full(failed):
            raise
        raise Failure(
            "DuckDB has no room left, neither in memory nor for temporary files",
            "give it more with --memory, or name a folder with more room in the variable TMPDIR",
        ) from None
