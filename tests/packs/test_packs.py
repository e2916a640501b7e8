"""Each rule pack: without findings, its examples true, its results as expected, its data as it was made."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packs import excerpt_bank_marketing, make_b2b_saas, make_ecommerce
from tests.packs.packs import AS_OF, PACKS, RULES, Pack, Row, rows

BANK = RULES / "bank_marketing"
each_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)


def assay(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assay", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@each_pack
def test_the_rules_have_no_findings(pack: Pack) -> None:
    done = assay("check", str(pack.folder), "--format", "json")
    assert json.loads(done.stdout)["diagnostics"] == []
    assert done.returncode == 0


@pytest.mark.parametrize("pack", PACKS[:3], ids=lambda pack: pack.name)
def test_the_examples_are_true(pack: Pack) -> None:
    done = assay("test", str(pack.folder))
    assert done.returncode == 0, done.stdout + done.stderr


@each_pack
def test_the_results_are_the_expected(pack: Pack, tmp_path: Path) -> None:
    out = tmp_path / pack.results
    done = assay(*pack.command(out))
    assert done.returncode == 0, done.stderr
    found, expected = rows(out), rows(pack.expected)
    assert len(found) == len(expected)
    assert [row for row in zip(found, expected, strict=True) if row[0] != row[1]][:3] == []


@each_pack
def test_a_pack_stands_alone(pack: Pack) -> None:
    """Nothing in its rules points outside its folder, so that it can be copied."""
    texts = [path.read_text(encoding="utf-8") for path in pack.folder.glob("*.assay")]
    assert texts
    assert all("../" not in text for text in texts)
    assert (pack.folder / "README.md").exists()


def test_the_leads_of_b2b_saas_are_what_the_script_makes(tmp_path: Path) -> None:
    make_b2b_saas.make(tmp_path)
    for name in ("leads.csv", "activities.csv"):
        assert (tmp_path / name).read_bytes() == (RULES / "b2b_saas" / name).read_bytes()


def test_the_customers_of_ecommerce_are_what_the_script_makes(tmp_path: Path) -> None:
    make_ecommerce.make(tmp_path / "leads.jsonl")
    assert (tmp_path / "leads.jsonl").read_bytes() == (RULES / "ecommerce" / "leads.jsonl").read_bytes()


def test_the_bank_excerpt_is_every_41st_row() -> None:
    full = [b"header\r\n", *(b"%d\r\n" % row for row in range(41_188))]
    taken = excerpt_bank_marketing.excerpt(full)
    assert [int(line) for line in taken[1:]] == list(range(0, 41_000, 41))
    assert len((BANK / "leads.csv").read_bytes().splitlines()) == 1_001


def bank_results(leads: Path, out: Path) -> list[Row]:
    done = assay("score", str(BANK), str(leads), "--as-of", AS_OF, "-o", str(out))
    assert done.returncode == 0, done.stderr
    return rows(out)


def test_the_bank_rules_do_not_read_what_is_known_only_after_the_call(tmp_path: Path) -> None:
    """Without `duration` and `y`, or with them turned around, everything stays the same."""
    with (BANK / "leads.csv").open(encoding="utf-8", newline="") as file:
        leads = list(csv.DictReader(file, delimiter=";"))
    for lead in leads:
        lead["y"] = "no" if lead["y"] == "yes" else "yes"
        del lead["duration"]
    with (tmp_path / "leads.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, leads[0].keys(), delimiter=";")
        writer.writeheader()
        writer.writerows(leads)
    assert bank_results(tmp_path / "leads.csv", tmp_path / "out.csv") == rows(BANK / "expected.csv")
