# The two commands: `make run` and `make test`. Everything they need is set up in .venv/ on the first call.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SYSTEM := $(VENV)/.system

.PHONY: run test lint bench shots package measure measure-tagging measure-duplicates clean help

help:  ## say what the targets do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/  -/' | sort

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("mscref needs Python 3.11 to 3.13, and $(PYTHON) is " + sys.version.split()[0] + ": name another with make PYTHON=python3.12" if not (3, 11) <= sys.version_info[:2] <= (3, 13) else 0)'
	@echo "Setting up $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@touch $@

$(SYSTEM): $(READY) packaging/linux/system-packages.txt packaging/linux/system-packages
	@sh packaging/linux/system-packages run test
	@touch $@

run: $(SYSTEM)  ## open the window on the sample library (without a display: the demo, into build/demo)
	@if [ "$$(uname)" = Linux ] && [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		echo "There is no display here, so the demo runs instead; it writes to build/demo."; \
		QT_QPA_PLATFORM=offscreen $(BIN)/python -m mscref demo build/demo; \
	else \
		$(BIN)/python -m mscref --sample; \
	fi

test: $(SYSTEM) lint  ## everything CI checks: style, types, import rules, tests
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: $(READY)  ## times of the main work, as ratios against plain pybtex in the same run
	@$(BIN)/python -m tests.bench

measure: measure-tagging measure-duplicates  ## accuracy on the corpora named by MSCREF_CORPORA
	@$(BIN)/python -m tests.measure_references
	@$(BIN)/python -m tests.measure_pdfs

measure-tagging: $(READY)  ## accuracy of facet terms on labelled titles
	@$(BIN)/python -m tests.measure_tagging

measure-duplicates: $(READY)  ## precision, recall and time of the finder of duplicates
	@$(BIN)/python -m tests.measure_duplicates

shots: $(SYSTEM)  ## pictures of the main states, light, dark and 2x, into build/shots
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m mscref.gui.shots build/shots

package: $(READY)  ## a one-dir bundle and, on Debian and Ubuntu, a .deb, into dist/; started once to see that it runs
	@sh packaging/linux/system-packages run package
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[package]'
	@$(BIN)/python packaging/build.py

clean:  ## remove what was built (the environment too)
	@rm -rf build dist $(VENV)
