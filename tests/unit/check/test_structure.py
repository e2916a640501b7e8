"""E5xx: statements that do not fit together, each told once, at its place."""

import pytest

from tests.unit.check.marked import SCHEMA, assert_marked, fixed, one_error

MARKED = {
    "duplicates": """\
let a = 1
let a = 2
#   ^ E501
let country = "NL"
#   ^^^^^^^ E501
group fit { when active add 5 }
group fit { when active add 5 }
#     ^^^ E501
group page { when active add 5 }
#     ^^^^ E501
group outer {
  group a { when active add 5 }
#       ^ E501
}
stage MQL at 5
stage MQL at 6
#     ^^^ E501
stage fit at 7
#     ^^^ E501
""",
    "second of what is said once": """\
model "a"
model "b"
#^^^^^^^^ E502
total max 5
total min 1
#^^^^^^^^^^ E503
group fit { when active add 5 }
grade fit { "A" from 5, "B" otherwise }
grade fit { "A" from 6, "B" otherwise }
#     ^^^ E503
lead { x text }
#^^^ E503
""",
    "bands": """\
group fit { when active add 5 }
grade fit { "A" from 5, "B" from 5, "C" from 8, "D" from 2, "E" otherwise }
#                       ^^^^^^^^^^ E506
#                                   ^^^^^^^^^^ E506
""",
    "no otherwise": """\
group fit { when active add 5 }
grade fit { "A" from 5 }
#     ^^^ E507
""",
    "bands after otherwise": """\
group fit { when active add 5 }
grade fit { "A" from 5, "B" otherwise, "C" from 2, "D" otherwise }
#                                      ^^^^^^^^^^ E508
""",
    "rows after otherwise": """\
match employees {
  under 5   add 1
  otherwise add 2
  missing   add 3
}
match employees {
  otherwise add 2
  under 5   add 1
# ^^^^^^^ E508
  5 or more add 1
  missing   add 3
}
match employees {
  missing   add 3
  otherwise add 2
  otherwise add 2
# ^^^^^^^^^ E508
  missing   add 3
# ^^^^^^^ E515
}
""",
    "routes after otherwise": """\
route to "a" otherwise
route to "b" when active
#^^^^^^^^^^^^^^^^^^^^^^^ E508
route to "c" when active
""",
    "bounds": """\
group fit min 5 max 2 { when active add 5 max 1 min 2 }
#                   ^ E509                    ^ E509
total max -5 min 5
#         ^^ E509
when employees in 10 to 5 add 5
#                 ^^^^^^^ E509
match employees { 10 to 5 add 5 }
#                 ^^^^^^^ E509
when active add 5 starting 2026-05-01 until 2026-04-01
#                                           ^^^^^^^^^^ E509
when created in 2026-05-01 to 2026-04-01 add 5
#               ^^^^^^^^^^^^^^^^^^^^^^^^ E509
when tier in "silver" to "gold" add 5
#            ^^^^^^^^^^^^^^^^^^ E509
""",
    "circular lets": """\
let a = b + c
#   ^ E510
let b = a
let c = 5
let d = a + 1
let e = e
#   ^ E510
when d > 5 and e > 3 add 5
""",
    "circular groups": """\
group a { when b > 5 add 5 }
#     ^ E511
group b { when c > 5 add 5 }
group c { when a > 5 add 5 }
group d { when a > 5 add d }
#     ^ E511
group e { when a > 5 add 5 }
""",
    "circles by way of lets and aggregates": """\
let hot = b > 5
let hotter = hot and active
group a { each page == "/" and hotter add 5 }
#     ^ E511
group b { when count(page == "/" and amount > a) > 5 add 5 }
""",
    "circles of nested groups": """\
group outer {
#     ^^^^^ E511
  group inner { when outer > 5 add 5 }
}
group other {
  group one { when two > 5 add 5 }
  group two { when active add 5 }
}
""",
    "circle of the rules outside any group": """\
when ungrouped > 5 add 5
#^^^^^^^^^^^^^^^^^^^^^^^ E511
""",
    "times": """\
when page == "/" at least 0 times add 5
#                         ^^^^^^^ E512
each page == "/" at most 0 per day add 5
#                        ^ E512
when at least 0 of [active] add 5
#             ^ E512
when at least 3 of [active, active] add 5
#             ^ E512
when active add 5
example "x" {
  activity { page: "/" } times 0
#                              ^ E512
  activity { page: "/" } times 1_000_000
#                              ^^^^^^^^^ E512
  expect score == 5
}
""",
    "shares": """\
each page == "/" add 5 fading 101% every 5 days
#                             ^^^ E513
each page == "/" add 5 fading 0% every 5 days
#                             ^ E513
each page == "/" add 5 losing 0 every 5 days
#                             ^ E513
each page == "/" add 5 fading 100% every 5 days compounding
""",
    "no time at all": """\
when page == "/" within 0 days add 5
#                       ^^^^^^ E514
each page == "/" at most 2 per 0 days add 5
#                              ^^^^^^ E514
each page == "/" add 5 halving every 0 hours
#                                    ^^^^^^^ E514
each page == "/" add 5 per 0 days since created
#                          ^^^^^^ E514
route to "x" within 0 days when active
#                   ^^^^^^ E514
when any(page == "/" within 0 days) add 5
#                           ^^^^^^ E514
""",
    "given twice": """\
when active add 5
example "x" {
  lead { country: "NL", employees: 5, country: "BE" }
#                                     ^^^^^^^ E515
  expect score == 5
}
""",
}


@pytest.mark.parametrize("name", MARKED)
def test_errors(name: str) -> None:
    assert_marked(SCHEMA + MARKED[name])


SCHEMAS = {
    "fields twice": """\
lead {
  a text
  b text
  a number
# ^ E501
}
""",
    "keys": """\
lead {
  a text key
  b text key
# ^ E504
  c text key
# ^ E504
}
activity { a text key }
""",
    "key without a lead's": """\
lead { a text }
activity { b text key }
#          ^ E505
""",
    "the same name in both tables, not read": """\
lead { a text }
activity {
  a text
  b text
}
each b == "x" once per a add 5
example "x" {
  lead { a: "1" }
  activity { a: "2" }
  expect score == 5
}
""",
    "the same name in both tables, read": """\
lead { a text }
activity {
  a text
# ^ E207
  b text
}
when a == "x" add 5
each b == "x" and a == "y" add 5
""",
    "the same name in both tables, activity first": """\
activity { a text }
lead { a text }
#      ^ E207
when a == "x" add 5
""",
    "the same key in both tables": """\
lead { email text key }
activity {
  email text key
  b text
}
when email ends with ".edu" add 5
each b is known and email is known add 5
""",
    "a let before the field of its name": """\
let a = 5
lead { a text }
#      ^ E501
when a > 3 add 5
""",
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas(name: str) -> None:
    assert_marked(SCHEMAS[name])


FIXED = {
    "bounds": ("group fit min 5 max 2 { when active add 5 }", "group fit min 2 max 5 { when active add 5 }"),
    "range": ("when employees in 10 to 5 add 5", "when employees in 5 to 10 add 5"),
}


@pytest.mark.parametrize("name", FIXED)
def test_fixes(name: str) -> None:
    before, after = FIXED[name]
    assert fixed(one_error(SCHEMA + before)) == SCHEMA + after
    assert_marked(SCHEMA + after)


def test_a_duplicate_points_at_the_first() -> None:
    checked = one_error("let a = 1\nlet a = 2\nwhen visits > a add 5\n")
    (label,) = checked.diagnostics[0].labels
    assert (label.span.line, label.span.column, label.text) == (1, 5, "first here")


def test_a_circle_points_all_the_way_round() -> None:
    checked = one_error("group a { when b > 5 add 5 }\ngroup b { when a > 5 add 5 }\n")
    assert [(label.span.line, label.text) for label in checked.diagnostics[0].labels] == [
        (1, "needs `b`"),
        (2, "needs `a`"),
    ]
