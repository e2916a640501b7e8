"""`assay test`: examples run, coverage measured, reports written, and the exit status the same in every format."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import PACKS, Run

RULES = """when employees >= 200 add 30 as "Big"
example "big" { lead { employees: 300 } expect score == 30 }
"""
EXPECTED = ["1", "Big", "never", "false,", "never", "undecided", "(employees", "missing)"]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.assay"
    path.write_text(RULES)
    return path


def test_coverage_names_the_lines(run: Run, rules: Path) -> None:
    ran = run("test", rules, "--coverage")
    assert ran.status == 0
    assert "1 example passed" in ran.out
    assert any(line.split()[:5] == ["1", "Big", "never", "false,", "never"] for line in ran.out.splitlines())
    assert ran.out.endswith("Coverage 33.3%: 1 of 3 shown by 1 example\n")


@pytest.mark.parametrize(("least", "status"), [("33.3", 0), ("33.4", 1), ("0", 0), ("100", 1)])
@pytest.mark.parametrize("how", ["text", "json"])
def test_fail_under(run: Run, rules: Path, least: str, status: int, how: str) -> None:
    ran = run("test", rules, "--fail-under", least, "--format", how)
    assert ran.status == status
    assert ("coverage is 33.3%, less than" in ran.err) == bool(status)


def test_fail_under_takes_a_percentage(run: Run, rules: Path) -> None:
    assert run("test", rules, "--fail-under", "101").status == 2


@pytest.mark.parametrize("how", ["text", "json"])
def test_a_failing_example_fails_in_every_format(run: Run, rules: Path, tmp_path: Path, how: str) -> None:
    rules.write_text(RULES.replace("== 30", "== 31"))
    junit = tmp_path / "out.xml"
    ran = run("test", rules, "--format", how, "--junit", junit)
    assert ran.status == 1
    assert "expected `score == 31`, got score 30" in ran.out
    assert ElementTree.parse(junit).getroot()[0].attrib["failures"] == "1"


def test_json_alone_is_on_stdout(run: Run, rules: Path) -> None:
    report = json.loads(run("test", rules, "--format", "json", "--coverage").out)
    assert (report["passed"], report["coverage"]["shown"], report["coverage"]["of"]) == (True, 1, 3)
    assert json.loads(run("test", rules, "--format", "json").out)["coverage"] is None


def test_lcov_is_written(run: Run, rules: Path, tmp_path: Path) -> None:
    out = tmp_path / "lcov.info"
    ran = run("test", rules, "--lcov", out)
    assert ran.status == 0
    assert f"SF:{rules}\n" in out.read_text()
    assert "DA:1,1\n" in out.read_text()


def test_a_file_that_cannot_be_written(run: Run, rules: Path, tmp_path: Path) -> None:
    ran = run("test", rules, "--junit", tmp_path / "no" / "out.xml")
    assert ran.status == 2
    assert "cannot write" in ran.err


@pytest.mark.parametrize("options", [(), ("--coverage",), ("--fail-under", "0"), ("--format", "json")])
def test_no_examples_are_a_failure(run: Run, tmp_path: Path, options: tuple[str, ...]) -> None:
    path = tmp_path / "rules.assay"
    path.write_text("when employees > 1 add 1\n")
    ran = run("test", path, *options)
    assert ran.status == 1
    assert "has no examples" in ran.err


@pytest.mark.parametrize("pack", ["b2b_saas", "bank_marketing", "ecommerce"])
def test_packs_are_measured(run: Run, pack: str) -> None:
    ran = run("test", PACKS / pack, "--as-of", "2026-11-01", "--coverage")
    assert ran.status == 0
    assert "Coverage" in ran.out.splitlines()[-1]


def test_suggested_examples_are_all_that_is_on_stdout(run: Run, rules: Path) -> None:
    ran = run("test", rules, "--suggest", "--as-of", "2026-11-01")
    assert ran.status == 0
    assert ran.out.startswith('example "employees ')
    assert "2 examples for 2 of the 2 things no example shows" in ran.err
    rules.write_text(RULES + ran.out)
    again = run("test", rules, "--fail-under", "100")
    assert again.status == 0
    assert run("test", rules, "--suggest").out == ""


def test_suggestions_may_go_to_a_file(run: Run, rules: Path) -> None:
    ran = run("test", rules, "--suggest", "--write", rules)
    assert (ran.status, ran.out) == (0, "")
    assert run("test", rules, "--fail-under", "100").status == 0
    assert run("fmt", rules, "--check").status in (0, 1)


def test_suggestions_for_rules_without_examples(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rules.assay"
    path.write_text('when country == "NL" add 1\n')
    assert run("test", path, "--suggest", "--write", tmp_path / "more.assay").status == 0
    assert (tmp_path / "more.assay").read_text().startswith("example ")
    assert run("test", tmp_path, "--fail-under", "100").status == 0


def test_write_goes_with_suggest(run: Run, rules: Path) -> None:
    assert run("test", rules, "--write", rules).status == 2
