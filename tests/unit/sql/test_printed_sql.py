"""`assay sql`: queries that every dialect's grammar takes, and that give what `assay score` gives."""

import json
import sys

import pytest
import sqlglot

from assay.check import load, load_text
from assay.engines.sql.brackets import without_brackets
from assay.engines.sql.build import number, steps
from assay.engines.sql.duck import connection
from assay.engines.sql.printed import readable
from assay.engines.sql.printed.pretty import escaped, pretty
from assay.model import Model
from assay.plan import plan
from assay.plan.nodes import Plan
from bench.model import rules, source
from tests.packs.packs import PACKS, RULES, Pack

DIALECTS = ("duckdb", "postgres", "spark", "snowflake", "bigquery")
AS_OF = 1_793_487_600_000_000  # 2026-11-01 in Amsterdam
ODD = """
lead { id text key  name text  `select` text  `Lead "Source"` text  LIST list of text }
when name == "it's 100% \\\\ \\"quoted\\" \U0001f600\u2028x\u0085y /* */ -- ; ${x} {{ x }}" add 5 as "*/ label -- '\u2028"
when `select` matches "50%*_^?\\\\" add 1
when `Lead "Source"` mentions "c++" add 2
when LIST contains "a" add 3
"""


def planned(model: Model | None) -> Plan:
    assert model is not None
    return plan(model)


def text_of(plan_: Plan, dialect: str) -> str:
    return readable(plan_, dialect, AS_OF)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
def test_every_dialect_takes_it(pack: Pack, dialect: str) -> None:
    text = text_of(planned(load(pack.folder).model), dialect)
    assert text.startswith("-- ")
    parsed = sqlglot.parse_one(text, dialect=dialect)
    assert isinstance(parsed, sqlglot.exp.Select)
    assert len(parsed.ctes) >= 5
    assert sqlglot.parse_one(parsed.sql(dialect), dialect=dialect).sql(dialect) == parsed.sql(dialect)


TWICE = """
activity { page text  occurred time }
each page == "a" at least 2 times per day add 5
each page == "b" at least 2 times per week add 5
"""


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_step_has_a_name_of_its_own(dialect: str) -> None:
    """Also where a rule takes several: Spark refuses a query in which two are named alike."""
    parsed = sqlglot.parse_one(text_of(planned(load_text(TWICE).model), dialect), dialect=dialect)
    names = [one.alias for one in parsed.find_all(sqlglot.exp.CTE)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("dialect", DIALECTS[1:])
def test_texts_come_through_whole(dialect: str) -> None:
    """Whatever a text holds, it is one literal, with the same characters in it."""
    plan_ = planned(load_text(ODD).model)
    parsed = sqlglot.parse_one(text_of(plan_, dialect), dialect=dialect)
    literals = {one.name for one in parsed.find_all(sqlglot.exp.Literal, sqlglot.exp.ByteString)}
    assert plan_.rules[0].id in literals
    folded = next(one for one in literals if one.startswith("it's 100%"))
    assert folded == 'it\'s 100% \\ "quoted" \U0001f600\u2028x\u0085y /* */ -- ; ${x} {{ x }}'


# What is reserved and parsers of other dialects take: docs.snowflake.com/en/sql-reference/reserved-keywords and
# cloud.google.com/bigquery/docs/reference/standard-sql/lexical.
RESERVED = (
    "alter",
    "cast",
    "current",
    "increment",
    "issue",
    "minus",
    "qualify",
    "regexp",
    "respect",
    "sample",
    "start",
    "try_cast",
    "window",
)


@pytest.mark.parametrize("dialect", DIALECTS[3:])
@pytest.mark.parametrize("word", RESERVED)
def test_no_column_has_a_name_that_a_warehouse_reserves(dialect: str, word: str) -> None:
    text = text_of(
        planned(load_text(f"lead {{ id text key  `{word}` number }}\nwhen `{word}` > 1 add 1\n").model), dialect
    )
    columns = {one.name for one in sqlglot.parse_one(text, dialect=dialect).find_all(sqlglot.exp.Column)}
    assert f"x_{word}" in columns
    assert word not in columns


def test_bigquery_says_that_it_has_no_missing_lists() -> None:
    told = {dialect: "no missing arrays" in text_of(planned(load_text(ODD).model), dialect) for dialect in DIALECTS}
    assert [dialect for dialect, tells in told.items() if tells] == ["bigquery"]
    assert "no missing arrays" not in text_of(planned(load_text(TWICE).model), "bigquery")


def test_it_gives_what_scoring_gives() -> None:
    pack = PACKS[0]
    found = {row["lead"]: row for row in _run(pack)}
    expected = [json.loads(line) for line in pack.expected.read_text(encoding="utf-8").splitlines()]
    assert len(found) == len(expected)
    for result in expected:
        row = found[result["key"]]
        assert (None if row["score"] is None else float(row["score"])) == result["score"]  # type: ignore[arg-type]
        assert (row["stage"], row["stage_by"]) == (result["stage"], result["stage_by"])
        assert row["rules"] == (None if result["excluded"] else _joined(one["id"] for one in result["rules"]))
        assert row["undecided"] == (None if result["excluded"] else _joined(one["id"] for one in result["undecided"]))
        assert row["route"] == (result["route"] or {"to": None})["to"]
        assert row["excluded_because"] == _joined(result["excluded"])


def _joined(texts: object) -> str:
    assert not isinstance(texts, str)
    return "; ".join(texts)  # type: ignore[arg-type]


def _run(pack: Pack) -> list[dict[str, object]]:
    """The pack's query on its files, cast to the types the query asks for."""
    database = connection()
    database.execute("set timezone = 'UTC'")
    leads, activities = RULES / pack.name / pack.leads, RULES / pack.name / str(pack.activities)
    database.execute(
        """create table leads as select id as key, * exclude (id, employees, consent, stack),
        try_cast(employees as decimal(18, 4)) as employees,
        case lower(consent) when 'yes' then true when 'no' then false else try_cast(consent as boolean) end as consent,
        case when stack <> '' then list_transform(string_split(stack, ';'), lambda x : trim(x)) end as stack,
        "Lead Source" as source from read_csv(?, all_varchar = true)""",
        [str(leads)],
    )
    database.execute(
        """create table activities as select lead_id as lead_key, * exclude (occurred, minutes),
        try_cast(minutes as decimal(18, 4)) as minutes,
        timezone('UTC', timezone('Europe/Amsterdam', try_cast(occurred as timestamp))) as occurred
        from read_csv(?, all_varchar = true)""",
        [str(activities)],
    )
    found = database.execute(text_of(planned(load(pack.folder).model), "duckdb"))
    names = [one[0] for one in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_every_character_comes_through_escaped() -> None:
    """DuckDB writes its escapes by bytes, which sqlglot does not read."""
    characters = [chr(code) for code in range(1, sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    for start in range(0, len(characters), 50_000):
        text = "".join(characters[start : start + 50_000])
        literal = escaped(text, "duckdb")
        assert literal.isprintable()
        assert connection().execute(f"select {literal}").fetchall() == [(text,)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_printed_can_be_seen(dialect: str) -> None:
    text = text_of(planned(load_text(ODD).model), dialect)
    assert text.replace("\n", "").isprintable()


def test_every_phase_says_what_it_is() -> None:
    text = text_of(planned(load(PACKS[0].folder).model), "duckdb")
    for said in (
        *("the leads as they are read", "what is asked of one activity", "what `ignore activity` leaves"),
        *(
            "what is asked of a lead",
            "activities counted for each lead",
            "Looked at the prices: the activities that match",
        ),
        *("rules, and the points of groups", "the total", "grades", "who is disqualified, and why"),
        *("the stage that was reached", "activities with what is known of their lead", "promotions"),
        *("who gets the lead", "what is listed"),
    ):
        assert f"/* {said} */ AS (" in text


def test_brackets_that_say_nothing_go() -> None:
    query = sqlglot.parse_one(
        "select (((a))) + (b * c), (a + b) * c, not (a = b), ((a > 1) and (b < (c + 1))) or (d in (1)), -(a - b), (a or b) and c"
    )
    without_brackets(query)
    assert query.sql() == (
        "SELECT a + b * c, (a + b) * c, NOT a = b, (a > 1 AND b < c + 1) OR d IN (1), -(a - b), (a OR b) AND c"
    )


def test_tables_of_steps_are_printed_from_the_top() -> None:
    bounds = [10, 20, 30, 40, 50]
    query = sqlglot.exp.select(steps(sqlglot.column("x"), bounds, [number(at) for at in range(6)]))
    told = pretty(query, "duckdb")
    assert told.splitlines() == [
        "SELECT",
        "  CASE",
        "    WHEN x >= 50 THEN 5 WHEN x >= 40 THEN 4 WHEN x >= 30 THEN 3 WHEN x >= 20 THEN 2 WHEN x >= 10 THEN 1",
        "    ELSE 0",
        "  END",
    ]
    values = [None, -1, 9, 10, 19, 20, 35, 49, 50, 99]
    found = connection().execute(f"{told} from (select unnest(?) as x)", [values]).fetchall()
    assert [row[0] for row in found] == [0 if one is None else sum(one >= bound for bound in bounds) for one in values]


def test_many_rules_say_what_makes_duckdb_quick() -> None:
    many = planned(load_text(source(rules(301))).model)
    said = "set disabled_optimizers = 'in_clause'"
    assert [dialect for dialect in DIALECTS if said in text_of(many, dialect)] == ["duckdb"]
    assert said not in text_of(planned(load_text(source(rules(20))).model), "duckdb")
    connection().execute(said)  # has such an optimizer still
