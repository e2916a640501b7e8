"""What can happen to a lead: shown by a small one, traced to the line, or proved to happen to nobody."""

import pytest

from assay.analysis.difference import verdicts
from assay.analysis.difference.compare import compare
from assay.analysis.difference.comparison import Comparison, Witness
from assay.analysis.difference.outcomes import EFFECTS
from tests.unit.difference.comparing import AS_OF, SCHEMA, compared, version

STAGES = "\nstage IQL at 10\nstage MQL at 30\n"
BASE = (
    'when title mentions "VP" add 20 as "VP"\n'
    'when employees >= 100 add 10 as "Large"\n'
    'when action == "demo" within 30 days add 15 as "Demo"' + STAGES
)


def witness(found: Comparison, effect: str) -> Witness:
    return next(one for one in found.verdict.witnesses if effect in one.effects)


def causes(one: Witness) -> list[str]:
    return [change.name for change in one.causes]


@pytest.fixture(params=["solver", "search"])
def with_and_without(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "search":
        monkeypatch.setattr(verdicts, "is_installed", lambda: False)
    return str(request.param)


CHANGES = [
    # what changed, the effect, the lead that shows it, what its causes are
    (BASE, ("add 10", "add 12"), "score", {"employees": 100}, ["Large"]),
    (BASE, ("employees >= 100", "employees >= 200"), "score", {"employees": 100}, ["Large"]),
    (BASE, ("employees >= 100", "employees > 100"), "stage down", {"employees": 100}, ["Large"]),
    (BASE, ("stage IQL at 10", "stage IQL at 11"), "stage down", {"employees": 100}, ["IQL"]),
    (BASE, ("stage MQL at 30", "stage MQL at 20"), "stage up", {"title": "VP"}, ["MQL"]),
    (BASE, ('"VP" add', '["VP", "Chief"] add'), "score", {"title": "Chief"}, ["VP"]),
    (BASE, (STAGES, '\ndisqualify if country == "US" because "far"' + STAGES), "newly disqualified", {"country": "US"}, ["far"]),
    (BASE, (STAGES, '\nexclude if country == "US" because "far"' + STAGES), "newly excluded", {"country": "US"}, ["far"]),
    (BASE, (STAGES, STAGES + 'route to "A" when country == "US"'), "route", {"country": "US"}, ["A"]),
    (BASE, (STAGES, STAGES + 'grade score { "A" from 5, "B" otherwise }'), "grade", {}, ["score"]),
    (BASE, (STAGES, "\ntotal max 19" + STAGES), "score", {"title": "VP"}, ["total"]),
]  # fmt: skip


@pytest.mark.usefixtures("with_and_without")
@pytest.mark.parametrize(("rules", "change", "effect", "lead", "lines"), CHANGES)
def test_an_effect_is_shown_by_the_smallest_lead(
    rules: str, change: tuple[str, str], effect: str, lead: dict[str, object], lines: list[str]
) -> None:
    assert rules.count(change[0]) == 1
    found = compared(rules, rules.replace(*change))
    shown = witness(found, effect)
    assert (shown.lead, shown.activities, causes(shown)) == (lead, (), lines)
    assert found.verdict.kind == "differs"


@pytest.mark.usefixtures("with_and_without")
def test_a_window_is_shown_by_an_activity_between_the_two() -> None:
    found = compared(BASE, BASE.replace("within 30 days", "within 60 days"))
    shown = witness(found, "score")
    (activity,) = shown.activities
    assert (shown.lead, activity["action"]) == ({}, "demo")
    assert "2026-09-02" <= str(activity["occurred"]) <= "2026-10-02 00:00"
    assert (shown.old.score, shown.new.score) == (0, 15)


@pytest.mark.usefixtures("with_and_without")
def test_a_threshold_needs_what_other_rules_give() -> None:
    """Ten points more lift nobody by themselves: the lead has to be near the bound."""
    found = compared(BASE, BASE.replace("add 15", "add 25"))
    shown = witness(found, "stage up")
    assert causes(shown) == ["Demo"]
    assert (shown.old.stage, shown.new.stage) in ((None, "IQL"), ("IQL", "MQL"))


def test_without_a_solver_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "is_installed", lambda: False)
    found = compared(BASE, BASE.replace("employees >= 100", "not (employees < 100)"))
    assert found.verdict.kind == "open"
    assert any("assay-lang[prove]" in note for note in found.verdict.assumed)


EQUIVALENT = [
    ("employees >= 100", "not (employees < 100)"),
    ("employees >= 100", "employees >= 100 or employees > 500"),
    ('when employees >= 100 add 10 as "Large"', 'match employees { under 100 add 0  100 or more add 10 } as "Large"'),
    (
        'when employees >= 100 add 10 as "Large"',
        'when employees in 100 to 500 add 10 as "Large"\nwhen employees > 500 add 10 as "Huge"',
    ),
    ("stage MQL at 30", "stage MQL when score >= 30 and score > 12"),
    ('when title mentions "VP" add 20', 'when title mentions ["VP", "vp"] add 20'),
    (STAGES, '\ndisqualify if employees < 5 and employees > 10 because "never"' + STAGES),
]


@pytest.mark.parametrize("change", EQUIVALENT)
def test_what_is_written_otherwise_and_means_the_same_is_proved(change: tuple[str, str]) -> None:
    found = compared(BASE, BASE.replace(*change))
    assert found.changes
    assert found.verdict.kind in ("proved", "same")
    assert found.verdict.never == EFFECTS
    assert found.verdict.witnesses == ()


def test_what_cannot_happen_is_proved_beside_what_can() -> None:
    found = compared(BASE, BASE.replace("add 10", "add 12"))
    assert {"stage down", "newly disqualified", "newly excluded"} <= set(found.verdict.never)


# --- whose fault it is -----------------------------------------------------------------------------------------


def test_of_many_changes_those_that_do_it_alone_are_named() -> None:
    new = BASE.replace("add 10", "add 12").replace("add 20", "add 25").replace("add 15", "add 16")
    found = compared(BASE, new)
    shown = witness(found, "score")
    assert shown.alone
    assert len(shown.causes) == 1


def test_what_only_happens_together_is_said_to_be_so() -> None:
    old = 'when country == "US" add 5 as "A"\nwhen country == "US" add 5 as "B"\nstage MQL at 14'
    new = old.replace('add 5 as "A"', 'add 7 as "A"').replace('add 5 as "B"', 'add 7 as "B"')
    shown = witness(compared(old, new), "stage up")
    assert (causes(shown), shown.alone) == (["A", "B"], False)


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ('let n = 5\nwhen country == "US" add n', 'let n = 6\nwhen country == "US" add n', "n"),
        ('let us = ["US"]\nwhen country in us add 5', 'let us = ["US", "CA"]\nwhen country in us add 5', "us"),
        ("group g max 10 { when employees > 1 add 20 }", "group g max 15 { when employees > 1 add 20 }", "g"),
        (
            'group g halving every 90 days { when action == "demo" add 20 }',
            'group g halving every 9 days { when action == "demo" add 20 }',
            "g",
        ),
        (
            'first of { when employees > 9 add 5 as "1"\n when employees > 5 add 3 as "2" }',
            'best of { when employees > 9 add 2 as "1"\n when employees > 5 add 3 as "2" }',
            "1",
        ),
        (
            'when any(action == "a") add 5',
            'ignore activity if page == "x" because "noise"\nwhen any(action == "a") add 5',
            "noise",
        ),
    ],
)
def test_a_rule_that_stands_as_it_was_is_traced_through_what_it_reads(old: str, new: str, cause: str) -> None:
    assert causes(witness(compared(old, new), "score")) == [cause]


def test_texts_are_spelled_as_in_the_rules() -> None:
    found = compared('when country == "The Netherlands" add 5', 'when country == "The Netherlands" add 6')
    assert witness(found, "score").lead == {"country": "The Netherlands"}


def test_proofs_take_no_longer_than_there_is_time_for() -> None:
    pytest.importorskip("ortools")
    rules = "".join(f'when country == "C{at}" add 10\n' for at in range(300)) + "stage MQL at 10\n"
    both = version(SCHEMA + rules), version(SCHEMA + rules.replace('country == "C7"', 'not (country != "C7")'))
    assert compare(*both, AS_OF, within=120)[0].verdict.kind == "proved"
    found = compare(*both, AS_OF, within=0.000_001)[0].verdict
    assert found.kind == "open"
    assert "time limit" in " ".join(found.assumed)
