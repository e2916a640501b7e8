"""`assay sql` for DuckDB, run on generated cases. PostgreSQL and Spark: `tests/servers`."""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pytest

from assay.engines.sql.duck import connection
from tests.properties.printed import Row, differences
from tests.strategies.cases import make_case

BATCHES, SETS = 2, 30
DATABASE = connection(threads=1)


def execute(query: str, tables: Mapping[str, pa.Table]) -> Sequence[Row]:
    for name, table in tables.items():
        DATABASE.register(name, table)
    found = DATABASE.execute(query)
    names = [str(one[0]) for one in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_printed_says_what_the_record_engine_says(batch: int) -> None:
    for seed in range(batch * SETS, (batch + 1) * SETS):
        case = make_case(seed, 1 + seed % 6, leads=12)
        assert list(differences(case, "duckdb", execute)) == [], f"seed {seed}"
