"""Changes of the clock in a query."""

import pytest
from sqlglot import exp

from assay.check import load_text
from assay.engines.sql import compiled
from assay.plan import plan

RULES = """model "Clocks" timezone "Europe/Amsterdam"
lead { id text exact key  born date  seen time }
activity { lead_id text exact key  on date  occurred time }
when since(born) > 30 days and days_since(born) < 4000 add 1
when since(seen) > 3 days and seen == 2026-10-25 add 1
each since(on) < 90 days at most once per week add 1
"""


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
def test_they_stand_outside_brackets(dialect: str) -> None:
    """Spark's parser reads ahead to the end of what is in brackets, at each that opens: with a hundred changes it took
    seconds."""
    model = load_text(RULES).model
    assert model is not None
    query = compiled(plan(model), dialect, 1_790_000_000_000_000, lists=True).expression
    assert max(_choices(one) for one in query.find_all(exp.Case)) > 20
    assert max(_choices(one) for one in query.find_all(exp.Paren)) < 20


def _choices(part: exp.Expr) -> int:
    return len(list(part.find_all(exp.If)))
