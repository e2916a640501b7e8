"""Leads and activities in tables of PostgreSQL, read by the record engine: the same results as from files."""

from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import PACKS, Run, run  # noqa: F401  a fixture
from tests.servers.postgres import PASSWORD, Server
from tests.servers.tables import table, text_table

PACK = PACKS / "b2b_saas"
RULES = """lead { id text key  size number  since date  at time  yes boolean  tags list of text }
when size > 2.5 add 1 as "size"
when since < 2026-11-01 add 2 as "since"
when at >= 2026-11-01 14:30 add 4 as "at"
when yes add 8 as "yes"
when tags contains "b" add 16 as "tags"
"""
TYPES = [("ID", "integer"), ("size", "numeric"), ("since", "date"), ("at", "timestamptz"), ("yes", "boolean")]


@pytest.fixture
def pack(server: Server) -> str:
    text_table(server, "pack_leads", PACK / "leads.csv")
    text_table(server, "pack_activities", PACK / "activities.csv")
    return server.url("leads=pack_leads&activities=pack_activities")


def test_a_pack_from_tables_scores_as_from_files(run: Run, tmp_path: Path, pack: str) -> None:  # noqa: F811
    out = tmp_path / "out.jsonl"
    ran = run("score", PACK, pack, "--engine", "record", "--as-of", "2026-11-01", "-o", out)
    assert ran.status == 0, ran.err
    found, expected = out.read_text(), (PACK / "expected.jsonl").read_text()
    assert sorted(found.splitlines()) == sorted(expected.splitlines())  # a table has no order


def test_typed_columns_are_read_as_they_are(run: Run, server: Server, tmp_path: Path) -> None:  # noqa: F811
    rows = [
        (1, "2.5001", "2026-10-31", "2026-11-01 15:30+01", True, ["a", None, " B "]),
        (2, "2.5", "2026-11-01", "2026-11-01 15:29:59.999999+01", False, ["bb"]),
        (3, None, None, None, None, None),
        (4, "NaN", "infinity", "2026-11-01", True, []),
    ]
    table(server, "typed", [*TYPES, ("tags", "text[]")], rows)
    (tmp_path / "rules.assay").write_text(RULES)
    out = tmp_path / "out.csv"
    ran = run("score", tmp_path / "rules.assay", server.url("table=typed"), "--engine", "record", "-o", out)
    assert ran.status == 1
    assert "row 4, column `since`: `infinity` is not a date" in ran.err
    assert [line.split(",")[:2] for line in out.read_text().splitlines()[1:]] == [["1", "31"], ["2", "0"], ["3", "0"]]


def test_rules_without_a_schema_find_the_time(run: Run, server: Server, tmp_path: Path) -> None:  # noqa: F811
    table(server, "few", [("id", "text")], [("1",), ("2",)])
    table(
        server, "did", [("lead_id", "text"), ("what", "text"), ("moment", "timestamptz")], [("1", "demo", "2026-10-31")]
    )
    (tmp_path / "rules.assay").write_text('when what == "demo" within 7 days add 30\n')
    out = tmp_path / "out.csv"
    address = server.url("leads=few&activities=did")
    ran = run("score", tmp_path / "rules.assay", address, "--engine", "record", "--as-of", "2026-11-01", "-o", out)
    assert ran.status == 0, ran.err
    assert [line.split(",")[:2] for line in out.read_text().splitlines()[1:]] == [["1", "30"], ["2", "0"]]


def test_objects_inside_a_column_are_columns_too(run: Run, server: Server, tmp_path: Path) -> None:  # noqa: F811
    given = '{"size": 7}', '[{"did": "demo"}, {"did": "mail"}]'
    table(server, "nested", [("id", "text"), ("company", "jsonb"), ("activities", "jsonb")], [("1", *given)])
    (tmp_path / "rules.assay").write_text(
        'lead { id text key  size number from "company.size" }\nactivity { did text }\n'
        'when size == 7 add 1\neach did == "demo" add 2\n'
    )
    out = tmp_path / "out.csv"
    ran = run("score", tmp_path / "rules.assay", server.url("table=nested"), "--engine", "record", "-o", out)
    assert ran.status == 0, ran.err
    assert out.read_text().splitlines()[1].startswith("1,3,")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "names no table"),
        ("leads=pack_lead", "did you mean `pack_leads`?"),
        ("leads=a.b.c.d", "improper relation name"),
        ("leads=Pack leads", "in double quotes"),
        ("leads=pack_leads&activities=nothing_like_it", "has no table `nothing_like_it`"),
        ("leads=pack_leads&nonsense=1", "the address holds something it does not take"),
    ],
)
@pytest.mark.usefixtures("pack")
def test_what_cannot_be_read_is_one_sentence(run: Run, server: Server, query: str, said: str) -> None:  # noqa: F811
    ran = run("score", PACK, server.url(query))
    assert ran.status == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert PASSWORD not in ran.err


@pytest.mark.usefixtures("pack")
def test_a_password_is_never_told(run: Run, server: Server) -> None:  # noqa: F811
    wrong = "wr0ng:/@?"
    refused = run("score", PACK, server.url("leads=pack_leads", password=wrong))
    assert refused.status == 2
    assert "refused the user or the password" in refused.err
    nobody = run("score", PACK, server.url("leads=pack_leads", user="nobody-here"))
    assert nobody.status == 2
    unescaped = run("score", PACK, f"postgresql://postgres:{wrong}@127.0.0.1:{server.port}/postgres?leads=pack_leads")
    assert unescaped.status == 2
    closed = run("score", PACK, "postgresql://postgres:wr0ng@127.0.0.1:1/postgres?leads=pack_leads")
    assert "nothing answers there" in closed.err
    for ran in (refused, nobody, unescaped, closed):
        assert "wr0ng" not in ran.err + ran.out
        assert PASSWORD not in ran.err + ran.out


def test_a_name_may_hold_signs_that_mean_something_to_the_client(run: Run, server: Server, tmp_path: Path) -> None:  # noqa: F811
    """`%` of a parameter, and braces of a query put together."""
    columns = [("id %", "text"), ("name", "text"), ("Open rate %", "text")]
    table(server, "100% of {leads}", columns, [("1", "Ann", "25"), ("2%", "50% off", "x")])
    (tmp_path / "rules.assay").write_text(
        'lead { id text key from "id %"  name text  rate number from "Open rate %" }\n'
        'group fit { when rate >= 20 add 10 as "100% {fit}" }\nstage Hot at 1\n'
    )
    given = server.url('leads="100%25 of {leads}"')
    told = [run("score", tmp_path / "rules.assay", given, "--engine", engine) for engine in ("record", "postgres")]
    assert (told[0].status, told[0].err) == (told[1].status, told[1].err)
    assert "Ann" in told[1].out
    assert "100% {fit} +10" in told[1].out


@pytest.mark.usefixtures("pack")
def test_the_password_may_come_from_the_environment(
    run: Run,  # noqa: F811
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    bare = f"postgresql://127.0.0.1:{server.port}/postgres?leads=pack_leads"
    given = ["score", PACK, bare, "--engine", "record", "-o", tmp_path / "out.csv"]
    monkeypatch.setenv("PGUSER", "postgres")
    assert "wants a password" in run(*given).err
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert run(*given).status == 0


@pytest.mark.usefixtures("pack")
def test_a_table_that_may_not_be_read(run: Run, server: Server) -> None:  # noqa: F811
    with server.connect() as connection:
        connection.execute("drop role if exists guest")
        connection.execute("create role guest login password 'guest'")
    ran = run("score", PACK, server.url("leads=pack_leads", user="guest", password="guest"))
    assert ran.status == 2
    assert "does not permit reading `pack_leads`" in ran.err


def test_reading_leaves_no_connection_behind(run: Run, server: Server, pack: str, tmp_path: Path) -> None:  # noqa: F811
    run("score", PACK, pack, "--engine", "record", "-o", tmp_path / "out.csv")
    with psycopg.connect(server.url()) as connection:
        (count,) = connection.execute(
            "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
        ).fetchone() or (None,)
    assert count == 0
