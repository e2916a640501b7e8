"""E2xx: names, each mistake told once, at its place."""

import pytest

from tests.unit.check.marked import SCHEMA, assert_marked, fixed, one_error

MARKED = {
    "field": """\
when contry == "NL" add 10
#    ^^^^^^ E201
""",
    "every use of an unknown name": """\
when contry == "NL" add 10
#    ^^^^^^ E201
when contry == "BE" and employes > 5 add 10
#    ^^^^^^ E201        ^^^^^^^^ E201
""",
    "function": """\
when lenght(country) > 5 add 10
#    ^^^^^^ E202
""",
    "function name as field": """\
when since > 5 add 10
#    ^^^^^ E201
""",
    "group as function": """\
group fit { when active add 5 }
stage A when fit(country) > 5
#            ^^^ E202
""",
    "stage in a list": """\
stage MQL at 50
stage SQL at 90
route to "x" when stage in [MQL, SLQ]
#                                ^^^ E203
""",
    "stage in a range": """\
stage MQL at 50
stage SQL at 90
route to "x" when stage in MQL to SQ
#                                 ^^ E203
""",
    "stage on the left": """\
stage MQL at 50
route to "x" when MLQ <= stage
#                 ^^^ E203
""",
    "promotion to nowhere": """\
stage MQL at 50
promote to MLQ when active
#          ^^^ E203
""",
    "stage that is a field": """\
stage MQL at 50
route to "x" when stage == country
#                 ^^^^^^^^^^^^^^^^ E301
""",
    "quoted stage": """\
stage MQL at 50
route to "x" when stage in ["MQL", "nope"]
#                           ^^^^^ E209
#                                  ^^^^^^ E203
""",
    "stage as condition": """\
stage MQL at 50
route to "x" when MQL and active
#                 ^^^ E208
""",
    "stage compared with a field": """\
stage MQL at 50
route to "x" when country == MQL
#                            ^^^ E201
""",
    "group of a grade": """\
group fit { when active add 5 }
grade fitt { "A" from 5, "B" otherwise }
#     ^^^^ E204
""",
    "grade of a field": """\
group fit { when active add 5 }
grade country { "A" from 5, "B" otherwise }
#     ^^^^^^^ E204
""",
    "grade of nothing": """\
group fit { when active add 5 }
route to "x" when grade("fit") == "A"
#                 ^^^^^^^^^^^^ E204
""",
    "no grade": """\
group fit { when active add 5 }
route to "x" when grade(fit) == "A"
#                       ^^^ E205
""",
    "no grade of the score": """\
group fit { when active add 5 }
route to "x" when grade(score) == "A"
#                       ^^^^^ E205
""",
    "letter": """\
group fit { when active add 5 }
grade fit { "A" from 5, "B" otherwise }
route to "x" when grade(fit) == "E"
#                               ^^^ E206
""",
    "route": """\
route to "Sales" when active
never route == "Salse" and active
#              ^^^^^^^ E206
""",
    "value": """\
when tier == "golden" add 5
#            ^^^^^^^^ E206
when "golden" != tier add 5
#    ^^^^^^^^ E206
when tier in ["gold", "golden", "tin"] add 5
#                     ^^^^^^^^ E206
#                               ^^^^^ E206
when tier < "golden" add 5
#           ^^^^^^^^ E206
""",
    "value in a named list": """\
let good = ["gold", "golden"]
when tier in good add 5
#            ^^^^ E206
""",
    "value from a let": """\
let best = "golden"
when tier == best add 5
#            ^^^^ E206
""",
    "value in a row": """\
match tier {
  "gold"   add 5
  "golden" add 5
# ^^^^^^^^ E206
  in ["tin"] add 5
#     ^^^^^ E206
}
""",
    "value of an aggregate": """\
when last(action) == "visits" add 5
#                    ^^^^^^^^ E206
""",
    "value in an example": """\
when tier == "gold" add 5
example "x" {
  lead { tier: "golden" }
#              ^^^^^^^^ E206
  activity { action: "visits" }
#                    ^^^^^^^^ E206
  expect score == 5
}
""",
    "text without quotes": """\
when country == Netherlands add 5
#               ^^^^^^^^^^^ E201
when tier == gold add 5
#            ^^^^ E201
""",
    "zone": """\
model "x" timezone "europe/amsterdam"
#                  ^^^^^^^^^^^^^^^^^^ E210
""",
    "zone that is a folder": """\
model "x" timezone "Europe"
#                  ^^^^^^^^ E210
""",
    "zone out of bounds": """\
model "x" timezone "../../etc/passwd"
#                  ^^^^^^^^^^^^^^^^^^ E210
""",
    "reserved group": """\
group `score` { when active add 5 }
#     ^^^^^^^ E212
""",
    "reserved let": """\
let ungrouped = 5
#   ^^^^^^^^^ E212
""",
    "misspelt beside a text": """\
when country == tiers add 5
#               ^^^^^ E201
""",
    "let named like a result": """\
let disqualified = 5
#   ^^^^^^^^^^^^ E211
""",
    "once per a field of the lead": """\
each action == "visit" once per country add 5
#                               ^^^^^^^ E213
""",
    "once per a let": """\
let p = page
each action == "visit" once per p add 5
#                               ^ E213
""",
    "once per a group": """\
group fit { when active add 5 }
each action == "visit" once per fit add 5
#                               ^^^ E213
""",
    "once per nothing": """\
each action == "visit" once per pge add 5
#                               ^^^ E201
""",
    "times per a field of the lead": """\
each action == "visit" at least 2 times per country add 5
#                                           ^^^^^^^ E213
""",
    "fields of the other table in an example": """\
when active add 5
example "x" {
  lead { page: "/" }
#        ^^^^ E213
  activity { country: "NL" }
#            ^^^^^^^ E213
  expect score == 5
}
""",
    "unknown field in an example": """\
when active add 5
example "x" {
  lead { contry: "NL" }
#        ^^^^^^ E201
  activity { pag: "/" }
#            ^^^ E201
  expect score == 5
}
""",
}


@pytest.mark.parametrize("name", MARKED)
def test_errors(name: str) -> None:
    assert_marked(SCHEMA + MARKED[name])


FIXED = {
    "field": ('when contry == "NL" add 10', 'when country == "NL" add 10'),
    "field in backticks": (
        "let `my country` = country\nwhen `my contry` is known add 10",
        "let `my country` = country\nwhen `my country` is known add 10",
    ),
    "function": ("when lenght(country) > 5 add 10", "when length(country) > 5 add 10"),
    "value": ('when tier == "Sliver" add 5', 'when tier == "silver" add 5'),
    "quoted stage": (
        'stage MQL at 5\nroute to "x" when stage == "mql"',
        'stage MQL at 5\nroute to "x" when stage == MQL',
    ),
    "stage as condition": (
        'stage MQL at 5\nroute to "x" when MQL',
        'stage MQL at 5\nroute to "x" when stage >= MQL',
    ),
    "text without quotes": ("when tier == gold add 5", 'when tier == "gold" add 5'),
    "zone": (
        'model "x" timezone "amsterdam"\nwhen active add 5',
        'model "x" timezone "Europe/Amsterdam"\nwhen active add 5',
    ),
    "backticks": ("let score = 5\nwhen active add `score`", "let `score` = 5\nwhen active add `score`"),
}


@pytest.mark.parametrize("name", FIXED)
def test_fixes(name: str) -> None:
    before, after = FIXED[name]
    assert fixed(one_error(SCHEMA + before)) == SCHEMA + after
    assert_marked(SCHEMA + after)


def test_nothing_is_suggested_for_far_away_names() -> None:
    checked = assert_marked(SCHEMA + 'when turnover == "NL" add 10\n#    ^^^^^^^^ E201\n')
    assert checked.diagnostics[0].fix is None
    assert checked.diagnostics[0].help == "declare it in `lead { … }` or `activity { … }`"
