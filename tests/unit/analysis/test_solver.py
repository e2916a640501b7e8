"""Leads found for small rule sets, and proofs that there are none."""

import pytest

from assay.analysis.solver import Goal, Proof, Prover, Space, Unknown, Witness, broken, fires, in_stage, reach
from assay.check import load_text
from assay.plan import plan

pytest.importorskip("ortools")
AS_OF = 1_793_491_200_000_000  # 2026-11-01
DAY = 86_400_000_000


def prover(text: str) -> Prover:
    model = load_text(text).model
    assert model is not None
    return Prover([plan(model)], AS_OF)


def test_a_broken_guarantee_is_a_small_lead() -> None:
    answer = prover(
        "lead {\n id text key\n country text\n employees number\n}\n"
        'when country == "NL" add 10\nwhen employees >= 200 add 30\nwhen employees < 10 add 5\n'
        "stage MQL at 40\nnever stage == MQL and employees > 500\n"
    ).find(broken(0))
    assert isinstance(answer, Witness)
    assert answer.lead.keys() == {"country", "employees"}
    assert answer.traces[0].guarantees[0].broken


def test_what_excludes_itself_is_proved() -> None:
    answer = prover(
        'lead {\n id text key\n country text\n}\nwhen country == "NL" add 10\nwhen country == "BE" add 10\n'
        "stage MQL at 20\nnever stage == MQL\n"
    ).find(broken(0))
    assert answer == Proof()


SHOP = (
    "lead {\n id text key\n}\nactivity {\n lead_id text key\n action text\n occurred time\n}\n"
    'each action == "visit" within 30 days add 5 max 20\n'
    'when action == "demo" add 40 fading 25% every 30 days\nstage Warm at 20\nstage Hot at 60\n'
)


def test_as_many_activities_as_it_takes() -> None:
    answer = prover(SHOP).find(in_stage(0))
    assert isinstance(answer, Witness)
    assert len(answer.activities) == 1
    assert answer.traces[0].score is not None
    assert 2000 <= answer.traces[0].score < 6000


def test_ages_decide() -> None:
    found = prover(SHOP + "never score > 50\nnever score > 60\n")
    answer = found.find(broken(0))
    assert isinstance(answer, Witness)
    assert len(answer.activities) == 4
    assert isinstance(found.find(broken(1)), Proof)


def test_counts_have_no_ceiling() -> None:
    answer = prover(
        "lead {\n id text key\n}\nactivity {\n lead_id text key\n action text\n}\n"
        'when count(action == "visit") >= 120 add 5\n'
    ).find(fires(0))
    assert isinstance(answer, Witness)
    assert len(answer.activities) == 120


def test_silence_is_measured_from_the_last_activity() -> None:
    found = prover(
        "lead {\n id text key\n}\nactivity {\n lead_id text key\n action text\n occurred time\n}\n"
        'when since(last(occurred)) > 90 days add 5\nwhen action == "visit" within 30 days add 5\n'
        "stage Both at 10\nstage Quiet when since(last(occurred)) > 400 days\n"
    )
    assert isinstance(found.find(in_stage(0)), Proof)
    answer = found.find(in_stage(1))
    assert isinstance(answer, Witness)
    assert all(AS_OF - int(str(one["occurred"])) > 400 * DAY for one in answer.activities)


def test_an_amount_is_not_that_of_the_sample() -> None:
    """A text stands for others in what is asked of it, not in its length."""
    answer = prover("lead {\n id text key\n name text\n}\nwhen name is known add length(name)\nstage Long at 7\n").find(
        in_stage(0)
    )
    assert not isinstance(answer, Proof)


def test_a_spelling_of_missing_is_no_value() -> None:
    """The other value of the list is."""
    answer = prover(
        'missing "Select"\nlead {\n id text key\n country text\n}\nwhen country in ["Select", "NL"] add 5\n'
    ).find(fires(0))
    assert isinstance(answer, Witness)
    assert answer.lead == {"country": "nl"}


def test_bounds_choices_weights_and_grades_are_exact() -> None:
    found = prover(
        "lead {\n id text key\n country text\n employees number\n}\n"
        "group fit weight 33.33% max 10 {\n"
        '  best of {\n    when country == "NL" add 20\n    when country in ["NL", "BE"] add 15\n  }\n'
        "  match employees { under 10 add 0  under 200 add 10.01  otherwise add 15 }\n}\n"
        'grade fit { "A" from 10, "B" from 5, "C" otherwise }\nstage Best when grade(fit) == "A"\n'
        "stage Odd when fit == 3.34\nstage Beyond when fit == 11.67\n"
    )
    assert isinstance(found.find(in_stage(0)), Witness)
    odd = found.find(in_stage(1))
    assert isinstance(odd, Witness)
    assert odd.traces[0].score == 334
    assert isinstance(found.find(in_stage(2)), Proof)


def test_the_reach_of_points_is_that_of_leads() -> None:
    far = reach(
        prover(
            'lead {\n id text key\n country text\n}\ngroup fit max 40 {\n when country == "NL" add 30\n'
            ' when country in ["NL", "BE"] add 5\n when country == "BE" subtract 50\n}\ntotal min -10\n'
        )
    )
    fit, score = far.groups["fit"], far.score
    assert (fit.earned.low, fit.earned.high, fit.exact) == (-4500, 3500, True)
    assert (score.kept.low, score.kept.high, score.exact) == (-1000, 3500, True)


MANY_RULES = "lead {\n id text key\n country text\n}\n" + "".join(
    f'when country == "C{at}" add 10\n' for at in range(400)
)
NO_TWO_COUNTRIES = MANY_RULES + "never score > 10\nnever score > 15\n"


def test_writing_the_rules_down_takes_no_longer_than_there_is_time_for() -> None:
    asked = prover(NO_TWO_COUNTRIES)
    words = "the time limit was over before the rules were written down for the solver"
    assert asked.find(broken(0), within=0.000_001) == Unknown(words)
    assert not asked.begun
    assert asked.find(broken(1), within=0.000_001) == Unknown(words)
    assert asked.find(broken(0), within=120) == Proof()
    assert asked.begun
    assert asked.find(broken(1), within=120) == Proof()


def test_what_was_begun_in_a_goal_is_thrown_away() -> None:
    asked = prover(NO_TWO_COUNTRIES)
    asked.space()

    def never_done(made: Space) -> int:
        while True:
            made.circuit.all_of((made.circuit.literal(), made.circuit.literal()))

    answer = asked.find(Goal(never_done, lambda _: True), within=0.01)
    assert isinstance(answer, Unknown)
    assert not asked.begun
    assert asked.find(broken(0), within=120) == Proof()


def test_how_far_points_reach_is_added_up_where_there_is_no_time() -> None:
    asked = prover(MANY_RULES)
    assert reach(asked, 0.000_001).score.high.points == 4_000_00
    assert reach(asked, 120).score.high.points == 10_00


def test_a_lead_that_did_very_much_is_not_scored() -> None:
    asked = prover(
        SHOP + 'each action == "a" add 1\neach action == "b" add 1\neach action == "c" add 1\nnever score > 25_000\n'
    )
    assert isinstance(asked.find(broken(0), within=5), Unknown)
