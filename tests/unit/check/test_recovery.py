"""One mistake, one error: what a broken statement would have declared is not missed elsewhere."""

import pytest

from assay.check import load_text
from tests.unit.check.marked import told

ONE_MISTAKE = {
    "let": 'lead { country text }\nlet home = ["NL" "BE"]\nwhen country in home add 5\n',
    "let over two lines": 'lead { country text }\nlet home =\n  ["NL" "BE"]\nwhen country in home add 5\n',
    "group": 'lead { country text }\ngroup fit max 5 max { when country == "NL" add 5 }\nstage A when fit > 5\n'
    'grade fit { "A" otherwise }\n',
    "stage": 'stage MQL sometimes at 50\nroute to "x" when stage >= MQL\npromote to MQL when x == 1\n',
    "grade": 'group fit { when x == 1 add 5 }\ngrade fit { "A" "B" }\nroute to "x" when grade(fit) == "A"\n',
    "route": 'route to "a" within when x == 1\nroute to "b" when x == 2\nnever route == "a" and x == 3\n',
    "field": "lead {\n  a text\n  b tekst\n  c number\n}\nwhen b == 5 and c > 3 add 5\n",
    "field with options": "lead {\n  id text kee\n  c number\n}\nactivity {\n  lead_id text key\n  page text\n}\n"
    'when c > 3 add 5\neach page == "/" add 5\n',
    "time field": 'activity {\n  page text\n  at tyme\n}\neach page == "/" within 3 days add 5\n',
    "one line schema": "lead { b tekst }\nwhen b == 5 add 5\n",
    "whole schema": 'lead ( a text, b text )\nwhen a == "x" and b == "y" add 5\n',
    "use": 'use schema.assay\nwhen country in home and stage == MQL add points\neach country == "NL" add 5\n',
    "rule outside groups": "when x = = 5 add 5\nstage A when ungrouped > 5\n",
    "rule of the schema-less": "when x === 5 add 5\nwhen y == 5 add 5\n",
}


@pytest.mark.parametrize("name", ONE_MISTAKE)
def test_one_mistake_is_one_error(name: str) -> None:
    checked = load_text(ONE_MISTAKE[name])
    assert len(checked.diagnostics) == 1, told(checked)
    assert checked.diagnostics[0].code.code.startswith("E1"), told(checked)


def test_the_rest_of_the_file_is_checked() -> None:
    checked = load_text("""\
lead {
  country text
  employees number
}
when country = "NL" add 5
when employees > "200" add 5
each country == "NL" add 5
when contry == "NL" add 5
group fit max 5 max { when employees add 5 }
stage MQL at 50
promote to MQL if country == 5
""")
    lines = [problem.span.line for problem in checked.diagnostics]
    assert lines[:4] == [5, 6, 7, 8]
    assert lines[-1] == 11
    assert checked.model is None


def test_five_mistakes_give_five_errors() -> None:
    checked = load_text("""\
lead {
  country text
  employees number
  tier one of "gold", "silver"
}
let big = employees > "200"
when big and country == "NL" add 5
when tier == "tin" add 5
each country == "NL" add 5
when contry == "NL" add 5
stage MQL at 50
route to "x" when stage >= MLQ
""")
    assert [(p.span.line, p.code.code) for p in checked.diagnostics] == [
        (6, "E301"),
        (8, "E206"),
        (9, "E401"),
        (10, "E201"),
        (12, "E203"),
    ]


def test_errors_come_in_order_of_place() -> None:
    checked = load_text("never a == b\nlet score = 5\nstage X when Y\nlet x = x\nstage Y at 5\nlet X = 5\n")
    places = [problem.span.start for problem in checked.diagnostics]
    assert places == sorted(places)
