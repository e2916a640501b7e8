"""What Spark is given of a query: as few statements as it can be, and short to parse."""

from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

from assay.check import load_text
from assay.engines.sql import Query, compiled
from assay.plan import plan
from tests.properties.in_sql import prepared
from tests.strategies.cases import make_case

pytest.importorskip("pyspark")

from assay.engines.sql.spark.running import Steps
from assay.engines.sql.spark.writing import written

RULES = """
activity { action text  occurred time }
when size > 1 and (age > 2 or size < 0) add 5
when action == "a" at least 2 times add 5
each action == "b" at most 2 per day add 3
each action == "c" at least 2 times per week add 4
"""


@dataclass
class Frame:
    """A statement, and the name under which others read it."""

    text: str
    views: list[str]

    def createOrReplaceTempView(self, name: str) -> None:  # noqa: N802  Spark's
        self.views.append(name)


@dataclass
class Session:
    """Notes what it is given."""

    given: list[str] = field(default_factory=list)
    views: list[str] = field(default_factory=list)

    def sql(self, text: str) -> Frame:
        self.given.append(text)
        return Frame(text, self.views)


def compiled_rules() -> Query:
    model = load_text(RULES).model
    assert model is not None
    return compiled(plan(model), "spark", 0, lists=True)


def statements(query: Query) -> Session:
    session: Any = Session()
    Steps(session, query, keep=lambda frame: frame).result()
    found: Session = session
    return found


def test_only_what_several_steps_read_is_a_statement_of_its_own() -> None:
    query = compiled_rules()
    found = statements(query)
    read = [table.name for table in query.expression.find_all(exp.Table)]
    shared = [one.alias for one in query.expression.ctes if read.count(one.alias) > 1]
    assert 0 < len(shared) < len(query.expression.ctes)
    assert found.views == shared
    assert len(found.given) == len(shared) + 1


def test_statements_read_tables_and_what_was_kept() -> None:
    """Whatever else they need is inside them, once."""
    found = statements(compiled_rules())
    for at, text in enumerate(found.given):
        parsed = sqlglot.parse_one(text, dialect="spark")
        assert {table.name for table in parsed.find_all(exp.Table)} <= {"leads", "activities", *found.views[:at]}


def test_brackets_that_say_nothing_are_left_out() -> None:
    query = compiled_rules()
    given = " ".join(statements(query).given)
    assert "(size > 10000) AND ((age > 20000) OR (size < 0))" in query.sql()
    assert "size > 10000 AND (age > 20000 OR size < 0)" in given


def test_statements_are_written_as_sqlglot_writes_them() -> None:
    """What it would rewrite first is in none of them."""
    for seed in (1, 2, 3, 5, 8):
        query = prepared(make_case(seed, 4, leads=1), "spark").query.expression
        assert written(query.copy()) == query.sql(dialect="spark")
