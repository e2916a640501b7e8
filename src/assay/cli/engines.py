"""Which engine scores a table of leads. They all give the same results; one that cannot do a run says so."""

from collections.abc import Iterable, Iterator

from rich.console import Console

from assay.batch import Batch, Rejected, Scored
from assay.cli.failure import Failure

ENGINES = ("auto", "record", "duckdb", "postgres")

Items = Iterable[Scored | Rejected]


def scoring(engine: str, batch: Batch, labels: tuple[str, ...], console: Console) -> Items:
    """The rows of a batch, scored. `labels`: of the values that tell people who a lead is."""
    if engine != "duckdb":
        return batch
    if batch.previous:
        console.print("note: comparing with an earlier run is the record engine's: it scored", soft_wrap=True)
        return batch
    return _in_duckdb(batch, labels, console)


def _in_duckdb(batch: Batch, labels: tuple[str, ...], console: Console) -> Items:
    try:
        from assay.bulk import Bulk  # noqa: PLC0415 - libraries that are installed on demand
        from assay.engines.sql import Unsupported, compiled  # noqa: PLC0415
    except ImportError:
        raise Failure(
            "scoring in DuckDB needs libraries that are not installed", 'pip install "assay-lang[sql]"'
        ) from None
    try:
        query = compiled(batch.plan, "duckdb", batch.scorer.as_of, lists=True)
    except Unsupported as why:
        console.print(f"note: {why.message}: the record engine scored", soft_wrap=True)
        return batch
    return _guarded(Bulk(batch, query, labels))


def _guarded(items: Items) -> Iterator[Scored | Rejected]:
    """What a database cannot hold ends the run with a sentence."""
    from assay.engines.sql.duck import OutOfRange  # noqa: PLC0415 - as above

    try:
        yield from items
    except OutOfRange:
        raise Failure("some points or times are beyond what DuckDB can count", "score with `--engine record`") from None
