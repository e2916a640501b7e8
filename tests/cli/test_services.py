"""What other services run of this repository: the hooks for pre-commit and the GitHub Action.

Neither service is here, so the tests do what it does: substitute the inputs and run the command lines in a shell.
"""

import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import PACKS, ROOT

HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
WRONG = 'when country = "NL" add 5\n'
FAILING = 'when country == "NL" add 5\nexample "a" { lead { country: "NL" } expect score == 6 }\n'
_INPUT = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(PACKS / "b2b_saas", tmp_path / "rules")
    return tmp_path


def scripts_first(before: Path | None = None) -> dict[str, str]:
    places = [*([str(before)] if before else []), sysconfig.get_path("scripts"), os.environ["PATH"]]
    return {**os.environ, "PATH": os.pathsep.join(places)}


def hook(name: str, folder: Path, *args: str) -> int:
    command = [*shlex.split(HOOKS[name]["entry"]), *(args or HOOKS[name]["args"])]
    return subprocess.run(command, cwd=folder, env=scripts_first(), capture_output=True, check=False).returncode


def step(
    name: str, folder: Path, given: Mapping[str, str], path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """A step as GitHub runs it; `given` are the inputs of the workflow."""
    values = {f"inputs.{key}": given.get(key, one["default"]) for key, one in ACTION["inputs"].items()}
    values["github.action_path"] = str(ROOT)
    env = {key: _INPUT.sub(lambda m: values[m[1]], value) for key, value in STEPS[name].get("env", {}).items()}
    command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", STEPS[name]["run"]]
    return subprocess.run(
        command, cwd=folder, env=scripts_first(path) | env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", HOOKS)
def test_hooks_pass_on_a_pack_and_fail_on_mistakes(folder: Path, name: str) -> None:
    assert hook(name, folder) == 0
    (folder / "rules" / "b2b_saas.assay").write_text(FAILING if name == "assay-test" else WRONG)
    (folder / "rules" / "examples.assay").unlink()
    assert hook(name, folder) == 1
    assert hook(name, folder, "nowhere") == 2


@pytest.mark.parametrize("name", HOOKS)
def test_hooks_run_when_rules_or_their_lists_change(name: str) -> None:
    one = HOOKS[name]
    assert one["language"] == "python"
    assert one["pass_filenames"] is False
    files = ("a/b.assay", "lists/free.txt", "README.md")
    assert [bool(re.search(one["files"], file)) for file in files] == [True, name != "assay-fmt", False]


def test_the_hook_for_the_style_writes_it(folder: Path) -> None:
    rules = folder / "rules" / "examples.assay"
    styled = 'when country == "NL" add 5\n'
    rules.write_text('when   country=="NL"   add 5')
    assert hook("assay-fmt", folder) == 0
    assert rules.read_text() == styled


def test_the_action_checks_and_tests_a_pack(folder: Path) -> None:
    checked = step("Check the rules", folder, {})
    assert (checked.returncode, checked.stdout) == (0, "")
    assert step("Run the examples", folder, {}).returncode == 0


def test_the_action_annotates_mistakes(folder: Path) -> None:
    (folder / "my rules.assay").write_text(WRONG)
    ran = step("Check the rules", folder, {"rules": "my rules.assay"})
    assert ran.returncode == 1
    assert ran.stdout.startswith("::error file=my rules.assay,line=1,col=14,")


def test_the_action_hands_options_on(folder: Path) -> None:
    (folder / "r.assay").write_text('when country == "NL" add 0\n')
    assert step("Check the rules", folder, {"rules": "r.assay"}).returncode == 1
    assert step("Check the rules", folder, {"rules": "r.assay", "args": "--ignore L3"}).returncode == 0


def test_the_action_fails_with_an_example(folder: Path) -> None:
    (folder / "r.assay").write_text(FAILING)
    assert step("Run the examples", folder, {"rules": "r.assay"}).returncode == 1


@pytest.mark.parametrize("name", ["rules", "args"])
def test_inputs_are_never_run_as_a_script(folder: Path, name: str) -> None:
    ran = step("Check the rules", folder, {name: '"; touch broken; $(touch broken) `touch broken`'})
    assert ran.returncode == 2
    assert not (folder / "broken").exists()
    assert not any("${{" in one.get("run", "") for one in STEPS.values())


@pytest.mark.parametrize(("version", "wanted"), [("", str(ROOT)), ("0.1.0", "assay-lang==0.1.0")])
def test_the_action_installs_itself_or_a_version(folder: Path, version: str, wanted: str) -> None:
    """Without a network, pip is one that only says what it was asked for."""
    (folder / "bin").mkdir()
    (folder / "bin" / "python").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    (folder / "bin" / "python").chmod(0o755)
    ran = step("Install Assay", folder, {"version": version}, folder / "bin")
    assert ran.returncode == 0
    assert ran.stdout.splitlines()[:3] == ["-m", "pip", "install"]
    assert ran.stdout.splitlines()[-1] == wanted


def test_every_input_of_the_action_is_used_and_every_used_one_there() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(ACTION["inputs"])
    assert STEPS["Set up Python"]["uses"].startswith("actions/setup-python@")
