#!/usr/bin/env bash
# Rule sets in Spark, which plans slowly: a good second of one core each once its Java has compiled the planner. Half of it is
# analysing and planning queries, a fifth Python, the rest tasks. A thousand should take some 22 minutes of a core. Other seeds
# than DuckDB's and PostgreSQL's.
set -euo pipefail
if ! command -v java >/dev/null && [ -z "${ASSAY_REQUIRE-}" ]; then
  echo "Java is not installed: left out"
  exit 0
fi
.venv/bin/python -m tests.properties.long_spark --seed 20000 --count 1000 --size 3 --seconds 5400
