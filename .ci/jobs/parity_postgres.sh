#!/usr/bin/env bash
# Two thousand rule sets, on a PostgreSQL server that the run starts and stops. Other seeds than DuckDB's.
set -euo pipefail
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && [ -z "${ASSAY_REQUIRE-}" ]; then
  echo "PostgreSQL is not installed: left out"
  exit 0
fi
.venv/bin/python -m tests.properties.long_postgres --seed 10000 --count 2000 --size 6 --seconds 2400
