"""Files without a schema: fields from the columns of the input, or from use."""

import pytest

from assay.check import Columns, load_text
from assay.model import Field, Model, Table
from assay.types import BOOLEAN, LIST_OF_TEXT, NUMBER, TEXT, TIME
from tests.unit.check.marked import assert_marked, told

COLUMNS = Columns(
    lead=("ID", "Country", "Lead Source", "employees", "Score", "source"),
    activity=("id", "lead_id", "action", "Seen", "country", "source"),
    activity_time="Seen",
)


def model_of(program: str, columns: Columns | None = None) -> Model:
    checked = load_text(program, columns=columns)
    assert checked.model is not None, told(checked)
    return checked.model


def names(table: Table) -> dict[str, str]:
    return {field.name: field.type.kind.value for field in table.fields}


def field(table: Table, name: str) -> Field:
    found = table.field(name)
    assert found is not None
    return found


# --- by use --------------------------------------------------------------------------------------------------

TYPES = {
    'x == "a"': TEXT,
    "x == 5": NUMBER,
    "x > 5": NUMBER,
    "5 <= x": NUMBER,
    "x in [1, 2]": NUMBER,
    'x in ["a"]': TEXT,
    "x in 1 to 5": NUMBER,
    'x in "a" to "b"': TEXT,
    "x in 2026-01-01 to 2026-02-01": TIME,
    "x > 2026-01-01": TIME,
    "x == 2026-01-01 10:30": TIME,
    "x": BOOLEAN,
    "not x": BOOLEAN,
    "x == true": BOOLEAN,
    "x and 1 == 1": BOOLEAN,
    "at least 1 of [x, 1 == 1]": BOOLEAN,
    "x is known": TEXT,
    'x contains "a"': TEXT,
    'x mentions ["a", "b"]': TEXT,
    'x matches "a*"': TEXT,
    '"a" in x': LIST_OF_TEXT,
    "domain(x) is known": TEXT,
    "length(x) > 5": TEXT,
    "since(x) > 5 days": TIME,
    "days_since(x) > 5": TIME,
    "x + 5 days > 2026-01-01": TIME,
    "2026-01-01 - x > 5 days": TIME,
    "x + 5 > 3": NUMBER,
    "x * 5 > 3": NUMBER,
    "-x > 3": NUMBER,
    "abs(x) is known": NUMBER,
    "min(x, 5) is known": NUMBER,
    'max(x, "b") is known': TEXT,
    "x > y": NUMBER,
    "x == y": TEXT,
    "x == y and y > 5": NUMBER,
    "x == y and y == z and since(z) > 5 days": TIME,
    "x - y > 5": NUMBER,
    "x - y > 5 days": TIME,
    "sum(x) > 5": NUMBER,
    "average(x) > 5": NUMBER,
    "highest(x) > 5": NUMBER,
    'last(x) == "a"': TEXT,
    "since(first(x)) > 5 days": TIME,
    "any(x)": BOOLEAN,
    "count(x == 5) > 1": NUMBER,
    'distinct(y where x == "a") > 1': TEXT,
}


@pytest.mark.parametrize("condition", TYPES)
def test_types_come_from_use(condition: str) -> None:
    model = model_of(f"when {condition} add 5")
    found = model.lead.field("x") or model.activity.field("x")
    assert found is not None
    assert found.type == TYPES[condition]


MORE_TYPES = {
    "when 1 == 1 add x": NUMBER,
    "when 1 == 1 add 5 per 30 days since x": TIME,
    "match x { under 5 add 1 }": NUMBER,
    'match x { "a", "b" add 1 }': TEXT,
    "match x { true add 1 }": BOOLEAN,
    "match x { 2026-01-01 to 2026-02-01 add 1 }": TIME,
    "match x { missing add 1 }": TEXT,
    "let limit = 5\nmatch x { limit or more add 1 }": NUMBER,
    "let a = x\nwhen a > 5 add 5": NUMBER,
    "let a = [1, 2]\nwhen x in a add 5": NUMBER,
    'let a = ["b", x]\nwhen "a" in a add 5': TEXT,
    'let a from "f.txt"\nwhen x in a add 5': TEXT,
    "each y == 5 once per x add 5": TEXT,
    "each y == 5 at least 2 times per x add 5": TEXT,
    'stage A at 5\nroute to "b" when x': BOOLEAN,
    "never x == 5": NUMBER,
    'when x is known add 5\nexample "e" {\n  lead { x: 5 }\n}': NUMBER,
    'when x is known add 5\nexample "e" {\n  lead { x: ["a"] }\n}': LIST_OF_TEXT,
    'when x is known add 5\nexample "e" {\n  activity { x: 2 days ago }\n}': TIME,
    'missing "-"\nwhen x is known add 5\nexample "e" {\n  lead { x: "-" }\n  lead { x: 5 }\n}': None,
    'example "e" {\n  lead { x: true }\n  expect score == 0\n}': BOOLEAN,
    'when x > 5 add 5\nexample "e" {\n  lead { x: "" }\n}': NUMBER,
}


@pytest.mark.parametrize("program", [program for program, type_ in MORE_TYPES.items() if type_ is not None])
def test_types_come_from_every_place(program: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "f.txt").write_text("a\n")
    checked = load_text(program, folder=tmp_path)
    assert checked.model is not None, told(checked)
    found = checked.model.lead.field("x") or checked.model.activity.field("x")
    assert found is not None
    assert found.type == MORE_TYPES[program]


CONFLICTS = {
    "number and text": """\
when size > 100 add 10
when size == "large" add 10
#    ^^^^^^^^^^^^^^^ E315
""",
    "time and number": """\
when since(day) > 5 days add 5
when day > 5 add 5
#    ^^^^^^^ E315
""",
    "condition and text": """\
when ready add 5
when ready == "yes" add 5
#    ^^^^^^^^^^^^^^ E315
when ready contains "x" add 5
#    ^^^^^^^^^^^^^^^^^^ E315
when domain(ready) == "x" add 5
#           ^^^^^ E315
when -ready > 5 add 5
#    ^^^^^^ E315
when 1 == 1 add ready
#               ^^^^^ E315
when 1 == 1 add 5 per 2 days since ready
#                                  ^^^^^ E315
when "x" in ready add 5
#    ^^^^^^^^^^^^ E315
""",
    "text and condition": """\
when ready == "yes" add 5
when ready add 5
#    ^^^^^ E315
""",
    "by way of another field": """\
when a == b add 5
when a > 5 add 5
when b == "x" add 5
#    ^^^^^^^^ E315
""",
    "by way of a let": """\
let a = b
when a > 5 add 5
when b == "x" add 5
#    ^^^^^^^^ E315
""",
    "an example": """\
when a > 5 add 5
example "x" {
  lead { a: "many" }
#           ^^^^^^ E315
  expect score == 5
}
""",
    "within one expression the mistake is an ordinary one": """\
when a + "x" > 5 add 5
#    ^^^^^^^ E303
when created > 30 days add 5
#              ^^^^^^^ E302
when since(seen) > 30 add 5
#                  ^^ E302
""",
    "in a table": """\
match size {
  under 10 add 5
  "large" add 10
# ^^^^^^^ E315
  in ["x"] add 5
#     ^^^ E315
  10 to 20 add 5
}
""",
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_conflicting_uses(name: str) -> None:
    assert_marked(CONFLICTS[name])


def test_a_conflict_shows_both_places() -> None:
    (problem,) = assert_marked(CONFLICTS["number and text"]).diagnostics
    assert problem.message == "`size` is used as text here and as a number elsewhere"
    assert [(label.span.text, label.text) for label in problem.labels] == [("size > 100", "a number here")]


ASSIGNED = {
    'when action == "demo" add 30\ndisqualify if income == "min"': ({"action", "income"}, set()),
    'each action == "demo" add 30\nwhen country == "NL" add 5': ({"country"}, {"action"}),
    'when action == "demo" within 3 days add 30': (set(), {"action"}),
    'when action == "demo" at least 2 times add 30': (set(), {"action"}),
    'when action == "demo" add 30 halving every 3 days': (set(), {"action"}),
    'when any(action == "demo") and country == "NL" add 30': ({"country"}, {"action"}),
    "when sum(amount where kind == 5) > 3 and size > 3 add 30": ({"size"}, {"amount", "kind"}),
    'let demo = action == "demo"\neach demo add 5': (set(), {"action"}),
    'let demo = action == "demo"\nlet hot = demo and page == "x"\nwhen any(hot) add 5': (set(), {"action", "page"}),
    'each action == "x" and country == "NL" add 5\nmatch country { "NL" add 5 }': ({"country"}, {"action"}),
    'each action == "x" and country == "NL" add 5\nnever country == "BE"': ({"country"}, {"action"}),
    'each action == "x" once per visit add size': ({"size"}, {"action", "visit"}),
    'ignore activity if action == "x"': (set(), {"action"}),
    'stage A at 5\npromote to A within 5 days when action == "x"': (set(), {"action"}),
    'when a == "x" add 5\nexample "e" {\n  activity { a: "x", t: 2 days ago }\n  lead { c: "y" }\n}': (
        {"c"},
        {"a", "t"},
    ),
    'stage A at 5\nstage B when stage_x == "A"\nroute to "x" when stage in [A, B] or A <= stage': ({"stage_x"}, set()),
    'group fit { when x == "a" add 5 }\ngrade fit { "A" from 5, "B" otherwise }\nnever grade(fit) == "A" and fit > 5': (
        {"x"},
        set(),
    ),
}


@pytest.mark.parametrize("program", ASSIGNED)
def test_tables_come_from_use(program: str) -> None:
    model = model_of(program)
    lead, activity = ASSIGNED[program]
    assert (set(names(model.lead)), set(names(model.activity))) == (lead, activity)
    assert not model.lead.declared
    assert not model.activity.declared


def test_the_time_of_activities_is_the_first_used_as_a_time() -> None:
    model = model_of("each page is known and since(seen) > 5 days add 5")
    assert model.activity.time == "seen"
    assert model_of('each page == "x" within 3 days add 5').activity.time is None


def test_no_key_is_made_up_without_data() -> None:
    model = model_of('when id == "x" add 5')
    assert model.lead.key is None


# --- half a schema ---------------------------------------------------------------------------------------------


def test_next_to_declared_leads_a_new_name_must_be_seen_with_activities() -> None:
    assert_marked("""\
lead { country text }
when contry == "NL" add 5
#    ^^^^^^ E201
when action == "demo" add 5
#    ^^^^^^ E201
""")
    model = model_of("""\
lead { country text }
each action == "visit" add 5
when channel == "web" add 5
""")
    assert set(names(model.activity)) == {"action", "channel"}
    assert_marked("""\
lead { country text }
each action == "visit" add 5
when contry == "web" add 5
#    ^^^^^^ E201
match channel { "web" add 5 }
#     ^^^^^^^ E201
""")


def test_next_to_declared_activities_a_new_name_is_the_leads() -> None:
    model = model_of('activity { action text }\nwhen country == "NL" and action == "x" add 5')
    assert names(model.lead) == {"country": "text"}
    assert_marked("""\
activity { action text }
each action == "x" once per visitor add 5
#                           ^^^^^^^ E201
""")


# --- by columns ------------------------------------------------------------------------------------------------


def test_columns_of_the_leads_come_first() -> None:
    model = model_of('when country == "NL" and action == "demo" add 5', COLUMNS)
    assert names(model.lead) == {"country": "text", "ID": "text"}
    assert names(model.activity) == {"action": "text", "lead_id": "text", "Seen": "time"}


def test_headers_match_without_case_and_blanks() -> None:
    model = model_of('when `lead source` == "x" and LeadSource is known and id is known add `score`', COLUMNS)
    assert field(model.lead, "lead source").column == "Lead Source"
    assert field(model.lead, "LeadSource").column == "Lead Source"
    assert field(model.lead, "score").column == "Score"
    key = model.lead.key
    assert key is not None
    assert (key.name, key.column) == ("id", "ID")


def test_a_name_that_is_no_column_is_an_error() -> None:
    checked = assert_marked(
        'when contry == "NL" and actoin == "x" add 5\n#    ^^^^^^ E201        ^^^^^^ E201\n', COLUMNS
    )
    assert [problem.help for problem in checked.diagnostics] == ["did you mean `Country`?", "did you mean `action`?"]
    checked = assert_marked('when turnover == "NL" add 5\n#    ^^^^^^^^ E201\n', COLUMNS)
    assert checked.diagnostics[0].help == "name a column of the input, or a `let` or group of these rules"


def test_the_time_is_that_of_the_columns() -> None:
    model = model_of('each action == "x" and since(Seen) > 3 days add 5', COLUMNS)
    assert model.activity.time == "Seen"
    assert field(model.activity, "Seen").type == TIME


def test_a_field_named_as_the_time_differs_only_in_case() -> None:
    model = model_of('each action == "x" and since(SEEN) > 3 days add 5', COLUMNS)
    assert model.activity.time == "SEEN"
    assert field(model.activity, "SEEN").column == "Seen"


def test_once_per_and_examples_mean_the_activitys_column() -> None:
    model = model_of(
        """\
each action == "x" once per source add 5
when source == "ads" add 5
example "e" {
  lead { source: "ads" }
  activity { action: "x", source: "mail" }
  expect score == 10
}
""",
        COLUMNS,
    )
    assert "source" in names(model.lead)
    assert "source" in names(model.activity)


def test_the_key_is_the_first_column_where_none_is_called_id() -> None:
    columns = Columns(lead=("email", "country"), activity=("who", "action"))
    model = model_of('when country == "NL" and action == "x" add 5', columns)
    assert [f.name for f in model.lead.fields if f.key] == ["email"]
    assert [f.name for f in model.activity.fields if f.key] == ["who"]


def test_activities_refer_by_the_name_of_the_leads_key() -> None:
    columns = Columns(lead=("email", "country"), activity=("action", "Email"))
    model = model_of('when country == "NL" and any(action == "x") add 5', columns)
    assert [f.name for f in model.activity.fields if f.key] == ["Email"]


def test_a_declared_lead_keeps_its_fields_whatever_the_columns() -> None:
    model = model_of('lead { action text }\nwhen action == "x" add 5', COLUMNS)
    assert names(model.activity) == {"lead_id": "text", "Seen": "time"}


def test_names_that_are_lets_and_groups_are_no_fields() -> None:
    columns = Columns(lead=("id", "fit", "home"), activity=())
    model = model_of('let home = "NL"\ngroup fit { when id == home add 5 }\nstage A when fit > 3', columns)
    assert names(model.lead) == {"id": "text"}


def test_one_liners() -> None:
    model = model_of('when action == "demo_request" add 30\ndisqualify if income_band == "minimum"\n')
    assert names(model.lead) == {"action": "text", "income_band": "text"}
    assert [group.name for group in model.groups] == ["ungrouped"]
