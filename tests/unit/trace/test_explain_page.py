"""The page: what it says, and that it says it safely, in any width, without colour and without Unicode."""

from assay.render.explain import explain_page
from assay.render.explaining import explanation
from assay.render.explanation import Explanation
from tests.unit.trace.from_text import printed, traced

RULES = """
model "Test" timezone "Europe/Amsterdam"
ignore activity if page starts with "/status"
let decision_maker = title mentions ["VP", "Chief"]
group fit "Profile" max 20 {
  when decision_maker add 15 as "Decision maker"
  when country in ["DE", "NL"] add 20 because "88% of deals"
  match employees { under 100 add 0 otherwise add 10 }
  when band == "High" add 5
  when country == "FR" add 5 as "French"
}
group interest {
  when action == "demo" add 30 halving every 90 days
  each page starts with "/pricing" at most once per day within 30 days add 5 max 8
  when since(created) > 30 days subtract 10 per 30 days since last(occurred) as "Gone quiet"
}
grade fit { "A" from 20, "B" otherwise }
disqualify if email ends with ".test" because "test address"
stage IQL when interest > 0
stage MQL when score >= 40 and fit > 0
stage SQL at 90
route to "EMEA sales" within 4 hours when stage >= MQL
"""
LEAD = {"title": "VP Sales", "country": "NL", "created": "2026-06-01"}


def seen(action: str, when: str, page: str | None = None) -> dict[str, object]:
    return {"lead_id": "L-1", "action": action, "occurred": when, "page": page}


HISTORY = (
    seen("demo", "2026-08-18T01:00+01:00"),
    seen("view", "2026-10-30T10:00", "/pricing"),
    seen("view", "2026-10-30T12:00", "/pricing/b"),
    seen("view", "2026-10-20T12:00", "/pricing"),
    seen("view", "2026-10-20T12:00", "/status"),
    seen("view", "2026-12-20T12:00", "/pricing"),
)


def explained() -> Explanation:
    return explanation(traced(RULES, LEAD, *HISTORY), "Jane Doe")


def test_the_page_tells_everything() -> None:
    page = printed(explain_page(explained()))
    for text in [
        "L-1  Jane Doe",
        "MQL   score 44.84   grade A",
        "IQL › [MQL] › SQL",
        "score is 40 or more (44.84) and Profile is over 0 (20)",
        "→ EMEA sales, respond by 2026-11-01 05:00 (within 4 hours)",
        "Profile (fit)  20  at most 20  grade A",
        "✓ +15 █████████            Decision maker",
        "88% of deals",
        "35 earned, at most 20 count: 15 lost",
        "30 points, 75 days old, halving every 90 days: 16.84",
        "2 activities × 5 = 10",
        "10 earned, at most 8 count",
        "(over the limit of 1 per day)",
        "Score  44.84 = Profile 20 + interest 24.84",
        "? match employees: employees is missing",
        "? disqualified: test address: email is missing",
        "✗ French: country is NL",
        "score is 44.84, needs to be 90 or more: 45.16 points more",
        "? if `email` ended with .test: disqualified",
        "Looked at 6 activities, 1 ignored, 1 after the moment of scoring.",
        "Order of evaluation: read and normalise → ignore activity",
    ]:
        assert text in page, text


def test_colour_is_never_needed_and_lines_end_where_their_text_ends() -> None:
    page = printed(explain_page(explained()))
    assert "\x1b" not in page
    assert all(line == line.rstrip() for line in page.splitlines())
    assert page.endswith(".\n")


def test_it_fits_the_width() -> None:
    for width in (40, 60, 80, 120):
        page = printed(explain_page(explained()), width)
        assert max(map(len, page.splitlines())) <= width


def test_a_terminal_without_unicode_gets_plain_letters() -> None:
    page = printed(explain_page(explained()), encoding="ascii")
    assert "v +15 #########            Decision maker" in page


def test_what_users_write_is_neither_markup_nor_a_command_to_the_terminal() -> None:
    rules = """
    when title is known add 5 as "[red]bold[/red] :smile:"
    when country == "x" add 1
    stage MQL at 50 because "[b]"
    """
    page = printed(
        explain_page(explanation(traced(rules, {"title": "x", "country": "\x1b[31m[/bold]"}), "[link=x]y[/link]"))
    )
    assert "[red]bold[/red] :smile:" in page
    assert "[link=x]y[/link]" in page
    assert 'country is " [31m[/bold]"' in page
    assert "\x1b" not in page


def test_the_disqualified_and_the_excluded() -> None:
    page = printed(explain_page(explanation(traced(RULES, {"email": "a@b.test"}))))
    assert "disqualified   score 0   grade B" in page
    assert "✗ test address: email ends with .test (a@b.test)" in page
    assert "✗ disqualified: test address" in page
    page = printed(explain_page(explanation(traced('exclude if email is known because "staff"', {"email": "x"}))))
    assert "Excluded because" in page
    assert "Score" not in page


def test_promotion_and_sticky_are_named() -> None:
    promoted = traced('stage IQL at 0 stage MQL at 50 promote to MQL when action == "demo"', {}, HISTORY[0])
    assert explanation(promoted).headline.because == "promoted: demo on 2026-08-18 (without that: IQL)"
    sticky = traced("stage IQL sticky at 10 stage MQL at 50", previous="MQL")
    assert explanation(sticky).headline.because == "was MQL before, and IQL is kept once reached"


def test_inner_groups_and_weights() -> None:
    rules = """
    group outer "Outer" weight 50% {
      when title is known add 10
      group inner "Inner" max 5 { when title is known add 7 }
    }
    """
    page = printed(explain_page(explanation(traced(rules, {"title": "x"}))))
    assert "Inner, below" in page
    assert "weighted: 15 × 50% = 7.5" in page
    assert "  Inner  5  at most 5" in page
    assert "7 earned, at most 5 count: 2 lost" in page


def test_broken_guarantees_come_first() -> None:
    page = printed(explain_page(explanation(traced("always country is known stage MQL at 0"))))
    assert page.index("✗ always country is known") < page.index("Score")


def test_very_many_rules_are_counted_not_listed() -> None:
    rules = "\n".join(f'when country == "c{n}" add 1' for n in range(100))
    page = printed(explain_page(explanation(traced(rules, {"country": "x"}))))
    assert "Not true  100 rules" in page
    assert "and 40 more" in page


def test_json_there_and_back() -> None:
    found = explained()
    assert Explanation.model_validate_json(found.model_dump_json()) == found
    assert found.groups[0].rules[0].points == 15
