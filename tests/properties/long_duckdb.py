"""A long run from the command line: `python -m tests.properties.long_duckdb --seconds 600 [--count N] [--seed N] [--size N]`."""

from assay.engines.sql import Query
from assay.engines.sql.duck import connection, rows
from tests.properties.in_sql import Rows
from tests.properties.long_sql import main

DATABASE = connection(threads=1)


def run(query: Query, leads: object, activities: object) -> Rows:
    return list(rows(DATABASE, query, {"leads": leads, "activities": activities}))


if __name__ == "__main__":
    raise SystemExit(main("duckdb", run))
