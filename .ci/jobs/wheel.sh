#!/usr/bin/env bash
# The wheel must work where there is no checkout: its own environment, its own folder, no extras.
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
.venv/bin/python -m build --wheel --outdir "$scratch/dist" . >/dev/null
.venv/bin/python -m venv "$scratch/env"
"$scratch/env/bin/python" -m pip install --quiet --disable-pip-version-check "$scratch"/dist/*.whl
cp -R rules/b2b_saas "$scratch/elsewhere"
cd "$scratch/elsewhere"
assay="$scratch/env/bin/assay"
"$assay" --version
"$assay" check .
"$assay" test .
"$assay" score . leads.csv --activities activities.csv --as-of 2026-11-01 -o out.jsonl
cmp out.jsonl expected.jsonl
"$assay" plan . --format json >plan.json
"$assay" score plan.json leads.csv --activities activities.csv --as-of 2026-11-01 -o saved.jsonl
cmp saved.jsonl expected.jsonl
"$assay" init --template ecommerce shop
"$assay" check shop
