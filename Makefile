# make book   set up what is missing, build the book, serve it and print its address
# make html   build the book only
# make test   every check: style, types, layers, tests, notebooks, the book, the book in a browser
# make bench  measure the live page
# make clean  remove what was built (not what was installed)

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
PAGES := _build/html

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: book html test lint types layers unit notebooks browser bench clean

book: html
	$(BIN)/python -u -m http.server --bind 127.0.0.1 --directory $(PAGES) 0

html: $(READY)
	$(BIN)/jupyter-book build . $(STRICT)

$(READY): requirements.txt constraints.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q -r requirements.txt
	touch $@

test: lint types layers unit notebooks browser

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

unit: $(READY)
	$(BIN)/pytest -q --ignore=tests/browser

notebooks: $(READY)
	$(BIN)/pytest -q --nbval-lax --nbval-current-env -p no:cacheprovider chapters

browser: STRICT := --all -W -n --keep-going
browser: html
	$(BIN)/pytest -q tests/browser

bench: html
	$(BIN)/python benchmarks/page.py

clean:
	rm -rf _build _extra/vendor _ext/node_modules
	find _extra/live -type f ! -name worker.js -delete
