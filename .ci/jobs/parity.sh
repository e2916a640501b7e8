#!/usr/bin/env bash
# Two thousand rule sets in all: these in DuckDB, the others among the tests, in PostgreSQL and Spark too. The same ones
# every time; a rule set that has no form in SQL does not count.
set -euo pipefail
.venv/bin/python -m tests.properties.long_duckdb --seed 1 --count 1800 --size 6 --seconds 2400
