"""Every format of `assay check` says the same, with the same exit status."""

from pathlib import Path

import pytest

from assay.cli.check_command import FORMATS
from tests.cli.conftest import Run

CASES = {
    "clean": ('when country == "NL" add 5\n', 0),
    "a lint": ('when country == "NL" add 0\n', 1),
    "a mistake": ('when country = "NL" add 5\n', 1),
    "both": ('when country == "NL" add 0\nwhen country = "NL" add 5\n', 1),
}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("case", CASES)
def test_the_exit_status_is_that_of_the_findings(run: Run, tmp_path: Path, case: str, format_: str) -> None:
    text, status = CASES[case]
    (tmp_path / "r.assay").write_text(text)
    ran = run("check", tmp_path, "--format", format_)
    assert ran.status == status
    assert ("E130" in ran.out or "L301" in ran.out) == bool(status)


@pytest.mark.parametrize("format_", FORMATS)
def test_what_is_only_information_passes(run: Run, tmp_path: Path, format_: str) -> None:
    (tmp_path / "r.assay").write_text('lead { id text key  country text }\nwhen country == "NL" add 5\n')
    (tmp_path / "leads.csv").write_text("id,country\n1,NL\n2,NL\n")
    ran = run("check", tmp_path, "--data", tmp_path / "leads.csv", "--format", format_)
    assert ran.status == 0
    assert "L405" in ran.out
    assert "<failure" not in ran.out


@pytest.mark.parametrize("format_", FORMATS)
def test_rules_that_are_not_there_are_no_report(run: Run, tmp_path: Path, format_: str) -> None:
    ran = run("check", tmp_path / "nowhere", "--format", format_)
    assert (ran.status, ran.out) == (2, "")
