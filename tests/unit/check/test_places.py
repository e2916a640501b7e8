"""E4xx: things where they cannot stand, each told once, at its place."""

import pytest

from tests.unit.check.marked import SCHEMA, assert_marked

MARKED = {
    "each about the lead": """\
each country == "NL" add 5
#    ^^^^^^^^^^^^^^^ E401
each any(page == "/") within 5 days once per page add 5
#    ^^^^^^^^^^^^^^^^ E401
let big = employees > 200
each big match page { "/" add 5 }
#    ^^^ E401
""",
    "aggregates about the lead": """\
when any(country == "NL") add 5
#        ^^^^^^^^^^^^^^^ E401
when sum(employees) > 5 add 5
#        ^^^^^^^^^ E401
when count(active within 5 days) > 5 add 5
#          ^^^^^^ E401
""",
    "aggregates that look at an activity somewhere": """\
when sum(employees where page is known) > 5 add 5
when last(country where page == "/") == "NL" add 5
when count(true within 5 days) > 5 add 5
when any(country == "NL" and page is known) add 5
""",
    "clauses on the lead alone": """\
when country == "NL" within 30 days add 5
#                           ^^^^^^^ E402
when country == "NL" at least 2 times add 5
#                    ^^^^^^^^^^^^^^^^ E402
when country == "NL" exactly 2 times add 5
#                    ^^^^^^^^^^^^^^^ E402
when country == "NL" add 5 fading 10% every 5 days
#                          ^^^^^^^^^^^^^^^^^^^^^^^ E402
when any(page == "/") within 30 days add 5
#                            ^^^^^^^ E402
stage MQL at 5
promote to MQL within 5 days when country == "NL"
#                     ^^^^^^ E402
""",
    "several clauses are one mistake": """\
when country == "NL" add 5 halving every 5 days within 30 days at least 2 times
#                          ^^^^^^^^^^^^^^^^^^^^ E402
""",
    "a group's decay is for its rules about activities": """\
group fit fading 10% every 30 days {
  when country == "NL" add 5
  when page == "/" add 5
}
""",
    "activities where none is at hand": """\
match page { "/" add 5 }
#     ^^^^ E403
match country { "NL" add amount }
#                        ^^^^^^ E403
when page == "/" add amount
#                    ^^^^^^ E403
when page == "/" add 5 per 1 days since occurred
#                                       ^^^^^^^^ E403
never page == "/" and action == "visit"
#     ^^^^ E403
always country == "NL" and not (active and page == "/")
#                                          ^^^^ E403
let pricing = page == "/pricing"
never pricing
#     ^^^^^^^ E403
""",
    "activities where they are at hand": """\
exclude if page == "/"
disqualify if page == "/" and country == "NL"
ignore activity if page == "/"
ignore activity if country == "NL"
stage MQL when page == "/"
promote to MQL when page == "/" within 5 days
route to "x" when page == "/"
never any(page == "/")
match last(page) { "/" add 5 }
each page == "/" add amount * employees
each page == "/" match amount { under 5 add amount }
when page == "/" add sum(amount) per 1 days since last(occurred)
each page == "/" add 1 per 1 days since occurred
example "x" {
  activity { page: "/" }
  expect page == "/"
}
""",
    "results in rules": """\
group fit {
  when score > 5 add 5
#      ^^^^^ E404
  when stage is known add 5
#      ^^^^^ E404
  when disqualified add 5
#      ^^^^^^^^^^^^ E404
  match route { missing add 5 }
#       ^^^^^ E404
  when active add score
#                 ^^^^^ E404
  each page == "/" and score > 5 add 5
#                      ^^^^^ E404
  when grade(fit) == "A" add 5
#      ^^^^^^^^^^ E404
}
grade fit { "A" from 5, "B" otherwise }
""",
    "one result read twice is one mistake": """\
when score > 5 and score < 10 add 5
#    ^^^^^ E404
""",
    "results before they are known": """\
group fit { when active add 5 }
grade score { "A" from 5, "B" otherwise }
ignore activity if fit > 5
#                  ^^^ E404
exclude if fit > 5 or score > 5
#          ^^^ E404   ^^^^^ E404
disqualify if fit > 5 and score > 5 and grade(score) == "A"
disqualify if stage is known or route is known
#             ^^^^^ E404        ^^^^^ E404
disqualify if disqualified
#             ^^^^^^^^^^^^ E404
stage MQL when stage is known
#              ^^^^^ E404
stage SQL when disqualified
promote to SQL when stage == MQL and not disqualified
promote to SQL when route is known
#                   ^^^^^ E404
route to "x" when stage == MQL
route to "y" when route is missing
#                 ^^^^^ E404
never route is known and stage == MQL and disqualified and score > 5 and fit > 5
""",
    "results by way of a let": """\
let hot = score > 50
group fit { when hot add 5 }
#                ^^^ E404
route to "x" when hot
let hotter = hot and active
exclude if hotter
#          ^^^^^^ E404
exclude if any(page == "/" and hot)
#                              ^^^ E404
""",
    "clauses of aggregates": """\
when length(country within 5 days) > 5 add 5
#                          ^^^^^^ E406
when length(country where active) > 5 add 5
#                         ^^^^^^ E406
when any(page == "/" where active) add 5
#                          ^^^^^^ E406
""",
}


@pytest.mark.parametrize("name", MARKED)
def test_errors(name: str) -> None:
    assert_marked(SCHEMA + MARKED[name])


NO_TIME = """\
activity {
  action text
  day date
}
when action == "a" within 5 days add 5
#                         ^^^^^^ E405
when action == "a" add 5 halving every 5 days
#                        ^^^^^^^^^^^^^^^^^^^^ E405
each action == "a" at most once per day add 5
#                  ^^^^^^^^^^^^^^^^^^^^ E405
each action == "a" at least 3 times per week add 5
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^ E405
when count(action == "a" within 5 days) > 1 add 5
#                               ^^^^^^ E405
group fit expiring after 5 days { each action == "a" add 5 }
#         ^^^^^^^^^^^^^^^^^^^^^ E405
each action == "a" at least 3 times per action add 5
each action == "a" once per action add 5
route to "x" within 4 hours when any(action == "a")
"""


def test_windows_and_decays_need_a_time() -> None:
    assert_marked(NO_TIME)


def test_the_help_of_a_window_outside_the_brackets() -> None:
    checked = assert_marked(
        SCHEMA + 'when any(page == "/") within 30 days add 5\n#                            ^^^^^^^ E402\n'
    )
    assert checked.diagnostics[0].help == "write it inside the brackets, as in `any(… within 30 days)`"
