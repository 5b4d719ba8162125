# Wexstream. Needs Python 3.11 or newer and make; everything else comes with the first command.
#   make run        the whole platform on http://localhost:4003
#   make test       everything that CI checks, but for make audit and make test-faults, which it runs afterwards

BIN = .venv/bin
URL = http://localhost:4003
PEOPLE = 100000
SCREENSHOTS = dist/screenshots
MAILS = dist/mails
UPGRADE =
CALLS = tests/browser/calls
FAULTS = tests/faults

RUNTIME = .venv/installed-runtime
DEV = .venv/installed-dev
NODE = .venv/installed-node
PROJECT = pyproject.toml tools/environment.sh requirements/uv.txt requirements/build.txt

# Node of the pinned package comes before whatever the machine has.
NPM = PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix frontend
PAGE = frontend/dist/index.html
PACKAGES = frontend/node_modules/.package-lock.json
TYPES_PACKAGES = frontend/tools/openapi/node_modules/.package-lock.json
PROVIDER = tests/support/openid_provider
PROVIDER_PACKAGES = $(PROVIDER)/node_modules/.package-lock.json
PAGE_SOURCES = $(shell find frontend/src frontend/public frontend/tools/alone.ts frontend/tools/unnamed.ts frontend/tools/budget.mjs frontend/tools/worker.mjs frontend/index.html frontend/vite.config.ts -type f 2>/dev/null)

.PHONY: run page test test-faults test-long audit lint lint-style lint-types lint-page types format demo screenshots mails main-job bench requirements clean

run: $(RUNTIME) $(PAGE)
	@exec $(BIN)/wexstream serve

page: $(PAGE)

test: $(DEV) $(PACKAGES) $(TYPES_PACKAGES) $(PROVIDER_PACKAGES) $(PAGE)
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint
	@sh tools/browser.sh >/dev/null
	@sh tools/valkey.sh
	$(NPM) run --silent test
	$(BIN)/python -m pytest --ignore=$(CALLS) --ignore=$(FAULTS) -n 2 --dist loadfile --cov --cov-report=
	@sh tools/coverage_gates.sh
	$(BIN)/python -m pytest $(CALLS) -n 2 --dist worksteal

# Servers and workers that are killed, and whatever they stand on away, full or hostile, each of it for real.
# Moments are random; FAULTS_SEED=… has those of a test that failed again.
test-faults: $(DEV)
	@sh tools/valkey.sh
	@sh tools/clock.sh
	$(BIN)/python -m pytest $(FAULTS) -n 2 --dist worksteal

# Some properties take a quarter of an hour each.
test-long: $(DEV)
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -o faulthandler_timeout=7200

# Whether vulnerabilities are known of what is pinned, as far as those who know of them answer.
audit: $(DEV) $(NODE)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/audit.py

lint: lint-style lint-types lint-page

lint-style: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/mypy

lint-types: $(DEV)
	$(BIN)/pyright

lint-page: $(DEV) $(PACKAGES) $(TYPES_PACKAGES)
	$(NPM) run --silent check
	$(NPM) run --silent lint
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tools/page_types.sh --check

# The page's types of the API, from the description.
types: $(DEV) $(TYPES_PACKAGES)
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tools/page_types.sh

format: $(DEV) $(PACKAGES)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(NPM) run --silent format

# People to look around among, in an empty database, with or without the server running; says how to sign in as them.
demo: $(RUNTIME)
	@$(BIN)/wexstream demo

# Pictures of every page, in the folder SCREENSHOTS.
screenshots: $(DEV) $(PAGE)
	@sh tools/browser.sh >/dev/null
	@$(BIN)/python tools/screenshots.py $(SCREENSHOTS)

# Every mail in every language, as HTML and as text, in the folder MAILS.
mails: $(DEV)
	@$(BIN)/python tools/mails.py $(MAILS)

# What one does with Wexstream, from signing up to leaving a conference, against the running server at URL.
main-job: $(RUNTIME)
	@$(BIN)/python examples/main_job.py "$(URL)"

# Speed and size beside a floor and a peer, in a database of its own: make bench PEOPLE=1000000 for a large one.
bench: $(DEV) $(PAGE)
	@sh tools/browser.sh >/dev/null
	@$(BIN)/python -m benchmarks --people "$(PEOPLE)"

# The pinned requirements anew from pyproject.toml; make requirements UPGRADE=--upgrade for newer versions.
requirements: $(DEV)
	@sh tools/requirements.sh $(UPGRADE)

clean:
	rm -rf frontend/dist frontend/node_modules frontend/tools/openapi/node_modules benchmarks/node/node_modules
	rm -rf $(PROVIDER)/node_modules
	rm -rf .venv .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache dist
	find src tests tools benchmarks migrations -type d -name __pycache__ -prune -exec rm -rf {} +

$(PAGE): $(PACKAGES) $(PAGE_SOURCES)
	@echo 'wexstream: building the page' >&2
	@$(NPM) run --silent build -- --logLevel warn
	@touch $@

$(PACKAGES): frontend/package-lock.json | $(NODE)
	@echo 'wexstream: installing what the page is built with' >&2
	@$(NPM) ci --silent
	@touch $@

$(TYPES_PACKAGES): frontend/tools/openapi/package-lock.json | $(NODE)
	@$(NPM)/tools/openapi ci --silent
	@touch $@

$(PROVIDER_PACKAGES): $(PROVIDER)/package-lock.json | $(NODE)
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix $(PROVIDER) ci --silent
	@touch $@

$(NODE): tools/environment.sh requirements/node.txt | $(RUNTIME)
	@sh tools/environment.sh node
	@touch $@

$(RUNTIME): $(PROJECT) requirements/runtime.txt
	@sh tools/environment.sh runtime
	@touch $@

$(DEV): $(PROJECT) requirements/dev.txt requirements/runtime.txt
	@sh tools/environment.sh dev
	@touch $(RUNTIME) $@
