#!/usr/bin/env bash
# Style, strict types, and who may import whom.
set -u
status=0
.venv/bin/ruff check . || status=1
.venv/bin/ruff format --check . || status=1
.venv/bin/mypy || status=1
.venv/bin/lint-imports --no-logo || status=1
exit $status
