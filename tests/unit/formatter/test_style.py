"""The style, by example: what is written on the left comes out as on the right."""

from textwrap import dedent

import pytest

from assay.formatter import format_source
from assay.source import Source

LONG = "employees >= 1000 and industry in software"


def formatted(text: str) -> str:
    found = format_source(Source("rules.assay", text))
    assert found.text is not None, [d.message for d in found.diagnostics]
    return found.text


def assert_styled(before: str, after: str) -> None:
    expected = dedent(after).lstrip("\n")
    assert formatted(dedent(before)) == expected
    assert formatted(expected) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("if a==1 add 5", "when a == 1 add 5"),
        ("when(a == 1)\n  add\n  5", "when a == 1 add 5"),
        ("disqualify when x", "disqualify if x"),
        ("stage MQL if x", "stage MQL when x"),
        ("when x at least 1 times within 1 days add 5", "when x at least once within 1 day add 5"),
        ("when x off because \"b\" as \"a\" max 9 add 5", 'when x add 5 max 9 as "a" because "b" off'),
        ("each x at most 1 per day once per y within 2 days add 5", "each x within 2 days once per y at most once per day add 5"),
        ("group g fading 5% every 2 days max 9 min 1 \"G\" { }", None),
        ("promote to MQL within 2 days when x", "promote to MQL when x within 2 days"),
        ('route to "A" when x within 2 days', 'route to "A" within 2 days when x'),
        ("when a or b and c add 5", "when a or (b and c) add 5"),
        ("when (a and b) or c add 5", "when (a and b) or c add 5"),
        ("when ((a)) and (b) add 5", "when a and b add 5"),
        ("when a or b at least 2 times add 5", "when (a or b) at least 2 times add 5"),
        ("each a and b at least 2 times per c add 5", "each (a and b) at least 2 times per c add 5"),
        ("when (a == b) at least 2 times add 5", "when a == b at least 2 times add 5"),
        ("when `a` == 1 and `score` == 2 add 5", "when a == 1 and `score` == 2 add 5"),
        ("when a > 1_0000 and b < 10000.50 add 5", "when a > 10_000 and b < 10000.5 add 5"),
        ("match a { under 1_000_000 add 5 }", "match a {\n  under 1_000_000  add 5\n}"),
        ('let a = ["x","y",]', 'let a = ["x", "y"]'),
        ("total max 5 min 1", "total min 1 max 5"),
        ("lead { id text key exact }", "lead {\n  id  text exact key\n}"),
        ("lead{}group g{}", "lead { }\ngroup g { }"),
        ('example "x" { expect y lead { } activity { } times 2 }', 'example "x" {\n  lead { }\n  activity { } times 2\n  expect y\n}'),
    ],
)  # fmt: skip
def test_on_one_line(before: str, after: str | None) -> None:
    if after is None:  # the label of a group comes right after its name: this is no group at all
        assert format_source(Source("rules.assay", before)).text is None
    else:
        assert formatted(before) == f"{after}\n"


def test_a_rule_that_does_not_fit_goes_on_below_its_condition() -> None:
    assert_styled(
        """
        when title mentions ["VP", "CTO", "Chief"] within 30 days add 20 max 40 as "Decision maker" because "they sign"
        """,
        """
        when title mentions ["VP", "CTO", "Chief"] within 30 days
          add 20 max 40 as "Decision maker" because "they sign"
        """,
    )


def test_clauses_that_do_not_fit_fill_lines() -> None:
    assert_styled(
        """
        when x add 20 max 40 as "Decision maker" because "they are the ones who sign in the end" owner "Marketing" off
        """,
        """
        when x
          add 20 max 40 as "Decision maker" because "they are the ones who sign in the end"
          owner "Marketing" off
        """,
    )


def test_long_conditions_break_before_and_and_or() -> None:
    assert_styled(
        f"""
        disqualify if country in not_served and ({LONG} or budget == "none" and consent == false) because "no"
        """,
        """
        disqualify if country in not_served
                      and ((employees >= 1000 and industry in software)
                           or (budget == "none" and consent == false))
          because "no"
        """,
    )


def test_what_selects_goes_with_the_amount_where_the_condition_takes_lines() -> None:
    assert_styled(
        f"""
        when {LONG} and action == "demo_request" and page starts with "/pricing" within 30 days add 5
        """,
        """
        when employees >= 1000
             and industry in software
             and action == "demo_request"
             and page starts with "/pricing"
          within 30 days add 5
        """,
    )


def test_lists_and_calls_break_inside() -> None:
    assert_styled(
        """
        let bought = count(action == "order" and category in ["espresso", "grinders", "kettles", "filters", "scales", "cups", "mugs"] within 365 days) > 3
        """,
        """
        let bought = count(action == "order"
                           and category in ["espresso", "grinders", "kettles", "filters", "scales", "cups",
                                            "mugs"]
                           within 365 days) > 3
        """,
    )


def test_columns() -> None:
    assert_styled(
        """
        lead { id text key
          `Lead Source` one of "a" }
        let a = 1
        let bcd from "x.txt"

        let longer_than_all = 2
        grade fit { "A" from 1, "B" otherwise }
        grade interest { "A" from 1, "B" otherwise }
        match a { under 10 add 1 1000 or more add 2 as "x"
          missing add 0 }
        route to "Sales" within 1 day when x
        route to "Enterprise desk" within 4 hours when y
        route to "Post" otherwise
        """,
        """
        lead {
          id             text key
          `Lead Source`  one of "a"
        }
        let a   = 1
        let bcd from "x.txt"

        let longer_than_all = 2
        grade fit      { "A" from 1, "B" otherwise }
        grade interest { "A" from 1, "B" otherwise }
        match a {
          under 10      add 1
          1000 or more  add 2 as "x"
          missing       add 0
        }
        route to "Sales"           within 1 day   when x
        route to "Enterprise desk" within 4 hours when y
        route to "Post"            otherwise
        """,
    )


def test_blocks_inside_blocks() -> None:
    assert_styled(
        """
        group g max 5 { group h { first of { when a add 1 when b add 2 } as "c" } each a match b { true add 1 } max 3 }
        """,
        """
        group g max 5 {
          group h {
            first of {
              when a add 1
              when b add 2
            } as "c"
          }
          each a match b {
            true  add 1
          } max 3
        }
        """,
    )


def test_lines_left_free_stay_and_become_one() -> None:
    assert_styled(
        "\n\n\nwhen a add 1\n\n\n\nwhen b add 2\nwhen c add 3\ngroup g {\n\n\n when d add 4\n\n\n when e add 5\n\n}\n\n\n",
        """
        when a add 1

        when b add 2
        when c add 3
        group g {
          when d add 4

          when e add 5
        }
        """,
    )


@pytest.mark.parametrize("text", ["", "\n\n", " \t\n", "\ufeff"])
def test_nothing_stays_nothing(text: str) -> None:
    assert formatted(text) == ""


@pytest.mark.parametrize("text", ["when a add 1\r\n\r\nwhen b add 2", "\ufeffwhen a add 1\r\rwhen b add 2\r"])
def test_line_ends(text: str) -> None:
    assert formatted(text) == "when a add 1\n\nwhen b add 2\n"


def test_no_line_is_longer_than_100_where_it_can_break() -> None:
    rules = f'group g {{ when {" and ".join(f"field_{n} == {n}" for n in range(40))} add 5 as "x" }}'
    assert max(map(len, formatted(rules).split("\n"))) <= 100
