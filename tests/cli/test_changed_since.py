"""`assay check --changed-since`: findings a branch can have brought about, and no others."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run

RULES = """lead { id text key  country text  title text
  size number }
let big = size > 500
group fit max 50 {
  when big add 0
  when country == "NL" add 0
}
group other {
  when title == "CEO" add 0
}
"""
ZEROS = [5, 6, 9]


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    folder = tmp_path / "ré po" / "rules"
    folder.mkdir(parents=True)
    (folder / "r.assay").write_text(RULES)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def lines(run: Run, rules: Path, since: str = "main") -> list[int]:
    ran = run("check", rules, "--format", "json", "--changed-since", since)
    found = json.loads(ran.out)["diagnostics"]
    assert ran.status == bool(found)
    return [d["line"] for d in found if d["code"] in ("L301", "L307")]


def edit(repo: Path, old: str, new: str) -> None:
    text = (repo / "r.assay").read_text()
    assert text.count(old) == 1
    (repo / "r.assay").write_text(text.replace(old, new))


def test_without_a_change_there_is_nothing_to_say(run: Run, repo: Path) -> None:
    assert run("check", repo).status == 1
    assert lines(run, repo) == []


def test_a_changed_rule_is_looked_at_and_no_other(run: Run, repo: Path) -> None:
    edit(repo, '"NL"', '"BE"')
    assert lines(run, repo) == [6]
    assert lines(run, repo / "r.assay") == [6]
    git(repo, "checkout", "-q", "-b", "branch")
    git(repo, "commit", "-q", "-a", "-m", "second")
    assert lines(run, repo) == [6]
    assert lines(run, repo, "HEAD") == []


def test_a_changed_let_reaches_the_rules_that_read_it(run: Run, repo: Path) -> None:
    edit(repo, "500", "600")
    assert lines(run, repo) == [5]


def test_a_changed_field_reaches_rules_through_lets(run: Run, repo: Path) -> None:
    edit(repo, "size number", "size integer")
    assert lines(run, repo) == [5]


def test_the_head_of_a_group_reaches_its_rules(run: Run, repo: Path) -> None:
    edit(repo, "max 50", "max 60")
    assert lines(run, repo) == [5, 6]


def test_new_lines_shift_nothing(run: Run, repo: Path) -> None:
    edit(repo, "group fit", "# a comment\n\ngroup fit")
    assert lines(run, repo) == []
    edit(repo, "group other {\n", 'group other {\n  when title == "CFO" add 0\n')
    assert lines(run, repo) == [11]


def test_a_rule_taken_out_leaves_a_let_that_nobody_reads(run: Run, repo: Path) -> None:
    edit(repo, "  when big add 0\n", "")
    assert [d["line"] for d in found(run, repo) if str(d["name"]).startswith("unused")] == [3]


def found(run: Run, repo: Path) -> list[dict[str, object]]:
    report = json.loads(run("check", repo, "--format", "json", "--changed-since", "main").out)
    return list(report["diagnostics"])


def test_main_moving_on_is_not_this_branch(run: Run, repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "branch")
    git(repo, "checkout", "-q", "main")
    edit(repo, '"NL"', '"BE"')
    git(repo, "commit", "-q", "-a", "-m", "on main")
    git(repo, "checkout", "-q", "branch")
    assert lines(run, repo) == []


def test_a_new_file_is_all_new(run: Run, repo: Path) -> None:
    (repo / "z.assay").write_text('when country == "DE" add 0\n')
    report = found(run, repo)
    assert [(Path(str(d["file"])).name, d["line"]) for d in report] == [("z.assay", 1)]


def test_a_changed_list_file_changes_its_let(run: Run, repo: Path) -> None:
    (repo / "list.txt").write_text("NL\n")
    (repo / "r.assay").write_text('let near from "list.txt"\nwhen country in near add 0\nwhen a == "x" add 0\n')
    git(repo, "add", ".")
    git(repo, "commit", "-q", "-m", "a list")
    assert lines(run, repo, "HEAD") == []
    (repo / "list.txt").write_text("NL\nBE\n")
    assert lines(run, repo, "HEAD") == [2]


def test_a_file_taken_away_concerns_all(run: Run, repo: Path) -> None:
    (repo / "a.assay").write_text('model "x"\n')
    git(repo, "add", ".")
    git(repo, "commit", "-q", "-m", "one more")
    (repo / "a.assay").unlink()
    assert lines(run, repo, "HEAD") == ZEROS


def test_in_a_hook_of_git_it_is_the_same(run: Run, repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(repo, '"NL"', '"BE"')
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.setenv("GIT_DIR", ".git")
    assert lines(run, repo) == [6]


def test_a_name_is_no_pattern(run: Run, repo: Path) -> None:
    (repo / "[r].assay").write_text('when country == "DE" add 0\n')
    assert lines(run, repo / "[r].assay") == [1]
    assert lines(run, repo / "r.assay") == []


def test_mistakes_are_always_shown(run: Run, repo: Path) -> None:
    edit(repo, "big add 0", "bigger add 0")
    git(repo, "commit", "-q", "-a", "-m", "broken")
    ran = run("check", repo, "--changed-since", "HEAD")
    assert (ran.status, ran.out.count("error[")) == (1, 1)


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "", "main..main"])
def test_a_revision_that_is_none(run: Run, repo: Path, revision: str) -> None:
    ran = run("check", repo, "--changed-since", revision)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: git knows no revision `{revision}`")


def test_outside_git(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "r.assay").write_text(RULES)
    ran = run("check", tmp_path / "r.assay", "--changed-since", "main")
    assert (ran.status, ran.out) == (2, "")
    assert "is in no git repository" in ran.err


def test_without_git(run: Run, repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repo))
    ran = run("check", repo, "--changed-since", "main")
    assert ran.status == 2
    assert "`git` cannot be run" in ran.err
