"""`assay score` in PostgreSQL: the results, the rejected rows and the notes of the record engine, from tables and into
tables."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest

from assay.engines.sql.postgres import running, sampling
from tests.cli.conftest import PACKS, Run, run  # noqa: F401  a fixture
from tests.cli.test_score import ACTIVITIES, LEADS, RULES
from tests.servers.postgres import PASSWORD, Server
from tests.servers.tables import table, text_table

PACK = PACKS / "b2b_saas"
AS_OF = "2026-11-01"


@pytest.fixture
def folder(tmp_path: Path, server: Server) -> Path:
    (tmp_path / "rules.assay").write_text(RULES)
    for name, content in (("leads", LEADS), ("activities", ACTIVITIES)):
        (tmp_path / f"{name}.csv").write_text(content)
        text_table(server, f"small_{name}", tmp_path / f"{name}.csv")
    with server.connect() as connection:
        connection.execute("drop table if exists scored")
    return tmp_path


def address(server: Server, more: str = "") -> str:
    return server.url(f"leads=small_leads&activities=small_activities{more}")


def rows_of(server: Server, table_: str = "scored") -> list[dict[str, object]]:
    with server.connect() as connection, connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        return cursor.execute(f"select * from {table_} order by as_of, key").fetchall()


@pytest.mark.parametrize("engine", ["auto", "postgres"])
def test_a_pack_scores_as_the_record_engine_scores_it(run: Run, server: Server, tmp_path: Path, engine: str) -> None:  # noqa: F811
    text_table(server, "pack_leads", PACK / "leads.csv")
    text_table(server, "pack_activities", PACK / "activities.csv")
    given = server.url("leads=pack_leads&activities=pack_activities")
    out = tmp_path / "out.jsonl"
    ran = run("score", PACK, given, "--engine", engine, "--as-of", AS_OF, "-o", out)
    assert ran.status == 0, ran.err
    expected = (PACK / "expected.jsonl").read_text().splitlines()
    assert sorted(out.read_text().splitlines()) == sorted(expected)


@pytest.mark.parametrize("pack", ["bank_marketing", "ecommerce"])
def test_other_packs_score_so_too(run: Run, server: Server, tmp_path: Path, pack: str) -> None:  # noqa: F811
    leads = next((PACKS / pack).glob("leads.*"))
    if leads.suffix == ".jsonl":
        pytest.skip("its leads bring their activities along: no table")
    text_table(server, "other_leads", leads)
    outs = []
    given = server.url("leads=other_leads")
    for engine in ("record", "postgres"):
        out = tmp_path / f"{engine}.jsonl"
        ran = run("score", PACKS / pack, given, "--engine", engine, "--as-of", AS_OF, "-o", out)
        assert "Traceback" not in ran.err
        outs.append(sorted(out.read_text().splitlines()))
    assert outs[0] == outs[1]


def test_notes_and_rejected_rows_are_those_of_the_record_engine(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    with server.connect() as connection:
        connection.execute("insert into small_leads (id, name, country, employees) values ('6', 'Eve', 'NL', '2.500')")
        connection.execute("insert into small_leads (id, name) values (null, 'Nobody'), ('1', 'Again')")
        connection.execute("insert into small_activities values ('1', 'demo', 'whenever')")
    told = {}
    for engine in ("record", "postgres"):
        rejects = folder / f"{engine}.csv"
        given = ["--as-of", AS_OF, "--rejects", rejects, "--engine", engine]
        ran = run("score", folder / "rules.assay", address(server), *given)
        assert ran.status == 1
        told[engine] = (sorted(ran.err.splitlines()), rejects.read_text(), ran.out)
    assert told["record"] == told["postgres"]
    assert "activities that belong to no lead" in "".join(told["postgres"][0])
    assert "Ann" in told["postgres"][2]


def test_a_table_of_results_is_told_of_as_a_file_is(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    to_file = run("score", folder / "rules.assay", address(server), "--as-of", AS_OF, "-o", folder / "out.csv")
    to_table = run("score", folder / "rules.assay", address(server, "&results=scored"), "--as-of", AS_OF)
    assert "activities after that moment, which did not count: 1" in to_table.err
    assert to_table.err.splitlines()[1:] == to_file.err.splitlines()[1:]


def test_keys_are_literal(run: Run, server: Server, tmp_path: Path) -> None:  # noqa: F811
    """In a field of numbers, too: 7, 007 and 7.0 are three leads, each with what it did, told as written."""
    (tmp_path / "rules.assay").write_text(RULES.replace("id text exact key", "id number key"))
    assert "id number key" in (tmp_path / "rules.assay").read_text()
    text = ("text", "text", "text")
    table(
        server,
        "literal_leads",
        list(zip(("id", "name", "country"), text, strict=True)),
        [("7", "A", "NL"), ("007", "B", "BE"), ("7.0", "C", "NL"), ("007", "D", "NL")],
    )
    table(
        server,
        "literal_activities",
        list(zip(("lead_id", "action", "occurred"), text, strict=True)),
        [("007", "demo", "2026-10-30"), ("7.0", "demo", "2026-10-30"), ("007.0", "demo", "2026-10-30")],
    )
    given = server.url("leads=literal_leads&activities=literal_activities")
    told = []
    for engine in ("record", "postgres"):
        written = ["-o", tmp_path / "out.jsonl", "--rejects", tmp_path / "out.csv", "--as-of", AS_OF]
        ran = run("score", tmp_path / "rules.assay", given, "--engine", engine, *written)
        lines = (tmp_path / "out.jsonl").read_text().splitlines()
        told.append((sorted(lines), (tmp_path / "out.csv").read_text(), ran.err))
    assert told[0] == told[1]
    assert [json.loads(line)["key"] for line in told[1][0]] == ["007", "7", "7.0"]
    assert "the key `007` is repeated" in told[1][2]
    assert "activities that belong to no lead that was scored: 1" in told[1][2]


def test_results_go_into_a_table(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    ran = run("score", folder / "rules.assay", address(server, "&results=scored"), "--as-of", AS_OF)
    assert ran.status == 0, ran.err
    assert "5 leads scored into `scored`" in ran.err
    found = rows_of(server)
    out = folder / "out.parquet"
    run("score", folder / "rules.assay", address(server), "--engine", "record", "--as-of", AS_OF, "-o", out)
    import pyarrow.parquet  # noqa: PLC0415

    expected = sorted(pyarrow.parquet.read_table(out).to_pylist(), key=lambda row: row["key"])
    assert [{**row, "score": None if row["score"] is None else float(str(row["score"]))} for row in found] == [
        {name: float(v) if name in {"fit", "ungrouped"} and v is not None else v for name, v in row.items()}
        for row in expected
    ]


def test_rules_without_stages_and_routes_fill_a_table_too(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    (folder / "rules.assay").write_text('lead { id text exact key  country text }\nwhen country == "NL" add 2\n')
    ran = run("score", folder / "rules.assay", address(server, "&results=scored"), "--as-of", AS_OF)
    assert ran.status == 0, ran.err
    found = [(row["key"], row["score"], row["stage"], row["route"], row["respond_by"]) for row in rows_of(server)]
    assert found[:2] == [("0017", 2, None, None, None), ("1", 2, None, None, None)]


def test_the_same_run_again_replaces_its_rows_and_no_others(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    given = ["score", folder / "rules.assay", address(server, "&results=scored"), "--as-of"]
    for as_of in (AS_OF, "2026-11-02", AS_OF, AS_OF):
        assert run(*given, as_of).status == 0
    assert len(rows_of(server)) == 10
    with server.connect() as connection:
        connection.execute("delete from small_leads where id = '3'")
    run(*given, AS_OF)
    assert [row["key"] for row in rows_of(server)] == ["0017", "1", "2", "4", "0017", "1", "2", "3", "4"]


def test_other_rules_add_their_rows_and_columns(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    given = ["score", folder / "rules.assay", address(server, "&results=scored"), "--as-of", AS_OF]
    run(*given)
    (folder / "rules.assay").write_text(
        RULES.replace("group fit", 'group extra { when country == "NL" add 1 }\ngroup fit')
    )
    assert run(*given).status == 0
    found = rows_of(server)
    assert len(found) == 10
    assert sorted(int(str(row["extra"] or 0)) for row in found) == [0] * 8 + [1, 1]


def test_a_run_that_fails_leaves_the_table_as_it_was(
    run: Run,  # noqa: F811
    server: Server,
    folder: Path,
) -> None:
    given = ["score", folder / "rules.assay", address(server, "&results=scored"), "--as-of", AS_OF]
    run(*given)
    before = rows_of(server)
    with server.connect() as connection:
        connection.execute("update small_leads set country = 'BE'")
        connection.execute("alter table scored add constraint few check (key <> '4') not valid")
    ran = run(*given)
    assert ran.status == 2
    assert "keeping results in `scored`" in ran.err
    assert PASSWORD not in ran.err
    assert rows_of(server) == before


def test_readers_see_the_old_rows_until_all_new_ones_are_there(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    given = ["score", folder / "rules.assay", address(server, "&results=scored"), "--as-of", AS_OF]
    run(*given)
    with psycopg.connect(server.url()) as reader:
        reader.execute("set transaction isolation level repeatable read")
        before = reader.execute("select key, score from scored order by key").fetchall()
        with server.connect() as connection:
            connection.execute("update small_leads set country = 'BE'")
        assert run(*given).status in {0, 1}
        assert reader.execute("select key, score from scored order by key").fetchall() == before
    assert [(row["key"], row["score"]) for row in rows_of(server)] != before


def test_a_table_of_something_else_is_left_alone(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    table(server, "orders", [("id", "text")], [("1",)])
    ran = run("score", folder / "rules.assay", address(server, "&results=orders"), "--as-of", AS_OF)
    assert ran.status == 2
    assert "the table `orders` holds no results" in ran.err


@pytest.mark.parametrize(
    ("making", "said"),
    [
        ("create table scored as select 1 as n", "holds no results"),
        ("create table scored (key text, as_of text, rules_version text)", "column `as_of` of `scored` is text"),
        ("create table scored (key text, score int, as_of timestamptz, rules_version text)", "`scored` is integer"),
    ],
)
def test_a_table_that_cannot_hold_results_is_told_before_the_work(
    run: Run,  # noqa: F811
    server: Server,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    making: str,
    said: str,
) -> None:
    monkeypatch.setattr(running.PostgresRun, "read", None)
    with server.connect() as connection:
        connection.execute(making.encode())
    ran = run("score", folder / "rules.assay", address(server, "&results=scored"), "--as-of", AS_OF)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize(
    ("table_", "said"),
    [
        ("nowhere.scored", 'schema "nowhere" does not exist'),
        ("my scores", "invalid name syntax"),
        ("a.b.c.d", "improper relation name"),
    ],
)
def test_so_is_a_name_that_is_none(
    run: Run,  # noqa: F811
    server: Server,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    table_: str,
    said: str,
) -> None:
    monkeypatch.setattr(running.PostgresRun, "read", None)
    ran = run("score", folder / "rules.assay", address(server, f"&results={table_}"), "--as-of", AS_OF)
    assert ran.status == 2
    assert said in ran.err


def test_so_is_a_group_whose_column_postgresql_would_call_otherwise(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    name = "интерес_к_нашим_ценам_за_последний_год"
    (folder / "rules.assay").write_text(RULES.replace("group fit", f"group `{name}` {{ when true add 1 }}\ngroup fit"))
    ran = run("score", folder / "rules.assay", address(server, "&results=scored"), "--as-of", AS_OF)
    assert ran.status == 2
    assert f"`{name}` is to be a column of `scored`" in ran.err


def test_so_is_a_table_without_the_rights_to_it(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    given = ["score", folder / "rules.assay"]
    run(*given, address(server, "&results=scored"), "--as-of", AS_OF)
    with server.connect() as connection:
        for step in (
            "drop owned by clerk; drop role clerk" if _has_clerk(connection) else "",
            "create role clerk login password 'clerk'",
            "grant select on small_leads, small_activities to clerk",
            "grant select, insert on scored to clerk",
        ):
            connection.execute(step.encode())
    of_clerk = server.url("leads=small_leads&activities=small_activities&results=scored", "clerk", "clerk")
    ran = run(*given, of_clerk, "--as-of", AS_OF)
    assert ran.status == 2
    assert "does not permit keeping results in `scored`" in ran.err
    assert "select, insert and delete" in ran.err
    with server.connect() as connection:
        connection.execute("grant delete on scored to clerk")
    assert run(*given, of_clerk, "--as-of", AS_OF).status == 0
    ran = run(*given, of_clerk, "--as-of", AS_OF, "--previous", "results")
    assert ran.status == 2
    assert "its owner's" in ran.err


def _has_clerk(connection: psycopg.Connection) -> bool:
    return connection.execute("select 1 from pg_roles where rolname = 'clerk'").fetchone() is not None


@pytest.mark.parametrize("kind", ["read only", "without the right"])
def test_where_no_temporary_tables_may_be_made_leads_are_scored_here(
    run: Run,  # noqa: F811
    server: Server,
    folder: Path,
    kind: str,
) -> None:
    query, out = "leads=small_leads&activities=small_activities", folder / "out.jsonl"
    with server.connect() as connection:
        if not _has_clerk(connection):
            connection.execute("create role clerk login password 'clerk'")
        connection.execute("grant select on small_leads, small_activities to clerk")
    given = server.url(query, "clerk", "clerk")
    if kind == "read only":
        given += "&options=-c%20default_transaction_read_only%3Don"
    else:
        with server.connect() as connection:
            connection.execute("revoke temporary on database postgres from public")
    try:
        ran = run("score", folder / "rules.assay", given, "--as-of", AS_OF, "-o", out)
        asked = run("score", folder / "rules.assay", given, "--as-of", AS_OF, "--engine", "postgres")
    finally:
        with server.connect() as connection:
            connection.execute("grant temporary on database postgres to public")
    assert ran.status == 0, ran.err
    assert "note: the database permits no temporary tables" in ran.err
    there = folder / "there.jsonl"
    assert run("score", folder / "rules.assay", server.url(query), "--as-of", AS_OF, "-o", there).status == 0
    assert sorted(out.read_text().splitlines()) == sorted(there.read_text().splitlines())
    assert asked.status == 2
    assert "the database permits no temporary tables" in asked.err


@pytest.mark.parametrize("before", [[], ["2026-10-01"], [AS_OF]])
def test_of_two_runs_at_once_one_says_that_the_other_wrote(
    run: Run,  # noqa: F811
    server: Server,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    before: list[str],
) -> None:
    """The second begins and ends after the first has read, before it keeps what it made of that."""
    given = ["score", folder / "rules.assay", address(server, "&results=scored"), "--as-of", AS_OF]
    for as_of in before:
        run(*given[:-1], as_of)
    left, others = running.PostgresRun.left, []

    def with_another(first: running.PostgresRun) -> int:
        monkeypatch.setattr(running.PostgresRun, "left", left)
        others.append(run(*given).status)
        return left(first)

    monkeypatch.setattr(running.PostgresRun, "left", with_another)
    ran = run(*given)
    assert (others, ran.status) == ([0], 2)
    assert "another run wrote to `scored` while this one did" in ran.err
    assert len(rows_of(server)) == 5 * len({AS_OF, *before})


def test_broken_guarantees_count_in_the_exit_status(run: Run, server: Server, folder: Path) -> None:  # noqa: F811
    (folder / "rules.assay").write_text(RULES + "never score >= 65\n")
    ran = run("score", folder / "rules.assay", address(server, "&results=scored"), "--as-of", AS_OF)
    assert ran.status == 1
    assert "broken guarantees: 1" in ran.err
    assert [row["broken"] for row in rows_of(server) if row["broken"]] == [["never score >= 65"]]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--engine", "record"], "which only `--engine postgres` fills"),
        (["-o", "out.csv"], "not to both"),
    ],
)
def test_what_a_table_of_results_does_not_go_with(
    run: Run,  # noqa: F811
    server: Server,
    folder: Path,
    more: list[str],
    said: str,
) -> None:
    ran = run("score", folder / "rules.assay", address(server, "&results=scored"), *more)
    assert ran.status == 2
    assert said in ran.err


def test_files_are_not_scored_in_the_database(run: Run, folder: Path) -> None:  # noqa: F811
    ran = run("score", folder / "rules.assay", folder / "leads.csv", "--engine", "postgres")
    assert ran.status == 2
    assert "scores tables of one database" in ran.err


def test_changes_and_their_causes_are_those_of_the_record_engine(run: Run, server: Server, tmp_path: Path) -> None:  # noqa: F811
    text_table(server, "pack_leads", PACK / "leads.csv")
    text_table(server, "pack_activities", PACK / "activities.csv")
    given = server.url("leads=pack_leads&activities=pack_activities")
    before = tmp_path / "before.jsonl"
    run("score", PACK, given, "--as-of", "2026-10-30", "-o", before)
    with server.connect() as connection:
        connection.execute("update pack_leads set employees = '5000' where id < 'L-0030'")
    told = []
    for engine in ("record", "postgres"):
        out = tmp_path / f"{engine}.csv"
        more = ["--engine", engine, "--as-of", AS_OF, "--previous", before, "--only-changed", "-o", out]
        assert run("score", PACK, given, *more).status == 0
        with out.open() as file:
            told.append({row["key"]: row for row in csv.DictReader(file)})
    assert told[0] == told[1]
    assert {row["cause"] for row in told[1].values()} == {"time", "activities", "data"}


def test_fields_inside_objects_are_read(run: Run, server: Server, tmp_path: Path) -> None:  # noqa: F811
    given = [("1", '{"size": 7}'), ("2", '{"size": "x"}'), ("3", None), ("4", '{"size": {"a": 1}}'), ("5", "8")]
    table(server, "nested", [("id", "text"), ("company", "jsonb")], given)
    (tmp_path / "rules.assay").write_text(
        'lead { id text key  size number from "company.size"  plain text from "company" }\nwhen size == 7 add 1\n'
        'when plain == "8" add 2\n'
    )
    told = []
    for engine in ("record", "postgres"):
        out = tmp_path / f"{engine}.jsonl"
        ran = run(
            "score",
            tmp_path / "rules.assay",
            server.url("table=nested"),
            "--engine",
            engine,
            "--as-of",
            AS_OF,
            "-o",
            out,
        )
        assert ran.status == 1
        told.append((sorted(out.read_text().splitlines()), [line for line in ran.err.splitlines() if "row " in line]))
    assert told[0] == told[1]
    assert "row 2, column `company.size`: `x` is not a number" in told[0][1][1]


def test_activities_inside_leads_are_left_to_the_record_engine(run: Run, server: Server, tmp_path: Path) -> None:  # noqa: F811
    table(server, "nested", [("id", "text"), ("activities", "jsonb")], [("1", json.dumps([{"did": "demo"}]))])
    (tmp_path / "rules.assay").write_text('activity { did text }\neach did == "demo" add 1\n')
    ran = run("score", tmp_path / "rules.assay", server.url("table=nested"), "--engine", "postgres")
    assert ran.status == 2
    assert "holds objects" in ran.err


IN_PLACE = """model "In place"
missing "N/A", "ΟΔΟΣ"
lead { id text exact key  title text  code text exact  size integer  met time  tags list of text  paid boolean }
activity { lead_id text exact key  page text  at time }
when title == "vp" add 1
when title == "ÉTÉ" add 2
when title contains "chief" add 4
when title is missing add 8
when code == "N/A" or code == "Ab" add 16
when size in 10 to 20 and title in ["cto", "vp"] add 32
when not (title == "vp" or size > 15) add 64
when tags is missing add 128
when paid is known add 256
each page starts with "/pricing" add 1000
stage hot sticky when score > 100
"""


def test_a_table_that_is_sure_is_read_where_it_is(
    run: Run,  # noqa: F811
    server: Server,
    tmp_path: Path,
) -> None:
    """Blanks, case and words for missing are the query's to see through; nothing is copied."""
    titles = [
        "VP",
        " vp\t",
        "\u00a0Vp\u3000",
        "Été",
        "ÉTÉ ",
        "Chief of all",
        "n/a",
        " οδος ",
        "οδοσ",
        "",
        " ",
        None,
        "ceo\n",
        "K",
    ]
    rows = [
        (f"L{at}", title, code, size, "2026-10-31 12:00", ["a", None][at % 2], [True, None][at % 2])
        for at, (title, code, size) in enumerate(each(titles))
    ]
    columns = [("id", "text"), ("title", "text"), ("code", "varchar"), ("size", "bigint"), ("met", "timestamptz")]
    columns += [("tags", "text"), ("paid", "boolean")]
    table(server, "placed", columns, rows)
    acts = [(f" L{at}", f"{blank}/Pricing", "2026-10-30") for at, blank in enumerate(["", " ", "x", "\u2003"] * 5)]
    table(server, "placed_acts", [("lead_id", "text"), ("page", "text"), ("at", "timestamp")], acts)
    (tmp_path / "rules.assay").write_text(IN_PLACE)
    given, outs = server.url("leads=placed&activities=placed_acts"), []
    for engine in ("record", "postgres"):
        out = tmp_path / f"{engine}.jsonl"
        ran = run("score", tmp_path, given, "--engine", engine, "--as-of", AS_OF, "-o", out)
        assert ran.status == 0, ran.err
        outs.append(sorted(out.read_text().splitlines()))
    assert outs[0] == outs[1]
    assert len(outs[0]) == len(rows)


def test_common_spellings_are_found_in_a_sample_and_change_no_result(
    run: Run,  # noqa: F811
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    titles = [" VP", "Été", "n/a ", "CEO", "ceo", "Chief of all", "ΟΔΟΣ", "", None, "cto"]
    rows = [(f"L{at}", titles[at % 10] if at % 50 else f"only {at} VP", f"code {at}") for at in range(600)]
    table(server, "sampled", [("id", "text"), ("title", "text"), ("code", "text")], rows)
    with server.connect() as connection:
        connection.execute("analyze sampled")
    (tmp_path / "rules.assay").write_text(SAMPLED)
    given, outs, found = server.url("leads=sampled"), [], []

    def spied(*of: Any) -> Mapping[str, Sequence[str]]:
        found.append(sampling.common_spellings(*of))
        return found[-1]

    monkeypatch.setattr(sampling, "WORTH", 500)
    monkeypatch.setattr(running, "common_spellings", spied)
    for engine in ("record", "postgres"):
        out = tmp_path / f"{engine}.jsonl"
        assert run("score", tmp_path, given, "--engine", engine, "--as-of", AS_OF, "-o", out).status == 0
        outs.append(sorted(out.read_text().splitlines()))
    assert outs[0] == outs[1]
    assert [sorted(one) for one in found] == [["title"]]  # every code is another one
    assert set(found[0]["title"]) == {title for title in titles if title is not None}


SAMPLED = """missing "N/A"
lead { id text exact key  title text  code text }
when title == "vp" add 1
when title in ["été", "οδος"] add 2
when title is missing add 4
when title == "CTO" and code == "CODE 19" add 8
when code == "code 7" add 16
"""


def each(titles: list[str | None]) -> list[tuple[str | None, str | None, int | None]]:
    codes, sizes = ["Ab", "ab", " Ab ", "N/A", None], [5, 10, 15, 20, None, 10**14]
    return [(title, codes[at % 5], sizes[at % 6]) for at, title in enumerate(titles * 6)]
