"""`assay prove`: proofs, leads that break a guarantee, and what is said where there is neither."""

import json
from pathlib import Path

import jsonschema
import pytest

from assay.analysis.solver import circuit
from assay.check import load_text
from assay.testing import run_examples
from tests.cli.conftest import PACKS, Run

pytest.importorskip("ortools")
SCHEMA = Path(circuit.__file__).parents[2] / "render" / "prove.schema.json"
RULES = """lead {
  id text exact key
  title text
  country text
  employees number
  budget one of "none", "some"
}
activity {
  lead_id text exact key
  action text
  occurred time
}
when country in ["NL", "BE"] add 20
when employees >= 200 add 30
when action == "demo" add 40 fading 25% every 30 days
stage MQL at 50
disqualify if budget == "none" and none(action == "demo")
"""


def judged(run: Run, folder: Path, guarantee: str, *more: str) -> tuple[int, dict[str, object]]:
    (folder / "r.assay").write_text(RULES + guarantee + "\n")
    ran = run("prove", folder / "r.assay", "--as-of", "2026-11-01", "--format", "json", *more)
    body = json.loads(ran.out)
    jsonschema.validate(body, json.loads(SCHEMA.read_text()))
    (found,) = body["guarantees"]
    return ran.status, found


@pytest.mark.parametrize(
    "guarantee",
    [
        "never score > 90",
        "never stage == MQL and disqualified",
        'always stage == MQL implies employees >= 200 or any(action == "demo")',
        'never disqualified and any(action == "demo" within 30 days)',
    ],
)
def test_what_holds_is_proved(run: Run, tmp_path: Path, guarantee: str) -> None:
    assert judged(run, tmp_path, guarantee) == (0, judged(run, tmp_path, guarantee)[1])
    assert judged(run, tmp_path, guarantee)[1]["verdict"] == "proved"


@pytest.mark.parametrize(
    ("guarantee", "lead"),
    [
        ("never score > 80", {"country", "employees"}),
        ('never stage == MQL and budget == "none"', {"budget"}),
        ("always stage == MQL implies country is known", {"employees"}),
        ("never stage is missing", set()),
    ],
)
def test_what_does_not_is_broken_by_an_example(run: Run, tmp_path: Path, guarantee: str, lead: set[str]) -> None:
    """The lead can be pasted into the rules, where it breaks the guarantee again."""
    status, found = judged(run, tmp_path, guarantee)
    assert (status, found["verdict"]) == (1, "broken")
    shown = found["lead"]
    assert isinstance(shown, dict)
    body = "\n".join(shown["example"])
    assert all(f"{name}:" in body for name in lead)
    kind, condition = guarantee.split(" ", 1)
    expected = condition if kind == "never" else f"not ({condition})"
    model = load_text(f'{RULES}example "e" as of 2026-11-01 {{\n{body}\nexpect {expected}\n}}\n').model
    assert model is not None
    assert run_examples(model, 0)[0].passed


def test_the_page_shows_the_lead_and_its_points(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.assay").write_text(RULES + "never score > 80\nnever score > 100\n")
    ran = run("prove", tmp_path / "r.assay", "--as-of", "2026-11-01")
    assert ran.status == 1
    assert "✗ never score > 80" in ran.out
    assert "✓ never score > 100" in ran.out
    assert 'activity { action: "demo", occurred: 1 day ago }' in ran.out
    assert "2 guarantees: 1 proved, 1 broken" in ran.out
    assert "at most 10,000 of a kind" in " ".join(ran.out.split())


UNDECIDABLE = "never score / employees > 0.1 and employees > 300 and country is missing"


def test_what_is_not_known_fails_unless_allowed(run: Run, tmp_path: Path) -> None:
    status, found = judged(run, tmp_path, UNDECIDABLE)
    assert (status, found["verdict"]) == (1, "unknown")
    assert "score / employees" in str(found["why"])
    assert judged(run, tmp_path, UNDECIDABLE, "--allow-unknown")[0] == 0


def test_no_guarantees_are_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.assay").write_text(RULES)
    ran = run("prove", tmp_path / "r.assay")
    assert ran.status == 1
    assert "has no guarantees" in ran.err


def test_without_a_solver_the_extra_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(circuit, "_MODULE", "assay.not_there")
    (tmp_path / "r.assay").write_text(RULES + "never score > 80\n")
    ran = run("prove", tmp_path / "r.assay")
    assert ran.status == 2
    assert 'pip install "assay-lang[prove]"' in ran.err


@pytest.mark.parametrize("pack", ["b2b_saas", "bank_marketing", "ecommerce"])
def test_the_packs_keep_their_promises(run: Run, pack: str) -> None:
    ran = run("prove", PACKS / pack, "--as-of", "2026-11-01")
    assert ran.status == 0, ran.out
