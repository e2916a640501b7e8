"""Leads worked out with pencil and paper, from the rules and the rows of the pack.

As of 2026-11-01 00:00 in Amsterdam; fading takes a quarter off for every full 30 days, a raised hand halves every 90.
"""

import pytest

from tests.packs.packs import PACKS, Row, rows


def result(name: str, key: str) -> Row:
    pack = next(pack for pack in PACKS if pack.name == name)
    return next(row for row in rows(pack.expected) if row["key"] == key)


def points(row: Row) -> dict[str, float]:
    rules = row["rules"]
    assert isinstance(rules, list)
    return {rule["id"]: rule["points"] for rule in rules}


def test_a_demo_request_from_somebody_we_hardly_know_is_promoted() -> None:
    row = result("b2b_saas", "L-0009")
    # Demo 2.53 days ago: 40 x 2^(-2.53/90). Two looks at prices on one day. Visits of five and of three pages.
    assert points(row) == {
        "Home market": 10,
        "Asked to talk to us": 39.23,
        "Looked at the prices": 8,
        "Read several pages in a visit": 8,
    }
    assert (row["score"], row["grade"]) == (65.23, "D1")
    assert (row["stage"], row["stage_by"]) == ("MQL", "promotion")  # fit 10 is short of 20
    assert row["route"] == {"to": "Benelux sales", "respond_by": "2026-11-01T03:00:00Z"}
    undecided = row["undecided"]
    assert isinstance(undecided, list)
    assert [rule["missing"] for rule in undecided] == [
        ["title"], ["title"], ["employees"], ["budget"], ["industry"], ["stack"],
    ]  # fmt: skip


def test_all_reasons_of_a_disqualification_are_given() -> None:
    row = result("b2b_saas", "L-0026")
    assert row["disqualified"] == ["no budget", "here to learn", "unsubscribed"]
    # Nine people 0, no budget -10, kept at 0 by the bound; a webinar of 22 minutes, six days ago.
    assert points(row) == {"Company size": 0, "Budget": -10, "Webinar": 6}
    assert row["groups"] == {
        "fit": {"earned": -10, "kept": 0},
        "interest": {"earned": 6, "kept": 6},
        "doubt": {"earned": 0, "kept": 0},
    }
    assert (row["score"], row["stage"], row["route"]) == (6, None, None)


def test_a_managing_director_with_a_demo_and_a_fading_trial_is_ready_for_sales() -> None:
    row = result("b2b_saas", "L-0336")
    # Demo 4.58 days ago: 38.61. Trial 52 days ago: 30 x 0.75. Guide 65 days ago: 6 x 0.5.
    assert points(row) == {
        "Decision maker": 20,
        "Company size": 20,
        "Budget": 0,
        "Home market": 10,
        "Asked to talk to us": 38.61,
        "Started a trial": 22.5,
        "Downloaded a guide": 3,
    }
    assert (row["score"], row["grade"], row["stage"], row["stage_by"]) == (114.11, "A1", "SQL", "threshold")


def test_quiet_for_a_month_and_looking_for_a_job() -> None:
    row = result("b2b_saas", "L-0351")
    # All of it between 47 and 56 days old, so three quarters are left; silent for one full month; two looks at /careers.
    assert points(row) == {
        "Read several pages in a visit": 3,
        "Downloaded a guide": 4.5,
        "Webinar": 9,
        "Gone quiet": -5,
        "Looking for a job": -20,
    }
    assert (row["score"], row["stage"], row["route"]) == (-8.5, "IQL", {"to": "Nurture mails", "respond_by": None})


def test_of_two_trials_the_latest_ages() -> None:
    row = result("b2b_saas", "L-0264")
    # The later trial was 107 days ago: three full months, a quarter is left.
    assert points(row)["Started a trial"] == 7.5
    assert points(row)["Asked to talk to us"] == 39.81
    assert (row["score"], row["stage"], row["stage_by"]) == (48.31, "MQL", "promotion")


def test_staff_is_not_scored() -> None:
    row = result("b2b_saas", "L-0309")
    assert (row["score"], row["stage"], row["excluded"]) == (None, None, ["our own staff"])


def test_three_small_orders_and_a_quiet_autumn() -> None:
    row = result("ecommerce", "C001")
    # Last order 56 days ago; three orders; 60.90 spent; shelves and newsletter long past.
    assert points(row) == {
        "Last order": 60,
        "Orders this year": 40,
        "Money spent": 7.61,
        "Drawn to one shelf": 0,
        "Reads the newsletter": 0,
    }
    # 60 x 40% + 40 x 30% + 7.61 x 30%, the last rounded to 2.28.
    assert (row["score"], row["stage"]) == (38.28, "Shopper")
    assert row["route"] == {"to": "Newsletter", "respond_by": None}


def test_a_gold_customer_who_sends_back_three_orders_of_five() -> None:
    row = result("ecommerce", "C057")
    # Clicks 110, 47 and 37 days old, four fifths left after each week: 0.14 + 1.05 + 1.31.
    assert points(row) == {
        "Last order": 100,
        "Orders this year": 70,
        "Money spent": 33.94,
        "Left a cart": 20,
        "Visited": 6,
        "Drawn to one shelf": 10,
        "Reads the newsletter": 2.5,
        "Keeps less than half": -20,
        "Returns": -8,
    }
    # 40 + 21 + 10.18 + 38.5 - 28; gold makes a VIP, not the points.
    assert (row["score"], row["stage"], row["stage_by"]) == (81.68, "VIP", "threshold")


@pytest.mark.parametrize(
    ("line", "means", "moment", "stage", "route"),
    [  # line of the file, which stands for the key
        # Housemaid of 56 without debts: 10 for her age, 10; a good rate 5.
        (2, 20, 5, "Prospect", "Letter"),
        # Entrepreneur of 32 with a housing loan: 10, 5, finished school 5; a good rate 5.
        (3, 20, 5, "Prospect", "Letter"),
        # Office worker of 42 with a degree and a housing loan: 5, 10, 5; mobile 5, a good rate 5.
        (500, 20, 10, "Qualified", "Call centre"),
    ],
)
def test_prospects_of_the_bank(line: int, means: int, moment: int, stage: str, route: str) -> None:
    row = result("bank_marketing", str(line))
    assert (row["means"], row["history"], row["moment"]) == (str(means), "0", str(moment))
    assert (row["score"], row["stage"], row["route"]) == (str(means + moment), stage, route)


@pytest.mark.parametrize(
    ("key", "score", "stage"),
    [("1", 30, None), ("2", 30, None), ("3", 30, None), ("4", 0, None)],
)
def test_minimal(key: str, score: int, stage: str | None) -> None:
    row = result("minimal", key)
    assert (row["score"], row["stage"]) == (score, stage)
    assert row["disqualified"] == (['income_band == "minimum"'] if key == "2" else [])
