"""What good programs become."""

import datetime as dt
from pathlib import Path
from typing import cast

import pytest

from assay.check import load_text
from assay.model import Amount, Choice, Decay, Each, Group, Match, Phase, Relative, Scope, When
from assay.typed import Const, Op
from assay.types import BOOLEAN, DURATION, EXACT_TEXT, INTEGER, NUMBER, TEXT, TIME, Kind
from assay.values import DAY, HOUR, SCALE, days_of
from tests.unit.check.marked import SCHEMA, told
from tests.unit.check.shown import condition_of, model_of, rule_of, shown

LANGUAGE = """\
model "B2B inbound" timezone "Europe/Amsterdam"

missing "", "Select", "N/A"                      # other spellings of "not given"

lead {
  id           text exact key
  email        text
  title        text
  country      text
  employees    number
  income_band  one of "minimum", "middle", "high"
  interests    list of text
  created      time
  source       text from "Lead Source"           # column header in the file
}

activity {
  lead_id      text exact key                    # which lead did it
  action       one of "page_view", "email_click", "webinar", "demo_request", "unsubscribe"
  channel      text
  page         text
  occurred     time
}

let demo_points = 30
let emea        = ["DE", "FR", "NL"]
let free_mail   from "lists/free_mail.txt"       # one value a line, # comments
let decision_maker = title mentions ["VP", "CTO", "Chief"]
let pricing_view   = action == "page_view" and page starts with "/pricing"    # a kind of activity

exclude if email ends with "@ourcompany.com" because "staff"
disqualify if income_band == "minimum" because "below our price floor"
ignore activity if page starts with "/status"

group fit "Profile" min -20 max 50 {
  when decision_maker add 15 as "Decision maker"
  when country in emea and employees >= 200 add 20 because "88% of deals won in 2025"
  when domain(email) in free_mail subtract 10
  match employees {
    under 10     add 0
    under 200    add 10
    under 1000   add 20
    otherwise    add 25
    missing      add 0
  }
}

group interest max 100 {
  when action == "demo_request" add demo_points halving every 90 days
  each pricing_view at most once per day within 30 days add 5 max 20
  when action == "webinar" at least 2 times within 60 days add 10
  when since(created) > 30 days subtract 10 per 30 days since last(occurred) max 40 as "Gone quiet"
}

grade fit      { "A" from 40, "B" from 25, "C" from 10, "D" otherwise }
grade interest { "1" from 60, "2" from 30, "3" otherwise }

stage IQL when interest > 0
stage MQL when score >= 60 and fit > 0
stage SQL when any(action == "demo_request" within 7 days) and score >= 90
promote to MQL when action == "demo_request" and email is known

route to "EMEA sales" within 4 hours when stage >= MQL and country in emea
route to "Inside sales" within 1 day  when stage >= MQL

never stage >= MQL and income_band == "minimum"
always disqualified implies stage is missing

example "Ferrari fan on minimum wage" {
  lead { income_band: "minimum", country: "NL" }
  activity { action: "page_view", page: "/pricing", occurred: 2 days ago } times 40
  expect disqualified
  expect interest == 5
}
"""


def test_the_whole_example_of_the_language(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "free_mail.txt").write_text("gmail.com\ngmx.net\n")
    checked = load_text(LANGUAGE, folder=tmp_path)
    model = checked.model
    assert model is not None, told(checked)
    assert (model.name, model.zone, model.missing) == ("B2B inbound", "Europe/Amsterdam", ("", "Select", "N/A"))
    assert [constant.name for constant in model.constants] == ["demo_points", "emea", "free_mail"]
    assert [(let.name, let.value.scope) for let in model.lets] == [
        ("decision_maker", Scope.LEAD),
        ("pricing_view", Scope.ACTIVITY),
    ]
    assert model.activity.time == "occurred"
    fit, interest = model.groups
    assert [rule.id for rule in fit.body if isinstance(rule, When | Match)] == [
        "Decision maker",
        "country in emea and employees >= 200",
        "domain(email) in free_mail",
        "match employees",
    ]
    assert (fit.label, fit.minimum, fit.maximum) == ("Profile", -2000, 5000)
    assert [rule.id for rule in interest.body if isinstance(rule, When | Each)] == [
        'action == "demo_request"',
        "pricing_view",
        'action == "webinar"',
        "Gone quiet",
    ]
    assert [grade.bands for grade in model.grades] == [
        (("A", 4000), ("B", 2500), ("C", 1000), ("D", None)),
        (("1", 6000), ("2", 3000), ("3", None)),
    ]
    assert [stage.name for stage in model.stages] == ["IQL", "MQL", "SQL"]
    assert [route.within for route in model.routes] == [4 * HOUR, DAY]
    assert [(g.kind, g.text) for g in model.guarantees] == [
        ("never", 'never stage >= MQL and income_band == "minimum"'),
        ("always", "always disqualified implies stage is missing"),
    ]
    (example,) = model.examples
    assert example.lead == (("income_band", "minimum"), ("country", "NL"))
    assert example.activities[0].times == 40
    assert example.activities[0].values[-1] == ("occurred", Relative(2 * DAY))
    assert [expectation.text for expectation in example.expectations] == ["disqualified", "interest == 5"]


# --- expressions -----------------------------------------------------------------------------------------------

EXPRESSIONS = {
    'country == "NL"': '(== lead.country "NL")',
    'page == "/" and country != "NL"': '(and (== activity.page "/") (!= lead.country "NL"))',
    "not active or active implies active": "(implies (or (not lead.active) lead.active) lead.active)",
    "employees >= 1_000.5": "(>= lead.employees 10005000)",
    "employees > 0.00005": "(> lead.employees 1)",
    "employees > -5": "(> lead.employees -50000)",
    "-employees > 2 * 3 - 1": "(> (- lead.employees) 50000)",
    "employees > 10 / 4 + 1": "(> lead.employees 35000)",
    "employees > 1 / 3": "(> lead.employees 3333)",
    "employees > min(5, 3) + max(1, 2)": "(> lead.employees 50000)",
    "employees > round(2.5) + whole(-2.7) + abs(-1)": "(> lead.employees 20000)",
    "employees + 1 > 5": "(> (+ lead.employees 10000) 50000)",
    "employees in 10 to 20": "(in lead.employees 100000..200000)",
    "employees not in [1, 2]": "(not in lead.employees [10000 20000])",
    'country in ["a", "b"]': '(in lead.country ["a" "b"])',
    '"suv" in interests': '(in "suv" lead.interests)',
    "country in [tier, country]": "(in lead.country [lead.tier lead.country])",
    'interests contains ["a", "b"]': '(contains lead.interests ["a" "b"])',
    "country contains tier": "(contains lead.country lead.tier)",
    'country mentions "VP"': '(mentions lead.country "VP")',
    'country matches "*.edu"': '(matches lead.country "*.edu")',
    "country is known and tier is missing": "(and (is known lead.country) (is missing lead.tier))",
    "at least 2 of [active, active, active]": "(at least 20000 lead.active lead.active lead.active)",
    "since(created) > 30 days": f"(> (since lead.created) {30 * DAY})",
    "created + 1.5 days > 2026-01-01": f"(> (+ lead.created {3 * DAY // 2}) 20454)",
    "created > 2026-01-01 10:30": f"(> lead.created {20454 * DAY + 10 * HOUR + HOUR // 2})",
    "created - 2026-01-01 > 4 hours": f"(> (- lead.created 20454) {4 * HOUR})",
    'domain(country) == lower("X")': '(== (domain lead.country) (lower "X"))',
    "length(country) > days_since(created)": "(> (length lead.country) (days_since lead.created))",
    'any(page == "/")': '(any where (== activity.page "/"))',
    "count(page is known within 7 days) > 1": f"(> (count where (is known activity.page) within {7 * DAY}) 10000)",
    "sum(amount where page is known within 1 day) > 1": "(> (sum activity.amount where (is known activity.page)"
    f" within {DAY}) 10000)",
    "distinct(page within 1 day) > 1": f"(> (distinct activity.page within {DAY}) 10000)",
    "since(last(occurred)) > 1 day": f"(> (since (last activity.occurred)) {DAY})",
    "any(amount > average(amount))": "(any where (> activity.amount (average activity.amount)))",
    "stage >= MQL": "(>= stage MQL)",
    "MQL <= stage": "(<= MQL stage)",
    "stage in [MQL, Last]": "(in stage [MQL Last])",
    "stage not in MQL to Last": "(not in stage MQL..Last)",
    "stage is missing": "(is missing stage)",
    "max(stage, MQL) == Last": "(== (max stage MQL) Last)",
    "score > 5 and fit > 3 and ungrouped > 2": "(and (and (> score 50000) (> group.fit 30000)) (> group.ungrouped 20000))",
    'grade(fit) == "a" or grade(score) == "B"': '(or (== grade.fit "a") (== grade.score "B"))',
    "disqualified implies stage is missing": "(implies disqualified (is missing stage))",
    'tier >= "silver"': '(>= lead.tier "silver")',
    'tier in "gold" to "silver"': '(in lead.tier "gold".."silver")',
}
BEFORE = """\
group fit { when active add 5 }
when active add 5
stage MQL at 5
grade fit { "A" from 5, "B" otherwise }
grade score { "A" from 5, "B" otherwise }
"""


@pytest.mark.parametrize("condition", EXPRESSIONS)
def test_expressions(condition: str) -> None:
    assert shown(condition_of(condition, BEFORE)) == EXPRESSIONS[condition]


SCOPES = {
    "1 == 1": (Scope.CONSTANT, Phase.DATA),
    "active": (Scope.LEAD, Phase.DATA),
    "since(2026-01-01) > 1 day": (Scope.LEAD, Phase.DATA),
    'active and page == "/"': (Scope.ACTIVITY, Phase.DATA),
    'any(page == "/")': (Scope.LEAD, Phase.DATA),
    "any(amount > fit)": (Scope.LEAD, Phase.GROUPS),
    "fit > 5": (Scope.LEAD, Phase.GROUPS),
    "amount > score": (Scope.ACTIVITY, Phase.SCORE),
    'grade(fit) == "A" and score > 5': (Scope.LEAD, Phase.GRADE),
    "disqualified": (Scope.LEAD, Phase.DISQUALIFIED),
    "stage == MQL": (Scope.LEAD, Phase.STAGE),
}


@pytest.mark.parametrize("condition", SCOPES)
def test_scopes_and_phases(condition: str) -> None:
    checked = condition_of(condition, BEFORE)
    assert (checked.scope, checked.phase) == SCOPES[condition]


TYPES = {
    "since(created)": DURATION,
    "created - created": DURATION,
    "created + 1 day": TIME,
    "employees + 1": NUMBER,
    "min(employees, 5)": NUMBER,
    "min(whole_number, 5)": NUMBER,
    "max(whole_number, whole_number)": INTEGER,
    "max(country, id)": EXACT_TEXT,
    'max(tier, "gold")': TEXT,
    "domain(country)": TEXT,
    "domain(id)": EXACT_TEXT,
    "lower(id)": TEXT,
    "last(occurred)": TIME,
    "first(lead_id)": EXACT_TEXT,
    "count(page is known)": NUMBER,
    "highest(amount)": NUMBER,
    "any(page is known)": BOOLEAN,
    "min(day, created)": TIME,
}


@pytest.mark.parametrize("value", TYPES)
def test_types(value: str) -> None:
    schema = SCHEMA.replace("country text\n", "country text\n  whole_number integer\n  day date\n")
    checked = load_text(f"{schema}let x = {value}\nwhen x is known add 5")
    assert checked.model is not None, told(checked)
    assert checked.model.lets[0].value.type == TYPES[value]


def test_times_are_in_the_models_zone() -> None:
    def moment(zone: str, written: str) -> int:
        program = f'model "x" timezone "{zone}"\n{SCHEMA}disqualify if created == {written}'
        checked = load_text(program)
        assert checked.model is not None, told(checked)
        condition = checked.model.disqualifies[0].condition
        assert isinstance(condition, Op)
        assert isinstance(condition.args[1], Const)
        return cast("int", condition.args[1].value)

    def utc(*parts: int) -> int:
        return int(dt.datetime(*parts, tzinfo=dt.UTC).timestamp()) * 1_000_000  # type: ignore[arg-type,misc]

    assert moment("UTC", "2026-07-01 12:00") == utc(2026, 7, 1, 12)
    assert moment("Europe/Amsterdam", "2026-07-01 12:00") == utc(2026, 7, 1, 10)
    assert moment("Europe/Amsterdam", "2026-10-25 02:30") == utc(2026, 10, 25, 0, 30)  # repeated: the earlier
    assert moment("Europe/Amsterdam", "2026-03-29 02:30") == utc(2026, 3, 29, 1, 30)  # skipped: moved on


# --- lets ------------------------------------------------------------------------------------------------------


def test_constants_are_replaced_by_their_values() -> None:
    before = """\
let b = a * 2
let a = 15
let home = "NL"
let month = 30 days
let start = 2026-01-01
let homes = [home, "BE"]
let sizes = [a, b]
let both = homes
"""
    model = model_of(before + "when country == home add b")
    assert [(c.name, shown(c.value)) for c in model.constants] == [
        ("b", "300000"),
        ("a", "150000"),
        ("home", '"NL"'),
        ("month", str(30 * DAY)),
        ("start", "20454"),
        ("homes", 'homes["NL" "BE"]'),
        ("sizes", "sizes[150000 300000]"),
        ("both", 'both["NL" "BE"]'),
    ]
    assert model.lets == ()
    assert shown(condition_of("country in homes and employees in sizes", before)) == (
        '(and (in lead.country homes["NL" "BE"]) (in lead.employees sizes[150000 300000]))'
    )
    assert shown(condition_of("since(created) > month and created >= start", before)) == (
        f"(and (> (since lead.created) {30 * DAY}) (>= lead.created 20454))"
    )


def test_a_replaced_constant_stands_where_it_is_used() -> None:
    rule = rule_of("when country == home add 5", 'let home = "NL"')
    assert rule.condition.args[1].span.text == "home"  # type: ignore[union-attr]
    assert rule.condition.args[1].span.line > 16  # type: ignore[union-attr]


def test_lets_come_after_what_they_need() -> None:
    model = model_of("""\
let c = b and active
let b = a > 5
let a = employees * 2
let view = page == "/" and c
when c add a
each view add 5
""")
    assert [let.name for let in model.lets] == ["a", "b", "c", "view"]
    assert [let.value.scope for let in model.lets] == [Scope.LEAD, Scope.LEAD, Scope.LEAD, Scope.ACTIVITY]
    assert shown(model.lets[1].value) == "(> let.a 50000)"
    assert shown(model.lets[3].value) == '(and (== activity.page "/") let.c)'


def test_lets_may_read_results_and_activities() -> None:
    model = model_of("""\
let hot = score > 50
let seen = last(occurred)
let value = amount * 2
stage A when hot and since(seen) < 5 days
when sum(value) > 5 add 5
""")
    assert {let.name: (let.value.scope, let.value.phase) for let in model.lets} == {
        "hot": (Scope.LEAD, Phase.SCORE),
        "seen": (Scope.LEAD, Phase.DATA),
        "value": (Scope.ACTIVITY, Phase.DATA),
    }


def test_a_long_chain_of_lets() -> None:
    chain = "".join(f"let a{n} = a{n + 1} + 1\n" for n in range(3000)) + "let a3000 = employees\n"
    model = model_of(chain + "when a0 > 5 add 5")
    assert model.lets[0].name == "a3000"


# --- rules -----------------------------------------------------------------------------------------------------


def test_when_with_all_its_clauses() -> None:
    rule = rule_of(
        'when page == "/" at least 2 times within 30 days add 5.555 max 20 min 1 fading 25% every 30 days as "L" '
        'because "B" owner "O" review by 2026-01-01 starting 2026-01-02 until 2026-01-03 off'
    )
    day = days_of(dt.date(2026, 1, 1))
    assert (rule.id, rule.times, rule.within) == ("L", ("at least", 2), 30 * DAY)
    assert (rule.maximum, rule.minimum, rule.decay) == (2000, 100, Decay("fading", 30 * DAY, percent=250_000))
    assert (rule.meta.because, rule.meta.owner, rule.meta.off) == ("B", "O", True)
    assert (rule.meta.review_by, rule.meta.starting, rule.meta.until) == (day, day + 1, day + 2)
    assert rule.amount.sign == 1
    assert shown(rule.amount.value) == "55550"
    assert rule.text.startswith('when page == "/" at least 2 times within 30 days add 5.555 max 20 min 1 fading')


def test_amounts() -> None:
    rule = rule_of("when active subtract employees * 2 per 30 days since created max 40 + 1")
    assert rule.amount == Amount(-1, rule.amount.value, 30 * DAY, rule.amount.since)
    assert shown(rule.amount.value) == "(* lead.employees 20000)"
    assert rule.amount.since is not None
    assert shown(rule.amount.since) == "lead.created"
    assert rule.maximum == 4100


def test_each_with_all_its_clauses() -> None:
    model = model_of("""\
each page == "/" within 30 days once per page at most 3 per 2 days add 5 max 20 losing 2.5 every 1 week
each page == "/" at most once per month add 5
each page == "/" at least 3 times per quarter add 5
each page == "/" at least 2 times per page add amount
each page == "/" match amount { under 5 add amount } as "T"
""")
    first, month, quarter, per_page, table = (r for r in model.groups[0].body if isinstance(r, Each))
    assert (first.within, first.once_per, first.limit, first.limit_period) == (30 * DAY, "page", 3, 2 * DAY)
    assert (first.maximum, first.decay) == (2000, Decay("losing", 7 * DAY, losing=250))
    assert (month.limit, month.limit_period) == (1, "month")
    assert (quarter.quota, quarter.quota_period, quarter.quota_field) == (3, "quarter", None)
    assert (per_page.quota, per_page.quota_period, per_page.quota_field) == (2, None, "page")
    assert table.id == "T"
    assert table.amount is None
    assert table.subject is not None
    assert [shown(test) for row in table.rows for test in row.tests] == ["(< activity.amount 50000)"]


def test_match() -> None:
    model = model_of("""\
let small = 10
let homes = ["NL", "BE"]
match employees {
  under small add 1
  over 1_000, 500 add 2 as "L" because "B"
  (-5) to 0, 20 or more, 15 or less add 3
  otherwise add 4
  missing add 5
}
match country { "DE", in homes, in ["FR"] add 1 }
match active { true add 1 false add 2 missing add 3 }
match created { 2026-01-01 add 1 2026-01-01 to 2026-02-01 add 2 }
match since(created) { under 30 days add 1 }
""")
    first, second, third, fourth, fifth = (r for r in model.groups[0].body if isinstance(r, Match))
    assert first.id == "match employees"
    assert [[shown(test) for test in row.tests] for row in first.rows] == [
        ["(< lead.employees 100000)"],
        ["(> lead.employees 10000000)", "(== lead.employees 5000000)"],
        ["(in lead.employees -50000..0)", "(>= lead.employees 200000)", "(<= lead.employees 150000)"],
        [],
        [],
    ]
    assert [(row.missing, row.otherwise) for row in first.rows[2:]] == [(False, False), (False, True), (True, False)]
    assert (first.rows[1].text, first.rows[1].label, first.rows[1].because) == ("over 1000, 500", "L", "B")
    assert first.rows[2].text == "(-5) to 0, 20 or more, 15 or less"
    assert [shown(test) for test in second.rows[0].tests] == [
        '(== lead.country "DE")',
        '(in lead.country homes["NL" "BE"])',
        '(in lead.country ["FR"])',
    ]
    assert [shown(test) for row in third.rows for test in row.tests] == [
        "(== lead.active True)",
        "(== lead.active False)",
    ]
    assert [shown(test) for row in fourth.rows for test in row.tests] == [
        "(== lead.created 20454)",
        "(in lead.created 20454..20485)",
    ]
    assert shown(fifth.rows[0].tests[0]) == f"(< (since lead.created) {30 * DAY})"


def test_choices_hand_down_their_clauses() -> None:
    model = model_of("""\
first of {
  when active add 1 starting 2026-03-01 until 2026-04-01 owner "me"
  when active add 2 starting 2026-01-01 until 2026-08-01 because "mine"
  when active add 3 off
} starting 2026-02-01 until 2026-07-01 because "ours" owner "us"
best of { when active add 1 } off
""")
    first, best = (part for part in model.groups[0].body if isinstance(part, Choice))

    def day(month: int) -> int:
        return days_of(dt.date(2026, month, 1))

    assert [(rule.meta.starting, rule.meta.until) for rule in first.rules] == [
        (day(3), day(4)),
        (day(2), day(7)),
        (day(2), day(7)),
    ]
    assert [(rule.meta.because, rule.meta.owner) for rule in first.rules] == [
        ("ours", "me"),
        ("mine", "us"),
        ("ours", "us"),
    ]
    assert [rule.meta.off for rule in first.rules] == [False, False, True]
    assert (best.kind, best.rules[0].meta.off) == ("best", True)


def test_ids() -> None:
    model = model_of("""\
when active add 1
group fit {
  when   active   add 2
  when country == "NL" add 3 as "active"
  group inner {
    match employees { under 5 add 1 }
    match employees { under 6 add 1 } as "size"
  }
}
first of {
  when (active) add 4 as "active (2)"
  when active and (active) add 4
}
each page == "/" add 5
match employees { under 5 add 1 }
""")
    ids = [rule.id for group in model.groups for rule in rules_of(group)]
    assert ids == [
        "active (2)",
        "active (3)",
        "match employees",
        "size",
        "active",
        "active (2) (2)",
        "active and active",
        'page == "/"',
        "match employees (2)",
    ]


def rules_of(group: Group) -> list[When | Each | Match]:
    found: list[When | Each | Match] = []
    for part in group.body:
        match part:
            case Group():
                found += rules_of(part)
            case Choice():
                found += part.rules
            case _:
                found.append(part)
    return found


def test_groups_nest_and_pass_their_decay_on() -> None:
    model = model_of("""\
group outer "Out" min -5 max 50.5 weight 33.3% halving every 10 days {
  when page == "/" add 1
  when page == "/" add 2 expiring after 5 days
  when active add 3
  group inner fading 5% every 1 days compounding {
    each page == "/" add 4
    first of { when page == "/" add 5 when active add 6 }
  }
  group plain { each page == "/" match amount { under 5 add 1 } }
}
when page == "/" add 7
""")
    outer, ungrouped = model.groups
    assert (outer.minimum, outer.maximum, outer.weight, outer.label) == (-500, 5050, 333_000, "Out")
    assert ungrouped.name == "ungrouped"
    halving, fading = Decay("halving", 10 * DAY), Decay("compounding", DAY, percent=50_000)
    decays = [rule.decay for group in model.groups for rule in rules_of(group) if isinstance(rule, When | Each)]
    assert decays == [halving, Decay("expiring", 5 * DAY), None, fading, fading, None, halving, None]


def test_group_reads_are_fine_without_a_circle() -> None:
    model = model_of("""\
let hot = b > 5
group a { when hot add 5 }
group b { when ungrouped > 3 add 5 group c { when active add 5 } }
group d { when c > 3 add a }
when active add 5
""")
    assert [group.name for group in model.groups] == ["a", "b", "d", "ungrouped"]


# --- decisions ---------------------------------------------------------------------------------------------------


def test_reasons() -> None:
    model = model_of("""\
exclude if country   ==  "x"
exclude if active because "staff"
disqualify if (active) and not active
ignore activity if page == "/"
stage A at 50 because "enough"
stage B sticky when score >= 60
promote to B when page == "/" within 7 days
promote to B when active because "asked"
never active and fit > 3 because "never mind"
group fit { when active add 5 }
""")
    assert [decision.reason for decision in model.excludes] == ['country == "x"', "staff"]
    assert [decision.reason for decision in model.disqualifies] == ["active and not active"]
    assert [decision.reason for decision in model.ignores] == ['page == "/"']
    assert [(p.stage, p.reason, p.within) for p in model.promotions] == [
        ("B", 'page == "/"', 7 * DAY),
        ("B", "asked", None),
    ]
    first, second = model.stages
    assert (first.name, first.sticky, first.at, first.text, first.because) == (
        "A",
        False,
        5000,
        "score >= 50",
        "enough",
    )
    assert shown(first.condition) == f"(>= score {50 * SCALE})"
    assert (second.sticky, second.at, second.text) == (True, None, "score >= 60")
    assert [guarantee.text for guarantee in model.guarantees] == ["never mind"]


def test_totals_grades_and_routes() -> None:
    model = model_of("""\
let top = 40
total min -10 max 100
group fit { when active add 5 }
grade fit { "A" from top, "B" from top / 2, "C" otherwise }
grade score { "Z" otherwise }
route to "a" when active because "x"
route to "b" within 90 minutes otherwise
""")
    assert (model.total_minimum, model.total_maximum) == (-1000, 10000)
    assert [(grade.group, grade.bands) for grade in model.grades] == [
        ("fit", (("A", 4000), ("B", 2000), ("C", None))),
        ("score", (("Z", None),)),
    ]
    assert [(r.to, r.condition is None, r.within, r.because) for r in model.routes] == [
        ("a", False, None, "x"),
        ("b", True, 90 * 60_000_000, None),
    ]


def test_examples_hold_values_as_the_reader_would() -> None:
    schema = """\
model "x" timezone "Europe/Amsterdam"
missing "N/A"
lead {
  a text
  b one of "x", "y"
  c number
  d integer
  e boolean
  f date
  g time
  h list of text
}
activity { t time }
when e add 5
"""
    checked = load_text(
        schema
        + """\
example "all" as of 2026-07-01 {
  lead { a: " T ", b: "X", c: -1.5, d: 3, e: true, f: 2026-01-01, g: 2026-07-01, h: ["p", " ", "q"] }
  activity { t: 2026-07-01 12:00 } times 3
  activity { t: 1.5 hours ago }
  expect score == 5
}
example "none" as of 2026-07-01 12:00 {
  lead { a: "", b: " n/a ", c: "N/A", f: 2 days ago, g: 2026-07-01 00:30, h: [] }
}
"""
    )
    assert checked.model is not None, told(checked)
    first, second = checked.model.examples
    noon = int(dt.datetime(2026, 7, 1, 10, tzinfo=dt.UTC).timestamp()) * 1_000_000
    assert dict(first.lead) == {
        "a": " T ",
        "b": "X",
        "c": -15_000,
        "d": 30_000,
        "e": True,
        "f": 20454,
        "g": noon - 12 * HOUR,
        "h": ("p", "q"),
    }
    assert first.as_of == noon - 12 * HOUR
    assert [(a.values, a.times) for a in first.activities] == [
        ((("t", noon),), 3),
        ((("t", Relative(HOUR * 3 // 2)),), 1),
    ]
    assert dict(second.lead) == {
        "a": None,
        "b": None,
        "c": None,
        "f": Relative(2 * DAY),
        "g": noon - 12 * HOUR + HOUR // 2,
        "h": (),
    }
    assert second.as_of == noon


def test_schemas() -> None:
    checked = load_text("""\
lead {
  `Lead Source` text
  id text exact key from "Lead ID"
  born date format "dd/mm/yyyy"
  likes list of text split by ";"
}
activity { at date happened time ended time }
when born is known add 5
""")
    assert checked.model is not None, told(checked)
    lead, activity = checked.model.lead, checked.model.activity
    assert [field.name for field in lead.fields] == ["Lead Source", "id", "born", "likes"]
    assert lead.key is not None
    assert (lead.key.name, lead.key.column) == ("id", "Lead ID")
    assert [field.format for field in lead.fields] == [None, None, "dd/mm/yyyy", None]
    assert lead.fields[3].split_by == ";"
    assert lead.fields[3].type.kind is Kind.LIST
    assert activity.time == "happened"


def test_a_band_takes_no_points_below_its_bound() -> None:
    model = model_of('when employees == 1 add 10\ngrade score { "A" from 10.001, "B" from -0.009, "C" otherwise }')
    assert model.grades[0].bands == (("A", 1001), ("B", 0), ("C", None))
