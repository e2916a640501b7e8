"""E3xx: values of the wrong kind, each mistake told once, at its place."""

import pytest

from tests.unit.check.marked import SCHEMA, assert_marked, fixed, one_error

MARKED = {
    "text with a number": """\
when employees > "200" add 5
#                ^^^^^ E301
when country == 5 add 5
#               ^ E301
when 5 < country add 5
#    ^ E301
when country == employees add 5
#    ^^^^^^^^^^^^^^^^^^^^ E301
""",
    "boolean with text": """\
when active == "yes" add 5
#              ^^^^^ E301
when active == 1 add 5
#              ^ E301
""",
    "date as text": """\
when created > "2026-01-01" add 5
#              ^^^^^^^^^^^^ E301
""",
    "lists": """\
when country in [1, 2] add 5
#                ^ E301
#                   ^ E301
when employees in "a" to "b" add 5
#                 ^^^^^^^^^^ E301
let sizes = [1, 2]
when country in sizes add 5
#               ^^^^^ E301
when employees in interests add 5
#                 ^^^^^^^^^ E301
""",
    "stage with a number": """\
stage MQL at 5
route to "x" when stage > 5
#                         ^ E301
""",
    "length of time with a number": """\
when since(created) > 30 add 5
#                     ^^ E302
when days_since(created) > 30 days add 5
#                          ^^^^^^^ E302
when created > 30 days add 5
#              ^^^^^^^ E302
when created < 30 add 5
#              ^^ E302
when since(created) in 3 to 5 add 5
#                      ^^^^^^ E302
""",
    "operators": """\
when employees starts with "2" add 5
#    ^^^^^^^^^^^^^^^^^^^^^^^^^ E303
when country contains 5 add 5
#                     ^ E303
when active < true add 5
#    ^^^^^^^^^^^^^ E303
when interests == "SUV" add 5
#    ^^^^^^^^^^^^^^^^^^ E303
when interests in ["SUV"] add 5
#    ^^^^^^^^^^^^^^^^^^^^ E303
when country == ["NL"] add 5
#    ^^^^^^^^^^^^^^^^^ E303
when country mentions interests add 5
#                     ^^^^^^^^^ E303
when country matches ["a*"] add 5
#                    ^^^^^^ E303
when tier < country add 5
#    ^^^^^^^^^^^^^^ E303
""",
    "no order": """\
when min(tier, country) == "x" add 5
#    ^^^^^^^^^^^^^^^^^^ E303
when active in true to false add 5
#    ^^^^^^^^^^^^^^^^^^^^^^^ E303
when tier in country to "gold" add 5
#    ^^^^^^^^^^^^^^^^^^^^^^^^^ E303
when country contains [1, 2] add 5
#                     ^^^^^^ E303
when country contains tier and country contains employees add 5
#                                               ^^^^^^^^^ E303
when 5 in country add 5
#         ^^^^^^^ E313
each page == "/" once per labels add 5
#                         ^^^^^^ E303
match country { in [tier] add 5 }
#                  ^^^^^^ E309
match employees { 10 to active add 5 }
#                       ^^^^^^ E309
match employees { in sizes add 5 }
#                    ^^^^^ E201
when since(created) add 5
#    ^^^^^^^^^^^^^^ E306
when active == 5 add 5
#              ^ E301
when tier in ["gold", country] and country in ["x", tier] add 5
""",
    "arithmetic": """\
when employees + country > 5 add 5
#    ^^^^^^^^^^^^^^^^^^^ E303
when created + 5 > 2026-01-01 add 5
#              ^ E303
when created * 2 > 5 add 5
#    ^^^^^^^^^^^ E303
when since(created) + 1 > 5 add 5
#    ^^^^^^^^^^^^^^^^^^ E303
when -country == 5 add 5
#    ^^^^^^^^ E303
when 5 days + 5 days > since(created) add 5
#    ^^^^^^^^^^^^^^^ E303
""",
    "arguments": """\
when domain(employees) == "x" add 5
#           ^^^^^^^^^ E304
when since(employees) > 5 days add 5
#          ^^^^^^^^^ E304
when sum(page) > 5 add 5
#        ^^^^ E304
when abs(country) > 5 add 5
#        ^^^^^^^ E304
when min(employees, created) > 5 add 5
#    ^^^^^^^^^^^^^^^^^^^^^^^ E302
when any(page) add 5
#        ^^^^ E306
when count(page within 5 days) > 1 add 5
#          ^^^^ E306
""",
    "number of arguments": """\
when min(employees) > 5 add 5
#    ^^^^^^^^^^^^^^ E305
when domain() == "x" add 5
#    ^^^^^^^^ E305
when count(page is known, page is known) > 5 add 5
#    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ E305
""",
    "conditions": """\
when employees add 5
#    ^^^^^^^^^ E306
when not country add 5
#        ^^^^^^^ E306
when active and employees or created add 5
#               ^^^^^^^^^ E306
#                            ^^^^^^^ E306
disqualify if "x"
#             ^^^ E306
when at least 1 of [active, tier] add 5
#                           ^^^^ E306
when any(page == "/" within 5 days) and sum(amount where page) > 5 add 5
#                                                        ^^^^ E306
stage MQL when interests
#              ^^^^^^^^^ E306
route to "x" when stage
#                 ^^^^^ E306
""",
    "points": """\
when active add country
#               ^^^^^^^ E307
when active subtract since(created)
#                    ^^^^^^^^^^^^^^ E307
when active add 5 max "x"
#                     ^^^ E307
total max active
#         ^^^^^^ E307
stage MQL at "50"
#            ^^^^ E307
group fit { when active add 5 }
grade fit { "A" from "50", "B" otherwise }
#                    ^^^^ E307
""",
    "per since": """\
when active add 5 per 30 days since employees
#                                   ^^^^^^^^^ E308
""",
    "constants": """\
when active add 5 max employees
#                     ^^^^^^^^^ E309
group fit max employees { when active add 5 }
#             ^^^^^^^^^ E309
grade fit { "A" from employees, "B" otherwise }
#                    ^^^^^^^^^ E309
stage MQL at employees
#            ^^^^^^^^^ E309
when country mentions country add 5
#                     ^^^^^^^ E309
when country matches tier add 5
#                    ^^^^ E309
match employees {
  under employees add 5
#       ^^^^^^^^^ E309
}
""",
    "range": """\
when employees > 100_000_000_000_000 add 5
#                ^^^^^^^^^^^^^^^^^^^ E310
when employees > 99_000_000_000_000 * 10 add 5
#                ^^^^^^^^^^^^^^^^^^^^^^^ E310
when employees > 5 / 0 add 5
#                ^^^^^ E310
when active add 100_000_000_000_000
#               ^^^^^^^^^^^^^^^^^^^ E310
when since(created) > 365_251 days add 5
#                     ^^^^^^^^^^^^ E310
when action == "visit" within 999_999_999_999_999_999_999 weeks add 5
#                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ E310
group fit weight 999_999_999_999_999 % { when active add 5 }
#                ^^^^^^^^^^^^^^^^^^^ E310
""",
    "empty texts": """\
when country contains "" add 5
#                     ^^ E311
when page starts with ["/a", " "] add 5
#                            ^^^ E311
when country mentions ["VP", "--"] add 5
#                            ^^^^ E311
when country matches "" add 5
#                    ^^ E311
when country == "" add 5
#               ^^ E311
when "" != country add 5
#    ^^ E311
match country { "" add 5 }
#               ^^ E311
when active add 5 as ""
#                    ^^ E311
route to " " when active
#        ^^^ E311
grade score { "" otherwise }
#             ^^ E311
group fit "" { when active add 5 }
#         ^^ E311
""",
    "lists of different kinds": """\
let a = [1, "x", 2, "y"]
#           ^^^ E312
let b = [1, [2]]
#           ^^^ E312
when country in ["a", 5] add 5
#                     ^ E312
""",
    "not a list": """\
when country in "NL" add 5
#               ^^^^ E313
when employees not in employees add 5
#                     ^^^^^^^^^ E313
match employees {
  in employees add 5
#    ^^^^^^^^^ E313
}
""",
    "values of examples": """\
when active add 5
example "x" {
  lead { country: 5, employees: "many", active: "yes", created: 5, tier: true, interests: "SUV" }
#                 ^ E314        ^^^^^^ E314     ^^^^^ E314      ^ E314   ^^^^ E314        ^^^^^ E314
  activity { amount: 2 days ago, occurred: "2026-01-01" }
#                    ^^^^^^^^^^ E314       ^^^^^^^^^^^^ E314
  activity { amount: 999_999_999_999_999 }
#                    ^^^^^^^^^^^^^^^^^^^ E310
  expect score == 5
}
""",
    "more values of examples": """\
when active add 5
example "x" {
  lead { id: -5, country: 2026-01-01, employees: true, active: "maybe", created: "soon", interests: ["a", 5] }
#            ^^ E314      ^^^^^^^^^^ E314        ^^^^ E314     ^^^^^^^ E314      ^^^^^^ E314              ^ E314
  expect score == 5
}
example "y" {
  lead { created: "2026-13-01" }
#                 ^^^^^^^^^^^^ E314
  activity { occurred: ["a"], amount: "1.5" }
#                      ^^^^^ E314     ^^^^^ E314
  expect score == 5
}
""",
    "whole numbers": """\
each action == "visit" at most 1.5 per day add 5
#                              ^^^ E316
when action == "visit" at least 2.5 times add 5
#                               ^^^^^^^^^ E316
when at least 1.5 of [active, active] add 5
#             ^^^ E316
""",
    "empty list": """\
when country in [] add 5
#               ^^ E319
let none_at_all = []
#                 ^^ E319
when country in none_at_all add 5
""",
    "the subject of a match is told of once": """\
match country {
  under 10 add 5
#       ^^ E301
  10 to 20 add 10
  otherwise add 20
}
match employees {
  "small" add 5
# ^^^^^^^ E301
  10 to 20 add 10
  "large" add 15
# ^^^^^^^ E301
}
match created {
  under 30 days add 5
#       ^^^^^^^ E302
  otherwise add 0
}
match interests {
  "SUV" add 5
# ^^^^^ E303
}
let homes = ["NL"]
match country {
  homes add 5
# ^^^^^ E303
}
""",
    "nothing follows from an error": """\
let broken = employes > 5
#            ^^^^^^^^ E201
when broken add 5
each broken within 5 days once per page add 5
when broken at least 2 times add 5
match employes { under 10 add "x" }
#     ^^^^^^^^ E201           ^^^ E307
stage MQL when broken and "x"
#                         ^^^ E306
never any(broken) and stage == SQL
#                              ^^^ E203
when min(employes, 5) + 5 > 3 and sum(amount where broken) > 3 add broken max "x"
#        ^^^^^^^^ E201                                                        ^^^ E307
""",
}


@pytest.mark.parametrize("name", MARKED)
def test_errors(name: str) -> None:
    assert_marked(SCHEMA + MARKED[name])


SCHEMAS = {
    "options": """\
lead {
  a number exact
# ^ E317
  b boolean key
# ^ E317
  c text format "dd/mm/yyyy"
#               ^^^^^^^^^^^^ E317
  d text split by ";"
#                 ^^^ E317
  e one of "x", "y" exact
# ^ E317
  f list of text exact split by ";"
  k list of text split by ""
#                         ^^ E311
  g date format ""
#               ^^ E311
  h text from " "
#             ^^^ E311
  i one of "x", " "
#               ^^^ E311
  j one of "x", " X"
#               ^^^^ E515
}
""",
    "values of whole numbers and dates": """\
lead { n integer d date }
when n > 5 and d is known add 5
example "x" {
  lead { n: 1.5, d: 2026-01-01 10:30 }
#           ^^^ E314
  expect score == 5
}
""",
    "keys of different types": """\
lead { id integer key }
activity { lead_id text key }
#          ^^^^^^^ E318
""",
    "keys of one type": """\
lead { id integer key }
activity { lead_id number key }
""",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas(name: str) -> None:
    assert_marked(SCHEMAS[name])


FIXED = {
    "number without quotes": ('when employees > "200" add 5', "when employees > 200 add 5"),
    "text with quotes": ("when country == 5 add 5", 'when country == "5" add 5'),
    "true without quotes": ('when active == "Yes" add 5', "when active == true add 5"),
    "true for 1": ("when active == 0 add 5", "when active == false add 5"),
    "date without quotes": ('when created > "2026-01-01" add 5', "when created > 2026-01-01 add 5"),
    "days": ("when since(created) > 30 add 5", "when since(created) > 30 days add 5"),
    "number of days": ("when days_since(created) > 30 days add 5", "when days_since(created) > 30 add 5"),
    "since": ("when created > 30 days add 5", "when since(created) > 30 days add 5"),
    "days since": ("when created < 30 add 5", "when days_since(created) < 30 add 5"),
    "in": ('when country == ["NL"] add 5', 'when country in ["NL"] add 5'),
    "not in": ('when country != ["NL"] add 5', 'when country not in ["NL"] add 5'),
    "equal": ('when country in "NL" add 5', 'when country == "NL" add 5'),
    "unequal": ('when country not in "NL" add 5', 'when country != "NL" add 5'),
    "contains": ('when interests == "SUV" add 5', 'when interests contains "SUV" add 5'),
    "contains for in": ('when interests in ["SUV"] add 5', 'when interests contains ["SUV"] add 5'),
    "needle in quotes": ("when country contains 5 add 5", 'when country contains "5" add 5'),
    "unit": ("when created + 5 > 2026-01-01 add 5", "when created + 5 days > 2026-01-01 add 5"),
    "missing": ('when country == "" add 5', "when country is missing add 5"),
    "known": ('when country != "" add 5', "when country is known add 5"),
    "missing row": ('match country { "" add 5 }', "match country { missing add 5 }"),
    "list row": (
        'let home = ["NL"]\nmatch country { home add 5 }',
        'let home = ["NL"]\nmatch country { in home add 5 }',
    ),
}


@pytest.mark.parametrize("name", FIXED)
def test_fixes(name: str) -> None:
    before, after = FIXED[name]
    assert fixed(one_error(SCHEMA + before)) == SCHEMA + after
    assert_marked(SCHEMA + after)


def test_a_message_names_both_sides_and_what_they_are() -> None:
    checked = one_error(SCHEMA + 'when employees > "200" add 5')
    assert checked.diagnostics[0].message == '`employees` is a number, `"200"` is text'
    assert checked.diagnostics[0].help == "numbers are written without quotes"
