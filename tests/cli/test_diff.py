"""`assay diff`: two versions, from disk or from git, with and without leads."""

import json
import subprocess
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.conftest import PACKS, Run

RULES = """model "Inbound" timezone "Europe/Amsterdam"
lead { id text exact key  name text  country text  employees number  budget one of "none", "low", "high" }
use "parts/fit.assay"
let near from "lists/near.txt"
group reach { when country in near add 10 as "Near" }
disqualify if budget == "none" because "no budget"
stage IQL at 10
stage MQL at 30
route to "Sales" when stage >= MQL
"""
FIT = 'group fit {\n  when employees >= 100 add 20 as "Large"\n}\n'
LEADS = """id,name,country,employees,budget
1,Ann,NL,150,high
2,Bea,NL,50,low
3,Cyd,BE,150,high
4,Dan,US,150,none
5,Eve,US,10,high
"""


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose rules are two folders down."""
    top = tmp_path / "ré po"
    rules = top / "our rules"
    for name, text in {
        "r.assay": RULES,
        "parts/fit.assay": FIT,
        "lists/near.txt": "NL\nBE\n",
        "leads.csv": LEADS,
    }.items():
        (rules / name).parent.mkdir(parents=True, exist_ok=True)
        (rules / name).write_text(text)
    git(top, "init", "-q", "-b", "main")
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "first")
    monkeypatch.chdir(top)
    return rules


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def report(run: Run, *arguments: object, status: int = 0) -> dict[str, object]:
    ran = run("diff", *arguments, "--format", "json")
    assert ran.status == status, ran.err
    found = json.loads(ran.out)
    schema = json.loads(resources.files("assay.render").joinpath("diff.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []
    return dict(found)


def names(found: dict[str, object]) -> list[tuple[str, str, str]]:
    changes = found["changes"]
    assert isinstance(changes, list)
    return [(change["what"], change["kind"], change["name"]) for change in changes]


# --- where the versions come from ------------------------------------------------------------------------------


@pytest.mark.usefixtures("repo")
def test_of_a_version_and_itself_there_is_nothing_to_say(run: Run) -> None:
    ran = run("diff", "main:our rules", "our rules")
    assert ran.status == 0
    assert "nothing is written otherwise" in ran.out
    assert "Equivalent (proved)" in ran.out


@pytest.mark.parametrize("old", ["main:our rules", "main:our rules/r.assay", "HEAD:./our rules", "main:our rules/"])
def test_what_is_used_comes_from_the_same_revision(run: Run, repo: Path, old: str) -> None:
    edit(repo / "parts" / "fit.assay", "add 20", "add 25")
    (repo / "lists" / "near.txt").write_text("NL\nLU\n")
    found = report(run, old, "our rules")
    assert names(found) == [("changed", "rule", "Large"), ("changed", "list", "near")]
    changes = found["changes"]
    assert isinstance(changes, list)
    large, near = changes
    assert large["edits"] == ["+25 was +20"]
    assert large["old"]["file"].startswith(old.split(":", maxsplit=1)[0] + ":")
    assert large["old"]["file"].endswith("parts/fit.assay")
    assert large["new"]["file"] == "our rules/parts/fit.assay"
    assert (near["edits"], near["readers"]) == (['"LU" added', '"BE" removed'], 1)


def test_two_revisions_from_a_folder_inside(run: Run, repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(repo / "r.assay", "at 30", "at 35")
    git(repo, "commit", "-q", "-a", "-m", "second")
    git(repo, "rm", "-q", "-r", ".")
    monkeypatch.chdir(repo.parent)
    found = report(run, "HEAD~1:our rules", "HEAD:our rules")
    assert names(found) == [("changed", "stage", "MQL")]


def test_a_path_from_the_folder_one_is_in(run: Run, repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo)
    edit(repo / "r.assay", "at 30", "at 35")
    assert names(report(run, "main:r.assay", "r.assay")) == [("changed", "stage", "MQL")]


def test_from_outside_the_repository_it_is_that_of_the_other_rules(
    run: Run, repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    edit(repo / "r.assay", "at 30", "at 35")
    assert names(report(run, "main:our rules", repo)) == [("changed", "stage", "MQL")]


def test_nothing_is_left_behind_and_nothing_checked_out(run: Run, repo: Path, tmp_path: Path) -> None:
    edit(repo / "r.assay", "at 30", "at 35")
    before = sorted(str(path) for path in tmp_path.rglob("*") if ".git" not in path.parts)
    run("diff", "main:our rules", "our rules")
    assert sorted(str(path) for path in tmp_path.rglob("*") if ".git" not in path.parts) == before
    assert "at 35" in (repo / "r.assay").read_text()


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("nowhere:our rules", "git knows no revision `nowhere`"),
        ("main:rules", "`main` has no `rules`"),
        ("main:../x", "`main` has no `../x`"),
        (":our rules", "git knows no revision ``"),
        ("--output=x:our rules", "No such option"),
        ("nothing.assay", "cannot read `nothing.assay`: there is no such file"),
        ("main:our rules/lists", "there is no `.assay` file in `main:our rules/lists`"),
    ],
)
@pytest.mark.usefixtures("repo")
def test_what_cannot_be_found(run: Run, old: str, said: str) -> None:
    ran = run("diff", old, "our rules")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_mistakes_in_a_version_are_shown_by_its_name(run: Run, repo: Path) -> None:
    edit(repo / "r.assay", "stage MQL at", "stage MQL when scor >=")
    git(repo, "commit", "-q", "-a", "-m", "broken")
    edit(repo / "r.assay", "scor >=", "score >=")
    ran = run("diff", "HEAD:our rules", "our rules")
    assert (ran.status, ran.out) == (1, "")
    assert "HEAD:our rules/r.assay:8" in ran.err
    assert "so it cannot be compared" in ran.err


# --- with leads ------------------------------------------------------------------------------------------------


def test_leads_move_between_stages(run: Run, repo: Path) -> None:
    edit(repo / "parts" / "fit.assay", "add 20", "add 5")
    edit(repo / "r.assay", 'budget == "none"', 'budget in ["none", "low"]')
    found = report(run, "main:our rules", "our rules", "--data", repo / "leads.csv")
    data = found["data"]
    assert isinstance(data, dict)
    assert (data["leads"], data["stage_changed"], data["changed"]) == (5, 3, 4)
    moves = {(one["from"], one["to"]): one["leads"] for one in data["transitions"]}
    assert moves == {
        ("MQL", "IQL"): 2,
        ("IQL", "disqualified"): 1,
        ("disqualified", "disqualified"): 1,
        ("no stage", "no stage"): 1,
    }
    assert data["effects"]["stage down"] == 2
    assert data["effects"]["newly disqualified"] == 1
    assert data["effects"]["route"] == 2
    changes = found["changes"]
    assert isinstance(changes, list)
    causes = {mover["key"]: [changes[at]["name"] for at in mover["causes"]] for mover in data["movers"]}
    assert causes == {"1": ["Large"], "2": ["no budget"], "3": ["Large"], "4": ["Large"]}
    assert data["movers"][0]["name"] == "Ann"


@pytest.mark.parametrize(("limit", "status"), [("40%", 0), ("39.9", 1), ("0%", 1), ("100%", 0)])
@pytest.mark.parametrize("format_", ["text", "json", "markdown"])
def test_more_than_may_change_stage_fails_in_every_format(
    run: Run, repo: Path, limit: str, status: int, format_: str
) -> None:
    edit(repo / "parts" / "fit.assay", "add 20", "add 5")
    options = ("--data", repo / "leads.csv", "--max-stage-change", limit, "--format", format_)
    ran = run("diff", "main:our rules", "our rules", *options)
    assert ran.status == status
    if format_ != "json":
        assert ("more than the" if status else "within the") in ran.out


@pytest.mark.parametrize("options", [("--max-stage-change", "5%"), ("--activities", "a.csv")])
@pytest.mark.usefixtures("repo")
def test_what_goes_with_data(run: Run, options: tuple[str, ...]) -> None:
    ran = run("diff", "main:our rules", "our rules", *options)
    assert (ran.status, ran.out) == (2, "")
    assert "give the leads as well" in ran.err


@pytest.mark.parametrize("limit", ["many", "-1%", "101%", "nan"])
def test_a_share_that_is_none(run: Run, repo: Path, limit: str) -> None:
    ran = run("diff", "main:our rules", "our rules", "--data", repo / "leads.csv", "--max-stage-change", limit)
    assert (ran.status, ran.out) == (2, "")
    assert f"`{limit}` is no share" in ran.err


@pytest.mark.usefixtures("repo")
def test_piped_leads_can_be_read_once_only(run: Run) -> None:
    ran = run("diff", "main:our rules", "our rules", "--data", "-", stdin="{}")
    assert ran.status == 2
    assert "read twice" in ran.err


def test_rows_that_cannot_be_scored_are_counted(run: Run, repo: Path) -> None:
    (repo / "leads.csv").write_text(LEADS + "6,Fay,NL,many,high\n")
    ran = run("diff", "main:our rules", "our rules", "--data", repo / "leads.csv")
    assert ran.status == 0
    assert "note: 1 row of" in ran.err
    assert "5 leads as of" in ran.out


def test_activities_belong_to_both_versions(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.assay").write_text('when action == "demo" add 10 as "Demo"\nstage MQL at 20\n')
    (tmp_path / "new.assay").write_text('when action == "demo" add 20 as "Demo"\nstage MQL at 20\n')
    (tmp_path / "leads.csv").write_text("id\n1\n2\n")
    (tmp_path / "acts.csv").write_text("lead_id,action,occurred\n1,demo,2026-10-01\n")
    files = ("--data", tmp_path / "leads.csv", "--activities", tmp_path / "acts.csv", "--as-of", "2026-11-01")
    found = report(run, tmp_path / "old.assay", tmp_path / "new.assay", *files)
    data = found["data"]
    assert isinstance(data, dict)
    assert (data["leads"], data["stage_changed"]) == (2, 1)


def test_a_pack_and_itself(run: Run) -> None:
    ran = run("diff", PACKS / "b2b_saas", PACKS / "b2b_saas", "--data", PACKS / "b2b_saas" / "leads.csv")
    assert ran.status == 0
    assert "No lead fares differently" in ran.out


# --- what a comment on a pull request may hold --------------------------------------------------------------------


def test_markdown_keeps_the_users_text_from_meaning_anything(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.assay").write_text('when a == "x" add 1 as "@team | <img src=x> `code` [link](http://x) *b*"\n')
    (tmp_path / "new.assay").write_text('when a == "x" add 2 as "@team | <img src=x> `code` [link](http://x) *b*"\n')
    ran = run("diff", tmp_path / "old.assay", tmp_path / "new.assay", "--format", "markdown")
    row = next(line for line in ran.out.splitlines() if line.startswith("| changed"))
    title = row.split(" | ")[1]
    assert title == r"&#64;team &#124; &#60;img src=x&#62; \`code\` \[link\](http://x) \*b\*, rule"
    assert row.count("|") == 5


def test_a_time_limit_for_proofs(run: Run, tmp_path: Path) -> None:
    for name, points in (("old", 5), ("new", 6)):
        (tmp_path / f"{name}.assay").write_text(f'when country == "NL" add {points}\n')
    old, new = tmp_path / "old.assay", tmp_path / "new.assay"
    assert run("diff", old, new, "--time-limit", "0.5").status == 0
    assert run("diff", old, new, "--time-limit", "0").status == 2
