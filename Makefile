# Every target does its own set-up: Python 3.11 or later and make are all it takes.
# `make` alone lists the targets.

PYTHON ?= $(shell command -v python3.13 python3.12 python3.11 python3 2>/dev/null | head -n 1)
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-$(shell cksum pyproject.toml | cut -d ' ' -f 1)
DEV := $(VENV)/.dev-$(shell cksum pyproject.toml | cut -d ' ' -f 1)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# pytest runs on all cores; `make test PYTEST="-n0 -x"` and the like say otherwise.
PYTEST ?= -n auto

.DEFAULT_GOAL := help
.PHONY: help demo demo-bank demo-shop test test-fast lint format bench wheel reference expected clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUN) ## score 500 made leads of a software company: who qualifies, and why
	@$(BIN)/assay score rules/b2b_saas rules/b2b_saas/leads.csv --activities rules/b2b_saas/activities.csv --as-of 2026-11-01

demo-bank: $(RUN) ## score 1,000 real prospects of a bank
	@$(BIN)/assay score rules/bank_marketing rules/bank_marketing/leads.csv --as-of 2026-11-01

demo-shop: $(RUN) ## score 80 customers of a web shop
	@$(BIN)/assay score rules/ecommerce rules/ecommerce/leads.jsonl --as-of 2026-11-01

test: $(DEV) ## run every test
	@$(BIN)/python -m pytest $(PYTEST)

test-fast: $(DEV) ## run the tests that take a moment, not those marked slow
	@$(BIN)/python -m pytest $(PYTEST) -m "not slow"

lint: $(DEV) ## style, types, and who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(DEV) ## put the Python code into shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(DEV) ## measure, as ratios against others in the same run
	@$(BIN)/python -m bench

wheel: $(DEV) ## build the package into dist/
	@$(BIN)/python -m build --wheel --outdir dist . > /dev/null
	@ls dist/*.whl

reference: $(DEV) ## write the generated parts of grammar/README.md anew
	@$(BIN)/python tests/reference/generate.py

expected: $(DEV) ## write the expected results of the rule packs anew (then read the difference)
	@$(BIN)/python tests/packs/expect.py

clean: ## remove what was built
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "no Python found: install Python 3.11 or later, or say make PYTHON=/path/to/python"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than Python 3.11; say make PYTHON=/path/to/python"; exit 1; }
	@echo "making $(VENV) ..."
	@"$(PYTHON)" -m venv $(VENV)
	@$(PIP) install --upgrade pip

$(RUN): | $(BIN)/python
	@echo "installing assay ..."
	@$(PIP) install --editable ".[all]"
	@rm -f $(VENV)/.run-* && touch $@

$(DEV): $(RUN)
	@echo "installing the tools for tests ..."
	@$(PIP) install --group dev
	@rm -f $(VENV)/.dev-* && touch $@
