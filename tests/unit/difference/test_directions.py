"""Which way points can go, so that without a solver it is known what cannot befall a stage."""

import pytest

from tests.unit.difference.comparing import wrote

BASE = """group fit max 60 {
  when title mentions "VP" add 20 as "VP"
  when country == "NL" subtract 10 as "Near"
  each action == "view" add 5 max 20 as "Views"
  match employees { under 10 add 5  under 100 add 10  otherwise add 20 }
}
group interest weight 50% { when action == "demo" add 30 halving every 30 days as "Demo" }
stage IQL at 10
stage MQL when fit >= 20 and score > 30
promote to MQL when action == "demo"
"""
CHANGES = [
    # what changed, what cannot happen to a stage
    (("add 20 as", "add 25 as"), {"stage down"}),
    (("add 20 as", "add 15 as"), {"stage up"}),
    (("subtract 10", "subtract 5"), {"stage down"}),
    (("subtract 10", "add 5"), {"stage down"}),
    (("add 5 max 20", "add 7 max 20"), {"stage down"}),
    (("add 5 max 20", "add 5 max 30"), set()),  # a bound is not looked into
    (("add 30 halving", "add 40 halving"), {"stage down"}),
    (("under 100 add 10  otherwise add 20", "under 100 add 15  otherwise add 25"), {"stage down"}),
    (("under 100 add 10  otherwise add 20", "under 100 add 5  otherwise add 25"), set()),
    (("under 100 add", "under 200 add"), set()),
    (('  when title mentions "VP" add 20 as "VP"\n', ""), {"stage up"}),
    (("group interest weight", 'group other { when title == "CEO" add 5 }\ngroup interest weight'), set()),
    (('as "Near"\n', 'as "Near"\n  when employees > 5 add 5\n'), {"stage down"}),
    (('mentions "VP"', 'mentions ["VP", "CEO"]'), set()),
    (("weight 50%", "weight 60%"), set()),
    (("max 60", "max 70"), set()),
    (("stage IQL at 10", "stage IQL at 20"), set()),
]
WITH_OTHER_STAGES = [
    ("stage IQL when fit < 20", {"stage up"}),  # the more points, the less a stage
    ("stage IQL when not (fit < 20)", {"stage down"}),
    ("stage IQL when fit in 10 to 20", set()),
    ("stage IQL when at least 1 of [fit >= 20, score >= 5]", {"stage down"}),
    ("let high = score >= 20\nstage IQL when high", {"stage down"}),
    ("stage IQL when interest > 5 and fit >= 20 or score > 30", {"stage down"}),
    ("stage IQL when interest > 5", {"stage up", "stage down"}),
    ('grade fit { "A" from 20, "B" otherwise }\nstage IQL when grade(fit) == "A"', set()),
    ('disqualify if fit > 30 because "odd"\nstage IQL at 10', set()),
    ("group more { when fit > 30 subtract 50 }\nstage IQL at 10", set()),
]


def stages(old: str, new: str) -> set[str]:
    return {"stage up", "stage down"} & set(wrote(old, new).never)


@pytest.mark.parametrize(("change", "never"), CHANGES)
def test_points_that_only_rise_take_no_stage_away(change: tuple[str, str], never: set[str]) -> None:
    assert BASE.count(change[0]) == 1
    assert stages(BASE, BASE.replace(*change)) == never


@pytest.mark.parametrize(("stage", "never"), WITH_OTHER_STAGES)
def test_it_depends_on_what_stages_ask_for(stage: str, never: set[str]) -> None:
    old = BASE.split("stage IQL", maxsplit=1)[0] + stage
    assert stages(old, old.replace("add 20 as", "add 25 as")) == never


def test_inside_a_choice_nothing_is_said() -> None:
    old = 'first of {\n  when title == "VP" add 20\n  when employees > 5 add 10\n}\nstage IQL at 10'
    assert stages(old, old.replace("add 20", "add 25")) == set()
