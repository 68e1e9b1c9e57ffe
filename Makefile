# The first two do everything on a fresh Debian or Ubuntu with Python 3.11-3.13:
#   make demo    the whole road on examples/pages, with a real local Label Studio, to a release
#   make test    lint, types, tests
#   make fuzz    other examples for every property, and any table, manifest, settings file and export, for a while
.DEFAULT_GOAL := help
SHELL := /bin/bash
# Tests start many processes; each would compile every module of ours again.
export PYTHONDONTWRITEBYTECODE :=
PYTHON ?= python3
bin := .venv/bin
sources := tinbai dataset annotation validation schemas

.PHONY: help demo test postgresql lint types check fuzz golden lock clean

help:
	@grep -E '^#   ' Makefile | cut -c3-

demo: .venv/.run
	$(bin)/tinbai demo --workspace demo-workspace

test: lint types
	$(bin)/python -m pytest -n 2

# Push, pull, their faults and adjudication once more, on PostgreSQL.
postgresql: .venv/.dev
	TINBAI_TEST_DATABASE=postgresql $(bin)/python -m pytest -n 2 $(addprefix tests/labelstudio/test_,push.py pull.py \
	  faults.py incremental.py revised.py batches.py adjudicate.py)

lint: .venv/.dev
	$(bin)/ruff check .
	$(bin)/ruff format --check .

types: .venv/.dev
	$(bin)/mypy

# make test tries the same examples each time, this others in each run. No input makes validate or import end in a
# traceback. What falls is printed with how to pin it.
fuzz: .venv/.dev
	$(bin)/python -m pytest -n 2 --hypothesis-profile=others -m "hypothesis and not server and not browser"
	$(bin)/python -m pytest -n 2 --hypothesis-profile=fuzz --timeout=0 tests/validation/fuzz tests/formats/test_any_export.py \
	  tests/release/test_stability.py

golden: .venv/.dev
	$(bin)/python -m tests.rewrite_golden

lock: .venv/.dev
	requirements/update

clean:
	rm -rf .venv demo-workspace .mypy_cache .ruff_cache .pytest_cache .hypothesis

# One line that names the package, instead of a traceback from ensurepip.
.venv/.bootstrap: requirements/bootstrap.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	  || { echo "tinbai needs Python 3.11, 3.12 or 3.13: apt install python3, or make PYTHON=/path/to/python3.12"; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "tinbai needs Python's venv module: apt install python3-venv"; exit 2; }
	@test -x $(bin)/python || $(PYTHON) -m venv .venv
	@$(bin)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
	@touch $@

# dev is run plus the tools, so either order of `make demo` and `make test` ends with both in place.
.venv/.run: requirements/run.lock pyproject.toml hatch_build.py $(wildcard dataset/native/*.[ch]) .venv/.bootstrap
	@$(bin)/uv pip install --quiet --python $(bin)/python --compile-bytecode --require-hashes -r requirements/run.lock
	@$(bin)/uv pip install --quiet --python $(bin)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.run
	@$(bin)/uv pip install --quiet --python $(bin)/python --compile-bytecode --require-hashes -r requirements/dev.lock
	@touch $@
