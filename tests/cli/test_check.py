"""`assay check`, `assay rule`, `assay plan` and the command itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import PACKS, Run

FIVE = """lead { id text key  country text  employees number }
when country = "NL" add 5
when contry == "NL" add 5
when employees == "many" add 5
when employees > 200 ad 5
when country == 'NL' add 5
when country == "BE" add 7
"""


def test_five_mistakes_in_five_statements_are_five_errors(run: Run, tmp_path: Path) -> None:
    rules = tmp_path / "r.assay"
    rules.write_text(FIVE)
    ran = run("check", rules)
    assert ran.status == 1
    assert ran.out.count("error[") == 5
    assert "5 errors in 1 file" in ran.err
    assert [f"r.assay:{line}:" in ran.out for line in (2, 3, 4, 5, 6)] == [True] * 5


def test_json_has_the_keys_of_the_contract(run: Run, tmp_path: Path) -> None:
    rules = tmp_path / "r.assay"
    rules.write_text('when country = "NL" add 5\n')
    ran = run("check", rules, "--format", "json")
    report = json.loads(ran.out)
    assert ran.status == 1
    assert report["version"] == 1
    (found,) = report["diagnostics"]
    assert list(found) == [
        *("code", "name", "severity", "message", "help", "file", "line", "column", "end_line", "end_column", "fix"),
    ]
    assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (1, 14, 1, 15)
    assert found["fix"]["edits"][0]["text"] == "=="


def test_fix_writes_what_was_meant(run: Run, tmp_path: Path) -> None:
    rules = tmp_path / "r.assay"
    rules.write_text('when country = "NL" && employees >= 5 add 5\n')
    assert run("check", rules, "--fix", "--unsafe-fixes").status == 0
    assert rules.read_text() == 'when country == "NL" and employees >= 5 add 5\n'


@pytest.mark.parametrize("pack", ["b2b_saas", "bank_marketing", "ecommerce", "minimal"])
def test_packs_have_no_mistakes(run: Run, pack: str) -> None:
    ran = run("check", PACKS / pack)
    assert (ran.status, ran.out) == (0, "")


@pytest.mark.parametrize("what", ["nothing.assay", "folder_without_rules"])
def test_rules_that_are_not_there(run: Run, tmp_path: Path, what: str) -> None:
    (tmp_path / "folder_without_rules").mkdir()
    ran = run("check", tmp_path / what)
    assert ran.status == 2
    assert ran.err.startswith("error: ")
    assert "Traceback" not in ran.err


def test_rules_that_are_no_text(run: Run, tmp_path: Path) -> None:
    rules = tmp_path / "r.assay"
    rules.write_bytes(b"\x00\xff\xfe\x89PNG")
    ran = run("check", rules)
    assert ran.status in (1, 2)
    assert "Traceback" not in ran.err + ran.out


def test_rule_explains_a_code_by_number_and_by_name(run: Run) -> None:
    listed = run("rule").out.splitlines()
    code, name = listed[0].split()[:2]
    assert run("rule", code.lower()).out == run("rule", name).out
    assert "Bad:" in run("rule", code).out
    assert run("rule", "E000").status == 2


def test_a_saved_plan_says_the_same_as_its_rules(run: Run, tmp_path: Path) -> None:
    saved = tmp_path / "plan.json"
    saved.write_text(run("plan", PACKS / "b2b_saas", "--format", "json").out)
    assert run("plan", saved).out == run("plan", PACKS / "b2b_saas").out


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 99}', "not json", '{"version": 1, "rules": [3]}'])
def test_a_plan_that_is_none(run: Run, tmp_path: Path, text: str) -> None:
    saved = tmp_path / "plan.json"
    saved.write_text(text)
    ran = run("plan", saved)
    assert ran.status == 2
    assert ran.err.startswith("error: ")


def test_commands_are_listed_and_misspelt_ones_recognised(run: Run) -> None:
    assert "score" in run("--help").out
    assert "`score`" in run("scor").err
    assert run("scor").status == 2


@pytest.mark.parametrize("name", ["score", "explain", "check", "test", "plan", "rule", "init"])
def test_every_command_has_help_with_an_example(run: Run, name: str) -> None:
    ran = run(name, "--help")
    assert ran.status == 0
    assert f"Example: assay {name}" in ran.out


def test_the_module_runs_as_the_command() -> None:
    ran = subprocess.run([sys.executable, "-m", "assay", "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("assay, version ")
