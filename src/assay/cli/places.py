"""Where a run takes place: here, or in the database that holds the leads. Its libraries are imported only then."""

from pathlib import Path
from typing import TYPE_CHECKING

from assay.batch import Input
from assay.cli.comparing import Compared
from assay.cli.failure import Failure
from assay.cli.inputs import unreadable_ends, unwritable_ends
from assay.cli.naming import Naming
from assay.cli.rejected import Rejections
from assay.cli.terminal import messages
from assay.data.addresses import address_of, is_address
from assay.data.rejects import refuse_rejects_to
from assay.data.rows import Table
from assay.data.writing import refuse_results_to
from assay.plan.nodes import Plan

if TYPE_CHECKING:
    from assay.cli.in_postgres import InPostgres

_EXTRA = 'pip install "assay-lang[postgres]"'


def scores_there(engine: str, leads: Table, activities: Table | None) -> bool:
    """Whether PostgreSQL scores: asked for, or where nothing else is and all tables are in one database."""
    if engine not in {"auto", "postgres"}:
        return False
    one = is_address(leads.name) and _is_one_database(leads, activities)
    if engine == "postgres" and not one:
        raise Failure(
            "`--engine postgres` scores tables of one database",
            "name them: postgresql://…?leads=TABLE&activities=TABLE",
        )
    return one and _permits_work(engine, leads)


def _permits_work(engine: str, leads: Table) -> bool:
    from assay.cli.in_postgres import permits_work  # noqa: PLC0415

    with unreadable_ends():
        if permits_work(leads):
            return True
    why = "the database permits no temporary tables, in which it would score"
    if engine == "postgres":
        raise Failure(why, "grant TEMPORARY to its user; or leave out --engine, and leads of a replica are scored here")
    messages().print(f"note: {why}: the record engine scores", soft_wrap=True)
    return False


def _is_one_database(leads: Table, activities: Table | None) -> bool:
    try:
        from assay.cli.in_postgres import is_one_database  # noqa: PLC0415
    except ImportError:
        raise Failure("scoring in PostgreSQL needs libraries that are not installed", _EXTRA) from None
    return is_one_database(leads, activities)


def refuse_address(output: str | None) -> None:
    """Results go to a table by another way."""
    if output is not None and is_address(output):
        raise Failure(
            "-o writes files; a table of PostgreSQL takes the results of leads of the same database",
            "name it in their address: postgresql://…?leads=TABLE&results=TABLE",
        )


def refuse_places(output: Path | None, rejects: Path | None) -> None:
    """What cannot be written at the end is told before the work is done."""
    if output is not None and rejects is not None and output.resolve() == rejects.resolve():
        raise Failure(f"results and rejected rows would both go to `{output}`", "name another file with --rejects")
    with unwritable_ends():
        if output is not None:
            refuse_results_to(output)
        if rejects is not None:
            refuse_rejects_to(rejects)


def refuse_results(leads: str, there: bool, output: Path | None, only_changed: bool) -> None:
    """A table of results is filled in the database, and then no file is but one of what changed."""
    if not is_address(leads) or address_of(leads).results is None:
        return
    if not there:
        raise Failure(
            "the address names a table for results, which only `--engine postgres` fills", "or write a file with -o"
        )
    if output is not None and not only_changed:
        raise Failure(
            "results go to the table the address names or to a file, not to both",
            "leave one of them out; with --only-changed the file gets those that changed",
        )


def in_place(
    plan: Plan,
    as_of: int,
    leads: Input,
    activities: Input | None,
    compared: Compared | None,
    rejections: Rejections,
    naming: Naming,
) -> "InPostgres":
    from assay.cli.in_postgres import InPostgres  # noqa: PLC0415

    return InPostgres(plan, as_of, leads, activities, compared, rejections.add_activity, naming)


def in_spark(
    rules: Path,
    leads: str,
    activities: str | None,
    as_of: str | None,
    previous: str | None,
    output: str | None,
    only_changed: bool,
    rejects: Path | None,
    master: str | None,
) -> None:
    """The whole command on a cluster."""
    if output is None:
        raise Failure("on Spark results go to a folder or a table", "name it with -o: a folder, or `table:NAME`")
    if previous is not None and is_address(previous):
        raise Failure(
            "on Spark the earlier run is a folder or a table of the cluster",
            "name the one that -o was, or `table:NAME`",
        )
    try:
        from assay.cli.in_spark import Asked, score_in_spark  # noqa: PLC0415
    except ImportError:
        raise Failure(
            "scoring on Spark needs libraries that are not installed", 'pip install "assay-lang[spark]"'
        ) from None
    score_in_spark(Asked(rules, leads, activities, as_of, previous, output, only_changed, rejects, master))
