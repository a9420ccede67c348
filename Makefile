# Two commands on a fresh machine: `make demo` and `make test`. Each makes what it needs first.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# The parts that neither build a force nor open a browser.
FAST := tests/geo tests/published tests/queries tests/maps tests/data_samples tests/test_architecture.py
WORKERS ?= 2
# Tests start many processes, and each would compile the program anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test inspect test-fast test-real deep planted lint benchmark mutation check-release docs sentences reference rooms pictures likenesses sample clean

demo: $(VENV)/.installed  ## the sample force, end to end
	$(BIN)/impact-areas demo

test: $(VENV)/.installed-test  ## everything that must hold; each build that tests share is made once
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

inspect: $(VENV)/.installed-test  ## each page of a built force, opened and printed: SITE=folder of its pages; minutes
	$(BIN)/python -m tests.browser.inspect_site $(SITE)

test-fast: $(VENV)/.installed-test  ## geo, queries, maps and the rules of the house, without builds, browser and real data
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not long and not real_data" $(FAST)

test-real: $(VENV)/.installed-test  ## what reads the open data, which is not committed; IMPACT_AREAS_DATA says where it is
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m real_data

deep: $(VENV)/.installed-test  ## properties and requests that are drawn at random, fifty times as many as in make test
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m hypothesis --hypothesis-profile=deep

planted: $(VENV)/.installed-test  ## faults of kinds that once went unnoticed, planted in geo one by one: all must be noticed
	$(BIN)/python -m tests.planted

benchmark: $(VENV)/.installed-test  ## side by side with a plain script and with peers, on the open data in DATA
	$(BIN)/python -m benchmarks.run_all $(if $(DATA),--data $(DATA))
	$(BIN)/python -m benchmarks.exactness $(if $(DATA),--data $(DATA))
	$(BIN)/python -m benchmarks.describe

check-release: $(VENV)/.installed-test  ## a wheel, installed into a fresh environment with no network, runs the demo
	$(BIN)/pytest -p no:cacheprovider tests/release/installed_wheel.py

docs: $(VENV)/.installed-test  ## the documentation as a site in build/docs; a broken link is a failure
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

mutation: $(VENV)/.installed-mutation planted  ## how many small faults in geo the tests notice; some 15 minutes of one core
	$(BIN)/python -m benchmarks.mutation

sentences: $(VENV)/.installed-test  ## every sentence that the sample's pages can say, once; SITE=folder for other pages
	$(BIN)/python -m tests.prose.sentences $(SITE)

reference: $(VENV)/.installed-test  ## the pages of docs/reference that are made from the code
	$(BIN)/python -m docs_build

rooms: $(VENV)/.installed-test  ## the picture of which room imports which
	$(BIN)/python -m docs_build.rooms

pictures: $(VENV)/.installed-test  ## the pictures in the documentation, from the sample force
	$(BIN)/python -m docs_build.pictures

likenesses: $(VENV)/.installed-test  ## how the sample's pages look, for the tests that compare: look at them before they are kept
	$(BIN)/python -m tests.browser.likeness

sample: $(VENV)/.installed  ## the sample force's files, written again from their seed
	$(BIN)/python -m data_samples.generate

clean:
	rm -rf $(VENV) impact-areas-out

$(VENV)/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) --editable '.[pdf]'
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(INSTALL) --editable '.[test]'
	touch $@

$(VENV)/.installed-mutation: $(VENV)/.installed-test
	$(INSTALL) --editable '.[test,mutation]'
	touch $@
