# The commands of the README. Each sets up what it needs: a virtual environment and the hash-locked packages.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist worksteal
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run demo test test-all test-others bench lint lock

run: .venv/.run
	@$(BIN)/shenbao run

demo: .venv/.run
	@$(BIN)/shenbao demo $(if $(OUT),--out "$(OUT)")

# Without the drills (kills, load, whole runs), which take longer than all others.
test: lint
	$(PYTEST) -m "not drill"

# With them, and with as many examples of everything as are worth it.
test-all: lint
	$(PYTEST) --hypothesis-profile full

# The suite of the other forms: on a copy of the tree in which the official form's folder is not there.
test-others: .venv/.dev
	rm -rf .others && mkdir .others
	git ls-files -z | xargs -0 cp --parents --target-directory .others
	rm -r .others/forms/netsec-insurance-pilot
	cd .others && PYTHONPATH="$$PWD" ../$(PYTEST) -m "not drill"
	rm -r .others

# Beside named peers; writes docs/benchmarks.md.
bench: .venv/.dev
	$(BIN)/python benchmarks/bench.py

lint: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock:
	uv pip compile pyproject.toml --universal --extra install --generate-hashes --no-emit-index-url \
	    --custom-compile-command "make lock" --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --universal --extra install --extra dev --generate-hashes --no-emit-index-url \
	    --custom-compile-command "make lock" --quiet --output-file requirements-dev.lock

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes --requirement requirements.lock
	PYTHONWARNINGS=ignore $(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes --requirement requirements-dev.lock
	PYTHONWARNINGS=ignore $(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@
