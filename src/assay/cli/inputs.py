"""Opening leads, activities and earlier results for commands, and saying what does not fit before scoring."""

import contextlib
from collections.abc import Iterator, Sequence

from rich.console import Console

from assay.batch import Input
from assay.check import Columns
from assay.cli.failure import Failure
from assay.data.addresses import address_of, is_address
from assay.data.bind import Binding, bind
from assay.data.failures import Unreadable, Unwritable
from assay.data.previous import PreviousRun
from assay.data.rows import Table
from assay.data.tables import open_database, open_table
from assay.plan import nodes
from assay.plan.nodes import Plan

_SHOWN = 8


@contextlib.contextmanager
def unreadable_ends() -> Iterator[None]:
    """What cannot be read ends the command with its sentence."""
    try:
        yield
    except Unreadable as error:
        raise Failure(error.message, error.help) from None


@contextlib.contextmanager
def unwritable_ends() -> Iterator[None]:
    """And what cannot be written."""
    try:
        yield
    except Unwritable as error:
        raise Failure(error.message, error.help) from None


@contextlib.contextmanager
def opened(path: str | None) -> Iterator[Table | None]:
    """An open table, or None for no path."""
    if path is None:
        yield None
        return
    with unreadable_ends(), open_table(path) as table:
        yield table


@contextlib.contextmanager
def opened_both(leads: str, activities: str | None) -> Iterator[tuple[Table, Table | None]]:
    """Leads and activities; those of a database may be named in the address of the leads."""
    with unreadable_ends(), contextlib.ExitStack() as tables:
        opened_leads = tables.enter_context(open_table(leads))
        if activities is not None:
            yield opened_leads, tables.enter_context(open_table(activities))
        elif is_address(leads) and (named := (address := address_of(leads)).activities):
            yield opened_leads, tables.enter_context(open_database(address, named))
        else:
            yield opened_leads, None


def columns_of(leads: Table, activities: Table | None, activity_time: str | None) -> Columns:
    """The headers, for rules without a schema."""
    return Columns(leads.columns, activities.columns if activities else (), activity_time)


def bound(table: Table, schema: nodes.Table, console: Console) -> Input:
    """The table with its columns bound to the schema; missing and extra columns are told."""
    with unreadable_ends():
        binding = bind(schema, table.columns, table.name)
    if schema.declared and not table.open_ended:
        for note in _column_notes(table.name, binding):
            console.print(f"note: {note}", soft_wrap=True)
    return Input(table, binding)


def _column_notes(name: str, binding: Binding) -> Iterator[str]:
    """What is to be said of columns that are not where the schema has them; a likely misspelling has its own line."""
    for absent in binding.missing:
        if absent.similar:
            meant = f"is it `{absent.similar}`? Then write `from` behind the field"
            yield f"{name} has no column `{absent.field.column}`: it is missing for every row; {meant}"
    plain = [absent.field.column for absent in binding.missing if not absent.similar]
    if plain:
        what = "column" if len(plain) == 1 else "columns"
        verb = "it is" if len(plain) == 1 else "they are"
        yield f"{name} has no {what} {_listed(plain)}: {verb} missing for every row"
    if binding.extra:
        yield f"the rules do not read these columns of {name}: {_listed(binding.extra)}"


def _listed(columns: Sequence[str]) -> str:
    rest = f" and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
    return ", ".join(f"`{column}`" for column in columns[:_SHOWN]) + rest


def refuse_keyless(plan: Plan) -> None:
    """Leads of an earlier run are found by their key."""
    if plan.lead.key is None:
        raise Failure(
            "the leads have no key, so none can be found in an earlier run", "mark a field of `lead` with `key`"
        )


def tell_unknown(run: PreviousRun, console: Console) -> None:
    if run.unknown:
        listed = ", ".join(f"`{name}`" for name in sorted(run.unknown)[:_SHOWN])
        console.print(f"note: the rules have no stage {listed}; leads that were there count as in none", soft_wrap=True)


def listed(faults: Sequence[str]) -> str:
    """A few faults, one a line."""
    return "\n".join(f"  {fault}" for fault in faults)
