# The few commands people type. `make serve` and `make test` need only Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# Tests start hundreds of programs, and pytest rewrites what it loads: compiled once, and kept.
export PYTHONDONTWRITEBYTECODE :=

# One more than there are processors: tests wait for browsers, programs and a cluster, too.
JOBS := $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)

.PHONY: serve test quick torture lint browser relevance bench peers cluster
.DEFAULT_GOAL := serve

serve: .venv/installed  ## set up, index what is new, serve on http://127.0.0.1:8000
	@$(BIN)/indexer rebuild --if-needed
	@$(BIN)/python -m web

test: .venv/tested browser  ## everything that must hold
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

quick: .venv/tested  ## what most often breaks, in under a minute: no browser, nothing long
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not browser and not slow and not torture" --hypothesis-profile=quick

torture: .venv/tested  ## every failing call in every way, and thousands of cases of every property
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m torture
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not browser and not torture" --hypothesis-profile=long

lint: .venv/tested
	@$(BIN)/python -m pytest --quiet tests/test_lint.py

relevance: .venv/benched peers  ## how well it ranks, beside its peers; ARGS="--sample 200", ARGS=FOLDER, ...
	@$(BIN)/python -m bench.relevance $(ARGS)

bench: .venv/benched peers  ## how fast it does the whole job, beside its peers; ARGS=--quick, --check, --long, ...
	@$(BIN)/python -m bench.job $(ARGS)

cluster: .venv/tested  ## three real OpenSearch nodes on loopback to try; says which two variables to set
	@$(BIN)/python tests/cluster_nodes.py

# A Chromium without windows takes less than half of the processor that a whole one takes. The browser tests
# use any that they find, and skip themselves, saying so, when there is none.
browser:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    command -v chromium-headless-shell >/dev/null && fc-list :lang=ja 2>/dev/null | grep -q . || { \
	        apt-get update -qq; \
	        for browser in chromium-headless-shell chromium; do \
	            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	                $$browser fontconfig fonts-noto-cjk >/dev/null && break; \
	        done || command -v chromium >/dev/null; }; \
	fi

# Groonga is the one peer that PyPI has not; without it the tables say "not run".
peers:
	@ldconfig -p 2>/dev/null | grep -q libgroonga || { \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	        { apt-get update -qq && \
	        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	            libgroonga0 >/dev/null; } || echo "Groonga could not be installed: it will not be compared."; \
	    else \
	        echo "To compare Groonga too: apt install libgroonga0"; \
	    fi; \
	}

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Kikigaki needs Python 3.11 or newer: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "On Debian: apt install python3-venv"; rm -rf .venv; exit 1; }

.venv/installed: pyproject.toml constraints.txt | .venv/bin/python
	@echo "Installing into .venv ..."
	@$(PIP) --editable .
	@$(BIN)/python -m compileall -q search indexer web
	@touch $@

.venv/tested: .venv/installed
	@echo "Installing what the tests need ..."
	@$(PIP) --editable '.[test]'
	@touch $@

.venv/benched: .venv/installed
	@echo "Installing what the comparison needs ..."
	@$(PIP) --editable '.[bench]'
	@touch $@
