# Two commands:
#   make map     reports in seeds/ -> maps/index.html, with nothing installed before but Python 3.11 or later
#   make test    style, types, floors, tests; installs what they need, Chromium too where it may
# Others: make lint, make constraints, make clean. PYTHON=... chooses the interpreter.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
.DEFAULT_GOAL := help

.PHONY: help map test lint browser constraints clean

help:
	@sed -n '2,4s/^# *//p' Makefile

map: $(VENV)/.ready
	$(BIN)/frontline map seeds/ -o maps/index.html
	@echo "Open maps/index.html in a browser; it needs no network."

test: $(VENV)/.ready-dev browser lint
	$(BIN)/python -m pytest

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(BIN)/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or later is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "This Python cannot make virtual environments: install its venv module (python3-venv on Debian)" >&2; exit 1; }

# `make map` installs what the map needs; a complete environment serves it as well.
$(VENV)/.ready: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.ready-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.ready

# The tests open the map in Chromium with the network blocked. Without one they are skipped, and say so.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null 2>&1 && exit 0; done; \
	if command -v apt-get >/dev/null 2>&1; then \
	  if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as='sudo -n'; else as=no; fi; \
	  if [ "$$as" != no ]; then \
	    $$as apt-get update && DEBIAN_FRONTEND=noninteractive $$as apt-get install -y --no-install-recommends chromium \
	      && exit 0; \
	  fi; \
	fi; \
	echo "NOTE: Chromium is not there and cannot be installed from here: the browser tests will be skipped." >&2; \
	echo "      As an administrator: apt-get install chromium (or install Google Chrome), then run make test again." >&2

constraints: $(VENV)/.ready-dev
	{ sed -n '/^#/p' constraints.txt; $(PIP) freeze --exclude-editable | grep -E '^[A-Za-z0-9._-]+==' ; } > constraints.new
	mv constraints.new constraints.txt

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
