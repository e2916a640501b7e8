"""`assay score --previous` with a table of results: the run before this one, whatever scores, and what is told where there
is none."""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.cli.conftest import Ran, Run, run  # noqa: F401  a fixture
from tests.cli.test_changes import ACTIVITIES, EXPECTED, LEADS, RULES, lines
from tests.servers.postgres import PASSWORD, Server
from tests.servers.tables import table, text_table

FIRST, SECOND = "2026-11-01", "2026-11-02"
TOLD = "changes", "cause", "previous_stage", "previous_score"
OWN = "morning_leads&activities=morning_acts&results=morning"


@pytest.fixture
def folder(tmp_path: Path, server: Server) -> Iterator[Path]:
    """The data of the first morning, as files and as tables, and no results."""
    (tmp_path / "rules.assay").write_text(RULES)
    with server.connect() as connection:
        connection.execute("drop table if exists morning")
    fill(server, tmp_path, LEADS, ACTIVITIES)
    yield tmp_path
    shutil.rmtree(tmp_path)


def fill(server: Server, folder: Path, leads: dict[str, str], activities: str) -> None:
    (folder / "leads.csv").write_text(lines(leads))
    (folder / "activities.csv").write_text(activities)
    text_table(server, "morning_leads", folder / "leads.csv")
    text_table(server, "morning_acts", folder / "activities.csv")


def a_day_later(server: Server, folder: Path) -> None:
    later = {**LEADS, "moves": "Cor,BE,5", "barred": "Eva,XX,300", "test": "Test,NL,300", "grows": "Gus,NL,300"}
    later |= {"fresh": "Hal,NL,300", "idle": "Jan,BE,1"}
    fill(server, folder, later, ACTIVITIES + "rises,demo,2026-11-01 12:00\n")


def morning(run: Run, server: Server, folder: Path, as_of: str, *more: object, status: int = 0) -> Ran:  # noqa: F811
    """What runs each morning: everything in the database, compared with the morning before."""
    given = ["score", folder / "rules.assay", server.url(f"leads={OWN}"), "--as-of", as_of]
    ran = run(*given, *more)
    assert ran.status == status, ran.err
    assert PASSWORD not in ran.err + ran.out
    return ran


def kept(server: Server, as_of: str) -> dict[str, tuple[str, str, str, str]]:
    """What the table says of a run, as a file of results spells it."""
    with server.connect() as connection, connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        rows = cursor.execute("select * from morning where as_of = %s::timestamptz", (f"{as_of} UTC",)).fetchall()
    return {row["key"]: tuple(map(_spelled, (row[one] for one in TOLD))) for row in rows}  # type: ignore[misc]


def _spelled(cell: object) -> str:
    return "; ".join(cell) if isinstance(cell, list) else "" if cell is None else str(cell)


def told(file: Path) -> dict[str, tuple[str, ...]]:
    with file.open() as opened:
        return {row["key"]: tuple(row[one] for one in TOLD) for row in csv.DictReader(opened)}


def test_each_morning_the_table_says_what_changed_since_the_last(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    first = morning(run, server, folder, FIRST, "--previous", "results")
    assert "`morning` holds no run before this one yet, so all leads are new" in first.err
    assert {row[0].split("; ")[0] for row in kept(server, FIRST).values()} == {"new"}
    a_day_later(server, folder)
    second = morning(run, server, folder, SECOND, "--previous", "results")
    assert "9 of 10 leads changed since 2026-11-01 00:00 UTC" in second.err
    assert re.search(r"^Ann +rises +", second.err, re.M)  # her name, which no query of scores reads
    assert "note: every lead" not in second.err
    assert kept(server, SECOND) == EXPECTED


def test_the_same_morning_again_tells_the_same(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    morning(run, server, folder, FIRST, "--previous", "results")
    a_day_later(server, folder)
    once = morning(run, server, folder, SECOND, "--previous", "results").err
    assert morning(run, server, folder, SECOND, "--previous", "results").err == once
    assert kept(server, SECOND) == EXPECTED


def test_what_changed_goes_to_a_file_beside_the_table(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    morning(run, server, folder, FIRST)
    a_day_later(server, folder)
    more = ["--previous", server.url("results=morning"), "--only-changed", "-o", folder / "changed.csv"]
    ran = morning(run, server, folder, SECOND, *more)
    assert "10 leads scored into `morning`" in ran.err
    assert "those that changed are in" in ran.err
    assert told(folder / "changed.csv") == {key: row for key, row in EXPECTED.items() if key != "stays"}
    assert kept(server, SECOND) == EXPECTED


@pytest.mark.parametrize("engine", ["auto", "record", "duckdb"])
def test_files_are_compared_with_a_table_too(run: Run, server: Server, folder: Path, engine: str) -> None:  # noqa: F811
    morning(run, server, folder, FIRST)
    a_day_later(server, folder)
    given = [folder / "rules.assay", folder / "leads.csv", "--activities", folder / "activities.csv"]
    more = ["--engine", engine, "--previous", server.url("results=morning"), "-o", folder / "after.csv"]
    ran = run("score", *given, "--as-of", SECOND, *more)
    assert ran.status == 0, ran.err
    assert "since 2026-11-01 00:00 UTC" in ran.err
    assert told(folder / "after.csv") == EXPECTED


def test_the_run_before_is_by_whatever_rules(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    """Of two of one moment, by these; later runs, this one among them, do not count."""
    morning(run, server, folder, "2026-10-01")
    morning(run, server, folder, FIRST)
    (folder / "rules.assay").write_text(RULES.replace("add 20", "add 21"))
    morning(run, server, folder, "2026-11-05")
    changed = morning(run, server, folder, SECOND, "--previous", "results")
    assert "8 of 8 leads changed since 2026-11-01" in changed.err
    assert {row[1] for row in kept(server, SECOND).values()} == {"rules or data"}
    morning(run, server, folder, FIRST)
    again = morning(run, server, folder, SECOND, "--previous", "results")
    assert "2 of 8 leads changed since 2026-11-01" in again.err  # points of demos faded
    (folder / "rules.assay").write_text(RULES.replace("add 20", "add 22"))
    refused = morning(run, server, folder, SECOND, "--previous", "results", status=2)
    assert "`morning` holds 2 runs of 2026-11-01 00:00:00 UTC, and none by these rules" in refused.err


def test_explain_knows_the_stage_of_the_run_before(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    morning(run, server, folder, FIRST)
    given = ["explain", folder / "rules.assay", server.url(f"leads={OWN}"), "--lead", "held", "--as-of", "2026-12-01"]
    assert "was SQL" not in run(*given).out
    assert "was SQL before, and SQL is kept once reached" in run(*given, "--previous", "results").out


@pytest.mark.parametrize(
    ("previous", "said"),
    [
        ("results=mornin", "has no table `mornin`"),
        ("results=morning", "`morning` holds no run before 2026-11-01 00:00:00 UTC"),
        ("results=morning_leads", "the table `morning_leads` holds no results"),
        ("", "add `?results=TABLE` to the address"),
        ("table=morning_leads", "has no column `key`"),
    ],
)
def test_a_run_that_is_not_there_has_a_sentence(
    run: Run,  # noqa: F811
    server: Server,
    folder: Path,
    previous: str,
    said: str,
) -> None:
    morning(run, server, folder, FIRST)
    ran = run(
        "score", folder / "rules.assay", folder / "leads.csv", "--as-of", FIRST, "--previous", server.url(previous)
    )
    assert ran.status == 2
    assert said in " ".join(ran.err.split())
    assert PASSWORD not in ran.err


def test_results_alone_asks_for_an_address_that_names_them(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    for leads in (folder / "leads.csv", server.url("leads=morning_leads&activities=morning_acts")):
        ran = run("score", folder / "rules.assay", leads, "--previous", "results")
        assert ran.status == 2
        assert "add `&results=TABLE` to that address" in ran.err


def test_a_table_that_may_not_be_read_is_said_to_be_so(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    morning(run, server, folder, FIRST)
    with server.connect() as connection:
        connection.execute("drop role if exists poor")
        connection.execute(SQL("create role {} login password 'meagre'").format(Identifier("poor")))
    given = server.url("results=morning", "poor", "meagre")
    ran = run("score", folder / "rules.assay", folder / "leads.csv", "--as-of", SECOND, "--previous", given)
    assert ran.status == 2
    assert "does not permit reading `morning`" in ran.err
    assert "meagre" not in ran.err


def test_any_table_with_key_and_stage_is_an_earlier_run(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    table(server, "stages", [("key", "text"), ("stage", "text")], [("held", "SQL"), ("rises", "IQL")])
    given = [folder / "rules.assay", folder / "leads.csv", "--activities", folder / "activities.csv"]
    more = ["--previous", server.url("table=stages"), "-o", folder / "after.csv"]
    assert run("score", *given, "--as-of", "2027-01-01", *more).status == 0
    assert {key: row[2] for key, row in told(folder / "after.csv").items() if row[2]} == {"held": "SQL", "rises": "IQL"}


def test_spark_is_not_given_an_address(run: Run, folder: Path) -> None:  # noqa: F811
    secret = "postgresql://ann:hush7@db/crm?results=t"
    ran = run("score", folder / "rules.assay", "leads", "--engine", "spark", "--previous", secret, "-o", folder / "o")
    assert ran.status == 2
    assert "the earlier run is a folder or a table of the cluster" in ran.err
    assert "hush7" not in ran.err
