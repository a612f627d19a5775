# The developer documentation that runs. Every target makes what it needs; only Python 3.11+ must be there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench robust kills engines check docs golden clean

help: ## what can be done here
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.run ## the main job on seeds/, embedded, no network: writes out/
	$(BIN)/demarche run configs/seeds.toml

check: $(VENV)/.run ## verify every promise of the dataset in out/
	$(BIN)/demarche check out

test: $(VENV)/.dev ## all tests of the fast suite, on all cores
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/.dev ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev ## let ruff repair what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev ## measured ratios against named peers, peak memory, start-up times
	$(BIN)/python tests/bench/bench.py

robust: $(VENV)/.dev ## 20,000 mutated pages, 100,000 mutated texts: an answer for each, within seconds and within memory
	DEMARCHE_ROBUST_PAGES=20000 DEMARCHE_ROBUST_TEXTS=100000 DEMARCHE_ROBUST_WORKERS=2 $(BIN)/python -m pytest tests/robust -s

kills: $(VENV)/.dev ## 200 feed passes killed at seeded moments: nothing lost, nothing twice (half an hour)
	DEMARCHE_KILLS=200 $(BIN)/python -m pytest tests/feeds/test_feed_kills.py tests/feeds/test_feed_steps.py -n auto --dist worksteal

engines: $(VENV)/.engines ## our graphs on a real Prism, Flink, object store; Dataflow's by dry run (needs Go; Java and Maven)
	$(BIN)/python -m tests.engines.fetch build/engines
	DEMARCHE_ENGINES=$(CURDIR)/build/engines $(BIN)/python -m pytest tests/engines -rs -n auto --dist loadfile

docs: $(VENV)/.dev ## regenerate what docs/ derives from the code
	$(BIN)/python docs/generate.py

golden: $(VENV)/.dev ## rebuild the binary seed files from their readable sources
	$(BIN)/python tests/golden/make_seeds.py

clean: ## remove what the targets above made
	rm -rf $(VENV) out build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Démarche needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

# Stamps: an environment is made anew only when pyproject.toml changes.
$(VENV)/.run: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.run

$(VENV)/.engines: pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev,gcp]'
	@touch $@ $(VENV)/.dev $(VENV)/.run
