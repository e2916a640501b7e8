"""The plan on paper."""

import pytest

from assay.plan import words
from assay.plan.describe import describe
from assay.plan.forms import constant, op
from assay.plan.nodes import ConstSet, LeadField
from assay.plan.pages import WIDTH, ranges
from assay.plan.show import show
from assay.values import DAY, HOUR, MINUTE
from tests.unit.plan.source import plan_of

RULES = """
model "Small" timezone "Europe/Amsterdam"
missing "N/A"
lead { id text key country text employees number from "Staff" }
activity { lead_id text key action one of "view", "demo" occurred time }
let dutch = country in ["NL", "Nederland"]
group fit "Profile" max 50 {
  when dutch and employees >= 200 add 15 as "Big and Dutch" because "they buy"
  match employees { under 10 add 0 otherwise add 2.5 missing subtract 1 }
}
group interest {
  when action == "demo" and dutch within 30 days add 30 halving every 90 days
  when since(last(occurred)) > 30 days subtract 10
}
stage MQL at 40
route to "Sales" within 4 hours when stage == MQL
"""

SHOWN = """
1. let:dutch                                                                             yes or no, for the lead
   fold(lead.country) in {"nl", "nederland"}

2. Group fit "Profile": the sum of its rules                                                   at most 50 points
   [0] Big and Dutch                                                                              adds 15 points
         when dutch and employees >= 200 add 15 as "Big and Dutch" because "they buy"
         because "they buy"
         test            let:dutch and lead.employees >= 200
         waits for       country, employees
   [1] match employees                                                                         its row decides
         match employees { under 10 add 0 otherwise add 2.5 missing subtract 1 }
         subject         lead.employees
         waits for       employees
         row             under 10   adds 0 points    where subject < 10
         row             otherwise  adds 2.5 points
         row             missing    takes 1 point

3. a1 = last(occurred)                                              over the activities that were kept, stratum 0
   value           activity.occurred

4. Group interest: the sum of its rules
   [2] action == "demo" and dutch                                                               adds 30 points
         when action == "demo" and dutch within 30 days add 30 halving every 90 days
         halves every 90 days
         of an activity  activity.action == "demo" and let:dutch
         could be        presume(activity.action == "demo", false) and presume(let:dutch, true)
         window          the last 30 days
         waits for       country
   [3] since(last(occurred)) > 30 days                                                         takes 10 points
         when since(last(occurred)) > 30 days subtract 10
         test            as_of - aggregate:a1 > 30 days
         waits for       last(occurred)

5. Score: the sum of fit and interest

6. Stage: the highest of these whose test is true; none for a disqualified lead
   MQL: score >= 40
         test            score >= 40

7. Route: the first of these whose test is true
   "Sales"                                                                               answer within 4 hours
         test            stage == MQL
         waits for       stage

Index: a value of the lead leads to the rules it decides; the others are not looked at
  lead.employees  match     rules     1
  lead.country    equality  and more  0
  tried for every lead: 3
  tried on activities: 2
"""


def squeezed(text: str) -> list[str]:
    """Lines with runs of blanks as one: the layout is looked at below."""
    return [" ".join(line.split()) for line in text.strip().splitlines()]


def test_steps_and_index_read_from_top_to_bottom() -> None:
    shown = show(plan_of("", schema=RULES))
    assert squeezed(shown[shown.index("\n1. ") :]) == squeezed(SHOWN)


def test_the_head_says_what_is_read_and_how() -> None:
    shown = show(plan_of("", schema=RULES))
    head = squeezed(shown[: shown.index("\n1. ")])
    assert head[0].startswith('Plan of "Small" 4 rules, version ')
    assert head[1] == 'Zone Europe/Amsterdam. Read as missing: empty and blank, "n/a".'
    assert 'employees number, from column "Staff"' in head
    assert any(line.startswith("A comparison with a missing value is unknown") for line in head)


def test_lines_are_no_longer_than_a_page_and_have_no_blanks_at_their_end() -> None:
    long = " or ".join(f'country == "a rather long name of a country {n}"' for n in range(40))
    for line in show(plan_of(f"when {long} add 1")).splitlines():
        assert len(line) <= WIDTH
        assert line == line.rstrip()


def test_results_and_decisions_are_shown() -> None:
    shown = show(
        plan_of(
            """
            ignore activity if page starts with "/status"
            exclude if email ends with "@us.com" because "staff"
            disqualify if band == "minimum" because "no budget"
            group a weight 50% { group b min -5 { when true add 1 } first of { when big add 1 when subscribed add 2 } }
            when country in emea add 1 starting 2026-01-01 until 2026-02-01
            each view at most 2 per 3 days add 1 losing 2 every 7 days
            grade a { "A" from 10, "B" otherwise }
            stage MQL sticky at 5
            promote to MQL when view within 1 week
            route to "Sales" otherwise
            never stage >= MQL and band == "minimum"
            """
        )
    )
    for line in (
        "Ignore an activity if one of these is true of it",
        "Exclude the lead, with all reasons that are true: nothing below is done for it",
        "Disqualify the lead, with all reasons that are true: it keeps its score",
        "Group b, within a: the sum of its rules at least -5 points",
        "Group a: the sum of its rules 50% of the sum",
        "and of the groups b",
        "only the first of [1], [2] counts",
        "from 2026-01-01 on until 2026-02-01, that day included",
        "for each activity; the first 2 in every 3 days, counted from the first match; loses 2 points every 7 days",
        'a "A" from 10 points, "B" otherwise',
        "MQL: score >= 5 sticky: kept once reached",
        '"Sales" otherwise',
        'never stage >= MQL and band == "minimum"',
        'emea 3 items "de", "fr", "nl"',
    ):
        assert line in " ".join(shown.split()), line


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (30 * DAY, "30 days"),
        (DAY, "1 day"),
        (36 * HOUR, "36 hours"),
        (90 * MINUTE, "90 minutes"),
        (1, "1 microsecond"),
    ],
)
def test_durations_in_words(value: int, said: str) -> None:
    assert words.duration(value) == said


def test_numbers_and_moments_in_words() -> None:
    assert [words.points(value) for value in (100, 1500, 1250, -100)] == [
        "1 point",
        "15 points",
        "12.5 points",
        "-1 point",
    ]
    assert [words.decimal(value) for value in (20_000, -2_500, 1)] == ["2", "-0.25", "0.0001"]
    assert words.percent(125_000) == "12.5%"
    assert words.time(90 * MINUTE) == "1970-01-01 01:30 UTC"
    assert words.time(0) == "1970-01-01 00:00 UTC"
    assert words.time(1_500_000) == "1970-01-01 00:00:01.500000 UTC"
    assert (words.time(10**18), words.date(10**9)) == (f"moment {10**18}", "day 1000000000")
    assert [words.listed(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_ranges_of_rule_numbers() -> None:
    assert ranges([3, 1, 2, 7, 9, 10]) == "1-3, 7, 9-10"
    assert ranges([]) == ""


def test_odd_names_and_long_sets() -> None:
    odd = op(
        "in_set", LeadField("lead", "emp.var.rate"), ConstSet("set", "number", tuple(n * 10_000 for n in range(9)))
    )
    assert describe(odd) == "lead.`emp.var.rate` in {0, 1, 2, 3, 4, 5, … 3 more}"
    assert describe(constant("stage", 1)) == "stage 2"
    assert describe(constant("stage", 1), ["IQL", "MQL"]) == "MQL"
