# Every task of this repository; `make` alone lists them. Needs python3 (3.11 or newer) and make, nothing else.
.DEFAULT_GOAL := help
.PHONY: help setup run check test clients coverage bench soak lock clean

VENV := .venv
BIN := $(VENV)/bin
WEB := $(wildcard web/*.json web/*.ts web/index.html) $(shell find web/src -type f)
LOCKS := $(addprefix requirements/,runtime.txt local.txt bootstrap.txt build.txt)

# PYTHON=… picks the interpreter that .venv is made from; `make clean` first to change it later.
export PYTHON
# A user without a home to write to keeps the caches here.
ifneq ($(shell test -w "$$HOME" && echo yes),yes)
export UV_CACHE_DIR ?= $(CURDIR)/.cache/uv
export npm_config_cache ?= $(CURDIR)/.cache/npm
endif
# In CI a test that would skip for want of a real part fails instead.
ifeq ($(CI),true)
export LAROUTER_STRICT := 1
endif

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 10

setup: $(VENV)/.run $(VENV)/.web ## create .venv and the dashboard; instant when nothing has changed

run: setup ## start the router; ARGS="--port 8080" go to `larouter serve`
	@exec $(BIN)/larouter serve $(ARGS)

check: $(VENV)/.dev ## formatting, lint, types, layers, sizes, dependencies, locks
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python scripts/check_limits.py
	$(BIN)/deptry src
	$(BIN)/python scripts/check_locks.py

test: check tests/node/node_modules/.ready $(VENV)/clients/.ready $(VENV)/suites/.ready $(VENV)/.web ## check, then every test; ARGS="-k budgets" go to pytest
	@scripts/system-packages chromium prometheus
	$(BIN)/pytest -n 2 --dist worksteal --timeout 60 $(ARGS)

clients: $(VENV)/.dev tests/agents/node_modules/.ready ## coding agents from npm (900 MB) at work through the router; not part of `test`
	LAROUTER_AGENTS=1 $(BIN)/pytest --timeout 180 $(ARGS) tests/journeys/agents

coverage: $(VENV)/.dev tests/node/node_modules/.ready $(VENV)/clients/.ready $(VENV)/suites/.ready $(VENV)/.web ## which lines the tests reach
	$(BIN)/coverage run -m pytest --timeout 120 $(ARGS)
	$(BIN)/coverage report

bench: $(VENV)/.dev ## measure, beside nginx as the yardstick; ARGS go to bench/run.py
	@scripts/system-packages nginx-light
	$(BIN)/python bench/run.py $(ARGS)
	$(BIN)/python bench/conversion_speed.py

soak: $(VENV)/.dev ## hours under load, watching memory; ARGS go to bench/soak.py
	LAROUTER_KILLS=100 $(BIN)/pytest -s -k many_kills tests/journeys/test_crash.py
	LAROUTER_LIVES=3000 $(BIN)/pytest -s tests/test_zones_hold.py
	LAROUTER_ROWS=1000000 $(BIN)/pytest -s tests/store/test_upgrade.py
	$(BIN)/python bench/cycles.py
	$(BIN)/python bench/failover.py
	$(BIN)/python bench/soak.py $(ARGS)
	$(BIN)/python bench/millions.py

lock: $(VENV)/.uv ## compile requirements/*.txt anew; ARGS=--upgrade takes newer versions
	@VENV=$(VENV) scripts/lock $(ARGS)

clean: ## remove everything that these targets made
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage build dist tests/node/node_modules tests/agents/node_modules web/node_modules src/larouter/dashboard/static
	find src tests scripts bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(VENV)/.uv: requirements/bootstrap.txt requirements/build.txt
	@scripts/setup $(VENV) build
	@touch $@

$(VENV)/.run: $(LOCKS) pyproject.toml scripts/setup
	@scripts/setup $(VENV) local
	@touch $@ $(VENV)/.uv

$(VENV)/.dev: $(LOCKS) requirements/dev.txt pyproject.toml scripts/setup
	@scripts/setup $(VENV) dev
	@touch $@ $(VENV)/.run $(VENV)/.uv

$(VENV)/clients/.ready: requirements/clients.txt scripts/setup | $(VENV)/.dev
	@scripts/setup $(VENV)/clients clients
	@touch $@

$(VENV)/suites/.ready: requirements/suites.txt scripts/setup scripts/setup-suites | $(VENV)/.dev
	@scripts/setup-suites $(VENV)
	@touch $@

$(VENV)/.web: $(WEB) scripts/setup-web | $(VENV)/.run
	@scripts/setup-web $(VENV)
	@touch $@

tests/node/node_modules/.ready: $(VENV)/.dev tests/node/package-lock.json scripts/setup-node
	@scripts/setup-node $(VENV) tests/node

tests/agents/node_modules/.ready: $(VENV)/.dev tests/agents/package-lock.json scripts/setup-node
	@scripts/setup-node $(VENV) tests/agents
