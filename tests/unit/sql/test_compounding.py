"""Compounding decay in SQL is exact, of an amount that is worked out too."""

import pytest

from assay.check import load_text
from assay.engines.sql import Unsupported, compiled
from assay.plan import plan
from tests.properties.compounded import PERCENTS, STEPS, disagreements, sizes
from tests.properties.test_duckdb import run


def test_amounts_that_are_worked_out_fade_as_in_the_record_engine() -> None:
    assert len(PERCENTS) * len(STEPS) * len(sizes()) > 2_000
    assert list(disagreements("duckdb", run)) == []


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark", "snowflake", "bigquery"])
def test_they_have_a_form_in_every_dialect(dialect: str) -> None:
    query = _compiled("size", "10", dialect)
    assert "share" in query


def test_steps_without_end_are_refused() -> None:
    assert _compiled("50", "0.1", "duckdb")
    for amount in ("50", "size"):
        with pytest.raises(Unsupported, match="so many small steps"):
            _compiled(amount, "0.0001", "duckdb")


def _compiled(amount: str, percent: str, dialect: str) -> str:
    text = (
        "lead { id text exact key  size number }\nactivity { lead_id text exact key  action text  at time }\n"
        f'when action == "a" add {amount} fading {percent}% every 1 hours compounding\n'
    )
    model = load_text(text).model
    assert model is not None
    return compiled(plan(model), dialect, 0, lists=True).sql()
