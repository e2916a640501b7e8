#!/usr/bin/env bash
# Rule sets in Spark, which plans slowly: 1.4 s of one core each once its Java has compiled the planner, by a run of 200 on a busy
# machine; 800 should take twenty minutes of it. Other seeds than DuckDB's and PostgreSQL's.
set -euo pipefail
if ! command -v java >/dev/null && [ -z "${ASSAY_REQUIRE-}" ]; then
  echo "Java is not installed: left out"
  exit 0
fi
.venv/bin/python -m tests.properties.long_spark --seed 20000 --count 800 --size 3 --seconds 5400
