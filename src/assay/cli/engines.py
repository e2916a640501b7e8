"""Which engine scores a table of leads. They all give the same results; one that cannot do a run says so."""

from collections.abc import Iterable, Iterator

from rich.console import Console

from assay.batch import Batch, Rejected, Scored
from assay.cli.failure import Failure

ENGINES = ("auto", "record", "duckdb", "postgres", "spark")
LARGE = {"line": 20_000_000, "record": 200_000}  # bytes of text, or records, from which on DuckDB pays

Items = Iterable[Scored | Rejected]


def scoring(engine: str, batch: Batch, labels: tuple[str, ...], console: Console) -> Items:
    """The rows of a batch, scored. `labels`: of the values that tell people who a lead is."""
    if engine == "record" or (engine == "auto" and not _is_large(batch)):
        return batch
    if batch.previous:
        _note(engine, console, "comparing with an earlier run is the record engine's: it scored")
        return batch
    try:
        return _in_duckdb(engine, batch, labels, console)
    except ImportError:
        if engine == "auto":
            return batch
        raise Failure(
            "scoring in DuckDB needs libraries that are not installed", 'pip install "assay-lang[sql]"'
        ) from None


def _is_large(batch: Batch) -> bool:
    """A file worth the start of a database; the reader's rows with activities gain nothing."""
    size, large = batch.leads.table.size, LARGE.get(batch.leads.table.counted)
    return batch.activities is None and size is not None and large is not None and size > large


def _note(engine: str, console: Console, text: str) -> None:
    if engine == "duckdb":  # who leaves the choice to us need not hear of it
        console.print(f"note: {text}", soft_wrap=True)


def _in_duckdb(engine: str, batch: Batch, labels: tuple[str, ...], console: Console) -> Items:
    """Raises ImportError without its libraries."""
    from assay.bulk import Bulk  # noqa: PLC0415 - libraries that are installed on demand
    from assay.engines.sql import Unsupported, compiled  # noqa: PLC0415
    from assay.scans import scanned  # noqa: PLC0415

    plan, as_of = batch.plan, batch.scorer.as_of
    try:
        if batch.activities is None:
            alone = compiled(plan, "duckdb", as_of, lists=True, activities=False, labels=len(labels))
            found = scanned(plan, alone, batch.leads, labels) if alone.activities is None else None
            if found is not None:
                return _guarded(found)
        if engine == "auto":
            return batch
        return _guarded(Bulk(batch, compiled(plan, "duckdb", as_of, lists=True), labels))
    except Unsupported as why:
        _note(engine, console, f"{why.message}: the record engine scored")
        return batch


def _guarded(items: Items) -> Iterator[Scored | Rejected]:
    """What a database cannot hold ends the run with a sentence."""
    from assay.engines.sql.duck import OutOfRange  # noqa: PLC0415 - as above

    try:
        yield from items
    except OutOfRange:
        raise Failure("some points or times are beyond what DuckDB can count", "score with `--engine record`") from None
