# Wexstream. Needs Python 3.11 or newer and make; everything else comes with the first command.
#   make run        the whole platform on http://localhost:4003
#   make test       everything that CI checks

BIN = .venv/bin
URL = http://localhost:4003
PEOPLE = 100000
UPGRADE =

RUNTIME = .venv/installed-runtime
DEV = .venv/installed-dev
PROJECT = pyproject.toml tools/environment.sh requirements/uv.txt requirements/build.txt

.PHONY: run test test-long lint format demo main-job bench requirements clean

run: $(RUNTIME)
	@exec $(BIN)/wexstream serve

test: lint
	$(BIN)/python -m pytest --cov --cov-report=
	@sh tools/coverage_gates.sh

# Some properties take a quarter of an hour each.
test-long: $(DEV)
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -o faulthandler_timeout=7200

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/mypy
	$(BIN)/pyright

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# People to look around among, in an empty database, with or without the server running; says how to sign in as them.
demo: $(RUNTIME)
	@$(BIN)/wexstream demo

# What one does with Wexstream, from signing up to leaving a conference, against the running server at URL.
main-job: $(RUNTIME)
	@$(BIN)/python examples/main_job.py "$(URL)"

# Speed and size beside a floor and a peer, in a database of its own: make bench PEOPLE=1000000 for a large one.
bench: $(DEV)
	@$(BIN)/python -m benchmarks --people "$(PEOPLE)"

# The pinned requirements anew from pyproject.toml; make requirements UPGRADE=--upgrade for newer versions.
requirements: $(DEV)
	@sh tools/requirements.sh $(UPGRADE)

clean:
	rm -rf .venv .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache dist benchmarks/node/node_modules
	find src tests tools benchmarks migrations -type d -name __pycache__ -prune -exec rm -rf {} +

$(RUNTIME): $(PROJECT) requirements/runtime.txt
	@sh tools/environment.sh runtime
	@touch $@

$(DEV): $(PROJECT) requirements/dev.txt requirements/runtime.txt
	@sh tools/environment.sh dev
	@touch $(RUNTIME) $@
