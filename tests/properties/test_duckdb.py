"""DuckDB says of every lead what the record engine says. CI asks it of many more rule sets: `.ci/jobs/parity.sh`."""

import pytest

from assay.engines.sql import Query
from assay.engines.sql.duck import connection, rows
from tests.properties.in_sql import Rows, explained, failure
from tests.strategies.cases import make_case

BATCHES, SETS = 2, 25
DATABASE = connection(threads=1)


def run(query: Query, leads: object, activities: object) -> Rows:
    return list(rows(DATABASE, query, {"leads": leads, "activities": activities}))


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BATCHES))
def test_duckdb_agrees_with_the_record_engine(batch: int) -> None:
    for seed in range(batch * SETS, (batch + 1) * SETS):
        case = make_case(seed, 1 + seed % 6, leads=12)
        assert failure(case, "duckdb", run) is None, explained(case, "duckdb", run)
