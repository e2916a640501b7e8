"""What the README shows is what happens."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from assay.check import load_text
from tests.reference.console import README, ROOT, written

PAGE = README.read_text(encoding="utf-8")


def test_its_terminal_output_is_real() -> None:
    assert written(PAGE) == PAGE, "run `make reference`"


def test_its_rules_check_without_findings() -> None:
    rules = re.search(r"^```assay\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert rules is not None
    checked = load_text(rules[1])
    assert [d.message for d in checked.diagnostics] == []


def test_its_python_runs() -> None:
    code = re.search(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert code is not None
    done = subprocess.run([sys.executable, "-c", code[1]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    shown = re.findall(r"^# (.*)", code[1], re.MULTILINE)
    assert done.stdout.splitlines() == shown


@pytest.mark.parametrize(
    "page", sorted([*ROOT.glob("*.md"), *ROOT.glob("rules/*/*.md"), ROOT / "grammar" / "README.md"])
)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
