"""Examples and rules with what they come to, above them."""

from collections.abc import Callable
from pathlib import Path

from assay.check import load
from assay.ide.lenses import fires, lenses
from assay.ide.running import outcomes
from assay.ide.sample import Sample, Tried, sample_of
from assay.ide.scene import Scene
from assay.ide.trying import try_out
from assay.linter.settings import Settings
from assay.plan import plan
from tests.unit.ide.scenes import SCHEMA, drawn, scene_of

PROGRAM = """\
group fit {
  when country == "NL" add 5 as "Dutch"
  first of {
    when employees > 100 add 10
  }
}
example "Dutch" {
  lead { country: "NL" }
  expect fit == 5
}
example "wrong" {
  lead { country: "BE" }
  expect fit == 5
}
"""
LEADS = "id,country,employees,result,Lead Source\n1,NL,50,won,web\n2,nl,200,lost,web\n3,BE,300,WON ,fair\n4,,,won,web\n"
ACTIVITIES = (
    "lead_id,action,page,occurred\n1,visit,/a,2026-01-01\n1,visit,/a,2026-01-02\n2,demo_request,/b,2026-01-03\n"
)


def never(_leads: int) -> bool:
    return False


def sampled(folder: Path, cancelled: Callable[[int], bool] = never, **more: str) -> tuple[Scene, Tried | None]:
    (folder / "leads.csv").write_text(LEADS)
    (folder / "activities.csv").write_text(ACTIVITIES)
    scene = scene_of(SCHEMA + PROGRAM)
    assert scene.model is not None
    sample = Sample(folder / "leads.csv", folder / "activities.csv", **more)
    return scene, try_out(plan(scene.model), sample, 1_780_000_000_000_000, cancelled)


def test_examples_say_what_they_come_to() -> None:
    scene = scene_of(SCHEMA + PROGRAM)
    assert scene.model is not None
    before = lenses(scene, {}, None)
    assert [lens.title for lens in before] == ["▶ run this example", "▶ run this example"]
    after = lenses(scene, outcomes(scene.model, 0), None)
    assert [lens.title for lens in after] == ["✓ passes", "✗ expected `fit == 5`, got fit 0"]
    assert drawn(after[1].span) == 'example "wrong" {\n        ^^^^^^^'


def test_rules_say_for_how_many_leads_they_fire(tmp_path: Path) -> None:
    scene, tried = sampled(tmp_path, outcome="result", won="won")
    assert tried is not None
    found = [lens for lens in lenses(scene, {}, tried) if lens.kind == "rule"]
    assert [(lens.about, lens.title) for lens in found] == [
        ("Dutch", "fires for 2 of 4 leads, 50% won"),
        ("employees > 100", "fires for 2 of 4 leads, 50% won"),
    ]


def test_without_an_outcome_nothing_is_won(tmp_path: Path) -> None:
    _, tried = sampled(tmp_path)
    assert tried is not None
    assert fires(tried, "Dutch") == "fires for 2 of 4 leads"
    assert fires(Tried(9240, {"a": 312}, {"a": 66}, {}), "a") == "fires for 312 of 9,240 leads, 21% won"


def test_a_rule_that_was_not_tried_yet_says_nothing(tmp_path: Path) -> None:
    _, tried = sampled(tmp_path)
    changed = scene_of(SCHEMA + PROGRAM.replace("employees > 100", "employees > 1000"))
    assert [lens.about for lens in lenses(changed, {}, tried) if lens.kind == "rule"] == ["Dutch"]


def test_values_seen_are_those_that_come_again(tmp_path: Path) -> None:
    _, tried = sampled(tmp_path)
    assert tried is not None
    assert tried.seen["lead", "Lead Source"] == ("web", "fair")
    assert tried.seen["activity", "action"] == ("visit", "demo_request")


def test_it_can_be_cancelled(tmp_path: Path) -> None:
    asked: list[int] = []

    def cancelled(leads: int) -> bool:
        asked.append(leads)
        return True

    _, tried = sampled(tmp_path, cancelled)
    assert tried is None
    assert asked == [0]


def test_a_sample_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    scene = scene_of(SCHEMA + PROGRAM)
    assert scene.model is not None
    assert try_out(plan(scene.model), Sample(tmp_path / "gone.csv"), 0, never) is None
    assert sample_of(Settings()) is None
    assert sample_of(Settings(data=Path("x.csv"), won="yes")) == Sample(Path("x.csv"), None, None, "yes")


def test_counts_are_those_of_the_reports() -> None:
    """Of the pack, by its expected results."""
    folder = Path(__file__).parents[3] / "rules" / "b2b_saas"
    model = load(folder).model
    assert model is not None
    tried = try_out(plan(model), Sample(folder / "leads.csv", folder / "activities.csv"), 1_780_000_000_000_000, never)
    assert tried is not None
    assert tried.leads == sum(1 for _ in (folder / "expected.jsonl").open())
    assert 0 < tried.fired["Decision maker"] < tried.leads
