# Every target sets up what it needs: a fresh machine has Python 3.11 to 3.13, make and git, and nothing else.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help demo run test check format lint types contracts docs docs-current audit bench crash clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: $(STAMP) ## play a whole vote on an embedded database and show it
	@$(BIN)/plenary demo estonia

run: $(STAMP) ## start with what is configured; with no tokens, the console on SQLite
	@$(BIN)/plenary run

test: $(STAMP) ## all tests
	@$(BIN)/python -m pytest -q -n 3 --dist loadgroup

check: lint types contracts docs-current audit test ## format, lint, types, contracts, docs, known vulnerabilities, tests

lint: $(STAMP)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(STAMP)
	@$(BIN)/mypy

contracts: $(STAMP)
	@$(BIN)/lint-imports

format: $(STAMP) ## format the code and mend what the linter can
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format -q .

docs: $(STAMP) ## write the generated docs
	@$(BIN)/python docs/generate.py

docs-current: $(STAMP)
	@$(BIN)/python docs/generate.py --check

audit: $(STAMP) ## look for known vulnerabilities in what is pinned; without a network, say so
	@$(BIN)/python -m pip check --disable-pip-version-check
	@$(BIN)/python -m tests.audit

bench: $(STAMP) ## measure, as ratios against a floor of the same run
	@$(BIN)/python -m tests.benchmarks

crash: $(STAMP) ## kill the bot 200 times on each database, and look for what was lost or doubled
	@$(BIN)/python -m tests.crash --kills 200 --engine both

clean: ## remove the environment and every cache
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache

$(STAMP): requirements.lock setup.sh
	@PYTHON=$(PYTHON) sh setup.sh
	@touch $@
