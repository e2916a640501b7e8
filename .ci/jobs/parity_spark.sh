#!/usr/bin/env bash
# Rule sets in Spark, which plans slowly: three seconds or so of one core each. Other seeds than DuckDB's and PostgreSQL's.
set -euo pipefail
if ! command -v java >/dev/null && [ -z "${ASSAY_REQUIRE-}" ]; then
  echo "Java is not installed: left out"
  exit 0
fi
.venv/bin/python -m tests.properties.long_spark --seed 20000 --count 120 --size 3 --seconds 3600
