"""`assay explain`, `assay test`, `assay init`."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import PACKS, Run

B2B = PACKS / "b2b_saas"
DATA = (B2B / "leads.csv", "--activities", B2B / "activities.csv", "--as-of", "2026-11-01")


def test_the_page_of_a_lead_says_what_its_result_says(run: Run) -> None:
    ran = run("explain", B2B, *DATA, "--lead", "L-0350", "--format", "json")
    explained = json.loads(ran.out)
    page = run("explain", B2B, *DATA, "--lead", "L-0350").out
    assert explained["result"]["stage"] in page
    for rule in explained["result"]["rules"]:
        assert rule["id"].split()[0] in page
    assert "Order of evaluation" in page


def test_a_lead_that_is_not_there(run: Run) -> None:
    ran = run("explain", B2B, *DATA, "--lead", "nobody")
    assert ran.status == 2
    assert "nobody" in ran.err


def test_leads_without_a_key_go_by_their_line(run: Run) -> None:
    bank = PACKS / "bank_marketing"
    ran = run("explain", bank, bank / "leads.csv", "--lead", "742", "--as-of", "2026-11-01")
    assert ran.status == 0
    assert "Term deposit" in ran.out or "Priority" in ran.out


def test_examples_pass_and_failing_ones_are_the_exit_status(run: Run, tmp_path: Path) -> None:
    rules = tmp_path / "r.assay"
    rules.write_text('when size > 5 add 10\nexample "a" { lead { size: 6 } expect score == 10 }\n')
    assert run("test", rules).status == 0
    rules.write_text('when size > 5 add 10\nexample "a" { lead { size: 6 } expect score == 11 }\n')
    ran = run("test", rules)
    assert ran.status == 1
    assert "score == 11" in ran.out


def test_no_examples_is_a_failure(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.assay").write_text("when size > 5 add 10\n")
    assert run("test", tmp_path / "r.assay").status == 1


@pytest.mark.parametrize(
    ("leads", "activities"),
    [
        (B2B / "leads.csv", B2B / "activities.csv"),
        (PACKS / "bank_marketing" / "leads.csv", None),
        (PACKS / "ecommerce" / "leads.jsonl", None),
    ],
)
def test_what_init_reads_off_data_checks_tests_and_scores(
    run: Run, tmp_path: Path, leads: Path, activities: Path | None
) -> None:
    more = ("--activities", activities) if activities else ()
    assert run("init", "--from", leads, *more, tmp_path / "mine").status == 0
    rules = tmp_path / "mine" / "rules.assay"
    checked = run("check", rules)
    assert (checked.status, checked.out) == (0, "")
    assert run("test", rules).status == 0
    assert run("score", rules, leads, *more, "-o", tmp_path / "out.csv").status in (0, 1)
    assert (tmp_path / "out.csv").exists()


def test_init_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rules.assay").write_text("mine")
    ran = run("init", "--from", B2B / "leads.csv", tmp_path)
    assert ran.status == 2
    assert (tmp_path / "rules.assay").read_text() == "mine"


@pytest.mark.parametrize("name", ["b2b_saas", "bank_marketing", "ecommerce", "minimal"])
def test_templates_are_whole(run: Run, tmp_path: Path, name: str) -> None:
    assert run("init", "--template", name, tmp_path / name).status == 0
    assert run("check", tmp_path / name).status == 0


def test_a_template_that_is_not_there(run: Run, tmp_path: Path) -> None:
    ran = run("init", "--template", "b2c", tmp_path)
    assert ran.status == 2
    assert "b2b_saas" in ran.err
