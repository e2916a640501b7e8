"""Rules, rows, choices and groups in plan form."""

import pytest

from assay.plan.describe import describe
from assay.plan.nodes import Choice, Decay, Limit, Row
from assay.values import DAY
from tests.unit.plan.source import plan_of, rule_of


def amounts(rows: tuple[Row, ...]) -> list[tuple[str | None, bool, bool, str]]:
    return [
        (None if row.test is None else describe(row.test), row.missing, row.otherwise, describe(row.amount.value))
        for row in rows
    ]


@pytest.mark.parametrize(
    ("amount", "lowered"),
    [
        ("add 10", "10"),
        ("subtract 2.5", "2.5"),
        ("add limit", "200"),
        ("add seats * 2", "lead.seats * 2"),
        ("subtract 10 per 30 days since last(occurred)", "10 * periods(aggregate:a1, 30 days)"),
        ("add 1 per 7 days since born", "1 * periods(midnight(lead.born), 7 days)"),
    ],
)
def test_amount(amount: str, lowered: str) -> None:
    rule = rule_of(f"when subscribed {amount}")
    assert rule.amount is not None
    assert describe(rule.amount.value) == lowered
    assert rule.amount.sign == (-1 if amount.startswith("subtract") else 1)


ROWS = [
    (
        "match employees { under 10 add 0 10 to 20 add 1 100 or more add 2 otherwise add 3 missing add 4 }",
        "lead.employees",
        [
            ("subject < 10", False, False, "0"),
            ("subject >= 10 and subject <= 20", False, False, "1"),
            ("subject >= 100", False, False, "2"),
            (None, False, True, "3"),
            (None, True, False, "4"),
        ],
    ),
    (
        'match country { "NL", " be" add 1 in emea, "US" add 2 missing, otherwise add 3 }',
        "fold(lead.country)",
        [
            ('subject in {"nl", "be"}', False, False, "1"),
            ('subject == "us" or subject in emea', False, False, "2"),
            (None, True, True, "3"),
        ],
    ),
    ('match code { "Ab" add 1 }', "lead.code", [('subject == "Ab"', False, False, "1")]),
    (
        'match band { "high" add 1 "minimum" to "Middle" add 2 }',
        "lead.band",
        [
            ('subject == "high"', False, False, "1"),
            (
                'rank(subject, {"minimum", "middle", "high"}) >= 0 and '
                'rank(subject, {"minimum", "middle", "high"}) <= 1',
                False,
                False,
                "2",
            ),
        ],
    ),
    (
        "match subscribed { true add 1 false add 2 }",
        "lead.subscribed",
        [("subject", False, False, "1"), ("not subject", False, False, "2")],
    ),
    (
        "match created { 2026-01-01 add 1 2026-02-01 to 2026-03-01 add 2 }",
        "lead.created",
        [
            ("day(subject) == 2026-01-01", False, False, "1"),
            ("day(subject) >= 2026-02-01 and day(subject) <= 2026-03-01", False, False, "2"),
        ],
    ),
]


@pytest.mark.parametrize(("source", "subject", "rows"), ROWS)
def test_rows(source: str, subject: str, rows: list[tuple[str | None, bool, bool, str]]) -> None:
    rule = rule_of(source)
    assert rule.kind == "match"
    assert rule.subject is not None
    assert describe(rule.subject) == subject
    assert amounts(rule.rows) == rows


def test_rows_of_each_are_about_the_activity() -> None:
    rule = rule_of('each view match page { "/pricing" add 5 otherwise add seats }')
    assert rule.kind == "each match"
    assert rule.subject is not None
    assert describe(rule.subject) == "fold(activity.page)"
    assert amounts(rule.rows)[0] == ('subject == "/pricing"', False, False, "5")
    assert [found.name for found in rule.rows[1].amount.inputs] == ["seats"]


def test_clauses_of_each() -> None:
    rule = rule_of("each view within 30 days once per page at most 2 per week add 5 max 20 losing 1 every 3 days")
    assert rule.once_per is not None
    assert describe(rule.once_per) == "fold(activity.page)"
    assert rule.limit == Limit(2, "week")
    assert (rule.maximum, rule.minimum) == (2000, None)
    assert rule.decay == Decay("losing", 3 * DAY, losing=100)


@pytest.mark.parametrize(
    ("clause", "limit", "quota"),
    [
        ("at most once per day", Limit(1, "day"), None),
        ("at most 3 per 3 days", Limit(3, None, 3 * DAY), None),
        ("at least 3 times per month", None, (3, "month", None)),
        ("at least 2 times per page", None, (2, None, "fold(activity.page)")),
        ("at least 2 times per token", None, (2, None, "activity.token")),
        ("at least 2 times per day", None, (2, "day", None)),
    ],
)
def test_limits_and_quotas(clause: str, limit: Limit | None, quota: tuple[int, str | None, str | None] | None) -> None:
    rule = rule_of(f"each view {clause} add 1")
    assert rule.limit == limit
    found = rule.quota and (rule.quota.count, rule.quota.period, rule.quota.field and describe(rule.quota.field))
    assert found == quota


@pytest.mark.parametrize(
    ("clause", "decay"),
    [
        ("fading 25% every 30 days", Decay("fading", 30 * DAY, percent=250_000)),
        ("fading 25% every 30 days compounding", Decay("compounding", 30 * DAY, percent=250_000)),
        ("losing 2.5 every 1 day", Decay("losing", DAY, losing=250)),
        ("halving every 90 days", Decay("halving", 90 * DAY)),
        ("expiring after 2 weeks", Decay("expiring", 14 * DAY)),
    ],
)
def test_decay(clause: str, decay: Decay) -> None:
    assert rule_of(f"when view add 1 {clause}").decay == decay


def test_choices_know_their_rules_and_rules_their_choice() -> None:
    planned = plan_of(
        """
        when subscribed add 1
        first of { when employees > 5 add 2 when seats > 5 add 3 }
        best of { when employees > 5 add 4 when seats > 5 add 5 }
        """
    )
    assert planned.choices == (Choice("first", (1, 2)), Choice("best", (3, 4)))
    assert [rule.choice for rule in planned.rules] == [None, 0, 0, 1, 1]


def test_groups_are_listed_as_declared_outer_before_inner() -> None:
    planned = plan_of(
        """
        group a "A" min -1 max 50 {
          when subscribed add 1
          group b weight 50% { when employees > 5 add 2 }
          when seats > 5 add 3
        }
        group c { when true add 4 }
        """
    )
    assert [(g.name, g.parent, g.rules, g.children) for g in planned.groups] == [
        ("a", None, (0, 2), ("b",)),
        ("b", "a", (1,), ()),
        ("c", None, (3,), ()),
    ]
    assert (planned.groups[0].minimum, planned.groups[0].maximum, planned.groups[1].weight) == (-100, 5000, 500_000)


def test_what_is_said_beside_a_rule_is_kept() -> None:
    rule = rule_of('when subscribed add 1 as "x" because "y" owner "z" starting 2026-01-01 until 2026-02-01 off')
    assert (rule.id, rule.because, rule.owner, rule.off) == ("x", "y", "z", True)
    assert (rule.starting, rule.until) == (20454, 20485)
    assert rule.file == "rules.assay"
    assert rule.line > 1
