# What one types. `make demo` and `make test` need nothing before them but Python 3.11 and make.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := portal regions brand_assets campaigns migrations tests bench wsgi.py
TEMPLATES := portal regions brand_assets campaigns
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_LINK_MODE := copy

# Installs with uv where it can be had, else with pip; both check every hash.
define install
	if ! { [ -x $(BIN)/uv ] && $(BIN)/uv pip install -q --python $(BIN)/python $(1); }; then \
		$(BIN)/python -m pip install -q $(1); \
	fi
endef

.PHONY: help
help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

.PHONY: demo
demo: $(VENV)/installed ## Set up, run the whole job on the demo brand, serve 127.0.0.1:8000
	@HEIMSPIEL_DEMO=1 $(BIN)/portal demo

.PHONY: install
install: $(VENV)/installed ## Set up what running needs

.PHONY: test
test: $(VENV)/tested chromium pdf-programs ## Check everything, then run all tests
	@$(MAKE) --no-print-directory --output-sync -j2 check
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q

.PHONY: check style types imports templates dependencies revisions
check: style types imports templates dependencies revisions ## Check all that needs no test

style: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/tested
	$(BIN)/mypy $(CODE)

imports: $(VENV)/tested
	$(BIN)/lint-imports

templates: $(VENV)/tested
	$(BIN)/djlint --lint --quiet $(TEMPLATES)

dependencies: $(VENV)/tested
	$(BIN)/deptry .

revisions: $(VENV)/tested
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	export HEIMSPIEL_DEMO=1 HEIMSPIEL_DATA_DIR="$$folder" HEIMSPIEL_LOG_FORMAT=console; \
	$(BIN)/alembic upgrade head && $(BIN)/alembic check

.PHONY: format
format: $(VENV)/tested ## Put code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: search
search: $(VENV)/tested ## Try other examples of all properties than the tests do, and more of them
	HYPOTHESIS_PROFILE=search $(BIN)/python -m pytest -n 2 -q -m hypothesis

.PHONY: bench
bench: $(VENV)/tested chromium ## Measure previews, press PDFs, batches, pages, other engines
	$(BIN)/python -m bench

.PHONY: bench-editor
bench-editor: $(VENV)/tested chromium ## Type in the editor while 412 outlets are checked
	$(BIN)/python -m bench editor

.PHONY: bench-uploads
bench-uploads: $(VENV)/tested ## Send Pillow's pictures and hostile files through the upload page
	$(BIN)/python -W ignore -m bench uploads

.PHONY: golden-diff
golden-diff: $(VENV)/tested ## Write a page of golden pictures that differ (ALL=1: of all)
	@$(BIN)/python -m tests.golden.diff $(if $(ALL),--all)

.PHONY: screenshots
screenshots: $(VENV)/tested chromium ## Take the pictures of the README anew
	$(BIN)/python -m bench.screenshots

.PHONY: chromium
chromium: $(VENV)/tested
	@$(BIN)/python -m tests.journeys.install_chromium

.PHONY: pdf-programs
pdf-programs: $(VENV)/tested
	@$(BIN)/python -m tests.tools.pdf_programs

.PHONY: lock
lock: $(VENV)/python ## Write the lock files anew from pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --extra build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --extra build --extra test -c requirements.lock \
		-o requirements-test.lock pyproject.toml
	$(BIN)/uv pip compile $(LOCK) -o requirements-bench.lock bench/engines/requirements.in
	$(BIN)/uv pip compile $(LOCK) -o requirements-bench-thumbor.lock \
		bench/engines/requirements-thumbor.in
LOCK := -q --universal --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	--python-version 3.11 --custom-compile-command "make lock"

.PHONY: clean
clean: ## Remove what was installed and what the demo made
	rm -rf $(VENV) .venv-bench .venv-bench-thumbor var

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name one with make PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "Python's venv is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install -q uv || echo "uv cannot be had; pip is used instead."
	@touch $@

$(VENV)/installed: $(VENV)/python requirements.lock pyproject.toml
	@echo "Installing what running needs …"
	@$(call install,--require-hashes -r requirements.lock)
	@$(call install,--no-deps --no-build-isolation -e .)
	@touch $@

$(VENV)/tested: $(VENV)/installed requirements-test.lock
	@echo "Installing what testing needs …"
	@$(call install,--require-hashes -r requirements-test.lock)
	@touch $@
