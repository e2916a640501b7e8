#!/usr/bin/env bash
# These rule sets in DuckDB; parity_postgres.sh and parity_spark.sh have theirs, and there are others among the tests.
# The same ones every time; a rule set that has no form in SQL does not count.
set -euo pipefail
.venv/bin/python -m tests.properties.long_duckdb --seed 1 --count 2000 --size 6 --seconds 2400
