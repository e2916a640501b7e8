"""The run that `--previous` names: a file of results, or the run before this one in a table of a database."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from assay.cli.engines import within_bounds
from assay.cli.failure import Failure
from assay.cli.inputs import opened, refuse_keyless, tell_unknown, unreadable_ends
from assay.data.addresses import Address, address_of, is_address
from assay.data.failures import Absent
from assay.data.previous import PreviousRun, previous_run
from assay.data.rows import Table
from assay.data.spilling import Room
from assay.data.tables import open_earlier
from assay.plan.nodes import Plan

_TAKEN = frozenset({".csv", ".txt", ".tsv", ".tab", ".jsonl", ".ndjson", ".parquet", ".pq"})
_OWN = "results"  # the table that the address of the leads names


@dataclass(frozen=True, slots=True)
class _Kept:
    """A table of results; `fills`: this run adds its own to it."""

    address: Address
    table: str
    fills: bool


def earlier_run(previous: str, leads: str, plan: Plan, as_of: int, console: Console) -> PreviousRun:
    """What `--previous` names. Of a table of results the latest run before this one; if there is none in the table that
    this run fills, it is the first, and all leads are new."""
    refuse_keyless(plan)
    with unreadable_ends():
        kept = _kept(previous, leads)
    stages = {stage.name for stage in plan.stages}
    if kept is None:
        with opened(previous) as table, unreadable_ends():
            assert table is not None
            run = previous_run(table, stages)
    else:
        run = _from_a_table(kept, plan, as_of, console)
    tell_unknown(run, console)
    return run


@contextlib.contextmanager
def kept_run(previous: str, leads: str, plan: Plan, room: Room) -> Iterator[PreviousRun | None]:
    """The same where DuckDB can take the leads over from a file of results, in a block; None where the reader has to read
    them."""
    path = Path(previous)
    taken = path.suffix.lower() in _TAKEN and path.is_file() and _kept(previous, leads) is None
    if (kept := _taking_over() if taken else None) is None:
        yield None
        return
    refuse_keyless(plan)
    with opened(previous) as table:
        assert table is not None
        with within_bounds(), kept(table, [stage.name for stage in plan.stages], room) as run:
            yield run


def _taking_over() -> Callable[[Table, Sequence[str], Room], AbstractContextManager[PreviousRun | None]] | None:
    """None without the libraries."""
    try:
        from assay.earlier import kept_run  # noqa: PLC0415 - libraries that are installed on demand
    except ImportError:
        return None
    return kept_run


def _from_a_table(kept: _Kept, plan: Plan, as_of: int, console: Console) -> PreviousRun:
    with unreadable_ends():
        try:
            with open_earlier(kept.address, kept.table, as_of, plan.rules_version) as table:
                return previous_run(table, {stage.name for stage in plan.stages})
        except Absent:
            if not kept.fills:
                raise
    console.print(f"note: `{kept.table}` holds no run before this one yet, so all leads are new", soft_wrap=True)
    return PreviousRun()


def _kept(previous: str, leads: str) -> _Kept | None:
    """The table of results that is meant; None for files, and for tables without runs."""
    own = address_of(leads) if is_address(leads) else None
    if previous == _OWN and not Path(previous).exists():
        if own is None or own.results is None:
            raise Failure(
                "`--previous results` is the table of results in the address of the leads, which names none",
                "add `&results=TABLE` to that address, or name a file",
            )
        return _Kept(own, own.results, fills=True)
    if not is_address(previous):
        return None
    address = address_of(previous)
    if address.results is None:
        if address.leads is None:
            raise Failure(f"{address.shown} names no table", "add `?results=TABLE` to the address")
        return None
    fills = own is not None and (own.results, own.settings) == (address.results, address.settings)
    return _Kept(address, address.results, fills)
