# make site  sets up everything and builds the site into site/
# make test  sets up everything, the browser included, and runs all checks and tests
# make bench measures and writes the figures to tests/benchmarks/figures/
PYTHON ?= python3
BIN := .venv/bin

.PHONY: site test bench clean

site: .venv/.site
	$(BIN)/gongbao build

test: .venv/.test tests/site/node_modules/.axe
	sh tests/need_programs.sh
	$(BIN)/ruff check generator tests
	$(BIN)/mypy
	$(BIN)/pytest

bench: .venv/.bench tests/benchmarks/node_modules/.pagefind
	$(BIN)/python -m tests.benchmarks.build_time
	$(BIN)/python -m tests.benchmarks.scale
	$(BIN)/python -m tests.benchmarks.archive
	$(BIN)/python -m tests.benchmarks.search

.venv/.site: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.test: pyproject.toml .venv/.site
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

.venv/.bench: pyproject.toml .venv/.test
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[test,bench]'
	@touch $@

tests/benchmarks/node_modules/.pagefind: tests/benchmarks/package.json
	npm install --prefix tests/benchmarks --no-package-lock --no-audit --no-fund --silent
	@touch $@

tests/site/node_modules/.axe: tests/site/package.json
	npm install --prefix tests/site --no-package-lock --no-audit --no-fund --silent
	@touch $@

clean:
	rm -rf .venv build site tests/site/node_modules tests/benchmarks/node_modules
