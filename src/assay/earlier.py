"""An earlier run whose results DuckDB takes over from a file: the quick way for files in which nearly every row is as
`score -o` writes it."""

import contextlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from assay.data.json_lines import JsonLines
from assay.data.previous import COLUMNS, TOLD, PreviousRun, label_of, moment_of, previous_run
from assay.data.rows import Table
from assay.data.spilling import Room, temporary_folder
from assay.engines.sql.duck import Database, connection, in_order
from assay.engines.sql.scan import Scan
from assay.engines.sql.scan.results import (
    KeptRun,
    Looked,
    are_among,
    json_results_scan,
    keep,
    looked_through,
    odd_rows,
    results_scan,
    take_over,
)
from assay.engines.sql.values import is_encodable
from assay.scans import apart, at_most, source_of


@contextlib.contextmanager
def kept_run(table: Table, stages: Sequence[str], room: Room) -> Iterator[KeptRun | None]:
    """What a file says of its run, to be taken over meanwhile; its odd rows are read by the reader. None where that has
    to read them all: a key comes twice, rows are of several runs, or too many are odd. Raises Unreadable, as it does."""
    if (scan := _scan(table)) is None:
        yield None
        return
    with temporary_folder(room) as folder:
        with closing(connection(folder, memory=room.memory)) as database:
            in_order(database)
            run = _run(table, scan, stages, database) if take_over(database, scan) else None
            if run is not None:
                run.path = str(folder / "earlier.parquet")
                keep(database, stages, run.path)
        yield run


def _scan(table: Table) -> Scan | None:
    columns = _columns(table)
    if not {"key", "stage"} <= columns.keys() or (source := source_of(table)) is None:
        return None
    if isinstance(table, JsonLines):
        return json_results_scan(source, table.paths() or {}, columns)
    return results_scan(source, columns)


def _columns(table: Table) -> dict[str, str]:
    """The columns that say something, by what they say."""
    label = label_of(table)
    return {name: column for column in table.columns if (name := label(column)) in COLUMNS}


def _run(table: Table, scan: Scan, stages: Sequence[str], database: Database) -> KeptRun | None:
    looked = looked_through(database)
    if not looked.plain or not looked.counted.fits(scan, at_most(scan)) or looked.keys < looked.plain:
        return None
    run = _plain(_columns(table).keys(), looked, stages)
    if run is None or not looked.counted.odd:
        return run
    lines = odd_rows(database, scan)
    odd = None if lines is None else apart(table, scan, lines)
    return None if odd is None else _with(run, previous_run(odd, stages), database)


def _plain(told: Collection[str], looked: Looked, stages: Sequence[str]) -> KeptRun | None:
    """The run as its plain rows have it; None where they are of several."""
    (first, last), (version, other) = looked.moments, looked.versions
    if first != last or version != other:
        return None
    return KeptRun(
        as_of=first if isinstance(first, int) else moment_of({first}),
        rules_version=None if version is None else str(version),
        unknown=frozenset(looked.stages) - set(stages),
        changed=looked.changed if "changes" in told else None,
        size=looked.plain,
        told=TOLD & {*told, *({"route"} if "route.to" in told else ())},
    )


def _with(run: KeptRun, odd: PreviousRun, database: Database) -> KeptRun | None:
    """And its odd rows; None where they are of another run, or a lead comes twice."""
    if not odd.leads:
        return run
    if (odd.as_of, odd.rules_version) != (run.as_of, run.rules_version):
        return None
    if not is_encodable(odd.leads) or are_among(database, odd.leads):
        return None
    changed = None if run.changed is None and odd.changed is None else (run.changed or 0) + (odd.changed or 0)
    return replace(
        run, leads=odd.leads, unknown=run.unknown | odd.unknown, changed=changed, size=run.size + len(odd.leads)
    )
