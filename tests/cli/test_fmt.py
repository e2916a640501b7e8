"""`assay fmt`."""

from pathlib import Path

import pytest

from tests.cli.conftest import PACKS, Run

UGLY = "if a==1 add 5 # why\n"
NEAT = "when a == 1 add 5  # why\n"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "r.assay"
    path.write_text(UGLY)
    return path


def test_it_writes_the_file(run: Run, rules: Path) -> None:
    ran = run("fmt", rules)
    assert (ran.status, ran.out, rules.read_text()) == (0, "", NEAT)
    assert "r.assay: formatted" in ran.err
    again = run("fmt", rules)
    assert (again.status, again.err) == (0, "")


def test_check_writes_nothing(run: Run, rules: Path) -> None:
    ran = run("fmt", "--check", rules)
    assert (ran.status, ran.out, rules.read_text()) == (1, "", UGLY)
    assert "r.assay: would change" in ran.err
    rules.write_text(NEAT)
    assert run("fmt", "--check", rules).status == 0


def test_diff_is_a_unified_diff(run: Run, rules: Path) -> None:
    ran = run("fmt", "--diff", rules)
    assert ran.status == 1
    assert ran.out == f"--- {rules}\n+++ {rules}\n@@ -1 +1 @@\n-{UGLY}+{NEAT}"
    assert rules.read_text() == UGLY
    rules.write_text(NEAT)
    assert run("fmt", "--diff", rules).out == ""


def test_diff_shows_a_missing_line_end(run: Run, rules: Path) -> None:
    rules.write_text(NEAT[:-1])
    ran = run("fmt", "--diff", rules)
    assert ran.out.endswith(f"-{NEAT}\\ No newline at end of file\n+{NEAT}")


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf" + NEAT.encode(), NEAT.replace("\n", "\r\n").encode(), NEAT.encode("utf-16")]
)
def test_marks_and_line_ends_go(run: Run, rules: Path, data: bytes) -> None:
    rules.write_bytes(data)
    assert run("fmt", "--check", rules).status == 1
    assert run("fmt", rules).status == 0
    assert rules.read_bytes() == NEAT.encode()


def test_standard_input(run: Run) -> None:
    ran = run("fmt", "-", stdin=UGLY)
    assert (ran.status, ran.out, ran.err) == (0, NEAT, "")
    assert run("fmt", "-", "--check", stdin=UGLY).status == 1
    assert run("fmt", "-", "--check", stdin=NEAT).status == 0
    assert run("fmt", "-", "--diff", stdin=UGLY).out.startswith("--- <stdin>\n")


def test_a_mistake_is_shown_and_the_file_left_alone(run: Run, rules: Path) -> None:
    broken = "if a=1 add 5\n"
    (rules.parent / "broken.assay").write_text(broken)
    ran = run("fmt", rules.parent)
    assert ran.status == 1
    assert "broken.assay:1:5" in ran.err
    assert "1 error in 1 file" in ran.err
    assert (rules.parent / "broken.assay").read_text() == broken
    assert rules.read_text() == NEAT
    ran = run("fmt", "-", stdin=broken)
    assert (ran.status, ran.out) == (1, "")


def test_a_folder_is_all_that_is_in_it(run: Run, tmp_path: Path) -> None:
    for place in ("a.assay", "deep/er/b.assay", ".hidden/c.assay"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(UGLY)
    (tmp_path / "notes.txt").write_text(UGLY)
    assert run("fmt", tmp_path).status == 0
    changed = [path.name for path in sorted(tmp_path.rglob("*.*")) if path.is_file() and path.read_text() == NEAT]
    assert changed == ["a.assay", "b.assay"]


def test_a_link_stays_a_link(run: Run, rules: Path) -> None:
    link = rules.parent / "link.assay"
    link.symlink_to(rules)
    assert run("fmt", link).status == 0
    assert link.is_symlink()
    assert rules.read_text() == NEAT


@pytest.mark.parametrize(("make", "why"), [(None, "there is no such file"), (b"\xff\xfa", "it is not UTF-8 text")])
def test_what_cannot_be_read(run: Run, tmp_path: Path, make: bytes | None, why: str) -> None:
    path = tmp_path / "x.assay"
    if make is not None:
        path.write_bytes(make)
    ran = run("fmt", path)
    assert ran.status == 2
    assert why in ran.err
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run("fmt", empty).status == 2


def test_a_mistake_of_ours_is_said_to_be_ours(run: Run, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay.formatter.formatting.layout", lambda _file: "when a == 2 add 5\n")
    ran = run("fmt", rules)
    assert ran.status == 2
    assert "internal error: formatting" in ran.err
    assert "nothing was written" in ran.err
    assert rules.read_text() == UGLY


def test_the_packs_are_in_style(run: Run) -> None:
    assert run("fmt", "--check", PACKS).status == 0
