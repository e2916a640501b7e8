"""Source expressions and what becomes of them in the plan."""

import pytest

from assay.plan.describe import describe
from tests.unit.plan.source import plan_of, rule_of

LOGIC = [
    ("subscribed", "lead.subscribed"),
    ("subscribed == true", "lead.subscribed"),
    ("subscribed == false", "not lead.subscribed"),
    ("subscribed != true", "not lead.subscribed"),
    ("not not subscribed", "lead.subscribed"),
    ("true", "true"),
    ("subscribed and true", "lead.subscribed"),
    ("subscribed or true", "true"),
    (
        'country == "NL" and (employees > 5 and seats < 3) and subscribed',
        'fold(lead.country) == "nl" and lead.employees > 5 and lead.seats < 3 and lead.subscribed',
    ),
    (
        'country == "NL" and employees > 5 or seats > 5',
        'fold(lead.country) == "nl" and lead.employees > 5 or lead.seats > 5',
    ),
    (
        "(subscribed or employees > 5) and not seats > 5",
        "(lead.subscribed or lead.employees > 5) and not lead.seats > 5",
    ),
    ("subscribed implies employees > 5", "not lead.subscribed or lead.employees > 5"),
    (
        "subscribed implies employees > 5 implies seats > 3",
        "not lead.subscribed or not lead.employees > 5 or lead.seats > 3",
    ),
    (
        "at least 2 of [subscribed, employees > 5, seats > 5]",
        "at_least(2, lead.subscribed, lead.employees > 5, lead.seats > 5)",
    ),
    ("at least 1 of [subscribed, employees > 5]", "lead.subscribed or lead.employees > 5"),
    ("at least 2 of [subscribed, employees > 5]", "lead.subscribed and lead.employees > 5"),
    ("email is known", "lead.email is known"),
    ("interests is missing", "lead.interests is missing"),
    ("(subscribed and employees > 5) is known", "(lead.subscribed and lead.employees > 5) is known"),
]

TEXTS = [
    ('country == " NL "', 'fold(lead.country) == "nl"'),
    ('"NL" != country', 'fold(lead.country) != "nl"'),
    ('"m" > country', 'fold(lead.country) < "m"'),
    ('country == "İX Σς"', 'fold(lead.country) == "ix σσ"'),
    ("country == title", "fold(lead.country) == fold(lead.title)"),
    ('code == " Ab"', 'lead.code == " Ab"'),
    ("code == country", "lead.code == lead.country"),
    ("country == code", "lead.country == lead.code"),
    ('lower(code) == "A"', 'fold(lead.code) == "a"'),
    ('band == "Middle"', 'lead.band == "middle"'),
    ('band < "high"', 'rank(lead.band, {"minimum", "middle", "high"}) < 2'),
    ('"middle" <= band', 'rank(lead.band, {"minimum", "middle", "high"}) >= 1'),
    ("band == country", "lead.band == fold(lead.country)"),
    ("band == code", "lead.band == fold(lead.code)"),
    ('domain(email) == "X.com"', 'fold(domain(lead.email)) == "x.com"'),
    ("length(phone) > 5", "length(lead.phone) > 5"),
    ('length(" ab ") < employees', "lead.employees > 2"),
    ('max(country, title) == "a"', 'fold(max_text(lead.country, lead.title)) == "a"'),
    ('min(band, "Middle") == "minimum"', 'min_rank(lead.band, "middle", {"minimum", "middle", "high"}) == "minimum"'),
    ('title contains "CTO"', 'fold(lead.title) contains "cto"'),
    ('title contains ["CTO", "cfo", "Cto"]', 'fold(lead.title) contains any of {"cto", "cfo"}'),
    ("title contains emea", "fold(lead.title) contains any of emea"),
    ("title contains country", "fold(lead.title) contains fold(lead.country)"),
    (
        'title contains [country, "x"]',
        'fold(lead.title) contains "x" or fold(lead.title) contains fold(lead.country)',
    ),
    ('code contains "CTO"', 'lead.code contains "CTO"'),
    ('title starts with "A"', 'fold(lead.title) starts with "a"'),
    ('title ends with ["a", "b"]', 'fold(lead.title) ends with any of {"a", "b"}'),
    ('title mentions "c.o"', 'fold(lead.title) mentions {"c o"}'),
    ("title mentions titles", "fold(lead.title) mentions titles (words)"),
    ('code mentions ["VP", "Big-Boss"]', 'lead.code mentions {"VP", "Big Boss"}'),
    ('domain(email) matches "*.EDU"', 'fold(domain(lead.email)) matches "*.edu"'),
    ('code matches "A?"', 'lead.code matches "A?"'),
    ('interests contains "SUV"', 'fold_list(lead.interests) has "suv"'),
    ('interests contains ["SUV", "bike"]', 'fold_list(lead.interests) has any of {"suv", "bike"}'),
    ("interests contains country", "fold_list(lead.interests) has fold(lead.country)"),
    ("interests contains code", "lead.interests has lead.code"),
    ('tags contains "SUV"', 'lead.tags has "SUV"'),
]

MEMBERSHIP = [
    ('country in ["NL"]', 'fold(lead.country) == "nl"'),
    ('country in ["NL", "be", " nl"]', 'fold(lead.country) in {"nl", "be"}'),
    ("country in emea", "fold(lead.country) in emea"),
    ("country not in emea", "not fold(lead.country) in emea"),
    ("code in emea", "lead.code in emea (exact)"),
    ('band in ["minimum", "high"]', 'lead.band in {"minimum", "high"}'),
    ("country in interests", "fold_list(lead.interests) has fold(lead.country)"),
    ("code in interests", "lead.interests has lead.code"),
    (
        'country in [title, "NL", code]',
        'fold(lead.country) == "nl" or fold(lead.country) == fold(lead.title) or lead.country == lead.code',
    ),
    ("employees in sizes", "lead.employees in sizes"),
    ("employees in [1, seats]", "lead.employees == 1 or lead.employees == lead.seats"),
    ("employees in 10 to seats", "lead.employees >= 10 and lead.employees <= lead.seats"),
    ("employees not in 10 to 20", "not (lead.employees >= 10 and lead.employees <= 20)"),
    ('country in "a" to "m"', 'fold(lead.country) >= "a" and fold(lead.country) <= "m"'),
]

NUMBERS = [
    ("employees + seats * 2 > 10", "lead.employees + lead.seats * 2 > 10"),
    ("employees - (seats - 1) > 10", "lead.employees - (lead.seats - 1) > 10"),
    ("(employees + seats) / 2 > 10", "(lead.employees + lead.seats) / 2 > 10"),
    ("-employees < -5", "-lead.employees < -5"),
    ("2 * 3 + 1 < employees", "lead.employees > 7"),
    ("employees >= limit", "lead.employees >= 200"),
    ("abs(employees) > 0.5", "abs(lead.employees) > 0.5"),
    ("round(employees / 3) == whole(employees)", "round(lead.employees / 3) == whole(lead.employees)"),
    ("min(employees, seats) > 3", "min(lead.employees, lead.seats) > 3"),
]

TIMES = [
    ("born == 2026-01-01", "lead.born == 2026-01-01"),
    ("created == 2026-01-01", "day(lead.created) == 2026-01-01"),
    ("2026-01-01 > created", "day(lead.created) < 2026-01-01"),
    ("created < 2026-01-01 14:30", "lead.created < 2026-01-01 13:30 UTC"),
    ("born < 2026-01-01 00:30", "lead.born < 2026-01-01"),
    ("born < created", "lead.born < day(lead.created)"),
    ("created in days", "day(lead.created) in days"),
    ("born in days", "lead.born in days"),
    ("born in moments", "lead.born in moments (days)"),
    ("created in moments", "day(lead.created) == 2026-01-01 or lead.created == 2026-05-05 08:00 UTC"),
    (
        "created in 2026-01-01 to 2026-02-01",
        "day(lead.created) >= 2026-01-01 and day(lead.created) <= 2026-02-01",
    ),
    ("since(created) > 30 days", "as_of - lead.created > 30 days"),
    ("since(born) > 36 hours", "as_of - midnight(lead.born) > 36 hours"),
    ("days_since(born) > 30", "days(as_of - midnight(lead.born)) > 30"),
    ("weeks_since(created) > 2", "weeks(as_of - lead.created) > 2"),
    ("days_until(created) < 30", "days(lead.created - as_of) < 30"),
    ("created + 30 days > 2026-01-01", "day(lead.created + 30 days) > 2026-01-01"),
    ("2026-07-01 - 90 minutes < created", "lead.created > 2026-06-30 20:30 UTC"),
    ("created - born > 2 weeks", "lead.created - midnight(lead.born) > 14 days"),
    ("max(born, created) > 2026-01-01", "day(max(midnight(lead.born), lead.created)) > 2026-01-01"),
    ("min(born, 2026-01-01) == born", "min(lead.born, 2026-01-01) == lead.born"),
]

REFERENCES = [
    ('big and seg == "NL"', 'let:big and fold(let:seg) == "nl"'),
    ("view and page == country", "let:view and fold(activity.page) == fold(lead.country)"),
    ("amount > employees", "activity.amount > lead.employees"),
    ("any(view) and count(view) >= 3", "aggregate:a1 and aggregate:a2 >= 3"),
    ('last(page) == "A"', 'fold(aggregate:a1) == "a"'),
    ('last(token) == "A"', 'aggregate:a1 == "A"'),
    ('last(action) == "DEMO"', 'aggregate:a1 == "demo"'),
    ("last(flag) == false", "not aggregate:a1"),
    ("since(last(occurred)) > 30 days", "as_of - aggregate:a1 > 30 days"),
]


@pytest.mark.parametrize(("source", "lowered"), LOGIC + TEXTS + MEMBERSHIP + NUMBERS + TIMES + REFERENCES)
def test_expression(source: str, lowered: str) -> None:
    condition = rule_of(f"when {source} add 1").condition
    assert condition is not None
    assert describe(condition.test) == lowered


AGGREGATES = [
    ("any(view)", "any: where let:view"),
    ("count(view within 30 days) > 1", "count: where let:view, 30 days"),
    ("sum(amount where view) > 1", "sum: value activity.amount, where let:view"),
    ('lowest(page) == "a"', "lowest: value activity.page, key fold(activity.page)"),
    ('lowest(token) == "a"', "lowest: value activity.token"),
    ('last(page) == "a"', "last: value activity.page, key fold(activity.page)"),
    ('highest(action) == "demo"', 'highest: value activity.action, key rank(activity.action, {"view", "demo"})'),
    ("distinct(page) > 1", "distinct: value fold(activity.page)"),
    ("distinct(token) > 1", "distinct: value activity.token"),
    ("distinct(action) > 1", "distinct: value activity.action"),
    ("highest(amount * 2) > 1", "highest: value activity.amount * 2"),
]


@pytest.mark.parametrize(("source", "lowered"), AGGREGATES)
def test_aggregate(source: str, lowered: str) -> None:
    (found,) = plan_of(f"when {source} add 1").aggregates
    parts = [
        f"{name} {describe(part)}"
        for name, part in (("value", found.value), ("key", found.key), ("where", found.where))
        if part is not None
    ]
    window = ["30 days"] if found.within else []
    assert f"{found.function}: {', '.join(parts + window)}" == lowered


STAGES = """
stage IQL at 1
stage MQL at 2
stage SQL when score >= 30
"""

RESULTS = [
    ("stage >= MQL", "stage >= MQL"),
    ("SQL > stage", "stage < SQL"),
    ("stage in [IQL, SQL]", "stage in {IQL, SQL}"),
    ("stage in IQL to MQL", "stage >= IQL and stage <= MQL"),
    ("stage is missing", "stage is missing"),
    ("disqualified implies stage is missing", "not disqualified or stage is missing"),
    ('route == "EMEA" and grade(fit) == "A"', 'route == "emea" and grade:fit == "a"'),
    ('grade(score) in ["A", "B"]', 'grade:score in {"a", "b"}'),
    ("score + fit > 10", "score + group:fit > 10"),
]


@pytest.mark.parametrize(("source", "lowered"), RESULTS)
def test_result(source: str, lowered: str) -> None:
    grades = 'grade fit { "A" from 5, "B" otherwise }\ngrade score { "A" from 5, "B" otherwise }\n'
    text = f'group fit {{ when true add 1 }}\n{STAGES}{grades}route to "EMEA" when subscribed\nnever {source}'
    planned = plan_of(text)
    names = [stage.name for stage in planned.stages]
    assert describe(planned.guarantees[0].condition.test, names) == lowered


def test_threshold_stages_are_conditions_on_the_score() -> None:
    planned = plan_of(f"group fit {{ when true add 1 }}\n{STAGES}")
    assert [(describe(s.condition.test), s.at) for s in planned.stages] == [
        ("score >= 1", 100),
        ("score >= 2", 200),
        ("score >= 30", None),
    ]
    assert [s.text for s in planned.stages] == ["score >= 1", "score >= 2", "score >= 30"]


def test_named_lists_are_stored_once_for_each_reading() -> None:
    planned = plan_of(
        """
        when country in emea add 1
        when title contains emea add 1
        when code in emea add 1
        when title mentions titles add 1
        """
    )
    assert {found.name: found.items for found in planned.lists} == {
        "emea": ("de", "fr", "nl"),
        "emea (exact)": ("DE", "fr ", "NL", "nl"),
        "titles (words)": ("vp of sales", "c o", "cto"),
    }


def test_missing_spellings_are_folded_once() -> None:
    assert plan_of("when true add 1").missing == ("n/a", "-")


def test_long_chains_become_one_level() -> None:
    chain = " or ".join(f"employees == {n}" for n in range(150))
    condition = rule_of(f"when {chain} add 1").condition
    assert condition is not None
    assert condition.test.node == "op"
    assert len(condition.test.args) == 150
