"""`assay score`: results, rows that do not fit, files that are no tables, places that cannot be written."""

import csv
import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import PACKS, Run

RULES = """model "Small" timezone "Europe/Amsterdam"
lead { id text exact key  name text  country text  employees integer  created date }
activity { lead_id text exact key  action text  occurred time }
group fit { when country == "NL" add 20 as "Home"  when employees >= 200 add 15 as "Large" }
when action == "demo" add 30
exclude if name == "test" because "test record"
disqualify if country == "XX" because "not served"
stage IQL at 1
stage MQL sticky at 50
route to "Sales" within 4 hours when stage == MQL
never score > 60 and country == "BE"
"""
LEADS = """id,name,country,employees,created
1,Anna,NL,300,2026-01-05
2,Ben,BE,,2026-02-01
3,Test,NL,1,2026-02-01
4,Xan,XX,1,2026-02-01
0017,Lea,nl ,12,2026-02-01
"""
ACTIVITIES = "lead_id,action,occurred\n1,demo,2026-10-30 10:00\n9,demo,2026-10-30\n2,demo,2027-01-01\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "rules.assay").write_text(RULES)
    (tmp_path / "leads.csv").write_text(LEADS)
    (tmp_path / "activities.csv").write_text(ACTIVITIES)
    return tmp_path


def scored(run: Run, folder: Path, *more: object) -> list[dict[str, object]]:
    out = folder / "out.jsonl"
    given = ("score", folder / "rules.assay", folder / "leads.csv", "--activities", folder / "activities.csv")
    ran = run(*given, "--as-of", "2026-11-01", "-o", out, *more)
    assert "Traceback" not in ran.err
    return [json.loads(line) for line in out.read_text().splitlines()]


def test_jsonl_is_one_object_a_lead_in_input_order(run: Run, folder: Path) -> None:
    first, *rest = scored(run, folder)
    assert first == {
        "key": "1",
        "score": 65,
        "groups": {"fit": {"earned": 35, "kept": 35}, "ungrouped": {"earned": 30, "kept": 30}},
        "grades": {},
        "grade": None,
        "stage": "MQL",
        "stage_by": "threshold",
        "disqualified": [],
        "excluded": [],
        "route": {"to": "Sales", "respond_by": "2026-11-01T03:00:00Z"},
        "rules": [
            {"id": "Home", "group": "fit", "points": 20},
            {"id": "Large", "group": "fit", "points": 15},
            {"id": 'action == "demo"', "group": "ungrouped", "points": 30},
        ],
        "undecided": [],
        "broken": [],
        "as_of": "2026-10-31T23:00:00Z",
        "rules_version": first["rules_version"],
    }
    assert [lead["key"] for lead in rest] == ["2", "3", "4", "0017"]
    assert rest[0]["undecided"] == [{"id": "Large", "missing": ["employees"]}]
    assert rest[1]["score"] is None
    assert rest[1]["excluded"] == ["test record"]
    assert (rest[2]["stage"], rest[2]["disqualified"]) == (None, ["not served"])
    assert rest[3]["score"] == 20


def test_csv_has_the_same_facts_in_flat_columns(run: Run, folder: Path) -> None:
    out = folder / "out.csv"
    ran = run("score", folder / "rules.assay", folder / "leads.csv", "--as-of", "2026-11-01", "-o", out)
    assert ran.status == 0
    rows = list(csv.DictReader(out.open()))
    assert rows[0]["key"] == "1"
    assert rows[0]["rules"] == "Home; Large"
    assert rows[4]["key"] == "0017"
    assert rows[1]["undecided"] == "Large"


@pytest.mark.parametrize("ending", [".parquet", ".xlsx"])
def test_other_formats_are_read_back(run: Run, folder: Path, ending: str) -> None:
    out = folder / f"out{ending}"
    assert run("score", folder / "rules.assay", folder / "leads.csv", "--as-of", "2026-11-01", "-o", out).status == 0
    again = run("score", folder / "rules.assay", folder / "leads.csv", "--previous", out, "-o", folder / "o.jsonl")
    assert again.status == 0


def test_a_sticky_stage_is_kept_by_previous_results(run: Run, folder: Path) -> None:
    (folder / "before.csv").write_text("key,stage\n2,MQL\n0017,Gone\n")
    leads = scored(run, folder, "--previous", folder / "before.csv")
    assert (leads[1]["stage"], leads[1]["stage_by"]) == ("MQL", "sticky")
    assert leads[4]["stage"] == "IQL"


def test_the_summary_names_leads_and_why(run: Run, folder: Path) -> None:
    given = ("score", folder / "rules.assay", folder / "leads.csv", "--activities", folder / "activities.csv")
    ran = run(*given, "--as-of", "2026-11-01")
    assert ran.status == 0
    assert "Small: 5 leads as of 2026-11-01 00:00 Europe/Amsterdam" in ran.out
    assert "Anna" in ran.out
    assert 'action == "demo" +30' in ran.out
    assert "activities after that moment, which did not count: 1" in ran.err
    assert "belong to no lead" in ran.err


def test_bad_rows_are_shown_counted_and_handed_back(run: Run, folder: Path) -> None:
    (folder / "leads.csv").write_text(
        LEADS + "6,Eve,NL,2.500,2026-01-01\n,Nobody,NL,1,\n1,Again,NL,1,\n7,Shifted,NL\n8,Eef,NL,5,01/02/2026\n"
    )
    rejects = folder / "rejects.csv"
    leads = scored(run, folder, "--rejects", rejects)
    assert [lead["key"] for lead in leads] == ["1", "2", "3", "4", "0017"]
    rows = list(csv.DictReader(rejects.open()))
    assert [row["line"] for row in rows] == ["7", "8", "9", "10", "11"]
    assert (rows[0]["column"], rows[0]["value"]) == ("employees", "2.500")
    ran = run("score", folder / "rules.assay", folder / "leads.csv", "-o", folder / "o.csv")
    assert ran.status == 1
    assert "5 rows of" in ran.err
    assert "line 7, column `employees`" in ran.err


def test_fail_fast_writes_nothing(run: Run, folder: Path) -> None:
    (folder / "leads.csv").write_text(LEADS + "6,Eve,NL,many,2026-01-01\n")
    out = folder / "out.csv"
    ran = run("score", folder / "rules.assay", folder / "leads.csv", "-o", out, "--fail-fast")
    assert ran.status == 2
    assert not out.exists()
    assert sorted(path.name for path in folder.iterdir()) == ["activities.csv", "leads.csv", "rules.assay"]


def test_stdin_is_jsonl_with_activities_inside(run: Run, folder: Path) -> None:
    lead = {"id": "1", "country": "NL", "activities": [{"action": "demo", "occurred": "2026-10-30T10:00:00Z"}]}
    given = ("score", folder / "rules.assay", "-", "--as-of", "2026-11-01", "-o", folder / "out.jsonl")
    assert run(*given, stdin=json.dumps(lead) + "\n").status == 0
    assert json.loads((folder / "out.jsonl").read_text())["score"] == 50


def test_a_saved_plan_scores_the_same(run: Run, tmp_path: Path) -> None:
    pack, plan = PACKS / "b2b_saas", tmp_path / "plan.json"
    plan.write_text(run("plan", pack, "--format", "json").out)
    data = (pack / "leads.csv", "--activities", pack / "activities.csv", "--as-of", "2026-11-01", "-o")
    for rules, name in ((pack, "a.jsonl"), (plan, "b.jsonl")):
        run("score", rules, *data, tmp_path / name)
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_rules_without_a_schema_take_it_from_the_columns(run: Run, tmp_path: Path) -> None:
    pack = PACKS / "minimal"
    given = ("score", pack, pack / "leads.csv", "--activities", pack / "activities.csv", "--as-of", "2026-11-01")
    ran = run(*given, "-o", tmp_path / "out.jsonl")
    assert ran.status == 0
    assert sum(json.loads(line)["score"] for line in (tmp_path / "out.jsonl").read_text().splitlines()) > 0


def test_a_broken_guarantee_is_the_exit_status(run: Run, folder: Path) -> None:
    (folder / "rules.assay").write_text(RULES + "always score < 60\n")
    leads = scored(run, folder)
    assert leads[0]["broken"] == ["always score < 60"]
    ran = run("score", folder / "rules.assay", folder / "leads.csv", "--activities", folder / "activities.csv")
    assert ran.status == 1


def spreadsheet() -> bytes:
    """The same bytes at every moment: they name the test, and all of pytest's processes must name it alike."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr(zipfile.ZipInfo("xl/workbook.xml"), "<workbook/>")
    return raw.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"   \n\n", "blank"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "HTML"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 12\n", "LFS"),
        (spreadsheet(), "XLSX"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", ""),
        (b"id,id\n1,2\n", "id"),
        (b"name,country\nAnna,NL\n", "id"),
        (b"1,Anna,NL,300,2026-01-05\n2,Ben,BE,12,2026-02-05\n", ""),
    ],
)
def test_what_is_no_table_gets_one_sentence(run: Run, folder: Path, content: bytes, says: str) -> None:
    (folder / "leads.csv").write_bytes(content)
    ran = run("score", folder / "rules.assay", folder / "leads.csv")
    assert ran.status == 2
    assert ran.err.count("error: ") == 1
    assert says.lower() in ran.err.lower()
    assert "Traceback" not in ran.err


def test_missing_and_extra_columns_are_told_before_scoring(run: Run, folder: Path) -> None:
    (folder / "leads.csv").write_text("id,name,Countri,employees,created,shoe\n1,Anna,NL,3,\n")
    ran = run("score", folder / "rules.assay", folder / "leads.csv")
    assert "no column `country`" in ran.err
    assert "`Countri`" in ran.err
    assert "`shoe`" in ran.err


@pytest.mark.parametrize("out", ["nowhere/out.csv", "out.doc", "."])
def test_places_that_cannot_be_written(run: Run, folder: Path, out: str) -> None:
    ran = run("score", folder / "rules.assay", folder / "leads.csv", "-o", folder / out)
    assert ran.status == 2
    assert ran.err.splitlines()[-1].startswith(("error: cannot", "  help: "))


@pytest.mark.parametrize("engine", ["record", "duckdb"])
@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["-o", "out.txt"], "cannot tell the format of"),
        (["-o", "none/out.csv"], "there is no folder"),
        (["-o", "out.csv", "--rejects", "out.txt"], "cannot tell the format of"),
        (["-o", "out.csv", "--rejects", "none/out.csv"], "there is no folder"),
        (["-o", "out.csv", "--rejects", "./out.csv"], "would both go to `out.csv`"),
        (["-o", "/proc/out.csv"], "no file can be made in `/proc`"),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_places_that_cannot_be_written_are_told_before_the_work(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], says: str, engine: str
) -> None:
    if given[-1].startswith("/proc") and not Path("/proc/self").exists():
        pytest.skip("there is no folder in which nobody can write")
    monkeypatch.chdir(folder)
    monkeypatch.setattr("assay.cli.score_command._Run.start", None)
    ran = run("score", "rules.assay", "leads.csv", "--engine", engine, *given)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert not (folder / "out.csv").exists()


@pytest.mark.parametrize(
    "given",
    [
        ["rules.assay", "leads.csv", "-o", "ADDRESS"],
        ["rules.assay", "leads.csv", "-o", "ADDRESS", "--engine", "spark"],
        ["rules.assay", "leads.csv", "--rejects", "ADDRESS"],
        ["rules.assay", "leads.csv", "--as-of", "ADDRESS"],
        ["rules.assay", "leads.csv", "--memory", "ADDRESS"],
        ["rules.assay", "leads.csv", "--engine", "ADDRESS"],
        ["rules.assay", "leads.csv", "ADDRESS"],
        ["rules.assay", "leads.csv", "--ADDRESS"],
        ["ADDRESS", "leads.csv"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    "address", ["postgresql://me:s3cr3t@host/db?results=t", "mysql://host/db?user=me&password=s3cr3t"]
)
def test_a_password_in_the_wrong_place_is_not_told(run: Run, folder: Path, given: list[str], address: str) -> None:
    files = {"rules.assay": folder / "rules.assay", "leads.csv": folder / "leads.csv"}
    ran = run("score", *(files.get(one) or one.replace("ADDRESS", address) for one in given))
    assert ran.status == 2
    assert "s3cr3t" not in ran.out + ran.err
    assert "error: " in ran.err.lower()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(run: Run, folder: Path) -> None:
    folder.chmod(0o500)
    ran = run("score", folder / "rules.assay", folder / "leads.csv", "-o", folder / "out.csv")
    folder.chmod(0o700)
    assert ran.status == 2
    assert "permission" in ran.err


@pytest.mark.parametrize("moment", ["yesterday", "2026-13-01", ""])
def test_a_moment_that_is_none(run: Run, folder: Path, moment: str) -> None:
    ran = run("score", folder / "rules.assay", folder / "leads.csv", "--as-of", moment)
    assert ran.status == 2
    assert "2026-11-01" in ran.err


def test_rules_with_mistakes_score_nothing(run: Run, folder: Path) -> None:
    (folder / "rules.assay").write_text(RULES + "when contry == 5 add 1\n")
    ran = run("score", folder / "rules.assay", folder / "leads.csv", "-o", folder / "out.csv")
    assert ran.status == 1
    assert not (folder / "out.csv").exists()
    assert "did you mean" in ran.err


def test_absent_columns_are_told_in_one_line(run: Run, tmp_path: Path) -> None:
    """Eleven lines of the same are not read."""
    leads = tmp_path / "few.csv"
    leads.write_text("id,email\n1,ann@example.com\n")
    done = run("score", PACKS / "b2b_saas", leads)
    told = [line for line in done.err.splitlines() if "for every row" in line]
    assert len(told) == 1
    assert "`created`, `name`" in told[0]


def test_a_table_in_place_of_rules_is_one_sentence(run: Run) -> None:
    done = run("check", PACKS / "b2b_saas" / "leads.csv")
    assert done.status == 2
    assert "is a table, not rules" in done.err
    assert "E102" not in done.err
