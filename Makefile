# Needs Debian's python3, python3-venv and make; everything else comes, pinned and hashed, from requirements/.

PYTHON  ?= python3
WORKERS ?= auto

VENV  := .venv
BENCH := .venv-bench

# One locale and one encoding wherever this runs; a quiet pip that reads only the pinned files.
export LC_ALL := C.UTF-8
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PIP_ROOT_USER_ACTION := ignore

INSTALL  := -m pip install -qq --require-hashes
EDITABLE := -m pip install -qq --no-deps --no-build-isolation -e .

# $(call venv,FOLDER): make the environment, or make it anew where its Python is gone or too old.
venv = $(1)/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Reprieve needs Python 3.11 or newer: make PYTHON=...")' && \
	$(PYTHON) -m venv --clear $(1); }

.DEFAULT_GOAL := help
.PHONY: help demo test soak bench lock clean
.DELETE_ON_ERROR:

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(VENV)/.base ## install Reprieve into .venv and run the Huawei 2019 example
	@$(VENV)/bin/reprieve demo

test: $(VENV)/.test ## style, types, import contracts and tests
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo
	$(VENV)/bin/pytest -q -n $(WORKERS)

soak: $(VENV)/.test ## long random searches for a counterexample
	HYPOTHESIS_PROFILE=soak $(VENV)/bin/pytest -q -n $(WORKERS) -m soak -o timeout=3600

bench: $(BENCH)/.bench ## measure Reprieve beside its peers; each benchmark prints a ratio
	@for script in $(sort $(wildcard benchmarks/[a-z]*.py)); do \
		echo "== $$script"; $(BENCH)/bin/python $$script || exit 1; \
	done

lock: $(VENV)/.base ## resolve requirements/*.txt anew from pyproject.toml and requirements/*.in
	@$(VENV)/bin/python -m pip install -qq uv==0.13.9
	$(LOCK) pyproject.toml -o requirements/base.txt
	$(LOCK) requirements/build.in -c requirements/base.txt -o requirements/build.txt
	$(LOCK) pyproject.toml requirements/build.in requirements/test.in --extra postgres $(AGREE) -o requirements/test.txt
	$(LOCK) pyproject.toml requirements/build.in requirements/bench.in $(AGREE) -o requirements/bench.txt

LOCK  := $(VENV)/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate
AGREE := -c requirements/base.txt -c requirements/build.txt

clean: ## remove the environments and everything generated
	rm -rf $(VENV) $(BENCH) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find src tests benchmarks -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# --- environments: a stamp stands for an install that finished ------------------------------------------------------

$(VENV)/.base: requirements/base.txt requirements/build.txt pyproject.toml
	@$(call venv,$(VENV))
	@$(VENV)/bin/python $(INSTALL) -r requirements/base.txt -r requirements/build.txt
	@$(VENV)/bin/python $(EDITABLE)
	@touch $@

$(VENV)/.test: $(VENV)/.base requirements/test.txt
	@$(VENV)/bin/python $(INSTALL) -r requirements/test.txt
	@touch $@

$(BENCH)/.bench: requirements/bench.txt pyproject.toml
	@$(call venv,$(BENCH))
	@$(BENCH)/bin/python $(INSTALL) -r requirements/bench.txt
	@$(BENCH)/bin/python $(EDITABLE)
	@touch $@
