# Every target does its own set-up: Python 3.11 or later and make are all it takes.
# `make` alone lists the targets.

# The first Python that is new enough and can make environments.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
  $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-$(shell cksum pyproject.toml | cut -d ' ' -f 1)
DEV := $(VENV)/.dev-$(shell cksum pyproject.toml | cut -d ' ' -f 1)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# pytest runs on all cores, tests of one group (those that share a server) on one of them; `make test PYTEST="-n0 -x"`
# and the like say otherwise.
PYTEST ?= -n auto --dist loadgroup

B2B := rules/b2b_saas rules/b2b_saas/leads.csv --activities rules/b2b_saas/activities.csv

.DEFAULT_GOAL := help
.PHONY: help ready demo demo-bank demo-shop test test-fast lint format bench wheel reference expected clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUN) ## score 500 made leads of a software company: who qualifies, and why
	@$(BIN)/assay score $(B2B) --as-of 2026-11-01
	@echo "And why is the third of them one? $(BIN)/assay explain $(B2B) --as-of 2026-11-01 --lead L-0336"

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
	@$(BIN)/lint-imports --no-logo

format: $(DEV) ## put the Python code into shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(DEV) ## measure, as ratios against others in the same run
	@$(PIP) install --requirement bench/requirements.txt
	@$(BIN)/python -m bench

wheel: $(DEV) ## build the package into dist/
	@$(BIN)/python -m build --wheel --outdir dist . > /dev/null
	@ls dist/*.whl

reference: $(DEV) ## write the generated parts of grammar/README.md and README.md anew
	@$(BIN)/python -m tests.reference.generate
	@$(BIN)/python -m tests.reference.console
	@$(BIN)/python -m tests.editors.generate
	@$(BIN)/python -m assay.lsp.offermaker

expected: $(DEV) ## write the expected results of the rule packs anew (then read the difference)
	@$(BIN)/python -m tests.packs.expect

ready: $(DEV) ## install everything, run nothing

clean: ## remove what was built
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later, with venv, is needed: make PYTHON=/path/to/python"; exit 1; }
	@echo "making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --upgrade pip
	@touch $@

$(RUN): | $(VENV)/.made
	@echo "installing assay ..."
	@$(PIP) install --editable ".[parquet,xlsx]"
	@rm -f $(VENV)/.run-* && touch $@

$(DEV): $(RUN)
	@echo "installing the tools for tests ..."
	@$(PIP) install --group dev
	@rm -f $(VENV)/.dev-* && touch $@
