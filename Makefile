# `make` alone explains itself. Everything runs inside .venv, which belongs to this folder.

SHELL := /bin/sh
PY := .venv/bin/python
# The tests start the site dozens of times: compiled once, and not by every process again.
unexport PYTHONDONTWRITEBYTECODE

# What is installed is named by the content of the list it came from: change the list, and it is installed anew.
key = $(shell cksum < $(1) | tr ' \t' '--')
SITE := .venv/site-$(call key,requirements.txt)
TOOLS := .venv/tools-$(call key,requirements-dev.txt)

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))

# The stores that `make test` must have run on; none on one of them is a failure.
REQUIRE ?= sqlite,postgresql,chromium
# More for pytest, such as: make test TESTS="tests/web -k lesson"
TESTS ?=

# Another seed breaks at other moments: make faults FAULT_SEED=7
export FAULT_SEED ?=

.PHONY: help install run demo test faults check bench format lock clean
.DELETE_ON_ERROR:

help:
	@echo "Literasi: pelajaran singkat untuk mengenali hoaks. / Short lessons on spotting hoaxes."
	@echo
	@echo "  make run      jalankan situs / run the site at http://127.0.0.1:8000 (PORT=8001 make run: another port)"
	@echo "  make demo     situs peragaan dengan orang rekaan, di var-demo/ / a site full of invented people, in var-demo/"
	@echo "  make install  the packages and translations alone, without starting anything"
	@echo "  make test     semua uji / every test: SQLite, PostgreSQL and Chromium"
	@echo "  make faults   break the site in every way of docs/faults.md and count what was lost (ten minutes)"
	@echo "  make check    format, lint, types and the fast tests, in under a minute"
	@echo "  make bench    CPU time per request, page weights, and a city of 200,000 beside a town of 200, measured here"
	@echo "  make format   rewrite the code in the house's format"
	@echo "  make lock     pin requirements*.in into requirements*.txt, with hashes"
	@echo "  make clean    remove what make made (never var/, where the database lives)"
	@echo
	@echo "Settings: PORT, LITERASI_DATABASE_URL, LITERASI_DATA, LITERASI_URL, LITERASI_WORKERS (docs/operations.md)"

install: $(SITE) $(CATALOGUES)

run: install
	@$(PY) serve.py --ask
	@$(PY) -m flask --app app prepare
	@exec $(PY) serve.py

# Its own folder and database, whatever the environment says about the real one.
DEMO := LITERASI_DATA=var-demo LITERASI_DATABASE_URL= LITERASI_SECRET_KEY=
demo: install
	@$(DEMO) $(PY) serve.py --ask
	@$(DEMO) $(PY) -m flask --app app prepare
	@$(DEMO) $(PY) -m flask --app app demo load
	@exec env $(DEMO) $(PY) serve.py

test: $(TOOLS) $(CATALOGUES)
	@$(find-chromium)
	$(PY) -m pytest -n 2 --dist worksteal --require=$(REQUIRE) $(TESTS)

# The short ones are in `make test` too. Ends with the table of what was broken, acknowledged and lost.
faults: $(TOOLS) $(CATALOGUES)
	@$(find-chromium)
	$(PY) -m pytest -n 2 --dist worksteal --all-faults tests/faults $(TESTS)

check: $(TOOLS) $(CATALOGUES)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()'
	$(PY) -m pytest -n 2 --dist worksteal -m "not postgresql and not chromium and not slow"

bench: $(TOOLS) $(CATALOGUES)
	@$(find-chromium)
	$(PY) -m benchmarks
	$(PY) -m benchmarks.cities

format: $(TOOLS)
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

lock: $(TOOLS)
	$(PY) -m uv pip compile $(LOCK) requirements.in -o requirements.txt
	$(PY) -m uv pip compile $(LOCK) -c requirements.txt requirements-dev.in -o requirements-dev.txt
LOCK := --quiet --generate-hashes --universal --python-version 3.11 --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache test-results
	rm -f $(CATALOGUES)
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

%.mo: %.po $(SITE)
	@$(PY) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@

# The site's own packages. Every one is checked against its hash.
$(SITE): | .venv/bin/python
	@echo "Installing the site's packages (once)."
	@$(PY) -m pip install --quiet --require-hashes --disable-pip-version-check -r requirements.txt
	@rm -f .venv/site-* && touch $@

# The tools' list holds the site's packages too, in the same versions.
$(TOOLS): | $(SITE)
	@echo "Installing the tools for tests and checks (once)."
	@$(PY) -m pip install --quiet --require-hashes --disable-pip-version-check -r requirements-dev.txt
	@rm -f .venv/tools-* && touch $@

# A Python that is new enough and can make a virtual environment; otherwise the line that mends it.
.venv/bin/python:
	@for python in $(PYTHON) python3.11 python3 python3.12 python3.13; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		found=$$python; \
		$$python -c 'import venv, ensurepip' 2>/dev/null || continue; \
		echo "Making .venv with $$($$python --version)."; \
		exec $$python -m venv --clear .venv; \
	done; \
	if [ -n "$$found" ]; then \
		echo "$$found has no venv module. This mends it:  apt install python3-venv" >&2; \
	else \
		echo "Literasi needs Python 3.11 or newer. This mends it:  apt install python3 python3-venv" >&2; \
	fi; exit 1

# Chromium comes from apt: installed when we may, named with the tests that it costs when we may not.
define find-chromium
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium for the browser tests (once)."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq -y --no-install-recommends chromium fonts-noto-core fonts-noto-color-emoji >/dev/null; \
	else echo "No Chromium here, so its tests are skipped. This mends it:  apt install chromium fonts-noto-core"; fi; } || true
endef
